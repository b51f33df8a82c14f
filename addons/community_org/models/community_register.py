import re

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import escape_psql

from .community_organization_register import PLAIN_NUMBER

PAGE_ROWS = 20
# How much of a search counts: longer ones are no names.
SEARCH_CHARACTERS = 60
SEARCH_WORDS = 5

# Everything the register reads of an organisation. A field that is not here is not public:
# no contact phone (mostly somebody's mobile), no leader, no member, no account.
ROW_FIELDS = (
    "number",
    "name",
    "state",
    "form",
    "street_id",
    "community_id",
    "category_id",
    "main_category_id",
    "filed_on",
    "valid_to",
    "registration_type",
    "uscc",
    "registration_authority",
    "registered_on",
    "cancelled_on",
)
TEXT_FIELDS = (
    "purpose",
    "business_scope",
    "activity_content",
    "address",
    "cancel_reason",
)

# What may have slipped into these texts: an e-mail address, an identity number, a phone.
PERSONAL = re.compile(
    r"[A-Za-z0-9._+-]+[@＠][A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
    r"|(?<!\d)\d{17}[\dXx](?!\d)|(?<!\d)\d{15}(?!\d)"
    r"|(?<![\d-])(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?![\d-])"
    r"|(?<![\d-])(?:0\d{2,3}[- ]?)?\d{7,8}(?:-\d{1,6})?(?![\d-])"
)
MASK = "＊＊＊"
# full-width digits hide no number
DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")


