from difflib import SequenceMatcher

from dateutil.relativedelta import relativedelta
from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import email_normalize, escape_psql

from .community_person_mixin import REPRESENTATIVE_ROLES


class CommunityOrganization(models.Model):
    """A community organisation (社区社会组织): one record from filing to cancellation.

    Its filed facts change only through an approved `community.filing`; nobody
    has write access to them.
    """

    _name = "community.organization"
    _description = "Organisation"
    _inherit = [
        "community.organization.facts",
        "community.area.mixin",
        "portal.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "number desc, id desc"
    _rec_names_search = ["name", "number"]
    # staff may log a note or plan an activity although the facts are not theirs to write
    _mail_post_access = "read"
    # the seat moves when the community does
    _area_frozen = False
    _area_dated_by = "filed_on"

    number = fields.Char("Filing number", readonly=True, copy=False, tracking=True)
    state = fields.Selection(
        [("filed", "Filed"), ("registered", "Registered"), ("cancelled", "Cancelled")],
        required=True,
        default="filed",
        index=True,
        tracking=True,
        group_expand=True,
    )
    filed_on = fields.Date(help="Empty for a body that was registered without having been filed.")
    # an organisation counts once, in the year it entered the books, whatever becomes of it later
    entered_on = fields.Date("On the books since", compute="_compute_entered_on", store=True)
    filed_year = fields.Integer(
        "Year", compute="_compute_entered_on", store=True, aggregator=None, index=True
    )
    partner_id = fields.Many2one(
        "res.partner", "Contact", required=True, ondelete="restrict", copy=False
    )
    filing_ids = fields.One2many("community.filing", "organization_id", "Filings")
    certificate_ids = fields.One2many("community.certificate", "organization_id", "Certificates")
    certificate_id = fields.Many2one(
        "community.certificate", compute="_compute_certificate_id", store=True
    )
    valid_to = fields.Date("Valid until", related="certificate_id.valid_to", store=True)
    is_expired = fields.Boolean(compute="_compute_is_expired", search="_search_is_expired")

    # people
    member_ids = fields.One2many("community.member", "organization_id", "Roster")
    member_count = fields.Integer(compute="_compute_member_count", store=True)
    party_member_count = fields.Integer(compute="_compute_member_count", store=True)
    leader_id = fields.Many2one("community.member", compute="_compute_leader_id", store=True)

    # «同一类组织一个社区原则上备案一个»
    holds_category = fields.Boolean(
        readonly=True,
        help="It takes the one place of its category in the community; unset after an override.",
    )
    override_reason = fields.Text("Reason for a second one of its category", readonly=True)

    _entered = models.Constraint(
        "CHECK (filed_on IS NOT NULL OR registered_on IS NOT NULL)",
        "An organisation is filed or registered on a day.",
    )
    _uscc_uniq = models.UniqueIndex(
        "(uscc) WHERE uscc IS NOT NULL",
        "Another organisation has this unified social credit code.",
    )
    _number_uniq = models.Constraint("UNIQUE (number)", "This filing number has been given out.")
    _one_per_category = models.UniqueIndex(
        "(community_id, category_id) WHERE holds_category AND state <> 'cancelled'",
        "This community has an organisation of the same category already."
        " In principle there is one: state a reason for the exception, or return the application.",
    )
    _street_idx = models.Index("(street_id, filed_on DESC, id DESC)")
    _community_idx = models.Index("(community_id, filed_on DESC, id DESC)")
    _district_idx = models.Index("(district_id, filed_on DESC, id DESC)")

    @api.depends("filed_on", "registered_on")
    def _compute_entered_on(self):
        for organization in self:
            organization.entered_on = organization.filed_on or organization.registered_on
            organization.filed_year = organization.entered_on and organization.entered_on.year

    @api.depends("certificate_ids.issued_on", "state")
    def _compute_certificate_id(self):
        """The last one issued; none for a registered body, whose paper is its registration."""
        for organization in self:
            filed = organization.filtered(lambda body: body.state != "registered")
            organization.certificate_id = filed.certificate_ids.sorted(
                lambda paper: (paper.issued_on, paper.id)
            )[-1:]

    @api.depends("valid_to", "state")
    def _compute_is_expired(self):
        today = self.env["community.policy"]._today()
        for organization in self:
            organization.is_expired = bool(
                organization.state == "filed"
                and organization.valid_to
                and organization.valid_to < today
            )

    def _search_is_expired(self, operator, value):
        if operator != "in":
            return NotImplemented
        expired = Domain("state", "=", "filed") & Domain(
            "valid_to", "<", self.env["community.policy"]._today()
        )
        return expired if True in value else ~expired

    @api.depends("member_ids.date_to", "member_ids.is_party_member")
    def _compute_member_count(self):
        for organization in self:
            current = organization.member_ids.filtered(lambda member: not member.date_to)
            organization.member_count = len(current)
            organization.party_member_count = len(current.filtered("is_party_member"))

    @api.depends("member_ids.role", "member_ids.date_to", "member_ids.date_from")
    def _compute_leader_id(self):
        for organization in self:
            leaders = organization.member_ids.filtered(
                lambda member: member.role == "leader" and not member.date_to
            )
            organization.leader_id = leaders.sorted("date_from")[-1:]

    def _compute_access_url(self):
        super()._compute_access_url()
        for organization in self:
            organization.access_url = f"/my/organizations/{organization.id}"

    def _get_report_base_filename(self):
        """Name of the file that the portal downloads."""
        return f"{self.number} {self.name}"

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    @api.model
    def _get_category_holders(self, area, category):
        """Organisations that take the one place of ``category`` in the community ``area``, as sudo records."""
        if not category.one_per_community:
            return self.browse()
        # sudo: community.organization - an applicant is told that the place is taken
        return self.sudo().search(
            [
                ("community_id", "=", area.id),
                ("category_id", "=", category.id),
                ("holds_category", "=", True),
                ("state", "!=", "cancelled"),
            ]
        )

    @api.model
    def _get_similar(self, name, street, percent):
        """Active organisations of ``street`` whose name equals ``name`` by at least ``percent`` %."""
        # sudo: community.organization - names near another matter also across communities
        candidates = self.sudo().search(
            [("street_id", "=", street.id), ("state", "!=", "cancelled")]
        )
        return candidates.filtered(
            lambda other: SequenceMatcher(None, name, other.name).ratio() * 100 >= percent
        )

    @api.model
    def _prepare_contact_vals(self, facts):
        """The contact of an organisation with ``facts``: a record with name, phone, address and area_id."""
        # from the cache: env.ref would ask the database for each row of an import
        china = self.env["ir.model.data"]._xmlid_to_res_id("base.cn")
        return {
            "name": facts.name,
            "is_company": True,
            "phone": facts.phone,
            "street": facts.address,
            "city": facts.area_id.street_id.name,
            "country_id": china,
        }

    def _issue_certificate(self, day, valid_to=None):
        """A new certificate from ``day``, until ``valid_to`` or for the years of the policy."""
        years = self.env["community.policy"]._get_policy(day).certificate_years
        return self.env["community.certificate"].create(
            [
                {
                    "organization_id": organization.id,
                    "issued_on": day,
                    "valid_to": valid_to or day + relativedelta(years=years, days=-1),
                }
                for organization in self
            ]
        )

    def _get_representatives(self):
        """Members who act for the organisation today and have an e-mail address."""
        return self.member_ids.filtered(
            lambda member: (
                member.role in REPRESENTATIVE_ROLES and member.email and not member.date_to
            )
        )

    def _grant_portal_access(self):
        """Give the organisation's representatives a portal account; those who have one keep it."""
        for member in self._get_representatives():
            login = escape_psql(member.email.strip())
            users = self.env["res.users"].with_context(active_test=False)
            user = users.search([("login", "=ilike", login)], limit=1)
            member.partner_id = user.partner_id or self._invite(member)

    def _invite(self, member):
        """A portal account for ``member``; the mail to set the password is queued, since Odoo may retry the call."""
        email = email_normalize(member.email)
        partner = self.env["res.partner"].create(
            {"name": member.name, "email": email, "phone": member.phone}
        )
        user = (
            self.env["res.users"]
            .with_context(no_reset_password=True)
            ._create_user_from_template({"login": email, "email": email, "partner_id": partner.id})
        )
        partner.signup_prepare()
        template = self.env.ref("auth_signup.portal_set_password_email")
        template.with_context(
            lang=partner.lang, dbname=self.env.cr.dbname, medium="portalinvite"
        ).send_mail(user.id)
        return partner

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_open_members(self):
        return self._open_related("community_org.community_member_action")

    def action_open_filings(self):
        return self._open_related("community_org.community_filing_action")

    def _open_related(self, action_xmlid):
        """The records of another model that hang on this organisation."""
        self.ensure_one()
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(action_xmlid),
            "domain": [("organization_id", "=", self.id)],
            "context": {},
        }
