from odoo import fields, models


class CommunityPolicyImport(models.Model):
    _inherit = "community.policy"

    import_keep_days = fields.Integer(
        "Keep the rows of an import, in days",
        default=90,
        required=True,
        tracking=True,
        help="After that the rows of a finished import are deleted; what was imported stays.",
    )

    _import_keep_days_positive = models.Constraint(
        "CHECK (import_keep_days > 0)", "The rows of an import are kept for a day at least."
    )
