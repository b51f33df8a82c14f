/** A file dropped or chosen is sent at once: the record is saved with it, and shows what was recognised. */
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { getDataURLFromFile } from "@web/core/utils/urls";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

import { Component, useRef, useState } from "@odoo/owl";

export class ImportUpload extends Component {
    static template = "community_org.ImportUpload";
    static props = { ...standardFieldProps };

    setup() {
        this.notification = useService("notification");
        this.input = useRef("input");
        this.state = useState({ isOver: false, isBusy: false });
    }

    get isCorrection() {
        return this.props.record.data.state === "checked";
    }

    get hasFile() {
        return Boolean(this.props.record.data.name);
    }

    choose() {
        this.input.el.click();
    }

    onChange() {
        // a list of its own: emptying the input empties its list
        this.send([...this.input.el.files]);
        this.input.el.value = "";
    }

    onDrop(ev) {
        this.state.isOver = false;
        this.send([...ev.dataTransfer.files]);
    }

    async send(files) {
        if (files.length !== 1) {
            this.notification.add(_t("One file at a time."), { type: "warning" });
            return;
        }
        const { name, record } = this.props;
        this.state.isBusy = true;
        try {
            const url = await getDataURLFromFile(files[0]);
            await record.update({ [name]: url.split(",")[1] || "", upload_name: files[0].name });
            await record.save();
        } finally {
            this.state.isBusy = false;
            if (record.dirty) {
                await record.discard();
            }
        }
    }
}

registry.category("fields").add("community_import_upload", {
    component: ImportUpload,
    supportedTypes: ["binary"],
});
