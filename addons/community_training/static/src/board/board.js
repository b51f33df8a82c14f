/** The board of rooms. What is on it comes from community.room.board; a click on a gap books, on a block opens. */
import { useService } from "@web/core/utils/hooks";
import { FormViewDialog } from "@web/views/view_dialogs/form_view_dialog";
import { Layout } from "@web/search/layout";
import { registry } from "@web/core/registry";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

import { Component, onWillStart, useState } from "@odoo/owl";

// never colour alone: the title of a block says the same
const COLOURS = {
    offered: "info",
    requested: "warning",
    confirmed: "primary",
    attended: "success",
    missed: "danger",
    taken: "secondary",
};

export class RoomBoard extends Component {
    static template = "community_training.RoomBoard";
    static components = { Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.dialog = useService("dialog");
        this.state = useState({ board: null, span: "day", venue: "" });
        this.display = { controlPanel: {} };
        onWillStart(() => this.load());
    }

    async load(day) {
        const venue = parseInt(this.state.venue) || null;
        this.state.board = await this.orm.call("community.room.board", "get_board", [
            day || this.state.board?.day || null,
            this.state.span,
            venue,
        ]);
    }

    get hours() {
        const { first_hour, last_hour } = this.state.board;
        return [...Array(last_hour - first_hour).keys()].map((number) => first_hour + number);
    }

    colour(block) {
        return COLOURS[block.state];
    }

    /** Where a block stands in the row of a day, as a style. */
    place(block) {
        const { first_hour, last_hour } = this.state.board;
        const width = 100 / (last_hour - first_hour);
        return `left: ${(block.from - first_hour) * width}%; width: ${(block.to - block.from) * width}%`;
    }

    blocksOf(room, day) {
        return room.blocks.filter((block) => block.day === day.date);
    }

    shift(days) {
        const day = luxon.DateTime.fromISO(this.state.board.day).plus({ days });
        return this.load(day.toISODate());
    }

    step(sign) {
        return this.shift(sign * (this.state.span === "week" ? 7 : 1));
    }

    today() {
        return this.load(luxon.DateTime.now().toISODate());
    }

    /** From a week that has today in it, the day is today. */
    async setSpan(span) {
        const today = luxon.DateTime.now().toISODate();
        const shown = this.state.board.days.some((day) => day.date === today);
        this.state.span = span;
        await this.load(shown ? today : undefined);
    }

    async book(room, day, hour) {
        const context = await this.orm.call("community.room.board", "get_defaults", [
            room.id,
            day.date,
            hour,
        ]);
        this.openForm({ context });
    }

    open(block) {
        if (block.id) {
            this.openForm({ resId: block.id });
        }
    }

    openForm(props) {
        this.dialog.add(FormViewDialog, {
            resModel: "community.booking",
            ...props,
            onRecordSaved: () => this.load(),
        }, { onClose: () => this.load() });
    }
}

registry.category("actions").add("community_room_board", RoomBoard);
