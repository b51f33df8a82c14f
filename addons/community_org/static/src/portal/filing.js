import { Interaction } from "@web/public/interaction";
import { registry } from "@web/core/registry";
import { CommunityLists } from "./communities";

/** Choosing the street narrows the list of communities; without scripts the full list stays. */
export class FilingBasics extends Interaction {
    static selector = ".o_community_filing_basics";
    dynamicContent = {
        ".o_community_street": { "t-on-change": () => this.lists.narrow() },
        "select[name=category_id]": { "t-on-change": this.askReason },
    };

    start() {
        const street = this.el.querySelector(".o_community_street");
        const area = this.el.querySelector("select[name=area_id]");
        street.classList.remove("d-none");
        const chosen = area.selectedOptions[0]?.closest("optgroup");
        if (chosen) {
            street.value = chosen.dataset.street;
        }
        this.lists = new CommunityLists(street, area);
        this.lists.narrow();
        this.askReason();
    }

    /** The reason is asked for restricted categories, and where most members are officials. */
    askReason() {
        const option = this.el.querySelector("select[name=category_id]").selectedOptions[0];
        const field = this.el.querySelector("[data-field=restricted_reason]");
        const asked = option?.dataset.policy === "restricted" || "officials" in this.el.dataset;
        field.classList.toggle("d-none", !asked);
    }
}

/** One more row at a time; the names of its inputs carry the row number. */
export class FilingRoster extends Interaction {
    static selector = ".o_community_filing_roster";
    dynamicContent = {
        ".o_community_add_row": { "t-on-click": this.addRow },
    };

    start() {
        this.button = this.el.querySelector(".o_community_add_row");
        this.button.classList.remove("d-none");
    }

    addRow() {
        const rows = this.el.querySelectorAll(".o_community_row");
        const row = rows[rows.length - 1].cloneNode(true);
        for (const input of row.querySelectorAll("input, select")) {
            for (const attribute of ["id", "name"]) {
                if (input.hasAttribute(attribute)) {
                    const value = input.getAttribute(attribute);
                    input.setAttribute(attribute, value.replace(/-\d+-/, `-${rows.length}-`));
                }
            }
            if (input.type === "hidden") {
                input.value = "";
            } else if (input.type === "checkbox") {
                input.checked = false;
            } else if (input.tagName === "INPUT") {
                input.value = "";
            } else {
                input.value = "member";
            }
        }
        for (const label of row.querySelectorAll("label[for]")) {
            label.htmlFor = label.htmlFor.replace(/-\d+-/, `-${rows.length}-`);
        }
        this.button.before(row);
        row.querySelector("input").focus();
    }
}

/** Asks before what cannot be undone; the question stands in the markup, so it is translated there. */
export class ConfirmForm extends Interaction {
    static selector = "form.o_community_confirm";
    dynamicContent = {
        _root: { "t-on-submit": this.ask },
    };

    ask(event) {
        if (!window.confirm(this.el.dataset.confirm)) {
            event.preventDefault();
        }
    }
}

const interactions = registry.category("public.interactions");
interactions.add("community_org.filing_basics", FilingBasics);
interactions.add("community_org.filing_roster", FilingRoster);
interactions.add("community_org.confirm_form", ConfirmForm);
