"""A fake document with a two-step route, for tests of the review engine by itself."""

from odoo import Command
from odoo.exceptions import UserError

from .common import CommunityCase
from .fake_models import CALLS, FAKES, FakeModelLoader


class ReviewCase(CommunityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._load_fakes()
        cls.fake_route = cls.env["community.review.route"].create(
            {
                "name": "Fake route",
                "sequence": -1000,
                "res_model": "community.fake.document",
                "step_ids": [
                    Command.create(
                        {"sequence": 10, "name": "First", "tier": "community", "days": 5}
                    ),
                    Command.create({"sequence": 20, "name": "Second", "tier": "street", "days": 3}),
                ],
            }
        )

    @classmethod
    def _load_fakes(cls):
        loader = FakeModelLoader(cls.env, cls.__module__)
        loader.backup_registry()
        cls.addClassCleanup(loader.restore_registry)
        loader.update_registry(FAKES)
        # no record rules: what refuses here is the engine
        cls.env["ir.model.access"].create(
            [
                {
                    "name": f"{fake._name} {group.name}",
                    "model_id": cls.env["ir.model"]._get_id(fake._name),
                    "group_id": group.id,
                    **{f"perm_{mode}": True for mode in ("read", "write", "create", "unlink")},
                }
                for fake in FAKES
                for group in cls.env.ref("base.group_user") + cls.env.ref("base.group_portal")
            ]
        )

    def setUp(self):
        super().setUp()
        CALLS.clear()

    def _document(self, user=None, **vals):
        vals = {"name": "document", "area_id": self.area_a1.id, **vals}
        user = user or self.portal_1
        if user.share:
            vals["applicant_id"] = user.partner_id.id
        return self.env["community.fake.document"].with_user(user).create(vals)

    def _submitted(self, user=None, **vals):
        document = self._document(user, **vals)
        document.action_submit()
        return document

    def _tasks(self, document):
        """Every task of ``document`` in the order they were made."""
        return self._as_root(document).task_ids.sorted("id")

    def _states(self, document):
        return self._tasks(document).mapped("state")

    def _hooks(self, document):
        """Names of the hooks that were called for ``document`` after something happened."""
        return [hook for hook, called in CALLS if called == document.id and hook != "verdict"]

    def assertImpossible(self, call, *args):
        """The state machine refuses."""
        return self.assertRefused(UserError, call, *args)
