import secrets
from collections import Counter

from odoo import api, fields, models
from odoo.exceptions import AccessError

from .qr_code import get_qr_image

RATE_FIELDS = ("satisfied_count", "valid_count")
SATISFIED = ("5", "4")


class CommunitySatisfactionLine(models.Model):
    """A community in a campaign: its address for the residents, its quota, and the count so far."""

    _name = "community.satisfaction.line"
    _description = "Community of a satisfaction campaign"
    _inherit = ["community.area.mixin", "community.satisfaction.rate.mixin"]
    _order = "satisfaction_id desc, area_id"
    _rec_name = "area_id"
    _rate_dated_by = "satisfaction_id.date_from"

    satisfaction_id = fields.Many2one(
        "community.satisfaction", "Campaign", required=True, index=True, ondelete="cascade"
    )
    campaign_name = fields.Char(related="satisfaction_id.name", string="Campaign title")
    organization_name = fields.Char(
        related="satisfaction_id.organization_id.name", string="On the organisation"
    )
    # stored: a community may not open the campaign of its street, yet sees which of its lines are asked
    state = fields.Selection(related="satisfaction_id.state", store=True, precompute=True)
    date_to = fields.Date(related="satisfaction_id.date_to")
    quota = fields.Integer("Answers wanted", required=True)
    token = fields.Char(
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: secrets.token_urlsafe(9),
        groups="base.group_system",
    )
    url = fields.Char("Address", compute="_compute_url", compute_sudo=True)
    answer_ids = fields.One2many(
        "survey.user_input", "satisfaction_line_id", groups="base.group_system"
    )
    remarks = fields.Text(compute="_compute_remarks", compute_sudo=True)
    progress = fields.Integer("Carried out", compute="_compute_rate")

    _area_uniq = models.Constraint(
        "UNIQUE (satisfaction_id, area_id)", "A community stands in a campaign once."
    )
    _token_uniq = models.Constraint("UNIQUE (token)", "This address is taken.")
    _quota_positive = models.Constraint("CHECK (quota > 0)", "Ask for one answer at least.")

    @api.depends("token")
    def _compute_url(self):
        for line in self:
            line.url = f"{line.get_base_url()}/community/rate/{line.token}"

    @api.depends("answer_ids.satisfaction_level", "quota")
    def _compute_rate(self):
        # sudo: survey.user_input - counted for whoever may see the line; nobody reads single answers
        groups = (
            self.env["survey.user_input"]
            .sudo()
            ._read_group(
                [("satisfaction_line_id", "in", self.ids), ("satisfaction_level", "!=", False)],
                ["satisfaction_line_id", "satisfaction_level"],
                ["__count"],
            )
        )
        valid, satisfied = Counter(), Counter()
        for line, level, count in groups:
            valid[line.id] += count
            satisfied[line.id] += count if level in SATISFIED else 0
        for line in self:
            line.valid_count = valid[line._origin.id]
            line.satisfied_count = satisfied[line._origin.id]
            line.progress = min(100, line.valid_count * 100 // (line.quota or 1))
        return super()._compute_rate()

    @api.depends("answer_ids")
    def _compute_remarks(self):
        """What residents wrote, a line each; nobody knows who it was."""
        texts = self.env["survey.user_input.line"].search(
            [
                ("user_input_id.satisfaction_line_id", "in", self.ids),
                ("answer_type", "in", ("text_box", "char_box")),
            ]
        )
        by_line = texts.grouped(lambda text: text.user_input_id.satisfaction_line_id)
        for line in self:
            written = by_line.get(line._origin, texts.browse())
            line.remarks = "\n".join(
                text.value_text_box or text.value_char_box or "" for text in written
            )

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self.env._("Lines are made when the campaign opens."))
        return super().create(vals_list)

    def write(self, vals):
        if vals.keys() - {"quota"} and not self.env.su:
            raise AccessError(self.env._("Only the number of answers wanted can be changed."))
        return super().write(vals)

    # ------------------------------------------------------------

    def _get_qr_image(self):
        self.ensure_one()
        return get_qr_image(self.url)

    @api.model
    def _find(self, token):
        """The line of an address (sudo), or none."""
        # sudo: community.satisfaction.line - a resident has no account; the address is the key
        return self.sudo().search([("token", "=", token)], limit=1)
