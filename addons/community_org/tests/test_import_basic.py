from odoo.tests import tagged

from .common_import import ImportCase


@tagged("post_install", "-at_install")
class TestImportBasic(ImportCase):
    def test_list_of_organisations(self):
        batch = self._read_rows(self._row())
        row = self._rows(batch)
        self.assertEqual(row.state, "ready", row.problem)
        self._import(batch)
        self.assertEqual(batch.state, "done", batch.failure)
        organization = self._imported(batch)
        self.assertEqual(organization.name, "甲一乐龄舞蹈队")
