from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

PERSONS = [("community.member", "Member"), ("community.filing.member", "Proposed member")]
SHORTEST_REASON = 4


class CommunityIdentityReveal(models.TransientModel):
    """Shows one identity number to a permitted officer who says why; every look is logged first."""

    _name = "community.identity.reveal"
    _description = "Look at an identity number"

    res_model = fields.Selection(PERSONS, "On which roster", required=True)
    res_id = fields.Many2oneReference("Line of the roster", model_field="res_model", required=True)
    person_name = fields.Char("Full name", compute="_compute_person_name")
    reason = fields.Char()
    # not a column: it lives in the open dialog only
    number = fields.Char("Identity number", store=False, readonly=True)

    @api.depends("res_model", "res_id")
    def _compute_person_name(self):
        for dialog in self:
            dialog.person_name = dialog._get_person().name

    def _get_person(self):
        """The person, as the current user may see it.

        :raises AccessError: the group for identity numbers is missing, or the person is not visible
        """
        self.ensure_one()
        if not self.env.user.has_group("community_org.group_identity"):
            raise AccessError(
                self.env._(
                    "You are not permitted to look at identity numbers. Ask your administrator."
                )
            )
        person = self.env[self.res_model].browse(self.res_id)
        person.check_access("read")
        return person

    def action_reveal(self):
        """Log the look, then show the number in the same dialog.

        :raises UserError: no proper reason, or no number is stored
        """
        person = self._get_person()
        reason = (self.reason or "").strip()
        if len(reason) < SHORTEST_REASON:
            raise UserError(self.env._("Say in a few words why you need the number. It is logged."))
        # sudo: community.identity.log - written here only
        self.env["community.identity.log"].sudo().create(self._prepare_log_vals(person, reason))
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Identity number"),
            "res_model": self._name,
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_res_model": self.res_model,
                "default_res_id": self.res_id,
                # sudo: community.identity - permitted and logged just now
                "default_number": person.sudo().identity_id._reveal(),
            },
        }

    def _prepare_log_vals(self, person, reason):
        # sudo: community.identity - nobody reads it
        identity = person.sudo().identity_id
        if not identity:
            raise UserError(self.env._("No identity number is stored for this person."))
        document = person[person._identity_document]
        return {
            "user_id": self.env.uid,
            "person_name": person.name,
            "organization_name": document.name,
            "mask": identity.mask,
            "reason": reason,
            **{name: document[name].id for name in ("district_id", "street_id", "community_id")},
        }
