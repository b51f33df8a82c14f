from odoo import models
from odoo.fields import Domain

PERCENT = 100


class CommunityAssessmentIndicatorCount(models.Model):
    """The indicators that are counted: one method each, for many organisations at once.

    Another addon adds a method by extending the selection and writing its ``_count_…``.
    """

    _inherit = "community.assessment.indicator"

    def _count(self, organizations, date_from, date_to):
        """``{organization id: (part, whole)}`` in the days given; {} when people score it.

        The value is ``part / whole``; a ``whole`` of 0 means that there is nothing to judge.
        """
        self.ensure_one()
        if self.method == "manual":
            return {}
        # sudo: what is counted - the figure is the same whoever asks, an organisation in the portal too
        return getattr(self.sudo(), f"_count_{self.method}")(
            organizations.sudo(), date_from, date_to
        )

    def _count_activities(self, organizations, date_from, date_to):
        rows = self._read_ledger(
            organizations, date_from, date_to, [("state", "=", "confirmed")], ["__count"]
        )
        return {body.id: (rows.get(body, (0,))[0], 1) for body in organizations}

    def _count_timely(self, organizations, date_from, date_to):
        held = Domain("state", "in", ("held", "returned", "confirmed"))
        everything = self._read_ledger(organizations, date_from, date_to, held, ["__count"])
        timely = self._read_ledger(
            organizations, date_from, date_to, held & Domain("is_late", "=", False), ["__count"]
        )
        return {
            body.id: (timely.get(body, (0,))[0] * PERCENT, count)
            for body, (count,) in everything.items()
        }

    def _count_volunteer_hours(self, organizations, date_from, date_to):
        rows = self._read_ledger(
            organizations,
            date_from,
            date_to,
            [("state", "=", "confirmed")],
            ["volunteer_hours:sum"],
        )
        return {body.id: (int(rows.get(body, (0,))[0]), 1) for body in organizations}

    def _read_ledger(self, organizations, date_from, date_to, domain, aggregates):
        rows = self.env["community.activity"]._read_group(
            Domain(domain)
            & Domain("organization_id", "in", organizations.ids)
            & Domain("date", ">=", date_from)
            & Domain("date", "<=", date_to),
            ["organization_id"],
            aggregates,
        )
        return {body: values for body, *values in rows}

    def _count_credit(self, organizations, _date_from, _date_to):
        return {body.id: (body.credit_points, 1) for body in organizations}

    def _count_members(self, organizations, _date_from, _date_to):
        rows = self.env["community.member"]._read_group(
            [("organization_id", "in", organizations.ids), ("date_to", "=", False)],
            ["organization_id"],
            ["__count"],
        )
        counts = dict(rows)
        return {body.id: (counts.get(body, 0), 1) for body in organizations}

    def _count_documents(self, organizations, _date_from, _date_to):
        required = len(organizations._get_required_types())
        return {
            body.id: ((required - len(body.missing_type_ids)) * PERCENT, required)
            for body in organizations
        }

    def _count_satisfaction(self, organizations, date_from, date_to):
        """Answers on the organisation itself; without any there is nothing to judge."""
        rows = self.env["community.satisfaction.report"]._read_group(
            [
                ("organization_id", "in", organizations.ids),
                ("date_from", ">=", date_from),
                ("date_from", "<=", date_to),
            ],
            ["organization_id"],
            ["satisfied_count:sum", "valid_count:sum"],
        )
        return {body.id: (int(satisfied) * PERCENT, int(valid)) for body, satisfied, valid in rows}
