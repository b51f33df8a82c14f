from dateutil.relativedelta import relativedelta
from odoo import api, models

from .community_import_organization import FACTS

# what thousands of records at once do without: followers, logs, syncing of contacts that stand alone
QUIET = {
    "tracking_disable": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "mail_notrack": True,
    "_partners_skip_fields_sync": True,
}
PERSON = ("name", "role", "phone", "email", "is_party_member", "is_volunteer", "is_official")


class CommunityImportOrganizationCreate(models.Model):
    """From listed organisations to organisations: number, contact, roster, certificate, as filed on that day."""

    _inherit = "community.import.organization"

    def _import(self):
        """Check once more, then create. As many queries for fifty rows as for five."""
        self._check(importing=True)
        rows = self.filtered(lambda row: row.state == "ready")
        if not rows:
            return
        members = self.env["community.import.member"].search(
            [("row_id", "in", rows.ids), ("state", "=", "ready")], order="number, id"
        )
        by_row = members.grouped("row_id")
        organizations = rows._create_organizations()
        pairs = list(zip(rows, organizations, strict=True))
        rosters = [
            (organization, person)
            for row, organization in pairs
            for person in row._prepare_roster(by_row.get(row, members.browse()))
        ]
        members._create_members(rosters)
        self._create_certificates(pairs)
        organizations._adopt_charter()
        for row, organization in pairs:
            row.write({"state": "done", "organization_id": organization.id})
        members.write({"state": "done"})

    def _refuse(self, text):
        """The database or a rule of the organisation refused this row."""
        self._settle({"name": text}, state="error")

    def _create_organizations(self):
        numbers = self.env["community.number"]._claim_many(
            [(row.area_id.street_id, row.filed_on.year) for row in self]
        )
        # sudo: community.organization and its contact - an import writes them as an approval does
        env = self.env(su=True, context={**self.env.context, **QUIET})
        organizations = env["community.organization"]
        partners = env["res.partner"].create(
            [organizations._prepare_contact_vals(row) for row in self]
        )
        return organizations.create(
            [
                row._prepare_organization_vals(number, partner)
                for row, number, partner in zip(self, numbers, partners, strict=True)
            ]
        )

    def _prepare_organization_vals(self, number, partner):
        facts = self._convert_to_write({name: self[name] for name in FACTS})
        return {
            **facts,
            "area_id": self.area_id.id,
            "number": number,
            "former_number": self.former_number,
            "former_street_id": self.former_number and self.area_id.street_id.id,
            "filed_on": self.filed_on,
            "partner_id": partner.id,
            "holds_category": self.category_id.one_per_community and not self.is_second,
            "awaits_merger": self.is_second,
            "import_id": self.import_id.id,
        }

    def _prepare_roster(self, members):
        """Values of the persons: the sheet of members, completed by the columns of the organisation's row."""
        persons = [member._prepare_person_vals() for member in members]
        self._appoint(persons, "leader", self._prepare_leader_vals())
        if self.liaison_name != self.leader_name:
            self._appoint(
                persons, "liaison", {"name": self.liaison_name, "phone": self.liaison_phone}
            )
        return [
            {
                **person,
                "role": person.get("role") or "member",
                "date_from": person.get("date_from") or self.filed_on,
            }
            for person in persons
        ]

    def _prepare_leader_vals(self):
        return {
            "name": self.leader_name,
            "phone": self.leader_phone,
            "email": self.leader_email,
            "identity_id": self.leader_identity_id.id,
            "is_party_member": self.leader_is_party_member,
        }

    def _appoint(self, persons, role, own):
        """Give ``role`` to the person of that name, or add one, unless somebody has it."""
        if not own["name"] or any(
            person["role"] == role and not person.get("date_to") for person in persons
        ):
            return
        same = next(
            (one for one in persons if one["name"] == own["name"] and not one.get("date_to")), None
        )
        if same is None:
            persons.insert(0, {**own, "role": role})
        else:
            same.update(
                {name: value for name, value in own.items() if value and not same.get(name)}
            )
            same["role"] = role if same["role"] == "member" else same["role"]

    def _create_certificates(self, pairs):
        """Valid until the day that the list gives, or for the years of the policy at the time of filing."""
        years = self._get_certificate_years()
        today = self.env["community.policy"]._today()
        vals_list = []
        for row, organization in pairs:
            last = row.valid_to or row.filed_on + relativedelta(years=years(row.filed_on), days=-1)
            vals_list.append(
                {"organization_id": organization.id, "issued_on": row.filed_on, "valid_to": last}
            )
            if last < today:
                # it expired before it came here: the list shows that, nobody is written to about it
                organization.write({"renewal_reminded_for": last, "expiry_reminded_for": last})
        # sudo: community.certificate - an import writes it as an approval does
        self.env["community.certificate"].sudo().with_context(**QUIET).create(vals_list)

    @api.model
    def _get_certificate_years(self):
        """A function of a day. Before the first policy, which had no system, that one's years count."""
        # sudo: community.policy - its figures apply to everybody
        policies = (
            self.env["community.policy"]
            .sudo()
            .search([("valid_from", "!=", False)], order="valid_from")
        )

        def years(day):
            begun = policies.filtered(lambda policy: policy.valid_from <= day)
            return (begun[-1:] or policies[:1]).certificate_years

        return years


class CommunityImportMemberCreate(models.Model):
    """From listed members to members; those that were corrected after their organisation was imported too."""

    _inherit = "community.import.member"

    def _import(self):
        self._check()
        rows = self.filtered(lambda row: row.state == "ready" and row.row_id.state == "done")
        rows._create_members(
            [
                (
                    row.row_id.organization_id,
                    {
                        **row._prepare_person_vals(),
                        "date_from": row.date_from or row.row_id.filed_on,
                    },
                )
                for row in rows
            ]
        )
        rows.write({"state": "done"})

    def _refuse(self, text):
        self._settle({"name": text}, state="error")

    def _prepare_person_vals(self):
        return {
            **{name: self[name] for name in PERSON},
            "identity_id": self.identity_id.id,
            "date_from": self.date_from,
            "date_to": self.date_to,
        }

    @api.model
    def _create_members(self, rosters):
        """``[(organisation, values of a person)]``"""
        # sudo: community.member - an import writes it as an approval does
        self.env["community.member"].sudo().with_context(**QUIET).create(
            [
                {**person, "organization_id": organization.id, "area_id": organization.area_id.id}
                for organization, person in rosters
            ]
        )
