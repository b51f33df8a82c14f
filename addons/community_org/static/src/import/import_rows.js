/**
 * Rows of an import: what is wrong with a cell stands under it.
 *
 * The list has `errors`, {field: what is wrong}, and `typed`, {field: {typed, text}} of what was
 * not understood and is therefore not in the cell.
 */
import { registry } from "@web/core/registry";
import { listView } from "@web/views/list/list_view";
import { ListRenderer } from "@web/views/list/list_renderer";

export class ImportRowsRenderer extends ListRenderer {
    static recordRowTemplate = "community_org.ImportRowsRenderer.RecordRow";

    getCellError(column, record) {
        return (column.type === "field" && record.data.errors?.[column.name]) || "";
    }

    getCellTyped(column, record) {
        const isEmpty = !record.data[column.name];
        return (isEmpty && record.data.typed?.[column.name]?.typed) || "";
    }

    getCellClass(column, record) {
        const classNames = super.getCellClass(column, record);
        return this.getCellError(column, record) ? `${classNames} o_community_import_wrong` : classNames;
    }

    getCellTitle(column, record) {
        return this.getCellError(column, record) || super.getCellTitle(column, record);
    }
}

registry.category("views").add("community_import_rows", {
    ...listView,
    Renderer: ImportRowsRenderer,
});
