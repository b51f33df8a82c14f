"""Spreadsheets as streets make them, and an import's way from upload to organisations."""

import base64
import io

import xlsxwriter

from .common import CommunityCase, identity_number

HEAD = ("名称", "社区", "类别", "备案日期", "负责人", "负责人电话", "负责人身份证号")
MEMBER_HEAD = ("组织名称", "社区", "姓名", "职务", "电话", "身份证号")


def make_xlsx(**sheets):
    """An xlsx of ``{name of the sheet: rows}``."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            for place, value in enumerate(row):
                if hasattr(value, "year"):
                    sheet.write_datetime(number, place, value, day)
                elif value is not None:
                    sheet.write(number, place, value)
    book.close()
    return buffer.getvalue()


class ImportCase(CommunityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cron = cls.env.ref("community_org.ir_cron_import")

    def _row(self, **vals):
        """A row of HEAD that is right; ``vals`` by title."""
        row = {
            "名称": "甲一乐龄舞蹈队",
            "社区": "甲一社区",
            "类别": "测试文体",
            "备案日期": "2024-05-06",
            "负责人": "赵测试",
            "负责人电话": "13800000000",
            "负责人身份证号": identity_number(),
        }
        return [{**row, **vals}.get(title) for title in HEAD]

    def _upload(self, content, name="名单.xlsx", user=None, **vals):
        batches = self.env["community.import"].with_user(user or self.officer_a)
        return batches.create({"upload": base64.b64encode(content), "upload_name": name, **vals})

    def _work(self):
        """Let the background job run until it has nothing left to do."""
        with self.enter_registry_test_mode():
            self.cron.method_direct_trigger()
        self.env.invalidate_all()

    def _read(self, content, name="名单.xlsx", user=None, **vals):
        """Upload and read; the import, with its rows checked."""
        batch = self._upload(content, name, user, **vals)
        batch.action_read()
        self._work()
        self.assertEqual(batch.state, "checked", batch.failure)
        return batch

    def _read_rows(self, *rows, head=HEAD, user=None, **sheets):
        return self._read(make_xlsx(**{"组织": [head, *rows], **sheets}), user=user)

    def _import(self, batch):
        batch.action_import()
        self._work()
        return batch

    def _rows(self, batch, kind="organization"):
        """The rows of an import in their order, as whoever loads it sees them."""
        return batch.env[f"community.import.{kind}"].search(
            [("import_id", "=", batch.id)], order="number"
        )

    def _imported(self, batch):
        return self.env["community.organization"].search(
            [("import_id", "=", batch.id)], order="number"
        )

    def assertRowError(self, row, field, *words):
        """The cell ``field`` of ``row`` is wrong, and what is said about it has ``words``."""
        self.assertEqual(row.state, "error", row.problem)
        self.assertIn(field, row.errors)
        for word in words:
            self.assertIn(word, row.errors[field])
