from odoo import fields, models


class CommunityPolicy(models.Model):
    """«负责人法律与业务培训»: how many hours a leader owes, and what follows."""

    _inherit = "community.policy"

    leader_training_hours = fields.Integer(
        "Hours of a leader each year", default=8, tracking=True, help="0: none."
    )
    training_remind_month = fields.Integer(
        "Remind of hours owed in month", default=9, tracking=True, help="0: never."
    )
    training_blocks = fields.Boolean(
        "Without last year's hours no funds",
        tracking=True,
        help="An organisation whose leader lacks hours of last year does not apply for funds.",
    )
    training_cancel_hours = fields.Integer(
        "Cancel an enrolment until (hours before)", default=24, tracking=True
    )

    exam_days = fields.Integer(
        "Take the test within (days)", default=14, tracking=True, help="After the session."
    )
    excellent_points = fields.Integer(
        "Points of a person excellent in a year", default=30, tracking=True
    )

    # 孵化
    incubation_months = fields.Integer("Period of incubation (months)", default=12, tracking=True)
    incubation_extension_months = fields.Integer("Extension (months)", default=12, tracking=True)
    graduation_score = fields.Integer("Score to graduate", default=80, tracking=True)
    handover_days = fields.Integer("Hand over within (working days)", default=15, tracking=True)

    _training_numbers = models.Constraint(
        "CHECK (leader_training_hours >= 0 AND training_remind_month BETWEEN 0 AND 12"
        " AND training_cancel_hours >= 0 AND exam_days >= 0 AND excellent_points >= 0"
        " AND incubation_months > 0 AND incubation_extension_months >= 0 AND handover_days >= 0"
        " AND graduation_score BETWEEN 0 AND 100)",
        "Hours are not negative, and a year has twelve months.",
    )
