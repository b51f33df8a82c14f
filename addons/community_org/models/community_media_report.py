from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CommunityMediaReport(models.Model):
    """What newspapers, sites and stations wrote of the organisations (媒体报道), with link or scan."""

    _name = "community.media.report"
    _description = "Media report"
    _inherit = ["community.area.mixin", "community.file.mixin"]
    _order = "date desc, id desc"
    _area_dated_by = "date"

    name = fields.Char("Headline", required=True, index="trigram")
    date = fields.Date(
        "Appeared on", required=True, default=lambda self: self.env["community.policy"]._today()
    )
    outlet = fields.Char("Medium", required=True, help="Name of the newspaper, site or station.")
    kind = fields.Selection(
        [
            ("paper", "Newspaper or magazine"),
            ("site", "Web site"),
            ("account", "Public account or app"),
            ("broadcast", "Radio or television"),
        ],
        "Kind of medium",
        required=True,
        default="paper",
    )
    level = fields.Selection(
        [
            ("1_street", "Street"),
            ("2_district", "District"),
            ("3_city", "City"),
            ("4_province", "Province"),
            ("5_nation", "Nation"),
        ],
        required=True,
        default="2_district",
    )
    area_id = fields.Many2one(default=lambda self: self.env.user.area_id)
    organization_id = fields.Many2one(
        "community.organization", index="btree_not_null", ondelete="restrict"
    )
    case_id = fields.Many2one(
        "community.case", "Typical case", index="btree_not_null", ondelete="restrict"
    )
    url = fields.Char("Link")
    file = fields.Binary("Scan")

    _link_or_scan = models.Constraint(
        "CHECK (url IS NOT NULL OR file_name IS NOT NULL)",
        "Give the link or add a scan: the report can be looked up.",
    )
    _street_idx = models.Index("(street_id, date DESC, id DESC)")
    _community_idx = models.Index("(community_id, date DESC, id DESC)")
    _district_idx = models.Index("(district_id, date DESC, id DESC)")

    @api.constrains("url")
    def _check_url(self):
        for report in self:
            if report.url and not report.url.startswith(("http://", "https://")):
                raise ValidationError(self.env._("A link begins with http:// or https://."))

    @api.constrains("date")
    def _check_date(self):
        today = self.env["community.policy"]._today()
        for report in self:
            if report.date > today:
                raise ValidationError(self.env._("A report is entered after it appeared."))
