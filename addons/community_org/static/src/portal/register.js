import { Interaction } from "@web/public/interaction";
import { registry } from "@web/core/registry";

/** A choice searches at once; without scripts the button does. */
export class RegisterSearch extends Interaction {
    static selector = ".o_community_register_search";
    dynamicContent = {
        select: { "t-on-change": () => this.el.requestSubmit() },
    };
}

registry.category("public.interactions").add("community_org.register_search", RegisterSearch);
