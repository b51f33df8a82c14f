import secrets

from dateutil.relativedelta import relativedelta
from odoo import api, fields, models
from odoo.addons.community_org.models.qr_code import get_qr_image

SERIES, PATTERN = "training", "{code}-PX-{year}-{serial4}"


class CommunityTrainingCertificate(models.Model):
    """The certificate of a person who passed the test of a course (结业证书); its QR code leads to the public check."""

    _name = "community.training.certificate"
    _description = "Certificate of training"
    _inherit = ["community.area.mixin", "community.state.mixin"]
    _order = "issued_on desc, id desc"
    _rec_name = "number"
    _area_follows = "organization_id"
    _area_dated_by = "issued_on"
    _transitions = {"revoke": ({"valid"}, "revoked")}
    # nothing of a certificate is written by hand
    _editable_states = frozenset()

    number = fields.Char(required=True, readonly=True, index=True)
    token = fields.Char(
        required=True,
        copy=False,
        default=lambda self: secrets.token_urlsafe(16),
        groups="base.group_system",
    )
    registration_id = fields.Many2one(
        "event.registration", required=True, readonly=True, index=True, ondelete="restrict"
    )
    event_id = fields.Many2one(related="registration_id.event_id", store=True, index=True)
    course_id = fields.Many2one(related="registration_id.course_id", store=True, index=True)
    talent_id = fields.Many2one(related="registration_id.talent_id", store=True, index=True)
    organization_id = fields.Many2one(
        related="registration_id.organization_id", store=True, index=True, precompute=True
    )
    area_id = fields.Many2one(related="registration_id.area_id", store=True, precompute=True)
    # as it is printed, whatever the person is called later
    name = fields.Char("Full name", required=True, readonly=True)
    course_name = fields.Char("Course on the certificate", required=True, readonly=True)
    hours = fields.Float(readonly=True, aggregator="sum")
    score = fields.Float(readonly=True, aggregator=None)
    issued_on = fields.Date(required=True, readonly=True)
    valid_to = fields.Date("Valid until", readonly=True, help="Empty: without an end.")
    state = fields.Selection(
        [("valid", "Valid"), ("revoked", "Revoked")],
        required=True,
        default="valid",
        readonly=True,
        index=True,
    )
    revoke_reason = fields.Text("Reason for revoking it", readonly=True)
    standing = fields.Selection(
        [("valid", "Valid"), ("expired", "Expired"), ("revoked", "Revoked")],
        compute="_compute_standing",
    )
    verify_url = fields.Char(compute="_compute_verify_url", compute_sudo=True)
    is_reminded = fields.Boolean("Reminded of the end", readonly=True)

    _token_uniq = models.Constraint("UNIQUE (token)", "This address is taken.")
    _number_uniq = models.Constraint("UNIQUE (number)", "This number has been given out.")
    _registration_uniq = models.Constraint(
        "UNIQUE (registration_id)", "There is a certificate for this already."
    )
    _street_idx = models.Index("(street_id, issued_on DESC, id DESC)")
    _community_idx = models.Index("(community_id, issued_on DESC, id DESC)")
    _district_idx = models.Index("(district_id, issued_on DESC, id DESC)")

    @api.depends("state", "valid_to")
    def _compute_standing(self):
        today = self.env["community.policy"]._today()
        for certificate in self:
            is_over = certificate.valid_to and certificate.valid_to < today
            certificate.standing = (
                "expired" if certificate.state == "valid" and is_over else certificate.state
            )

    @api.depends("token")
    def _compute_verify_url(self):
        for certificate in self:
            base = certificate.get_base_url()
            certificate.verify_url = f"{base}/community/certificate/{certificate.token}"

    @api.model
    def _get_engine_defaults(self):
        return {"state": "valid", "revoke_reason": False, "is_reminded": False}

    @api.model
    def _issue(self, row):
        """The certificate of an enrolment whose test was passed."""
        today = self.env["community.policy"]._today()
        course = row.course_id
        # sudo: community.number - the series of the office that held the session
        number = (
            self.env["community.number"]
            .sudo()
            ._claim(row.event_id.area_id, today.year, SERIES, PATTERN)
        )
        months = course.certificate_months
        return self._as_engine().create(
            {
                "number": number,
                "registration_id": row.id,
                "name": row.name,
                "course_name": course.name,
                "hours": row.event_id.training_hours,
                "score": row.exam_score,
                "issued_on": today,
                "valid_to": months and today + relativedelta(months=months),
            }
        )

    def action_open_revoke(self):
        """The dialog for the reason."""
        return self.env["community.reason"]._open(self, "_revoke", self.env._("Revoke"))

    def _revoke(self, reason):
        """The public check says so from now on."""
        self.registration_id._check_office()
        self._move("revoke", revoke_reason=reason)

    @api.model
    def _cron_remind_expiry(self):
        """A month before the end: to the representatives, once."""
        today = self.env["community.policy"]._today()
        ending = self.search(
            [
                ("state", "=", "valid"),
                ("is_reminded", "=", False),
                ("valid_to", ">=", today),
                ("valid_to", "<=", today + relativedelta(months=1)),
            ]
        )
        for certificate in ending:
            certificate.organization_id.with_context(
                training_certificate=certificate
            )._mail_representatives("community_training.mail_template_certificate_ends")
            certificate._engine_write({"is_reminded": True})
            self.env["ir.cron"]._commit_progress(1)

    def _get_qr_image(self):
        self.ensure_one()
        return get_qr_image(self.verify_url)

    def _get_masked_name(self):
        """The name for the public check: the family name and the last character of a longer one."""
        self.ensure_one()
        name = self.name
        return name[0] + "*" * max(1, len(name) - 2) + (name[-1] if len(name) > 2 else "")
