from odoo import api, fields, models

from .community_quarterly_return import SUMS

# what is counted beside the ledger, and added up from below like its sums
FACTS = (
    "organization_count",
    "new_count",
    "ended_count",
    "member_count",
    "silent_count",
    "supplement_count",
)
LEDGER = ("activity_count", "confirmed_count", *SUMS)


class CommunityQuarterlyReturnFigures(models.Model):
    """«提取»: where the figures of a return come from. Nothing is typed.

    Another feature adds a figure by a field, its name in `_get_fact_names` and its value in
    `_count_facts`; the sums of street and district, the comparison and the workbook follow.
    """

    _inherit = "community.quarterly.return"

    organization_count = fields.Integer("Organisations", readonly=True)
    new_count = fields.Integer("New ones", readonly=True)
    ended_count = fields.Integer("Cancelled", readonly=True)
    member_count = fields.Integer("Members", readonly=True)
    silent_count = fields.Integer("Without any activity", readonly=True)
    supplement_count = fields.Integer(
        "Supplements", readonly=True, help="Activities of earlier quarters that were entered later."
    )
    extracted_on = fields.Datetime("Counted on", readonly=True)
    line_ids = fields.One2many(
        "community.quarterly.return.line", "return_id", "By type", readonly=True
    )
    comparison = fields.Html(compute="_compute_comparison", sanitize=False)

    @api.model
    def _get_fact_names(self):
        """Figures beside those of the ledger, in the order of the sheet. To be extended."""
        return list(FACTS)

    @api.model
    def _get_figure_names(self):
        return [*self._get_fact_names(), *LEDGER]

    # ------------------------------------------------------------
    # EXTRACTION
    # ------------------------------------------------------------

    def _extract(self):
        """Count these returns anew from the records, communities first, and the lines by type."""
        communities = self.filtered(lambda record: record.tier == "community")
        if communities:
            facts = communities._count_facts()
            for record in communities:
                record._engine_write({**facts[record.id], "extracted_on": fields.Datetime.now()})
        for record in (self - communities).sorted(lambda record: record.tier != "street"):
            record._add_up()
        self._write_lines()

    def _add_up(self):
        """A street or the district: the sums of what was accepted below."""
        names = self._get_figure_names()
        # sudo: community.quarterly.return - of communities that have moved to another street since
        below = self.sudo()._get_below().filtered(lambda row: row.state == "accepted")
        sums = {name: sum(below.mapped(name)) for name in names}
        self._engine_write({**sums, "extracted_on": fields.Datetime.now()})

    def _count_facts(self):
        """``{id of a return: {figure: value}}`` of returns of communities. To be extended."""
        supplements = dict(
            self.env["community.activity"]._read_group(
                [("return_id", "in", self.ids), ("is_supplement", "=", True)],
                ["return_id"],
                ["__count"],
            )
        )
        facts = {}
        for (start, end), records in self.grouped(lambda r: (r.date_from, r.date_to)).items():
            stock = records._get_bodies(end)
            ended = records._count_ended(start, end)
            active = records._get_active()
            for record in records:
                bodies = stock[record.area_id.id]
                facts[record.id] = {
                    "organization_count": len(bodies),
                    "new_count": sum(start <= body.entered_on <= end for body in bodies),
                    "ended_count": ended.get(record.area_id.id, 0),
                    "member_count": sum(bodies.mapped("member_count")),
                    "silent_count": len(bodies - active[record.id]),
                    "supplement_count": supplements.get(record, 0),
                }
        return facts

    def _get_bodies(self, day):
        """``{area id: organisations that sat there and were on the books on day}``."""
        # sudo: community.snapshot, community.organization - counted for whoever hands in
        counts = self.env["community.snapshot"].sudo()._count(day)
        bodies = self.env["community.organization"].sudo()
        found = {area.id: [] for area in self.area_id}
        for organization_id, (area_id, *_rest) in counts.items():
            if area_id in found:
                found[area_id].append(organization_id)
        prefetch = [organization_id for ids in found.values() for organization_id in ids]
        return {
            area_id: bodies.browse(ids).with_prefetch(prefetch) for area_id, ids in found.items()
        }

    def _count_ended(self, start, end):
        """``{area id: organisations cancelled in these days}``."""
        # sudo: community.organization - counted for whoever hands in
        groups = (
            self.env["community.organization"]
            .sudo()
            ._read_group(
                [
                    ("area_id", "in", self.area_id.ids),
                    ("cancelled_on", ">=", start),
                    ("cancelled_on", "<=", end),
                ],
                ["area_id"],
                ["__count"],
            )
        )
        return {area.id: count for area, count in groups}

    def _get_active(self):
        """``{id of a return: organisations that held something in it}``."""
        # sudo: community.activity, community.organization - counted for whoever hands in
        records = self.sudo()
        groups = records.env["community.activity"]._read_group(
            [("return_id", "in", self.ids), ("is_supplement", "=", False)],
            ["return_id"],
            ["organization_id:recordset"],
        )
        empty = records.env["community.organization"]
        found = {record.id: bodies for record, bodies in groups}
        return {record.id: found.get(record.id, empty) for record in self}

    def _get_silent(self):
        """``{return: organisations that were on the books all its quarter and held nothing in it}``."""
        silent, active = {}, self._get_active()
        for day, records in self.grouped("date_to").items():
            bodies = records._get_bodies(day)
            for record in records:
                silent[record] = (bodies[record.area_id.id] - active[record.id]).filtered(
                    lambda body, start=record.date_from: (
                        body.entered_on < start and body.state != "cancelled"
                    )
                )
        return silent

    def _write_lines(self):
        """The ledger by type and main category; of a street and the district, from below."""
        # sudo: community.quarterly.return.line - counted for whoever hands in, nobody's to write
        records = self.sudo()
        lines = records.env["community.quarterly.return.line"]
        lines.search([("return_id", "in", self.ids)]).unlink()
        rows = {
            record.id: (record if record.tier == "community" else record._get_leaves()).ids
            for record in records
        }
        held = [
            ("return_id", "in", [leaf for leaves in rows.values() for leaf in leaves]),
            ("state", "in", ("held", "returned", "confirmed")),
        ]
        groups = records.env["community.activity"]._read_group(
            held,
            ["return_id", "type_id", "category_id"],
            ["__count", "participant_count:sum", "volunteer_hours:sum"],
        )
        lines.create(
            [
                {"return_id": return_id, "type_id": kind, "category_id": category, **sums}
                for return_id, leaves in rows.items()
                for (kind, category), sums in _add_groups(groups, set(leaves)).items()
            ]
        )

    def _get_leaves(self):
        """The accepted returns of communities that a street or the district adds up."""
        accepted = self._get_below().filtered(lambda row: row.state == "accepted")
        if self.tier == "street":
            return accepted
        return self.search(
            [
                ("area_id.parent_id", "in", accepted.area_id.ids),
                ("year", "=", self.year),
                ("quarter", "=", self.quarter),
                ("state", "=", "accepted"),
            ]
        )

    # ------------------------------------------------------------
    # COMPARISON
    # ------------------------------------------------------------

    def _compute_comparison(self):
        for record in self:
            record.comparison = self.env["ir.qweb"]._render(
                "community_org.quarterly_return_figures", {"rows": record._get_comparison()}
            )

    def _get_comparison(self):
        """``[{name, value, previous, last_year, difference}]``, a row for each figure, as text."""
        self.ensure_one()
        before = self._get_earlier(quarters=1)
        year_ago = self._get_earlier(quarters=4)
        rows = []
        for name in self._get_figure_names():
            value = self[name]
            rows.append(
                {
                    "name": self._fields[name]._description_string(self.env),
                    "value": _number(value),
                    "previous": _number(before[name]) if before else "—",
                    "last_year": _number(year_ago[name]) if year_ago else "—",
                    "difference": _difference(value, before[name]) if before else "",
                }
            )
        return rows

    def _get_earlier(self, quarters):
        """The return of the same area some quarters before, if there is one."""
        number = self.year * 4 + self.quarter - 1 - quarters
        return self.search(
            [
                ("area_id", "=", self.area_id.id),
                ("year", "=", number // 4),
                ("quarter", "=", number % 4 + 1),
            ]
        )

    def action_open_activities(self):
        """The ledger behind the figures."""
        self.ensure_one()
        leaves = self if self.tier == "community" else self._get_leaves()
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "community_org.community_activity_action"
            ),
            "domain": [("return_id", "in", leaves.ids)],
            "context": {},
        }

    def action_open_below(self):
        self.ensure_one()
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "community_org.community_quarterly_return_action"
            ),
            "domain": [("id", "in", self._get_below().ids)],
            "context": {},
        }


def _add_groups(groups, leaves):
    """``{(type id, category id): sums}`` of the groups that belong to ``leaves``."""
    found = {}
    for record, kind, category, count, people, hours in groups:
        if record.id in leaves:
            sums = found.setdefault(
                (kind.id, category.id),
                {"activity_count": 0, "participant_count": 0, "volunteer_hours": 0},
            )
            sums["activity_count"] += count
            sums["participant_count"] += people or 0
            sums["volunteer_hours"] += hours or 0
    return found


def _number(value):
    return f"{value:,.1f}" if isinstance(value, float) and value % 1 else f"{value:,.0f}"


def _difference(value, before):
    """``+3 (+50 %)``; without the share where there was nothing."""
    change = value - before
    sign = "+" if change > 0 else ""
    share = f" ({sign}{change * 100 / before:.0f} %)" if before else ""
    return f"{sign}{_number(change)}{share}" if change else "0"