class CommunityRegister(models.AbstractModel):
    """The public register: what anybody may know of the organisations, and nothing else.

    The public has no access right on any model. This service reads as superuser, exactly the
    fields above, and hands out plain dicts: a template cannot reach a record and through it a
    person. Its methods are private, so no remote call finds them.
    """

    _name = "community.register"
    _description = "Public register"

    # ------------------------------------------------------------
    # WHAT A VISITOR ASKS FOR
    # ------------------------------------------------------------

    @api.model
    def _parse_filters(self, params):
        """The filters in the texts of an address; what makes no sense is left out and named.

        Returns ``search`` (str), ``street``, ``community`` (areas), ``category`` (sudo records,
        perhaps empty), ``state`` (str), ``page`` (int, from 1), ``ignored`` (names of filters).
        """
        texts = {name: _clean(text) for name, text in params.items()}
        street = self._find_area("street", texts.get("street"))
        community = self._find_area("community", texts.get("community"))
        # who chose another street has the community of the last one in the form still
        if street and community.street_id != street:
            community = community.browse()
        found = {
            "street": street or community.street_id,
            "community": community,
            "category": self._find_category(texts.get("category")),
            "state": texts.get("state") if texts.get("state") in self._get_states() else "",
        }
        known = {**found, "community": found["community"] or found["street"]}
        page = texts.get("page") or ""
        return {
            **found,
            "search": texts.get("search") or "",
            "page": int(page) if re.fullmatch(r"[0-9]{1,6}", page) else 1,
            "ignored": [name for name, value in known.items() if texts.get(name) and not value],
        }

    @api.model
    def _find_area(self, tier, code):
        # sudo: community.area - names of areas are public
        areas = self.env["community.area"].sudo()
        domain = Domain("code", "=", code) & Domain("tier", "=", tier)
        return areas.search(domain, limit=1) if code else areas

    @api.model
    def _find_category(self, code):
        # sudo: community.category - names of categories are public
        categories = self.env["community.category"].sudo()
        domain = Domain("code", "=", code) & Domain("parent_id", "=", False)
        return categories.search(domain, limit=1) if code else categories

    @api.model
    def _get_states(self):
        """``{state: label}``; `existing` is every state but cancelled."""
        field = self.env["community.organization"]._fields["state"]
        return {"existing": self.env._("Existing"), **dict(field._description_selection(self.env))}

    @api.model
    def _get_query(self, filters):
        """The filters as texts of an address, those that are set."""
        codes = {name: filters[name].code for name in ("street", "community", "category")}
        texts = {"search": filters["search"], **codes, "state": filters["state"]}
        return {name: text for name, text in texts.items() if text}

    @api.model
    def _get_choices(self, filters):
        """What the form offers: ``{filter: [(code, name)]}``, for communities grouped by street:
        ``[(code, name, [(code, name)])]``. An abolished area is offered when it is chosen.
        """
        streets = self._get_areas("street") | filters["street"]
        communities = self._get_areas("community") | filters["community"]
        by_street = communities.grouped("street_id")
        return {
            "street": [(area.code, area.name) for area in streets],
            "community": [
                (street.code, street.name, [(area.code, area.name) for area in by_street[street]])
                for street in streets
                if street in by_street
            ],
            "category": [(root.code, root.name) for root in self._get_categories()],
            "state": list(self._get_states().items()),
        }

    @api.model
    def _get_areas(self, tier, parent=None):
        """The areas of ``tier`` (in ``parent``) that exist today."""
        today = self.env["community.policy"]._today()
        domain = self.env["community.area"]._in_force(today) & Domain("tier", "=", tier)
        if parent:
            domain &= Domain("parent_id", "=", parent.id)
        # sudo: community.area - names of areas are public
        return self.env["community.area"].sudo().search_fetch(domain, ["code", "name", "street_id"])

    @api.model
    def _get_categories(self):
        """The main categories that an organisation can have."""
        domain = Domain("parent_id", "=", False) & Domain("policy", "!=", "prohibited")
        # sudo: community.category - names of categories are public
        categories = self.env["community.category"].sudo()
        return categories.search_fetch(domain, ["code", "name"], order="sequence, id")

    # ------------------------------------------------------------
    # ORGANISATIONS
    # ------------------------------------------------------------

    @api.model
    def _get_organizations(self):
        # sudo: community.organization - anybody may read ROW_FIELDS and TEXT_FIELDS, which the
        # methods below put into plain dicts; the model itself has no access right for the public
        return self.env["community.organization"].sudo()

    @api.model
    def _get_public_domain(self):
        """Which organisations are public: all of them, the cancelled ones too."""
        return Domain.TRUE

    @api.model
    def _get_domain(self, filters):
        domain = self._get_public_domain()
        for word in filters["search"].split()[:SEARCH_WORDS]:
            pattern = escape_psql(word)
            domain &= Domain("name", "ilike", pattern) | Domain("number", "ilike", pattern)
        for name, field in {
            "street": "street_id",
            "community": "community_id",
            "category": "main_category_id",
        }.items():
            if filters[name]:
                domain &= Domain(field, "=", filters[name].id)
        if filters["state"] == "existing":
            domain &= Domain("state", "!=", "cancelled")
        elif filters["state"]:
            domain &= Domain("state", "=", filters["state"])
        return domain

    @api.model
    def _find_page(self, filters):
        """One page of the list: ``{rows, total, page, pages}``; a page after the last is the last."""
        domain = self._get_domain(filters)
        organizations = self._get_organizations()
        total = organizations.search_count(domain)
        pages = max(1, -(-total // PAGE_ROWS))
        page = min(max(filters["page"], 1), pages)
        found = organizations.search_fetch(
            domain,
            ROW_FIELDS,
            offset=(page - 1) * PAGE_ROWS,
            limit=PAGE_ROWS,
            # registered, filed, cancelled; the newest first
            order="state desc, filed_on desc, id desc",
        )
        rows = [self._prepare_row(organization) for organization in found]
        return {"rows": rows, "total": total, "page": page, "pages": pages}

    @api.model
    def _find(self, key):
        """The organisation with the public ``key``, as a sudo record; empty when there is none."""
        by_id = re.fullmatch(r"r([0-9]{1,9})", key)
        if not by_id and not PLAIN_NUMBER.fullmatch(key):
            return self._get_organizations()
        domain = Domain("id", "=", int(by_id[1])) if by_id else Domain("number", "=", key)
        return self._get_organizations().search_fetch(
            self._get_public_domain() & domain, [*ROW_FIELDS, *TEXT_FIELDS], limit=1
        )

    @api.model
    def _prepare_row(self, organization):
        """The facts of a sudo record that a list shows. An unknown day is False, a text is ``""``."""
        state = organization.state
        return {
            "path": organization.register_path,
            "number": organization.number or "",
            "name": organization.name,
            "state": state,
            "status": self._get_states()[state],
            "street": organization.street_id.name or "",
            "street_code": organization.street_id.code or "",
            "community": organization.community_id.name or "",
            "community_code": organization.community_id.code or "",
            "main_category": organization.main_category_id.name or "",
            "category": organization.category_id.name or "",
            "form": organization._format_fact("form"),
            "filed_on": organization.filed_on,
            "valid_to": organization.valid_to,
            "is_expired": organization.is_expired,
            "cancelled_on": organization.cancelled_on,
            "registration_type": organization._format_fact("registration_type"),
            "uscc": organization.uscc or "",
            "registration_authority": organization.registration_authority or "",
            "registered_on": organization.registered_on,
        }

    @api.model
    def _prepare_entry(self, organization, people):
        """All public facts of a sudo record; ``people``: the names to be hidden in its texts."""
        texts = {name: self._mask(organization[name], people) for name in TEXT_FIELDS}
        return {**self._prepare_row(organization), **texts}

    @api.model
    def _get_entry(self, organization):
        """What the page of one organisation shows: its facts and the sections of other addons."""
        people = self._get_people(organization)
        return {
            **self._prepare_entry(organization, people.get(organization.id, ())),
            "sections": organization._get_register_sections(),
        }

    # ------------------------------------------------------------
    # NOTHING PERSONAL
    # ------------------------------------------------------------

    @api.model
    def _get_people(self, organizations):
        """Names of everybody who is or was on the rosters: ``{organisation id: [name]}``.

        They are read to be taken out of the texts, which people wrote freely.
        """
        # sudo: community.member - see above; no name leaves this service
        groups = (
            self.env["community.member"]
            .sudo()
            ._read_group(
                Domain("organization_id", "in", organizations.ids),
                ["organization_id"],
                ["name:array_agg"],
            )
        )
        return {organization.id: names for organization, names in groups}

    @api.model
    def _mask(self, text, people):
        """``text`` without phones, e-mail addresses, identity numbers and the names of ``people``."""
        text = PERSONAL.sub(MASK, (text or "").translate(DIGITS))
        for name in sorted(set(people), key=len, reverse=True):
            text = text.replace(name.strip(), MASK)
        return text


def _clean(text):
    """A text from an address, short and without what a database cannot hold."""
    words = text.replace("\0", "")[:SEARCH_CHARACTERS] if isinstance(text, str) else ""
    return " ".join(words.split())
