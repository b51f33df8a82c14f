from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.community_resident_report_move import FINDINGS


class CommunityResidentReportDecide(models.TransientModel):
    """The dialog in which an office says to the resident what it does with his report, and why."""

    _name = "community.resident.report.decide"
    _description = "Deal with a report"

    report_id = fields.Many2one("community.resident.report", required=True, readonly=True)
    verb = fields.Selection(
        [
            ("answer", "Answer"),
            ("transfer", "Transfer"),
            ("refuse", "Invalid"),
            ("reopen", "Take up again"),
        ],
        required=True,
        readonly=True,
    )
    is_praise = fields.Boolean(related="report_id.is_praise")
    phrase_kind = fields.Char(compute="_compute_phrase_kind")
    phrase_id = fields.Many2one("community.review.phrase")
    text = fields.Text("To the resident", compute="_compute_text", store=True, readonly=False)
    finding = fields.Selection(FINDINGS)
    organization_id = fields.Many2one(
        "community.organization",
        "Organisation meant",
        compute="_compute_organization_id",
        store=True,
        readonly=False,
    )
    street_id = fields.Many2one(related="report_id.street_id")
    district_id = fields.Many2one(related="report_id.district_id")
    office_id = fields.Many2one("community.area", "Transfer to")

    @api.depends("verb")
    def _compute_phrase_kind(self):
        for dialog in self:
            dialog.phrase_kind = f"report_{dialog.verb}"

    @api.depends("phrase_id")
    def _compute_text(self):
        for dialog in self:
            dialog.text = dialog.phrase_id.text or dialog.text

    @api.depends("report_id")
    def _compute_organization_id(self):
        for dialog in self:
            dialog.organization_id = dialog.report_id.organization_id

    @api.model
    def _get_title(self, verb):
        return dict(self._fields["verb"]._description_selection(self.env)).get(verb)

    def action_confirm(self):
        """:raises UserError: nothing is said to the resident"""
        self.ensure_one()
        text = (self.text or "").strip()
        if not text:
            raise UserError(
                self.env._("Write what the resident is to read: he sees it by his link.")
            )
        report = self.report_id
        if self.verb == "answer":
            if self.organization_id != report.organization_id:
                report.organization_id = self.organization_id
            report._answer(text, self.finding)
        elif self.verb == "transfer":
            report._transfer(self.office_id, text)
            return self.env["ir.actions.act_window"]._for_xml_id(
                "community_org.community_resident_report_action"
            )
        elif self.verb == "refuse":
            report._refuse(text)
        else:
            report._reopen(text)
        return {"type": "ir.actions.act_window_close"}
