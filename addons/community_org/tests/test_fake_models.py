from odoo import fields, models
from odoo.tests import tagged

from .common import CommunityCase
from .fake_models import FakeModelLoader


class FakeExtension(models.Model):
    _inherit = "community.review.phrase"
    _module = None

    fake_note = fields.Char()


class FakeThing(models.Model):
    _name = "community.fake.thing"
    _description = "Fake thing"
    _inherit = ["community.area.mixin"]
    _module = None


@tagged("post_install", "-at_install")
class TestFakeModels(CommunityCase):
    def test_restore_leaves_no_trace(self):
        """A fake model works while it is loaded; afterwards the registry is as before."""
        before = dict(self.registry.items())
        loader = FakeModelLoader(self.env, self.__module__)
        loader.backup_registry()
        loader.update_registry((FakeThing, FakeExtension))
        thing = self.env["community.fake.thing"].create({"area_id": self.area_a1.id})
        phrase = self.env["community.review.phrase"].create({"text": "好", "fake_note": "n"})
        self.env.flush_all()
        self.assertEqual(thing.street_id, self.street_a)
        self.assertEqual(phrase.fake_note, "n")
        loader.restore_registry()
        self.assertEqual(dict(self.registry.items()), before)
        self.assertNotIn("fake_note", self.env["community.review.phrase"]._fields)
        mixin = self.registry["community.area.mixin"]
        self.assertNotIn("community.fake.thing", mixin._inherit_children)
