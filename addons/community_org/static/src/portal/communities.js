import { Interaction } from "@web/public/interaction";
import { registry } from "@web/core/registry";

/**
 * Two lists: of streets, and of communities in one group for each street. Choosing the street
 * leaves its group only; without scripts all groups stay.
 */
export class CommunityLists {
    constructor(street, community) {
        this.street = street;
        this.community = community;
        this.groups = [...community.querySelectorAll("optgroup")];
    }

    narrow() {
        const street = this.street.value;
        const kept = this.groups.filter((group) => !street || group.dataset.street === street);
        const value = this.community.value;
        this.community.replaceChildren(this.community.options[0], ...kept);
        this.community.value = value;
        if (this.community.selectedIndex < 0) {
            this.community.selectedIndex = 0;
        }
    }
}

export class RegisterSearch extends Interaction {
    static selector = ".o_community_register_search";
    dynamicContent = {
        "select[name=street]": { "t-on-change": () => this.lists.narrow() },
    };

    start() {
        const [street, community] = this.el.querySelectorAll("[name=street], [name=community]");
        if (street) {
            this.lists = new CommunityLists(street, community);
            this.lists.narrow();
        }
    }
}

registry.category("public.interactions").add("community_org.register_search", RegisterSearch);
