from odoo import api, fields, models
from odoo.tools import SQL


class CommunityOrganizationSeat(models.Model):
    """In which community an organisation sat, from a day on: what figures of a past day are counted by."""

    _name = "community.organization.seat"
    _description = "Seat of an organisation from a day"
    _order = "organization_id, date_from desc"
    _rec_name = "area_id"

    organization_id = fields.Many2one(
        "community.organization", required=True, index=True, ondelete="cascade"
    )
    area_id = fields.Many2one("community.area", required=True, index=True, ondelete="restrict")
    date_from = fields.Date("Since", required=True)

    _day_uniq = models.Constraint(
        "UNIQUE (organization_id, date_from)", "An organisation has one seat on a day."
    )

    def init(self):
        """Bodies that were on the books before seats were kept sat where they sit now."""
        self.env.cr.execute(
            SQL("""
                INSERT INTO community_organization_seat (organization_id, area_id, date_from)
                SELECT id, area_id, entered_on FROM community_organization body
                WHERE NOT EXISTS (
                    SELECT FROM community_organization_seat WHERE organization_id = body.id
                )
            """)
        )


class CommunityOrganization(models.Model):
    _inherit = "community.organization"

    seat_ids = fields.One2many("community.organization.seat", "organization_id", "Seats")

    @api.model_create_multi
    def create(self, vals_list):
        organizations = super().create(vals_list)
        # sudo: community.organization.seat - kept with the organisation, nobody's to write
        self.env["community.organization.seat"].sudo().create(
            [
                {
                    "organization_id": organization.id,
                    "area_id": organization.area_id.id,
                    "date_from": organization.entered_on,
                }
                for organization in organizations
            ]
        )
        return organizations

    def write(self, vals):
        before = {organization: organization.area_id for organization in self if "area_id" in vals}
        result = super().write(vals)
        for old, organizations in self.grouped(lambda body: before.get(body)).items():
            if old and old.id != vals["area_id"]:
                organizations._take_seat(old)
        return result

    def _take_seat(self, old):
        """Sit in the new community from the day on which ``old`` ended, else from today."""
        today = self.env["community.policy"]._today()
        day = min(old.valid_to or today, today)
        # sudo: community.organization.seat - kept with the organisation, nobody's to write
        seats = self.env["community.organization.seat"].sudo()
        same_day = seats.search([("organization_id", "in", self.ids), ("date_from", "=", day)])
        for seat in same_day:
            seat.area_id = seat.organization_id.area_id
        seats.create(
            [
                {"organization_id": body.id, "area_id": body.area_id.id, "date_from": day}
                for body in self - same_day.organization_id
            ]
        )
