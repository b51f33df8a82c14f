from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class CommunityActivityCorrection(models.Model):
    """One fact of a confirmed activity that its community corrected: what it was, what it is, who and why.

    Rows are added by the correction alone, and never changed or deleted.
    """

    _name = "community.activity.correction"
    _description = "Correction of an activity"
    _inherit = ["community.area.mixin"]
    _order = "id desc"
    _rec_name = "fact"
    _area_follows = "activity_id"

    activity_id = fields.Many2one(
        "community.activity", required=True, index=True, ondelete="restrict"
    )
    fact = fields.Char(required=True)
    before = fields.Text()
    after = fields.Text()
    reason = fields.Text(required=True)
    user_id = fields.Many2one("res.users", "Corrected by", required=True, ondelete="restrict")
    corrected_on = fields.Datetime(required=True, default=fields.Datetime.now)

    def init(self):
        """Held by the database, superuser included; only who is responsible may follow the organisation."""
        self.env.cr.execute(
            """
            CREATE OR REPLACE FUNCTION community_activity_correction_keep() RETURNS trigger AS $$
            BEGIN
                RAISE EXCEPTION 'community_activity_correction is append-only';
            END $$ LANGUAGE plpgsql;
            CREATE OR REPLACE TRIGGER community_activity_correction_keep
                BEFORE DELETE OR UPDATE OF activity_id, area_id, fact, before, after, reason, user_id,
                    corrected_on
                ON community_activity_correction
                FOR EACH ROW EXECUTE FUNCTION community_activity_correction_keep();
            """
        )

    def write(self, vals):
        if vals:
            raise AccessError(
                self.env._("Corrections are never changed: enter another correction.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Corrections are never deleted."))
