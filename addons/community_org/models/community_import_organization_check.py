from datetime import date
from difflib import SequenceMatcher

from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.mail import single_email_re

from ..spreadsheet.values import to_label
from .community_import_lookup import COMMUNITY_ENDING, STREET_ENDING, Lookup
from .community_import_member import is_name
from .community_organization_facts import NAME_FORMAT
from .community_person_mixin import PHONE_FORMAT

FIRST_YEAR = 1949
# Trigrams find the candidates, the policy's percentage of equal characters decides, as it does for a
# filing. In a short name one other character changes most trigrams, hence the wide net.
CANDIDATE_SHARE = 0.3


class CommunityImportOrganizationCheck(models.Model):
    """What is wrong with a listed organisation, and whether it exists already."""

    _inherit = "community.import.organization"

    def _check(self, lookup=None, importing=False):
        """``importing``: of the other rows of the file only those count that are imported by now."""
        for batch, rows in self.grouped("import_id").items():
            listed = ("id", "in", rows.ids) if importing else ("import_id", "=", batch.id)
            rows._check_batch(lookup or Lookup(batch), Domain([listed]))

    def _check_batch(self, lookup, listed):
        existing = self._find_existing()
        earlier = self._find_earlier()
        leaders = self._find_leaders()
        holders = self._find_holders(listed)
        people = self.env["community.import.member"]._find_people(
            self.leader_identity_id, self.import_id
        )
        verdicts = {}
        for row in self.sorted("number"):
            errors = {
                **row._get_name_errors(lookup),
                **row._get_place_errors(lookup),
                **row._get_date_errors(lookup),
                **row._get_contact_errors(),
                **row._get_leader_errors(leaders, people),
            }
            verdicts[row] = errors, row._find_same(existing, earlier, errors)
        similar = self._find_similar()
        for row, (errors, same) in verdicts.items():
            order, holder = holders.get((row.area_id.id, row.category_id.id), (None, ""))
            first = order == row._get_order()
            remarks = row._get_remarks("" if first else holder, leaders.get(row.id, row))
            row._conclude(
                errors,
                same,
                similar.get(row.id, ""),
                "\n".join(remarks),
                bool(holder) and not first,
            )

    def _conclude(self, errors, same, similar, remark, is_second):
        """State of the row: what exists already needs no correction, what looks alike a decision."""
        if same:
            return self._settle({}, same, state="duplicate", similar_names=False, is_second=False)
        return self._settle(
            errors,
            remark,
            state="confirm" if similar and not self.confirmed else "ready",
            similar_names=similar,
            is_second=is_second,
        )

    def _get_remarks(self, holder, leader):
        if holder:
            yield self.env._(
                "The community has «%(holder)s» of this category. It is imported, and listed for a merger.",
                holder=holder,
            )
        if self.category_id.policy == "restricted":
            yield self.env._(
                "The category is restricted: %(clause)s", clause=self.category_id.clause or ""
            )
        known = leader.leader_identity_id if leader == self else leader.identity_id
        if not known and "leader_identity_number" not in (self.typed or {}):
            yield self.env._("The identity number of the leader is missing.")

    # ------------------------------------------------------------
    # CELLS
    # ------------------------------------------------------------

    def _get_name_errors(self, lookup):
        if not self.name:
            return {"name": self.env._("The name is missing.")}
        longest = lookup.policy.name_max_length
        if len(self.name) > longest or not NAME_FORMAT.fullmatch(self.name):
            return {
                "name": self.env._(
                    "A name has at most %(longest)s characters, digits, brackets and quotation marks.",
                    longest=longest,
                )
            }
        prohibited = lookup.find_prohibited(self.name)
        if prohibited:
            return {
                "name": self.env._(
                    "«%(word)s» is a word of «%(category)s», which is not filed.",
                    word=prohibited[0],
                    category=prohibited[1].name,
                )
            }
        return {}

    def _get_place_errors(self, lookup):
        typed = self.typed or {}
        errors = {}
        area, category = self.area_id, self.category_id
        if not area and "area_id" not in typed:
            errors["area_id"] = self.env._("The community or village is missing.")
        elif area:
            errors |= self._get_area_errors(lookup)
        if not category and "category_id" not in typed:
            errors["category_id"] = self.env._("The category is missing.")
        elif category.id in lookup.headings:
            errors["category_id"] = self.env._(
                "«%(category)s» is a heading. Choose one of the categories under it.",
                category=category.name,
            )
        elif category.policy == "prohibited":
            errors["category_id"] = category.clause or self.env._("This category is not filed.")
        return errors

    def _get_area_errors(self, lookup):
        area = self.area_id
        if area.tier != "community":
            return {"area_id": self.env._("Choose a community or village.")}
        if lookup.area not in area.street_id | area.district_id:
            return {
                "area_id": self.env._(
                    "%(area)s lies in %(street)s, not in %(own)s.",
                    area=area.name,
                    street=area.street_id.name,
                    own=lookup.area.name,
                )
            }
        if area.valid_to and area.valid_to <= lookup.today:
            return {
                "area_id": self.env._(
                    "%(area)s was abolished on %(day)s. Its successor: %(successor)s",
                    area=area.name,
                    day=area.valid_to,
                    successor=area.successor_id.name or "—",
                )
            }
        return {}

    def _get_date_errors(self, lookup):
        errors = {}
        if not self.filed_on and "filed_on" not in (self.typed or {}):
            errors["filed_on"] = self.env._("The date of filing is missing.")
        for name in ("filed_on", "founded_on"):
            day = self[name]
            if day and not (day.year >= FIRST_YEAR and day <= lookup.today):
                errors[name] = self.env._("The date must lie between 1949 and today.")
        if self.valid_to and self.filed_on and self.valid_to < self.filed_on:
            errors["valid_to"] = self.env._("It ends before it was filed.")
        return errors

    def _get_contact_errors(self):
        errors = {}
        for name in self._phones:
            if self[name] and not PHONE_FORMAT.fullmatch(self[name]):
                errors[name] = self.env._(
                    "Not one phone number: a mobile number has 11 digits, a landline its area code."
                )
        if self.leader_email and not single_email_re.match(self.leader_email):
            errors["leader_email"] = self.env._("Not an e-mail address.")
        if self.funds < 0:
            errors["funds"] = self.env._("Funds cannot be negative.")
        return errors

    def _get_leader_errors(self, leaders, people):
        errors = {}
        for name in ("leader_name", "liaison_name"):
            if self[name] and not is_name(self[name]):
                errors[name] = self.env._("Not one person's name.")
        line = leaders.get(self.id)
        if not self.leader_name and not line:
            errors["leader_name"] = self.env._("The leader is missing.")
        elif line and line.state == "error":
            errors["leader_name"] = self.env._(
                "The leader, row %(row)s of the members, has errors.", row=line.number
            )
        elif line and self.leader_name and line.name != self.leader_name:
            errors["leader_name"] = self.env._(
                "Row %(row)s of the members has another leader: %(name)s",
                row=line.number,
                name=line.name,
            )
        problem = self.env["community.import.member"]._get_identity_problem(
            self.leader_identity_id, self.leader_name, "leader", people
        )
        if problem:
            errors["leader_identity_number"] = problem
        return errors

    # ------------------------------------------------------------
    # WHAT IS STORED, FOR ALL ROWS AT ONCE
    # ------------------------------------------------------------

    def _find_existing(self):
        """``{(area id, label): organisation}`` and ``{(street id, former number): organisation}`` in one.

        Of the cancelled ones those with a number of the street are the same for ever; by name
        a cancelled one is the same when the row was filed before its cancellation.
        """
        # sudo: community.organization - the import works for an office that sees these areas
        organizations = self.env["community.organization"].sudo()
        by_name = organizations.search([("community_id", "in", self.area_id.ids)])
        found = {}
        for organization in by_name.sorted(lambda record: record.state != "cancelled"):
            found[organization.community_id.id, to_label(organization.name)] = organization
        numbers = [number for number in self.mapped("former_number") if number]
        by_number = organizations.search(
            Domain("former_number", "in", numbers)
            & Domain("former_street_id", "in", self.area_id.street_id.ids)
        )
        for organization in by_number:
            found["number", organization.former_street_id.id, organization.former_number] = (
                organization
            )
        return found

    def _find_earlier(self):
        """``{(area id, label): row number}`` and for former numbers, of the first row that bears each."""
        self.flush_recordset()
        earlier = {}
        for row in (
            self._same_rows().filtered(lambda row: not row.skipped).sorted("number", reverse=True)
        ):
            earlier[row.area_id.id, row.name_label] = row
            if row.former_number:
                earlier["number", row.area_id.street_id.id, row.former_number] = row
        return earlier

    def _find_same(self, existing, earlier, errors):
        """Sentence that names what this row repeats; empty when it is new. May add to ``errors``."""
        name_key = (self.area_id.id, self.name_label)
        number_key = ("number", self.area_id.street_id.id, self.former_number)
        if self.area_id and self.name_label:
            same = existing.get(name_key)
            if same and (same.state != "cancelled" or self._was_before(same)):
                return self.env._(
                    "It exists already: %(name)s (%(number)s)", name=same.name, number=same.number
                )
            first = earlier.get(name_key, self)
            if first.number < self.number:
                return self.env._("The same as row %(row)s of this file.", row=first.number)
        if self.area_id and self.former_number:
            same = existing.get(number_key)
            first = earlier.get(number_key, self)
            if same and to_label(same.name) == self.name_label:
                return self.env._(
                    "It exists already: %(name)s (%(number)s)", name=same.name, number=same.number
                )
            if same or first.number < self.number:
                errors["former_number"] = self.env._(
                    "This number belongs to «%(name)s».", name=same.name if same else first.name
                )
        return ""

    def _was_before(self, cancelled):
        return bool(
            self.filed_on and cancelled.cancelled_on and self.filed_on <= cancelled.cancelled_on
        )

    def _find_leaders(self):
        """``{row id: line of its leader}`` on the sheet of members."""
        leaders = self.env["community.import.member"].search(
            [("row_id", "in", self.ids), ("role", "=", "leader"), ("skipped", "=", False)]
        )
        return {leader.row_id.id: leader for leader in leaders}

    def _find_holders(self, listed):
        """``{(area id, category id): (order, name)}`` of who has the one place of a category, in the file or before.

        In a file, of its rows in the domain ``listed``, it is who was filed first; ``order`` says that.
        """
        single = self.category_id.filtered("one_per_community")
        place = Domain("category_id", "in", single.ids)
        rivals = self.search(
            listed
            & place
            & Domain("area_id", "in", self.area_id.ids)
            & Domain("filed_on", "!=", False)
            & Domain("state", "not in", ("duplicate", "skipped", "done"))
        )
        found = {}
        for row in rivals.sorted(lambda row: row._get_order(), reverse=True):
            found[row.area_id.id, row.category_id.id] = row._get_order(), row.name
        # sudo: community.organization - the import works for an office that sees these areas
        stored = (
            self.env["community.organization"]
            .sudo()
            .search(
                place
                & Domain("community_id", "in", self.area_id.ids)
                & Domain("holds_category", "=", True)
                & Domain("state", "!=", "cancelled")
            )
        )
        for one in stored:
            found[one.community_id.id, one.category_id.id] = (date.min, 0), one.name
        return found

    def _get_order(self):
        """By this key rows are imported: numbers are given out in the order of filing."""
        return self.filed_on or date.max, self.number

    # ------------------------------------------------------------
    # SIMILAR NAMES
    # ------------------------------------------------------------

    def _find_similar(self):
        """``{row id: names}`` of organisations and earlier rows of the community that are called nearly the same,
        and of those of the street that are called the same in another community.
        """
        self.flush_model()
        self.env["community.organization"].flush_model(
            ["name", "street_id", "community_id", "state"]
        )
        percent = self.env["community.policy"]._get_policy().similar_name_percent
        areas = {row.id: row.area_id for row in self}
        found = {}
        for row_id, own, other, place in self.env.execute_query(self._get_candidates_query()):
            pair = [self._shorten(name, areas[row_id]) for name in (own, other)]
            if SequenceMatcher(None, *pair).ratio() * 100 >= percent:
                found.setdefault(row_id, set()).add(f"{other}（{place}）")
        return {row_id: "、".join(sorted(names)) for row_id, names in found.items()}

    def _get_candidates_query(self):
        return SQL(
            """
            WITH mine AS (
                SELECT r.id, r.import_id, r.number, r.name, r.area_id, a.street_id
                  FROM community_import_organization r
                  JOIN community_area a ON a.id = r.area_id
                 WHERE r.id IN %(ids)s AND r.name IS NOT NULL
            ), theirs AS (
                SELECT o.name, o.community_id AS area_id, o.street_id, 0 AS import_id, 0 AS number
                  FROM community_organization o
                 WHERE o.state <> 'cancelled' AND o.street_id IN (SELECT street_id FROM mine)
                 UNION ALL
                SELECT f.name, f.area_id, a.street_id, f.import_id, f.number
                  FROM community_import_organization f
                  JOIN community_area a ON a.id = f.area_id
                 WHERE f.import_id IN (SELECT import_id FROM mine) AND f.name IS NOT NULL
                   AND f.state NOT IN ('done', 'duplicate', 'skipped')
            )
            SELECT mine.id, mine.name, theirs.name, place.name
              FROM mine
              JOIN theirs ON theirs.street_id = mine.street_id
               AND (theirs.import_id = 0
                    OR theirs.import_id = mine.import_id AND theirs.number < mine.number)
              JOIN community_area place ON place.id = theirs.area_id
             WHERE CASE WHEN theirs.area_id = mine.area_id
                        THEN theirs.name <> mine.name
                             AND similarity(theirs.name, mine.name) >= %(share)s
                        ELSE theirs.name = mine.name END
            """,
            ids=tuple(self.ids),
            share=CANDIDATE_SHARE,
        )

    @staticmethod
    def _shorten(name, area):
        """``name`` without the names of its areas, which all names of a place share."""
        street = area.street_id.name or ""
        for part in (
            street,
            area.name,
            STREET_ENDING.sub("", street),
            COMMUNITY_ENDING.sub("", area.name),
        ):
            name = name.replace(part, "", 1) if len(name) > len(part) > 1 else name
        return name
