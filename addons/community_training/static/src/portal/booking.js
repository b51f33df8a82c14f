import { loadBundle } from "@web/core/assets";
import { Interaction } from "@web/public/interaction";
import { registry } from "@web/core/registry";

/** When a room is free, as a calendar; a tap on a free hour fills in the form. */
export class RoomCalendar extends Interaction {
    static selector = ".o_community_room_calendar";

    async willStart() {
        await loadBundle("web.fullcalendar_lib");
    }

    start() {
        const phone = window.innerWidth < 768;
        this.calendar = new FullCalendar.Calendar(this.el, {
            initialView: phone ? "timeGridDay" : "timeGridWeek",
            initialDate: this.el.dataset.day,
            headerToolbar: { start: "prev,next", center: "title", end: "" },
            // the clock on the wall in Shanghai, wherever the phone is: nothing is converted
            timeZone: "UTC",
            locale: luxon.Settings.defaultLocale,
            firstDay: 1,
            height: "auto",
            allDaySlot: false,
            slotMinTime: this.el.dataset.first,
            slotMaxTime: this.el.dataset.last,
            slotLabelFormat: { hour: "2-digit", minute: "2-digit", hour12: false },
            events: this.el.dataset.url,
            dateClick: (ev) => this.fill(ev.dateStr),
        });
        this.calendar.render();
        this.registerCleanup(() => this.calendar.destroy());
    }

    /** `2026-03-01T09:30:00`, as the clock on the wall shows it. */
    fill(moment) {
        const form = document.querySelector("form.o_community_booking");
        const [day, time] = moment.split("T");
        const [hour, minute] = time.split(":");
        form.elements.day.value = day;
        form.elements.begin.value = `${hour}:${minute}`;
        form.elements.begin.dispatchEvent(new Event("change", { bubbles: true }));
        form.scrollIntoView({ behavior: "smooth" });
    }
}

registry.category("public.interactions").add("community_training.room_calendar", RoomCalendar);
