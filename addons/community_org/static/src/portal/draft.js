import { Interaction } from "@web/public/interaction";
import { registry } from "@web/core/registry";

const PREFIX = "community_org.draft:";
const PATIENCE = 8000; // ms until a server that does not answer counts as no connection

/** Names and texts of a form; files and the token of the session are not kept. */
function getTyped(form) {
    const typed = [...new FormData(form)].filter(
        ([name, value]) => typeof value === "string" && name !== "csrf_token"
    );
    return Object.fromEntries(typed);
}

async function fetchSoon(url) {
    return fetch(url, { cache: "no-store", signal: AbortSignal.timeout?.(PATIENCE) });
}

/**
 * Keeps what is typed on the device until the server has it: neither a lost connection nor a closed
 * page loses it. Its key says to the server that a form that arrives twice is one entry.
 */
export class Draft extends Interaction {
    static selector = "form.o_community_draft";
    dynamicContent = {
        _root: {
            "t-on-input": this.keep,
            "t-on-change": this.keep,
            "t-on-submit.prevent": this.send,
        },
        _window: { "t-on-online": () => this.show("offline", false) },
        ".o_community_draft_discard": { "t-on-click": this.discard },
    };

    setup() {
        this.slot = `${PREFIX}${this.el.dataset.user}:${location.pathname}${location.search}`;
    }

    async willStart() {
        const draft = JSON.parse(localStorage.getItem(this.slot) || "null");
        if (!draft || "typed" in this.el.dataset) {
            return;
        }
        if (await this.isEntered(draft.entry_key)) {
            localStorage.removeItem(this.slot);
            return;
        }
        for (const [name, value] of Object.entries(draft)) {
            if (this.el.elements[name]) {
                this.el.elements[name].value = value;
            }
        }
        this.show("restored", true);
    }

    /** Whether the server has the entry already: its answer had been lost. */
    async isEntered(key) {
        try {
            const url = `${location.pathname}?entry_key=${encodeURIComponent(key)}`;
            return (await fetchSoon(url)).redirected;
        } catch {
            return false;
        }
    }

    keep() {
        try {
            localStorage.setItem(this.slot, JSON.stringify(getTyped(this.el)));
        } catch {
            // private windows may refuse: then there is no draft
        }
    }

    discard() {
        localStorage.removeItem(this.slot);
        location.reload();
    }

    async send() {
        const button = this.el.querySelector("[type=submit]");
        button.disabled = true;
        try {
            await this.waitFor(fetchSoon("/web/health"));
            this.el.submit();
        } catch {
            this.keep();
            this.show("offline", true);
            button.disabled = false;
        }
    }

    show(part, shown) {
        const element = this.el.querySelector(`.o_community_draft_${part}`);
        element.classList.toggle("d-none", !shown);
        if (shown) {
            element.scrollIntoView({ block: "center" });
        }
    }
}

/** The page after saving: the server has it, so the device forgets it. */
export class DraftSaved extends Interaction {
    static selector = ".o_community_draft_saved";

    start() {
        const { key, user } = this.el.dataset;
        for (const slot of Object.keys(localStorage)) {
            if (
                slot.startsWith(`${PREFIX}${user}:`) &&
                JSON.parse(localStorage.getItem(slot)).entry_key === key
            ) {
                localStorage.removeItem(slot);
            }
        }
    }
}

const interactions = registry.category("public.interactions");
interactions.add("community_org.draft", Draft);
interactions.add("community_org.draft_saved", DraftSaved);
