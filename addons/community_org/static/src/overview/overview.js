/** The leader's page. Everything on it comes from community.overview; a click opens what is behind it. */
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

import { Component, onWillStart, useState } from "@odoo/owl";

// never colour alone: a mark says the same
const MARKS = {
    reached: "fa-check-circle",
    ontrack: "fa-arrow-circle-up",
    behind: "fa-exclamation-circle",
    none: "fa-minus-circle",
};
const COLOURS = { reached: "success", ontrack: "warning", behind: "danger", none: "secondary" };

export class Overview extends Component {
    static template = "community_org.Overview";
    static components = { Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.actionService = useService("action");
        this.state = useState({ overview: null });
        this.display = { controlPanel: {} };
        onWillStart(() => this.load());
    }

    async load() {
        this.state.overview = await this.orm.call("community.overview", "get_overview");
    }

    mark(state) {
        return `fa ${MARKS[state]} text-${COLOURS[state]}`;
    }

    colour(state) {
        return COLOURS[state];
    }

    open(action) {
        return this.actionService.doAction(action);
    }

    print() {
        return this.open({ type: "ir.actions.act_url", url: "/community/overview.pdf", target: "new" });
    }
}

registry.category("actions").add("community_overview", Overview);
