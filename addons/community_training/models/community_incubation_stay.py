from dateutil.relativedelta import relativedelta
from odoo import models
from odoo.exceptions import UserError


class CommunityIncubationStay(models.Model):
    """From the agreement to the end: places, period, extension, graduation, handing over."""

    _inherit = "community.incubation.admission"

    def _check_centre(self):
        """:raises AccessError: the user is no officer of the centre's own office"""
        self.venue_id.check_access("write")

    def action_sign(self):
        """The agreement is signed: free places are given, the period begins."""
        for admission in self:
            admission._check_centre()
            months = self.env["community.policy"]._get_policy().incubation_months
            today = self.env["community.policy"]._today()
            admission._move(
                "sign", date_from=today, date_to=today + relativedelta(months=months, days=-1)
            )
            admission._give_places()
        return True

    def _give_places(self):
        """As many desks as were asked for; the places that are free are changed, so nobody else gets them."""
        if self.kind == "virtual" or not self.desks:
            return
        places = self.env["community.incubation.place"].search(
            [("venue_id", "=", self.venue_id.id), ("kind", "=", "desk"), ("state", "=", "free")],
            limit=self.desks,
        )
        if len(places) < self.desks:
            raise UserError(
                self.env._(
                    "Only %(free)s desks are free: let the body wait, or admit it without places.",
                    free=len(places),
                )
            )
        places._move("take", admission_id=self.id)

    def action_extend(self):
        """Once, by the months of the policy."""
        for admission in self:
            admission._check_centre()
            if admission.state != "resident" or admission.is_extended:
                raise UserError(self.env._("It is extended once, while it is in incubation."))
            months = self.env["community.policy"]._get_policy().incubation_extension_months
            admission._engine_write(
                {
                    "date_to": admission.date_to + relativedelta(months=months),
                    "is_extended": True,
                }
            )
        return True

    def action_graduate(self):
        """Grown up (出壳): the last check must say so."""
        for admission in self:
            admission._check_centre()
            if not admission.is_ready:
                raise UserError(
                    self.env._(
                        "The last check does not say «ready to graduate»: check against the criteria first."
                    )
                )
            admission._end_stay("graduate", self.env._("Graduated"))
        return True

    def action_open_leave(self):
        """The dialog for the reason."""
        return self.env["community.reason"]._open(self, "_leave", self.env._("End the incubation"))

    def _leave(self, reason):
        """Ended early (退驻), by the centre."""
        for admission in self:
            admission._check_centre()
            admission._end_stay("leave", reason)

    def _end_stay(self, verb, reason):
        """Desks and future bookings in the centre are free at once; what is to be handed over is listed."""
        self.ensure_one()
        policies = self.env["community.policy"]
        today = policies._today()
        days = policies._get_policy().handover_days
        self._move(
            verb,
            ended_on=today,
            end_reason=reason,
            handover_until=self.env["community.holiday"]._add_working_days(today, days),
        )
        # sudo: community.incubation.handover - the list is made whoever ended it
        self.env["community.incubation.handover"].sudo().create(
            [
                {"admission_id": self.id, "name": name}
                for name in [
                    *self.place_ids.mapped("name"),
                    self.env._("Keys"),
                    self.env._("Files and accounts"),
                ]
            ]
        )
        self._free_places()
        if self.venue_id.audience == "tenant":
            self.organization_id._release_bookings(self.venue_id)

    def _free_places(self):
        self.place_ids._move("free", admission_id=False)


class CommunityOrganizationIncubation(models.Model):
    """What an organisation has to do with incubation."""

    _inherit = "community.organization"

    def _is_tenant(self, venue):
        # sudo: community.incubation.admission - who is a tenant is asked for whoever books
        return bool(
            self.env["community.incubation.admission"]
            .sudo()
            .search_count(
                [
                    ("organization_id", "=", self.id),
                    ("venue_id", "=", venue.id),
                    ("state", "=", "resident"),
                ],
                limit=1,
            )
        )

    def _cancel(self, day, reason, **vals):
        """Who ends gives its desks back at once; an application under way ends with it."""
        # sudo: community.incubation.admission - they end with the organisation, whoever ended that
        admissions = self.env["community.incubation.admission"].sudo()
        running = admissions.search([("organization_id", "in", self.ids)])
        running.filtered(lambda row: row.state in ("draft", "review", "returned"))._withdraw()
        for admission in running.filtered(lambda row: row.state in ("approved", "resident")):
            admission._end_stay("leave", reason)
        return super()._cancel(day, reason, **vals)
