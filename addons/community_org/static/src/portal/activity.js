import { Interaction } from "@web/public/interaction";
import { registry } from "@web/core/registry";

const MOST_PIXELS = 1600; // of the longer side, as the server keeps it
const SMALL = 300 * 1024; // bytes that are sent as they are

/** A photo of a phone as a JPEG of a size that a slow connection carries; without where it was taken. */
async function shrink(file) {
    let picture;
    try {
        picture = await createImageBitmap(file);
    } catch {
        return file; // no picture that this browser can read: the server says what is wrong with it
    }
    const scale = Math.min(1, MOST_PIXELS / Math.max(picture.width, picture.height));
    if (scale === 1 && file.size <= SMALL) {
        return file;
    }
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
    return blob ? new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg") : file;
}

/** Photos are made smaller before they are sent. */
export class ShrinkPhotos extends Interaction {
    static selector = "input.o_community_shrink";
    dynamicContent = { _root: { "t-on-change": this.shrinkAll } };

    async shrinkAll() {
        const button = this.el.form.querySelector("[type=submit]");
        button.disabled = true;
        const kept = new DataTransfer();
        for (const file of this.el.files) {
            kept.items.add(await this.waitFor(shrink(file)));
        }
        this.el.files = kept.files;
        button.disabled = false;
    }
}

/** The end moves with the begin: an activity stays as long as it is. */
export class ActivityTimes extends Interaction {
    static selector = "form:has(#start):has(#stop)";
    dynamicContent = {
        "#start": { "t-on-focus": this.remember, "t-on-change": this.move },
    };

    start() {
        [this.begin, this.end] = this.el.querySelectorAll("#start, #stop");
        this.remember();
    }

    remember() {
        this.before = this.begin.value;
    }

    move() {
        const shift = new Date(this.begin.value) - new Date(this.before);
        if (shift && this.end.value) {
            const end = new Date(`${this.end.value}Z`);
            this.end.value = new Date(end.getTime() + shift).toISOString().slice(0, 16);
        }
        this.remember();
    }
}

const interactions = registry.category("public.interactions");
interactions.add("community_org.shrink_photos", ShrinkPhotos);
interactions.add("community_org.activity_times", ActivityTimes);
