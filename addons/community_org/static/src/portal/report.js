import { Interaction } from "@web/public/interaction";
import { registry } from "@web/core/registry";
import { CommunityLists } from "./communities";

/** Narrows the communities to a street, and says at once when photos are too many or too large. */
export class ReportForm extends Interaction {
    static selector = ".o_community_report_form";
    dynamicContent = {
        _root: { "t-on-submit": this.checkPhotos },
        "#report-street": { "t-on-change": () => this.lists.narrow() },
        "#report-photos": { "t-on-change": this.checkPhotos },
    };

    start() {
        this.el.ownerDocument.getElementById("report-errors")?.focus();
        const street = this.el.querySelector("#report-street");
        const community = this.el.querySelector("#report-community");
        if (street) {
            street.parentElement.classList.remove("d-none");
            const chosen = community.selectedOptions[0]?.closest("optgroup");
            if (chosen) {
                street.value = chosen.dataset.street;
            }
            this.lists = new CommunityLists(street, community);
            this.lists.narrow();
        }
    }

    checkPhotos(event) {
        const input = this.el.querySelector("#report-photos");
        if (!input) {
            return;
        }
        const files = [...input.files];
        const most = Number(input.dataset.megabytes) * 1024 * 1024;
        const tooMuch =
            files.length > Number(input.dataset.most) || files.some((file) => file.size > most);
        input.classList.toggle("is-invalid", tooMuch);
        if (tooMuch) {
            event.preventDefault();
            input.focus();
        }
    }
}

/** Copies the private link; without scripts it is selected and copied by hand. */
export class ReportLink extends Interaction {
    static selector = ".o_community_report_copy";
    dynamicContent = {
        _root: { "t-on-click": this.copy },
    };

    start() {
        this.el.classList.toggle("d-none", !navigator.clipboard);
    }

    async copy() {
        const link = this.el.ownerDocument.getElementById("report-link");
        await this.waitFor(navigator.clipboard.writeText(link.value));
        this.el.querySelector(".o_community_report_copy_label").classList.add("d-none");
        this.el.querySelector(".o_community_report_copied").classList.remove("d-none");
    }
}

const interactions = registry.category("public.interactions");
interactions.add("community_org.report_form", ReportForm);
interactions.add("community_org.report_link", ReportLink);
