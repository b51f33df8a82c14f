from odoo import Command
from odoo.exceptions import UserError

from .common import CommunityCase

# a free code in the street 乙街道
NEW_CODE = "999901002005"


class AreaChangeCase(CommunityCase):
    """Area changes of the fictive district, planned by its officer."""

    def setUp(self):
        super().setUp()
        # a real run commits after each step; a test may not
        self.patch(type(self.env["ir.cron"]), "_commit_progress", lambda cron, *args, **kw: 1)

    @classmethod
    def _today(cls):
        return cls.env["community.policy"]._today()

    @classmethod
    def _merge(cls, areas, target, **vals):
        """A draft: ``areas`` join ``target``."""
        return cls._change(
            kind="merge", lines=[{"area_id": a.id} for a in areas], target_id=target.id, **vals
        )

    @classmethod
    def _move(cls, area, street, code, **vals):
        """A draft: ``area`` goes to ``street`` and gets ``code``."""
        lines = [{"area_id": area.id, "new_code": code}]
        return cls._change(kind="move", lines=lines, target_street_id=street.id, **vals)

    @classmethod
    def _change(cls, user=None, lines=(), **vals):
        changes = cls.env["community.area.change"].with_user(user or cls.officer_d)
        return changes.create(
            {
                "area_id": cls.district.id,
                "document_number": "鄞民〔2026〕1号",
                "line_ids": [Command.create(line) for line in lines],
                **vals,
            }
        )

    def _applied(self, change):
        """``change`` after it was confirmed on its day, as superuser."""
        change.action_confirm()
        self.assertEqual(change.state, "done")
        self.env.invalidate_all()
        return self._as_root(change)

    @classmethod
    def _filed(cls, area, name, category=None, filed_on="2026-01-05", **vals):
        """An organisation as it is in the list, without the way of a filing."""
        category = category or cls.category_many
        return cls.env["community.organization"].create(
            {
                "name": name,
                "area_id": area.id,
                "category_id": category.id,
                "holds_category": category.one_per_community,
                "filed_on": filed_on,
                "partner_id": cls.env["res.partner"].create({"name": name}).id,
                **vals,
            }
        )

    def assertNotReady(self, change, *words):
        """Confirming is refused with a sentence that contains each of ``words``; the form says it too."""
        message = self.assertRefused(UserError, change.action_confirm)
        for word in words:
            self.assertIn(word, message)
            self.assertIn(word, change.problems)
        self.assertEqual(change.state, "draft")
