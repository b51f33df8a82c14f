from odoo import api, models
from odoo.exceptions import UserError


class CommunityFilingCheck(models.Model):
    """What a filing must contain before it can be submitted. All that is missing is told at once."""

    _inherit = "community.filing"

    @api.depends(
        "name",
        "category_id",
        "area_id",
        "address",
        "founded_on",
        "purpose",
        "activity_content",
        "leader_method",
        "restricted_reason",
        "member_ids.role",
        "member_ids.phone",
        "member_ids.identity_id",
        "member_ids.is_official",
        "material_ids.file_name",
    )
    def _compute_missing(self):
        for filing in self:
            filing.missing = (
                "\n".join(filing._get_missing()) if filing.state != "approved" else False
            )

    def _check_submit(self):
        super()._check_submit()
        # sudo: community.filing - configuration and other filings are looked up for the applicant
        missing = self.sudo()._get_missing()
        if missing:
            raise UserError(
                self.env._("The application is not complete yet:")
                + "\n"
                + "\n".join(f"· {m}" for m in missing)
            )

    def _get_missing(self):
        """Sentences that say what is missing, in the order of the form; an empty list if nothing is.

        What a matter needs is `_get_missing_<kind>`.
        """
        self.ensure_one()
        return [*getattr(self, f"_get_missing_{self.kind}")(), *self._get_missing_materials()]

    def _get_missing_establish(self):
        yield from self._get_missing_basics()
        yield from self._get_missing_category()
        yield from self._get_missing_roster()
        yield from self._get_missing_charter()

    def _get_missing_basics(self):
        today = self.env["community.policy"]._today()
        if self.area_id.tier != "community":
            yield self.env._("Basic facts: choose the community or village that it belongs to.")
        elif not self.area_id.filtered_domain(self.area_id._in_force(today)):
            yield self.env._(
                "Basic facts: «%(area)s» does not exist any more; choose its successor.",
                area=self.area_id.name,
            )
        if not self.address:
            yield self.env._("Basic facts: the place of activity.")
        if not self.form:
            yield self.env._("Basic facts: the form of organisation.")
        if not self.founded_on:
            yield self.env._("Basic facts: the founding date.")
        if not self.phone:
            yield self.env._("Basic facts: the contact phone.")

    def _get_missing_category(self):
        """Prohibited: never; restricted: with a reason. The name is checked as well as the chosen category."""
        categories = self.env["community.category"]
        if not self.category_id:
            yield self.env._("Basic facts: the category.")
        prohibited = categories._match_name(self.name, "prohibited") or (
            self.category_id.policy == "prohibited" and self.category_id
        )
        if prohibited:
            yield self.env._(
                "«%(category)s» may not be filed. %(clause)s",
                category=prohibited.name,
                clause=prohibited.clause or "",
            )
        restricted = categories._match_name(self.name, "restricted") or (
            self.category_id.policy == "restricted" and self.category_id
        )
        if restricted and not (self.restricted_reason or "").strip():
            yield self.env._(
                "«%(category)s» is filed restrictively: state why it is needed. %(clause)s",
                category=restricted.name,
                clause=restricted.clause or "",
            )

    def _get_missing_charter(self):
        if not (self.purpose or "").strip():
            yield self.env._("Charter: the purpose.")
        if not (self.activity_content or "").strip():
            yield self.env._("Charter: the content of activities.")
        if not (self.leader_method or "").strip():
            yield self.env._("Charter: how leaders are chosen.")

    def _get_missing_materials(self):
        required = self.env["community.material.type"].search(
            [("required", "=", True), ("kind", "in", (self.kind, False))]
        )
        for material_type in required - self.material_ids.type_id:
            yield self.env._("Materials: %(material)s.", material=material_type.name)
