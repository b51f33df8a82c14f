from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .community_review_guard import UNDER_REVIEW

OPEN_STATES = {"draft", *UNDER_REVIEW}


class CommunityFiling(models.Model):
    """An application to file a community organisation (备案): the proposed facts, the review, the decision.

    社区 preliminary review, 街道 qualification review, 街道 decision. Its approval
    is the only thing that writes an organisation.
    """

    _name = "community.filing"
    _description = "Filing"
    _inherit = [
        "community.organization.facts",
        "community.area.mixin",
        "community.review.mixin",
        "portal.mixin",
    ]
    _order = "submitted_on desc, id desc"
    _rec_names_search = ["name", "organization_id.number"]
    _area_dated_by = "submitted_on"

    kind = fields.Selection(
        [
            ("establish", "Establishment"),
            ("change", "Change"),
            ("renewal", "Renewal"),
            ("cancellation", "Cancellation"),
            ("merger", "Merger"),
            ("conversion", "Conversion to registration"),
            ("registration", "Direct registration"),
        ],
        "Matter",
        required=True,
        default="establish",
        readonly=True,
        copy=False,
        tracking=True,
    )
    state = fields.Selection(selection_add=[("approved", "Filing approved")])
    area_id = fields.Many2one(default=lambda self: self._default_area_id())
    applicant_id = fields.Many2one(
        default=lambda self: self.env.user.share and self.env.user.partner_id
    )
    organization_id = fields.Many2one(
        "community.organization",
        "Organisation",
        readonly=True,
        copy=False,
        index=True,
        ondelete="restrict",
    )
    member_ids = fields.One2many("community.filing.member", "filing_id", "Roster", copy=True)
    member_count = fields.Integer("Members", compute="_compute_member_count", store=True)
    material_ids = fields.One2many("community.filing.material", "filing_id", "Materials")
    request_token = fields.Char(
        copy=False, help="Of the portal form that created it; a replayed form finds it again."
    )
    restricted_reason = fields.Text(
        "Reason for a restricted kind",
        help="Why an organisation of a restricted category is needed.",
    )
    override_reason = fields.Text(
        "Reason for the exception",
        readonly=True,
        copy=False,
        tracking=True,
        help="Written by the street when it files a second organisation of a category in a community.",
    )

    # what the deciding officer should notice
    category_policy = fields.Selection(
        related="category_id.policy", string="Policy of the category"
    )
    clash_organization_ids = fields.Many2many(
        "community.organization",
        string="Same category",
        compute="_compute_alerts",
        compute_sudo=True,
    )
    similar_organization_ids = fields.Many2many(
        "community.organization",
        string="Organisations of similar names",
        compute="_compute_alerts",
        compute_sudo=True,
    )
    # as text: an officer is told of a name in another community without access to its record
    similar_names = fields.Char("Similar names", compute="_compute_alerts", compute_sudo=True)
    rival_filing_ids = fields.Many2many(
        "community.filing", string="Also applying", compute="_compute_alerts", compute_sudo=True
    )
    missing = fields.Text("Still missing", compute="_compute_missing", compute_sudo=True)

    _request_token_uniq = models.Constraint(
        "UNIQUE (applicant_id, request_token)", "This form has been sent already."
    )
    _street_idx = models.Index("(street_id, submitted_on DESC, id DESC)")
    _community_idx = models.Index("(community_id, submitted_on DESC, id DESC)")
    _district_idx = models.Index("(district_id, submitted_on DESC, id DESC)")

    @api.model
    def _default_area_id(self):
        """A community officer files for her own community."""
        area = self.env.user.area_id
        return area.filtered(lambda own: own.tier == "community")

    @api.depends("member_ids")
    def _compute_member_count(self):
        for filing in self:
            filing.member_count = len(filing.member_ids)

    @api.depends("name", "category_id", "area_id", "state")
    def _compute_alerts(self):
        organizations = self.env["community.organization"]
        percent = self.env["community.policy"]._get_policy().similar_name_percent
        for filing in self:
            undecided = bool(filing.area_id) and filing.state in OPEN_STATES
            area, category, name = filing.area_id, filing.category_id, filing.name or ""
            # a request that keeps the category takes no place that it has not had so far
            entering = category != filing.organization_id.category_id
            places = undecided and entering and filing._takes_category_place()
            holders = places and organizations._get_category_holders(area, category)
            filing.clash_organization_ids = holders and holders - filing.organization_id
            similar = undecided and organizations._get_similar(name, filing.street_id, percent)
            filing.similar_organization_ids = similar and similar - filing.organization_id
            filing.similar_names = "、".join(
                f"{other.name} ({other.community_id.name})"
                for other in filing.similar_organization_ids
            )
            filing.rival_filing_ids = undecided and filing._get_rivals()

    def _takes_category_place(self):
        """Whether «同一类一个社区一个» concerns it: a registered body is not one of the filed."""
        return self.kind not in {"registration", "conversion"} and (
            self.organization_id.state != "registered"
        )

    def _get_rivals(self):
        """Other applications under review for the same category in the same community, as sudo records."""
        # sudo: community.filing - an officer is warned of a colleague's case as well
        return self.sudo().search(
            [
                ("state", "in", UNDER_REVIEW),
                ("community_id", "=", self.area_id.id),
                ("category_id", "=", self.category_id.id),
                ("id", "!=", self._origin.id),
            ]
        )

    def _compute_access_url(self):
        super()._compute_access_url()
        for filing in self:
            filing.access_url = f"/my/filings/{filing.id}"

    # ------------------------------------------------------------
    # REVIEW: guards
    # ------------------------------------------------------------

    @api.model
    def _get_engine_defaults(self):
        return {
            **super()._get_engine_defaults(),
            "organization_id": False,
            "override_reason": False,
        }

    def _area_is_fixed(self, area_id):
        # a draft may still be addressed to another community, a request never
        return bool(self.round or self.organization_id) and super()._area_is_fixed(area_id)

    def _check_verdict(self, verdict, task):
        super()._check_verdict(verdict, task)
        if verdict != "approve" or self._get_following_task() or self.override_reason:
            return
        if self.clash_organization_ids:
            raise UserError(
                self.env._(
                    "%(community)s already has «%(holder)s» of the category «%(category)s»; in principle there"
                    " is one. Return the application, or state the reason for an exception first.",
                    community=self.community_id.name,
                    holder=self.clash_organization_ids[0].name,
                    category=self.category_id.name,
                )
            )

    def _get_interested_partners(self):
        return super()._get_interested_partners() | self.organization_id.member_ids.partner_id

    def _override_category(self, reason):
        """File it although the category is taken (原则上备案一个); ``reason`` is kept with the organisation.

        :raises AccessError: the user does not act on the street's step of this filing
        :raises UserError: the reason is blank
        """
        self.ensure_one()
        task = self.current_task_id
        if not self.can_decide or task.tier != "street":
            raise AccessError(
                self.env._("Only the street that decides this filing grants an exception.")
            )
        if not (reason or "").strip():
            raise UserError(self.env._("State why a second organisation is needed."))
        self._engine_write({"override_reason": reason.strip()})

    # ------------------------------------------------------------
    # REVIEW: consequences
    # ------------------------------------------------------------

    def _on_submitted(self):
        super()._on_submitted()
        self._mail_applicant("community_org.mail_template_filing_submitted")

    def _on_returned(self):
        super()._on_returned()
        self._mail_applicant("community_org.mail_template_filing_returned")

    def _on_rejected(self):
        super()._on_rejected()
        self._mail_applicant("community_org.mail_template_filing_rejected")

    def _on_approved(self):
        super()._on_approved()
        # sudo: community.organization and what belongs to it - written by an approval only
        organization = self.sudo()._apply()
        self._engine_write({"organization_id": organization.id})
        organization._grant_portal_access()
        self._mail_applicant(
            "community_org.mail_template_filing_approved"
            if self.kind == "establish"
            else "community_org.mail_template_request_approved"
        )

    def _apply(self):
        """Write the approved facts, by `_apply_<kind>`; returns the organisation. Called as superuser."""
        return getattr(self, f"_apply_{self.kind}")(self.env["community.policy"]._today())

    def _apply_establish(self, day):
        organization = self.env["community.organization"].create(
            {
                **self._prepare_organization_vals(day),
                "number": self.env["community.number"]._claim(self.street_id, day.year),
                "filed_on": day,
                "holds_category": self._holds_category(),
                "override_reason": self.override_reason,
            }
        )
        organization._issue_certificate(day)
        return organization

    def _holds_category(self):
        """Whether the organisation takes the one place of its category; the database lets one do so."""
        return (
            self._takes_category_place()
            and self.category_id.one_per_community
            and not self.override_reason
        )

    def _prepare_organization_vals(self, day):
        """The facts, the contact and the roster of a new organisation."""
        facts = {name: self[name] for name in self._get_fact_names()}
        contact = self.env["community.organization"]._prepare_contact_vals(self)
        return {
            **self._convert_to_write(facts),
            "area_id": self.area_id.id,
            "partner_id": self.env["res.partner"].create(contact).id,
            "member_ids": [
                fields.Command.create(self._prepare_member_vals(line, day))
                for line in self.member_ids
            ],
        }

    def _prepare_member_vals(self, line, day):
        return {**line._prepare_person_vals(), "date_from": day, "area_id": self.area_id.id}

    def _mail_applicant(self, template_xmlid):
        """Message the applicant by ``template``, in the portal and by mail; nobody for a paper application."""
        if not self.applicant_id:
            return
        # sudo: mail.template and the message - whoever decides need not be allowed to write the document
        self.sudo().message_post_with_source(
            self.env.ref(template_xmlid).sudo(),
            # the office writes, to the applicant alone, also when the applicant pressed the button
            author_id=self.env.company.partner_id.id,
            notify_author_mention=True,
            notify_skip_followers=True,
            message_type="auto_comment",
            partner_ids=self.applicant_id.ids,
            subtype_xmlid="mail.mt_comment",
        )

    def _notify_get_recipients_groups(self, message, model_description, msg_vals=False):
        groups = super()._notify_get_recipients_groups(
            message, model_description, msg_vals=msg_vals
        )
        for _name, _condition, options in groups:
            options.setdefault("button_access", {})["title"] = self.env._("Open the application")
        return groups

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def _open_form(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
        }

    def action_open_organization(self):
        self.ensure_one()
        return self.organization_id.get_formview_action()
