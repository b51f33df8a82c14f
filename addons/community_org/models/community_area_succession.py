from odoo import api, models
from odoo.fields import Domain

from .community_area_mixin import MOVE, MOVE_KEY
from .community_filing import OPEN_STATES
from .community_review_guard import ENGINE, ENGINE_KEY


class CommunityAreaSuccession(models.Model):
    """What moves along when a community is merged or moved, and what stays.

    It moves: who is responsible (the tier columns of every scoped record, by recomputation, since
    the area's own columns follow ``successor_id``), the seats of organisations, staff accounts,
    applications that are not decided, steps that are open or waiting.

    It stays: ``area_id`` of everything that has happened, so that no past figure changes;
    numbers; certificates.
    """

    _inherit = "community.area"

    def _get_belongings(self):
        """``{field of community.area.change: (model, domain)}`` of what would move from these areas."""
        own = Domain("area_id", "in", self.ids)
        return {
            "organization_count": (
                "community.organization",
                own & Domain("state", "!=", "cancelled"),
            ),
            "staff_count": ("res.users", own),
            "filing_count": ("community.filing", own & Domain("state", "in", list(OPEN_STATES))),
            "task_count": (
                "community.review.task",
                own & Domain("state", "in", ("open", "waiting")),
            ),
        }

    @api.model
    def _hand_over(self, heirs):
        """Move what belongs to the communities of ``heirs`` (``{area: its successor}``) along.

        Called as superuser, after ``successor_id`` was written; safe to repeat. To be extended by
        whoever keeps an area that is not a fact of the past. Returns the organisations moved.
        """
        tasks = self.env["community.review.task"]._take_tasks(heirs)
        organizations = self.env["community.organization"].search(
            [("area_id", "in", [area.id for area in heirs])]
        )
        staff = (
            self.env["res.users"]
            .with_context(active_test=False)
            .search([("area_id", "in", [area.id for area in heirs])])
        )
        self._move_records(organizations, heirs)
        self._move_records(staff, heirs)
        for model in self._get_document_models():
            documents = model.search(
                [
                    ("area_id", "in", [area.id for area in heirs]),
                    ("state", "in", list(OPEN_STATES)),
                ]
            )
            self._move_records(documents, heirs)
            self._forget_followers(documents)
        self._forget_followers(organizations)
        tasks._move_to_heirs(heirs)
        return organizations

    @api.model
    def _move_records(self, records, heirs):
        """Write the successor of each record's ``area_id``; no tracking: the change itself is the audit row."""
        quiet = {"tracking_disable": True, MOVE_KEY: MOVE, ENGINE_KEY: ENGINE}
        for area, mine in records.with_context(**quiet).grouped("area_id").items():
            mine.write({"area_id": heirs[area].id})

    @api.model
    def _get_document_models(self):
        """The models of `_get_area_models` that are reviewed."""
        guard = self.env.registry["community.review.guard"]
        models = self.env["community.area.mixin"]._get_area_models()
        return [model for model in models if isinstance(model, guard)]

    @api.model
    def _forget_followers(self, records):
        """Staff of a street that is not responsible any more do not follow what they cannot open."""
        if not records:
            return
        records.flush_recordset()
        followers = self.env["mail.followers"].search(
            [
                ("res_model", "=", records._name),
                ("res_id", "in", records.ids),
                ("partner_id.user_ids.area_id.tier", "=", "street"),
            ]
        )
        streets = {record.id: record.street_id for record in records}
        followers.filtered(
            lambda row: streets[row.res_id] not in row.partner_id.user_ids.area_id
        ).unlink()

    # ------------------------------------------------------------
    # SWEEP
    # ------------------------------------------------------------

    @api.model
    def _sweep(self):
        """Move what came to an abolished community after its change: another transaction wrote it meanwhile.

        Nothing on most days. No tier column may name a community that has a successor, which one
        indexed search for each model finds.
        """
        abolished = self.search([("tier", "=", "community"), ("successor_id", "!=", False)])
        if not abolished:
            return
        stale = abolished.filtered(lambda area: area.community_id in abolished)
        self._recompute_tiers(stale)
        heirs = {area: area.community_id for area in abolished}
        self.env["community.organization"]._get_place_losers(heirs)._lose_place()
        self._hand_over(heirs)
        for model in self.env["community.area.mixin"]._get_area_models():
            self._recompute_tiers(model.search([("community_id", "in", abolished.ids)]))

    @api.model
    def _recompute_tiers(self, records):
        for name in ("district_id", "street_id", "community_id"):
            self.env.add_to_compute(records._fields[name], records)
        records.flush_recordset()
