from odoo import api, fields, models


class CommunityFilingRoster(models.Model):
    """What the roster of a filing must contain, and what about its people the officer should notice."""

    _inherit = "community.filing"

    leader_posts = fields.Char("Leads already", compute="_compute_leader_posts", compute_sudo=True)

    @api.depends("member_ids.identity_id", "member_ids.role", "state")
    def _compute_leader_posts(self):
        """Other organisations that the proposed leader leads today, told apart by the identity number."""
        for filing in self:
            identity = filing.member_ids.filtered(lambda line: line.role == "leader").identity_id
            members = self.env["community.member"].search(
                [
                    ("identity_id", "in", identity.ids),
                    ("role", "=", "leader"),
                    ("date_to", "=", False),
                    ("organization_id", "!=", filing.organization_id.id),
                    ("organization_id.state", "!=", "cancelled"),
                ]
            )
            filing.leader_posts = "、".join(
                f"{organization.name}（{organization.community_id.name}）"
                for organization in members.organization_id
            )

    def _get_missing_roster(self):
        minimum = self.env["community.policy"]._get_policy().min_members
        if len(self.member_ids) < minimum:
            yield self.env._(
                "Roster: at least %(minimum)s members, %(count)s are entered.",
                minimum=minimum,
                count=len(self.member_ids),
            )
        leaders = self.member_ids.filtered(lambda member: member.role == "leader")
        if len(leaders) != 1:
            yield self.env._(
                "Roster: exactly one leader, %(count)s are entered.", count=len(leaders)
            )
        else:
            yield from self._get_missing_leader(leaders)
        names = self.member_ids.mapped(lambda member: (member.name, member.phone))
        doubles = sorted({name for name, phone in names if names.count((name, phone)) > 1})
        if doubles:
            yield self.env._("Roster: entered twice: %(names)s.", names="、".join(doubles))
        yield from self._get_missing_identities()
        yield from self._get_missing_officials()

    def _get_missing_leader(self, leader):
        """The leader answers for the organisation: reachable, known by number, of age."""
        policy = self.env["community.policy"]._get_policy()
        if not leader.phone:
            yield self.env._("Roster: the phone number of the leader.")
        # sudo: community.identity - whether there is a number, and the age it tells
        identity = leader.sudo().identity_id
        if not identity and policy.identity_required != "nobody":
            yield self.env._("Roster: the identity number of the leader.")
        today = self.env["community.policy"]._today()
        if identity and identity._get_age(today) < policy.min_leader_age:
            yield self.env._(
                "Roster: %(name)s is younger than %(age)s and cannot be the leader.",
                name=leader.name,
                age=policy.min_leader_age,
            )

    def _get_missing_identities(self):
        # sudo: community.filing.member - whether a number is there, not which
        nameless = self.sudo().member_ids.filtered(lambda line: not line.identity_id)
        if nameless and self.env["community.policy"]._get_policy().identity_required == "everybody":
            yield self.env._(
                "Roster: the identity numbers of %(names)s.",
                names="、".join(nameless.mapped("name")),
            )

    def _is_mostly_officials(self):
        """Whether party and government staff are its main body («以党政机关工作人员为主体», filed restrictively)."""
        percent = self.env["community.policy"]._get_policy().official_percent
        officials = self.member_ids.filtered("is_official")
        return bool(officials) and len(officials) * 100 >= percent * len(self.member_ids)

    def _get_missing_officials(self):
        if self._is_mostly_officials() and not (self.restricted_reason or "").strip():
            yield self.env._(
                "Roster: most members work in party or government organs; such organisations are filed"
                " restrictively: state why it is needed.",
            )
