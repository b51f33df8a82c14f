from odoo import api, fields, models
from odoo.exceptions import UserError


class CommunityIdentityLog(models.Model):
    """Who looked at whose identity number, when and why. Rows are added, never changed or deleted.

    The area is fixed on purpose (no `community.area.mixin`): it is the record of an act.
    """

    _name = "community.identity.log"
    _description = "Look at an identity number"
    _order = "id desc"
    _rec_name = "person_name"

    user_id = fields.Many2one("res.users", "Who looked", required=True, ondelete="restrict")
    person_name = fields.Char("Whose", required=True)
    organization_name = fields.Char("Organisation", required=True)
    mask = fields.Char("Identity number", required=True)
    reason = fields.Char(required=True)
    revealed_on = fields.Datetime("When", required=True, default=fields.Datetime.now, index=True)
    district_id = fields.Many2one("community.area", index=True, ondelete="restrict")
    street_id = fields.Many2one("community.area", "Street or town", index=True, ondelete="restrict")
    community_id = fields.Many2one("community.area", index=True, ondelete="restrict")

    def init(self):
        """Held by the database: a change or a deletion fails whoever asks, superuser included."""
        self.env.cr.execute(
            """
            CREATE OR REPLACE FUNCTION community_identity_log_keep() RETURNS trigger AS $$
            BEGIN
                RAISE EXCEPTION 'community_identity_log is append-only';
            END $$ LANGUAGE plpgsql;
            CREATE OR REPLACE TRIGGER community_identity_log_keep
                BEFORE UPDATE OR DELETE ON community_identity_log
                FOR EACH ROW EXECUTE FUNCTION community_identity_log_keep();
            """
        )

    @api.ondelete(at_uninstall=True)
    def _unlink_never(self):
        raise UserError(self.env._("The log of looks at identity numbers is never deleted."))
