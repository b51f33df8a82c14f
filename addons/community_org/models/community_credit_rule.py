from odoo import api, fields, models
from odoo.exceptions import ValidationError

LISTS = [("irregular", "Irregular list"), ("blacklist", "Blacklist")]


class CommunityCreditRule(models.Model):
    """What an event does to the credit record: points, list, clock. Kept by the district."""

    _name = "community.credit.rule"
    _description = "Credit rule"
    _order = "sequence, id"

    name = fields.Char("Event", required=True, translate=True)
    code = fields.Char(required=True, help="By which the system itself enters this event.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    kind = fields.Selection(
        [("good", "Commendable"), ("bad", "Dishonest")], required=True, default="bad"
    )
    points = fields.Integer(
        help="Added to the points of the organisation; below zero they are taken off."
    )
    months = fields.Integer(
        "Counts for months",
        default=12,
        help="How long the points count, and how long a listing lasts that cannot be mended; 0: for good.",
    )
    list = fields.Selection(LISTS, "Leads to the list")
    mendable = fields.Boolean(
        "Can be mended",
        default=True,
        help="The organisation leaves the list once its mending is confirmed; otherwise when the months are over.",
    )
    record_days = fields.Integer(
        "Takes effect after working days",
        default=5,
        help="Until then it is announced, and the organisation may state its case. 0: at once.",
    )
    clause = fields.Char(translate=True)

    _code_uniq = models.Constraint("UNIQUE (code)", "This code is taken.")
    _numbers = models.Constraint(
        "CHECK (months >= 0 AND record_days >= 0)", "Months and days cannot be negative."
    )

    @api.constrains("kind", "points", "list", "mendable", "months")
    def _check_sense(self):
        for rule in self:
            if rule.kind == "good" and (rule.list or rule.points < 0):
                raise ValidationError(
                    self.env._(
                        "«%(rule)s» is commendable: it adds points and leads to no list.",
                        rule=rule.name,
                    )
                )
            if rule.kind == "bad" and rule.points > 0:
                raise ValidationError(
                    self.env._("«%(rule)s» is dishonest: it adds no points.", rule=rule.name)
                )
            if rule.list and not rule.mendable and not rule.months:
                raise ValidationError(
                    self.env._(
                        "«%(rule)s» cannot be mended: say for how many months it keeps on the list.",
                        rule=rule.name,
                    )
                )
