import io
import zipfile

from odoo.tests import tagged

from .common import identity_number
from .common_import import MEMBER_HEAD, ImportCase

RIGHT, OTHER, TYPED = (identity_number(serial=number) for number in (11, 12, 13))
WRONG = RIGHT[:-1] + ("1" if RIGHT[-1] != "1" else "2")


@tagged("post_install", "-at_install")
class TestImportIdentity(ImportCase):
    """A raw number is in no row, workbook, message, log or mapping; the vault has those that are right."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        case = cls("test_no_table_has_it")
        case._load()

    def _load(self):
        type(self).batch = self._read_rows(
            self._row(负责人身份证号=RIGHT),
            self._row(名称="甲一合唱队", 负责人="钱测试", 负责人身份证号=WRONG),
            成员=[MEMBER_HEAD, ["甲一乐龄舞蹈队", "甲一社区", "孙测试", None, None, OTHER]],
        )

    def assertHidden(self, text):
        for number in (RIGHT, OTHER, TYPED, WRONG):
            self.assertNotIn(number, text)

    def test_no_table_has_it(self):
        """Every text column of the database is searched, also after a row was corrected and imported."""
        with self.assertLogs("odoo", "DEBUG") as logs:
            self._rows(self.batch)[1].leader_identity_number = f" {TYPED} "
            self._import(self.batch)
        self.assertHidden("\n".join(line for line in logs.output if "odoo.sql_db" not in line))
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
            " AND data_type IN ('character varying', 'text', 'jsonb', 'json', 'bytea')"
            " AND (table_name LIKE 'community%' OR table_name LIKE 'mail%' OR table_name LIKE 'ir_attach%')"
        )
        for table, column in self.env.cr.fetchall():
            self.env.cr.execute(
                f'SELECT count(*) FROM "{table}" WHERE "{column}"::text ~ %s',  # noqa: S608
                ["|".join((RIGHT, OTHER, TYPED, WRONG))],
            )
            self.assertFalse(self.env.cr.fetchone()[0], f"{table}.{column}")
        vault = self.env["community.identity"]
        self.assertTrue(vault._find(RIGHT) and vault._find(OTHER) and vault._find(TYPED))
        self.assertEqual(len(self._imported(self.batch)), 2)

    def test_what_a_client_gets(self):
        """Reading, exporting, the workbook of errors, and the answer to a correction."""
        rows = self._rows(self.batch)
        members = self._rows(self.batch, "member")
        self.officer_a.group_ids += self.env.ref("base.group_allow_export")
        fields = ["name", "leader_identity_number", "typed", "errors", "problem"]
        self.assertHidden(str(rows.read(fields)))
        self.assertIn("*" * 13, str(rows.read(fields)))
        self.assertHidden(str(members.read(["identity_number", "typed"])))
        self.assertHidden(str(rows.export_data(fields)))
        saved = rows[1].web_save(
            {"leader_identity_number": WRONG}, {"leader_identity_number": {}, "typed": {}}
        )
        self.assertHidden(str(saved))
        with zipfile.ZipFile(io.BytesIO(self.batch._make_errors())) as archive:
            for name in archive.namelist():
                self.assertHidden(archive.read(name).decode())

    def test_a_name_elsewhere_is_not_told(self):
        """Whoever types a number of another street's list learns no name by it."""
        self._import(self.batch)
        other = self._read_rows(
            self._row(社区="乙一社区", 负责人="李测试", 负责人身份证号=OTHER), user=self.officer_b
        )
        row = self._rows(other)
        self.assertRowError(row, "leader_identity_number", "another person")
        self.assertNotIn("孙测试", row.problem)

    def test_numbers_of_a_cancelled_import_go(self):
        """Nobody has them then, and the vault forgets them."""
        self.batch.action_cancel()
        vault = self.env["community.identity"]
        vault._gc_unused()
        self.assertFalse(vault._find(RIGHT) or vault._find(OTHER))
