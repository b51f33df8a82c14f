from odoo import api, fields, models

# what a repetition takes over; its begin is at the same hour of today
REPEATED_FIELDS = (
    "organization_id",
    "name",
    "type_id",
    "place",
    "participant_count",
    "volunteer_count",
    "partners",
)


class CommunityActivityEntry(models.Model):
    """How a leader enters an activity on a phone: once, however often the form arrives, and in two taps
    when it is what was held the last time.
    """

    _inherit = "community.activity"

    entry_key = fields.Char(
        "Key of the form",
        size=64,
        readonly=True,
        copy=False,
        help="Says that a form that arrives again over a bad connection is the same entry.",
    )

    _entry_once = models.UniqueIndex(
        "(organization_id, entry_key) WHERE entry_key IS NOT NULL",
        "This entry has been saved already.",
    )

    @api.model
    def _find_entry(self, key):
        """The entry that the form with ``key`` has made, as far as the user may read it."""
        return self.search([("entry_key", "=", key)], limit=1) if key else self.browse()

    def _enter(self, vals, key=None):
        """The entry of ``vals``: a new one, or this one, or what the same form has entered before, changed.

        :raises UserError, ValidationError: the entry is not possible; the sentence says why
        :raises psycopg2.errors.UniqueViolation: the same form is entered at this very moment
        """
        entry = self or self._find_entry(key)
        if not entry:
            entry = self.create({**vals, "entry_key": key})
        else:
            entry.write({name: value for name, value in vals.items() if name != "organization_id"})
            if entry.state in ("planned", "returned") and entry.has_begun:
                entry.action_report()
        return entry

    def _get_repetition(self):
        """``{field: value}`` of the same activity today: at its hour, as long as it was."""
        self.ensure_one()
        policies = self.env["community.policy"]
        begin = policies._local(self.start).replace(tzinfo=None)
        today = begin.combine(policies._today(), begin.time())
        start = policies._from_local(today)
        repeated = {name: self[name] for name in REPEATED_FIELDS}
        return {**repeated, "start": start, "stop": start + (self.stop - self.start)}

    def _add_photo(self, image):
        """Keep a photo (base64). The same one again, of a form that was sent twice, is left out.

        :raises UserError, ValidationError: it cannot be read, or there are too many
        """
        self.ensure_one()
        kept = self.photo_ids
        photo = kept.create({"activity_id": self.id, "image": image})
        if photo.image in kept.mapped("image"):
            photo.unlink()

    @api.model
    def _get_unfinished(self):
        """Entries that wait for their organisation: to be corrected, or over and not reported.

        What was declared as major has a reminder of its own.
        """
        return self.search(
            [
                ("major_activity_id", "=", False),
                "|",
                ("state", "=", "returned"),
                ("is_unreported", "=", True),
            ],
            order="date, id",
        )
