from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools.safe_eval import safe_eval


class CommunityReviewRoute(models.Model):
    """The way a kind of document goes: an ordered list of steps, as data the district edits.

    The route is copied into tasks when a document is submitted, so an edit
    concerns only documents submitted afterwards.
    """

    _name = "community.review.route"
    _description = "Review route"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    res_model = fields.Selection(selection="_selection_res_model", string="Document", required=True)
    domain = fields.Char("Only for", help="Leave empty for every document of this kind.")
    step_ids = fields.One2many("community.review.step", "route_id", "Steps", copy=True)

    @api.model
    def _selection_res_model(self):
        """Every model that is reviewed, with its name."""
        return [
            (name, self.env["ir.model"]._get(name).name)
            for name, model in self.env.registry.items()
            if not model._abstract
            and issubclass(model, self.env.registry["community.review.mixin"])
        ]

    @api.constrains("step_ids", "active")
    def _check_steps(self):
        for route in self:
            if route.active and not route.step_ids:
                raise ValidationError(
                    self.env._("The route «%(route)s» needs at least one step.", route=route.name)
                )

    @api.constrains("domain", "res_model")
    def _check_domain(self):
        for route in self:
            try:
                # sudo: the document model - only the condition is tried, nothing is shown
                self.env[route.res_model].sudo().search_count(route._get_domain(), limit=1)
            except Exception as error:
                raise ValidationError(
                    self.env._(
                        "The condition of the route «%(route)s» cannot be read.", route=route.name
                    )
                ) from error

    def _get_domain(self):
        return safe_eval(self.domain or "[]")

    @api.model
    def _get_route(self, document):
        """The first active route that fits ``document`` (one record), as a sudo record.

        :raises UserError: no route fits
        """
        # sudo: community.review.route and the document - configuration, applied to applicants who may not read it
        for route in self.sudo().search([("res_model", "=", document._name)]):
            if document.sudo().filtered_domain(route._get_domain()):
                return route
        raise UserError(
            self.env._(
                "There is no review route for «%(document)s». Ask the district to set one up.",
                document=self.env["ir.model"]._get(document._name).name,
            )
        )
