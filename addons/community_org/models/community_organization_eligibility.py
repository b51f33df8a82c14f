from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

# What an organisation may be asked to be eligible for. Whoever lets it do one of these calls
# ``organization._check_eligible(purpose)`` first; another purpose is added to this tuple and to
# ``_get_purpose_names``.
PURPOSES = (
    "ledger",  # keep its activity ledger (台账)
    "declare",  # declare major activities (重大活动申报)
    "apply",  # apply for funds (项目申报)
    "book",  # book rooms of the venues (场地预约)
    "assess",  # take part in an assessment (评估)
)


class CommunityOrganizationEligibility(models.Model):
    """The one question that every service asks first: may this organisation do that today?

    An expired body goes on with its ledger, so that the record of its activities has no hole, but
    neither applies for funds nor books rooms; a cancelled one does nothing (换发: 到期未换发).
    """

    _inherit = "community.organization"

    # compute_sudo: what stands in the way may lie in records that the reader does not see
    allowed_now = fields.Char("May do now", compute="_compute_allowed_now", compute_sudo=True)
    refused_now = fields.Text("May not do now", compute="_compute_allowed_now", compute_sudo=True)

    @api.depends("state", "valid_to")
    def _compute_allowed_now(self):
        names = self._get_purpose_names()
        for organization in self:
            obstacles = {purpose: organization._get_obstacles(purpose) for purpose in PURPOSES}
            organization.allowed_now = "、".join(
                names[purpose] for purpose, found in obstacles.items() if not found
            )
            organization.refused_now = "\n".join(
                self.env._(
                    "%(purpose)s: %(reasons)s", purpose=names[purpose], reasons=" ".join(found)
                )
                for purpose, found in obstacles.items()
                if found
            )

    @api.model
    def _get_purpose_names(self):
        """What each of :data:`PURPOSES` is called on screen."""
        return {
            "ledger": self.env._("keep the activity ledger"),
            "declare": self.env._("declare major activities"),
            "apply": self.env._("apply for funds"),
            "book": self.env._("book rooms"),
            "assess": self.env._("take part in an assessment"),
        }

    def _get_obstacles(self, purpose):
        """Sentences that say what stands in the way of ``purpose`` (one of :data:`PURPOSES`) today.

        An empty list: nothing does. Each sentence says what to do about it where something can
        be done. To be extended (``return [*super()._get_obstacles(purpose), …]``); it is called
        as superuser, for one organisation.
        """
        self.ensure_one()
        if purpose not in PURPOSES:
            raise ValueError(f"unknown purpose {purpose!r}")
        if self.state == "cancelled":
            return [self.env._("The organisation has been cancelled.")]
        if self.is_expired and purpose != "ledger":
            day = format_date(self.env, self.valid_to)
            return [self.env._("The filing expired on %(day)s: renew it first.", day=day)]
        return []

    def _check_eligible(self, purpose):
        """Let these organisations do ``purpose`` (one of :data:`PURPOSES`), or say all that is in the way.

        :raises UserError: names every obstacle of every organisation
        """
        lines = []
        # sudo: community.organization - obstacles are found whatever the asking user may read
        for organization in self.sudo():
            lines += [
                self.env._("«%(name)s»: %(reason)s", name=organization.name, reason=reason)
                for reason in organization._get_obstacles(purpose)
            ]
        if lines:
            raise UserError(
                "\n".join(
                    [
                        self.env._(
                            "It is not possible to %(purpose)s now:",
                            purpose=self._get_purpose_names()[purpose],
                        ),
                        *lines,
                    ]
                )
            )
