from odoo import api, fields, models

from ..spreadsheet.values import to_label

KINDS = {
    "organization": "community.import.organization",
    "member": "community.import.member",
}


class CommunityImportMapping(models.Model):
    """What a word in a street's spreadsheets means: a column's title, or a word that stands in its cells.

    Without an area it holds everywhere; an area's own one wins. What an officer
    chooses for a file is remembered here.
    """

    _name = "community.import.mapping"
    _description = "Word of a spreadsheet"
    _order = "target, label, id"
    _rec_name = "label"

    label = fields.Char("Word", required=True)
    target = fields.Selection("_selection_target", "Means the column", required=True)
    value = fields.Char(
        help="For a word in a cell: what it stands for, such as the code of a category."
        " Empty for the title of a column.",
    )
    area_id = fields.Many2one(
        "community.area", "For", index=True, ondelete="cascade", help="Empty: for everybody."
    )

    # two titles may mean one column; one title means one column of organisations and one of members
    _title_uniq = models.UniqueIndex(
        "(COALESCE(area_id, 0), split_part(target, '/', 1), label) WHERE value IS NULL",
        "This title has a meaning already.",
    )
    _value_uniq = models.UniqueIndex(
        "(COALESCE(area_id, 0), target, label) WHERE value IS NOT NULL",
        "This word has a meaning already.",
    )

    @api.model
    def _selection_target(self):
        """``[("organization/name", "Organisation · Name"), …]``, in the order of the template."""
        labels = {"organization": self.env._("Organisation"), "member": self.env._("Member")}
        return [
            (f"{kind}/{name}", f"{labels[kind]} · {label}")
            for kind, model in KINDS.items()
            for name, label in self.env[model]._get_target_labels().items()
        ]

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._normalise(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._normalise(vals))

    @api.model
    def _normalise(self, vals):
        """Words are compared without blanks, brackets and marks, so they are kept like that."""
        if "label" in vals:
            vals = {**vals, "label": to_label(vals["label"])}
        return {**vals, "value": vals["value"] or None} if "value" in vals else vals

    @api.model
    def _get_words(self, area):
        """``(titles, values)`` for the imports of ``area``.

        titles: ``{kind: {label: name of the field}}``; values: ``{target: {label: value}}``.
        """
        titles = {kind: {} for kind in KINDS}
        values = {}
        # sudo: community.import.mapping - the words are no secret, and the general ones have no area
        words = self.sudo().search([("area_id", "in", (False, area.id))])
        for word in words.sorted(lambda word: bool(word.area_id)):
            kind, name = word.target.split("/")
            if word.value:
                values.setdefault(word.target, {})[word.label] = word.value
            else:
                titles[kind][word.label] = name
        return titles, values

    @api.model
    def _remember(self, area, meanings):
        """Keep ``{(label, target, value)}`` for ``area``; ``value`` is empty for a title."""
        # sudo: community.import.mapping - an officer teaches it by using it
        own = self.sudo().search([("area_id", "=", area.id)])
        known = {self._key(word.label, word.target, word.value): word for word in own}
        vals_list = []
        for label, target, value in meanings:
            word = known.get(self._key(label, target, value))
            if word:
                word.write({"target": target, "value": value})
            elif label:
                vals_list.append(
                    {"label": label, "target": target, "value": value, "area_id": area.id}
                )
        # sudo: community.import.mapping - as above
        self.sudo().create(vals_list)

    @api.model
    def _key(self, label, target, value):
        return (label, target if value else target.split("/")[0], bool(value))
