"""Models that exist during a test only: the review engine and the area mixin by themselves."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.orm.model_classes import add_to_registry


class FakeModelLoader:
    """The interface of odoo-test-helper's class of that name, which does not import on Odoo 19.

    Model classes for it are written with ``_module = None``, so that importing
    them registers nothing; the loader names their module.
    """

    def __init__(self, env, module):
        self.env = env
        self.registry = env.registry
        self._module_name = module.split(".")[2]
        self._original = {}

    def backup_registry(self):
        self._original = {name: cls._base_classes__ for name, cls in self.registry.items()}

    def update_registry(self, odoo_models):
        self.env.flush_all()
        for model in odoo_models:
            for definition in (model, *model._field_definitions, *model._table_object_definitions):
                definition._module = self._module_name
            add_to_registry(self.registry, model)
        names = [model._name for model in odoo_models]
        self.registry._setup_models__(self.env.cr, names)
        self.registry.init_models(self.env.cr, names, {"module": self._module_name})

    def restore_registry(self):
        changed = set()
        for name, model in list(self.registry.items()):
            if name not in self._original:
                del self.registry[name]
            elif model._base_classes__ != self._original[name]:
                model._base_classes__ = self._original[name]
                changed.add(name)
        self.registry._setup_models__(self.env.cr, changed)


# what the hooks of FakeDocument were told, in order: (hook, document id)
CALLS = []


class FakeDocument(models.Model):
    _name = "community.fake.document"
    _description = "Fake document"
    _inherit = ["community.area.mixin", "community.review.mixin"]
    _module = None

    name = fields.Char()
    line_ids = fields.One2many("community.fake.line", "document_id")
    partner_ids = fields.Many2many("res.partner", string="Others concerned")

    def _check_submit(self):
        if self.name == "incomplete":
            raise UserError("incomplete")

    def _check_verdict(self, verdict, task):
        CALLS.append(("verdict", self.id))
        if self.name == f"no {verdict}":
            raise UserError("not this verdict")

    def _get_interested_partners(self):
        return super()._get_interested_partners() | self.partner_ids

    def _prepare_review_vals(self):
        return {**super()._prepare_review_vals(), "subject": f"Fake {self.name}"}

    def _on_submitted(self):
        CALLS.append(("submitted", self.id))

    def _on_approved(self):
        CALLS.append(("approved", self.id))

    def _on_returned(self):
        CALLS.append(("returned", self.id))

    def _on_rejected(self):
        CALLS.append(("rejected", self.id))

    def _on_withdrawn(self):
        CALLS.append(("withdrawn", self.id))


class FakeLine(models.Model):
    _name = "community.fake.line"
    _description = "Fake line"
    _inherit = ["community.review.part.mixin"]
    _module = None
    _review_document = "document_id"

    name = fields.Char()
    document_id = fields.Many2one("community.fake.document", required=True, ondelete="cascade")


class FakeEvent(models.Model):
    """Hangs on an organisation: where it happened stays, who is responsible moves along."""

    _name = "community.fake.event"
    _description = "Fake event"
    _inherit = ["community.area.mixin"]
    _module = None
    _area_follows = "organization_id"

    organization_id = fields.Many2one("community.organization")
    area_id = fields.Many2one(
        compute="_compute_area_id", store=True, precompute=True, readonly=False
    )

    @api.depends("organization_id")
    def _compute_area_id(self):
        for event in self:
            event.area_id = event.area_id or event.organization_id.area_id


FAKES = (FakeDocument, FakeLine, FakeEvent)
