/** How far the background work is. Looks again every two seconds while it goes on; whoever leaves misses nothing. */
import { registry } from "@web/core/registry";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

import { Component, onWillUnmount } from "@odoo/owl";

const PAUSE = 2000;

export class ImportProgress extends Component {
    static template = "community_org.ImportProgress";
    static props = { ...standardWidgetProps };

    setup() {
        this.timer = setTimeout(() => this.look(), PAUSE);
        onWillUnmount(() => clearTimeout(this.timer));
    }

    get data() {
        return this.props.record.data;
    }

    get isReading() {
        return this.data.state === "reading";
    }

    async look() {
        if (!document.hidden && !this.props.record.dirty) {
            await this.props.record.load();
        }
        this.timer = setTimeout(() => this.look(), PAUSE);
    }
}

registry.category("view_widgets").add("community_import_progress", { component: ImportProgress });

/** A link to a workbook of this import. */
export class ImportDownload extends Component {
    static template = "community_org.ImportDownload";
    static props = { ...standardWidgetProps, path: String, title: String };

    get url() {
        return `/community/import/${this.props.record.resId}/${this.props.path}`;
    }
}

registry.category("view_widgets").add("community_import_download", {
    component: ImportDownload,
    extractProps: ({ attrs }) => ({ path: attrs.path, title: attrs.title }),
});
