from odoo import api, fields, models

# what decides whether an organisation takes, keeps or frees the place of its category
PLACE_FIELDS = {"state", "category_id", "area_id", "override_reason"}


class CommunityOrganizationPlace(models.Model):
    """«同一类一个社区一个» after communities have merged, and the letters about it.

    Where two of a category meet, the earlier filed keeps the place; the later ones are not blocked:
    they await a merger (待整合). That ends by itself once there is no clash any more: the other is
    cancelled, merged or of another category, or an exception is stated.
    """

    _inherit = "community.organization"

    awaits_merger = fields.Boolean(
        "Awaits a merger",
        readonly=True,
        copy=False,
        help="An area change or an import brought it together with another one of its category.",
    )
    place_holder_id = fields.Many2one(
        "community.organization",
        "Takes the place of its category",
        compute="_compute_place_holder_id",
        compute_sudo=True,
    )
    area_change_id = fields.Many2one(
        "community.area.change", "Last area change", readonly=True, copy=False, ondelete="restrict"
    )
    area_change_untold = fields.Boolean(
        readonly=True, copy=False, help="Its representatives are still to be told of the change."
    )

    _awaits_merger_idx = models.Index("(community_id, category_id) WHERE awaits_merger")
    _area_change_untold_idx = models.Index("(id) WHERE area_change_untold")

    @api.depends("awaits_merger", "category_id", "community_id")
    def _compute_place_holder_id(self):
        waiting = self.filtered("awaits_merger")
        holders = {holder._get_place(): holder for holder in waiting._get_place_holders()}
        for organization in self:
            organization.place_holder_id = organization.awaits_merger and holders.get(
                organization._get_place()
            )

    def write(self, vals):
        if not vals.keys() & PLACE_FIELDS:
            return super().write(vals)
        places = self._get_places()
        result = super().write(vals)
        self._settle_places(places | self._get_places())
        return result

    # ------------------------------------------------------------
    # PLACES: one for each community and category
    # ------------------------------------------------------------

    def _get_place(self):
        return self.community_id, self.category_id

    def _get_places(self):
        return {organization._get_place() for organization in self}

    def _get_place_holders(self):
        """Who takes the places of these organisations, as sudo records."""
        # sudo: community.organization - a place is taken whoever may read by whom
        return self.sudo().search(
            [
                ("holds_category", "=", True),
                ("state", "!=", "cancelled"),
                ("community_id", "in", self.community_id.ids),
                ("category_id", "in", self.category_id.ids),
            ]
        )

    @api.model
    def _get_place_losers(self, heirs):
        """Who would lose the place when each community of ``heirs`` (``{area: its successor}``) is continued.

        Of those that meet the earliest filed keeps it. A successor that does not exist yet is an
        empty record.
        """
        if not heirs:
            return self.browse()
        communities = self.env["community.area"].union(*heirs, *heirs.values())
        holders = self.search(
            [
                ("holds_category", "=", True),
                ("state", "!=", "cancelled"),
                ("community_id", "in", communities.ids),
            ],
            order="filed_on, id",
        )
        taken, losers = set(), self.browse()
        for holder in holders:
            place = (heirs.get(holder.community_id, holder.community_id), holder.category_id)
            if place in taken:
                losers |= holder
            taken.add(place)
        return losers

    def _lose_place(self):
        self.write({"holds_category": False, "awaits_merger": True})
        # the unique index must see it before the communities become one
        self.flush_recordset()

    @api.model
    def _settle_places(self, places=None):
        """End the wait where the clash has ended; the earliest filed takes a place that became free.

        ``places``: ``{(community, category)}`` to look at; None looks at all.
        """
        # sudo: community.organization - written by decisions only, whoever took them
        waiting = self.sudo().search([("awaits_merger", "=", True)], order="filed_on, id")
        if places is not None:
            waiting = waiting.filtered(lambda body: body._get_place() in places)
        taken = waiting._get_place_holders()._get_places() if waiting else set()
        for organization in waiting:
            place = organization._get_place()
            if organization._needs_no_place():
                organization.awaits_merger = False
            elif place not in taken:
                organization.write({"awaits_merger": False, "holds_category": True})
                taken.add(place)

    def _needs_no_place(self):
        return bool(
            self.state != "filed"
            or self.holds_category
            or self.override_reason
            or not self.category_id.one_per_community
        )

    # ------------------------------------------------------------
    # LETTERS
    # ------------------------------------------------------------

    @api.model
    def _cron_tell_area_change(self):
        """Tell the representatives of organisations that an area change moved; each is a step of its own."""
        untold = self.search([("area_change_untold", "=", True)])
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(untold))
        for organization in untold:
            organization.area_change_untold = False
            organization._mail_representatives("community_org.mail_template_organization_moved")
            if not cron._commit_progress(1):
                break
