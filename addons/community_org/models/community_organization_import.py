from odoo import fields, models


class CommunityOrganizationImport(models.Model):
    """What an organisation keeps of the list that it came from."""

    _inherit = "community.organization"
    _rec_names_search = ["name", "number", "former_number"]

    import_id = fields.Many2one(
        "community.import",
        "Imported with",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    former_number = fields.Char(
        readonly=True,
        copy=False,
        index="trigram",
        help="The number that its street gave it before this system.",
    )
    # areas merge and organisations move: a number stays unique in the list that it comes from
    former_street_id = fields.Many2one(
        "community.area", "Former number given by", readonly=True, copy=False, ondelete="restrict"
    )

    _former_number_uniq = models.UniqueIndex(
        "(former_street_id, former_number) WHERE former_number IS NOT NULL",
        "This former number belongs to another organisation of the street.",
    )
