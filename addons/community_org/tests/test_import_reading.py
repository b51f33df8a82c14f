from datetime import date

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import identity_number
from .common_import import HEAD, MEMBER_HEAD, ImportCase, make_xlsx


@tagged("post_install", "-at_install")
class TestImportReading(ImportCase):
    """From a file to rows: columns recognised, cells understood, or said what is wrong."""

    # ------------------------------------------------------------
    # COLUMNS
    # ------------------------------------------------------------

    def test_own_titles(self):
        """A street's own titles lead to the right columns; what nobody knows is not imported."""
        head = (
            "序号",
            "社区社会组织名称（全称）",
            "所属社区（村）",
            "类 别",
            "备案时间*",
            "队长",
            "联系方式",
            "公民身份号码",
        )
        batch = self._upload(make_xlsx(汇总=[head, [1, *self._row()]]))
        self.assertEqual(
            batch.column_ids.mapped("target"),
            [False]
            + [
                f"organization/{name}"
                for name in (
                    "name",
                    "area_id",
                    "category_id",
                    "filed_on",
                    "leader_name",
                    "leader_phone",
                    "leader_identity_number",
                )
            ],
        )
        self.assertFalse(batch.missing_columns)

    def test_choice_is_remembered(self):
        """A column that was assigned by hand once is known in the next file of the street, not elsewhere."""
        head = ("甲街道叫法", *HEAD[1:])
        content = make_xlsx(表=[head, self._row()])
        batch = self._upload(content)
        self.assertEqual(batch.missing_columns, "Organisation name")
        self.assertRefused(UserError, batch.action_read)
        batch.column_ids[0].target = "organization/name"
        batch.action_read()
        self._work()
        self.assertEqual(self._rows(batch).name, "甲一乐龄舞蹈队")
        self.assertEqual(self._upload(content).column_ids[0].target, "organization/name")
        elsewhere = self._upload(content, user=self.officer_b)
        self.assertFalse(elsewhere.column_ids[0].target)

    def test_examples_are_masked(self):
        """What is shown of a column hides long numbers, also those with blanks in them."""
        number = identity_number()
        spaced = f"{number[:6]} {number[6:14]} {number[14:]}"
        batch = self._upload(make_xlsx(表=[HEAD, self._row(负责人身份证号=spaced), self._row()]))
        shown = " ".join(filter(None, batch.column_ids.mapped("examples")))
        self.assertNotIn(number, shown)
        self.assertNotIn(spaced, shown)
        self.assertNotIn("13800000000", shown)

    def test_columns_of_two_kinds(self):
        """A sheet lists organisations or members; a column stands once."""
        batch = self._upload(make_xlsx(表=[HEAD, self._row()]))
        batch.column_ids[4].target = "member/organization_number"
        batch.column_ids[5].target = "member/name"
        self.assertIn("of members", self.assertRefused(UserError, batch.action_read))
        batch.column_ids[4].target = "organization/name"
        batch.column_ids[5].target = False
        self.assertIn("Two columns", self.assertRefused(UserError, batch.action_read))

    def test_refused_files(self):
        """Said at once, in plain words; and the draft is still there for another file."""
        batch = self._upload(make_xlsx(表=[HEAD, self._row()]))
        for content in (b"%PDF", make_xlsx(表=[]), b"<html><table>", b"x" * (2**21 + 1)):
            with self.assertRaises(UserError):
                self._upload(content)
        self.assertEqual(batch.state, "draft")
        self.assertRefused(
            UserError, self.env["community.import"].with_user(self.officer_a).create({}).action_read
        )

    def test_file_is_forgotten(self):
        """The file is kept until it has been read, in no attachment, and nobody can ask for it."""
        batch = self._upload(make_xlsx(表=[HEAD, self._row()]))
        hidden = self._as_root(batch)
        self.assertTrue(hidden.file)
        attachments = self.env["ir.attachment"].search([("res_model", "=", "community.import")])
        self.assertFalse(attachments)
        batch.action_read()
        self._work()
        self.assertFalse(hidden.file)
        self.assertTrue(batch.file_hash)
        batch = self._upload(make_xlsx(表=[HEAD, self._row()]))
        batch.action_cancel()
        self.assertFalse(self._as_root(batch).file)

    # ------------------------------------------------------------
    # ROWS
    # ------------------------------------------------------------

    def test_understood_cells(self):
        """Dates as serial numbers and with dots, full-width digits, numbers as numbers, blanks around."""
        head = (*HEAD, "有效期至", "成立时间", "开办资金", "政治面貌", "组织形式")
        batch = self._read_rows(
            [
                *self._row(
                    名称="  甲一 乐龄舞蹈队\u3000", 社区="甲街道甲一居委会", 备案日期=45047,
                    负责人电话=13800000001, 负责人身份证号=f" {identity_number()} ",
                ),
                "2026.4.30", "2019年5月", "0.5万元", "中共党员", "舞蹈队"[2:],
            ],
            head=head,
        )  # fmt: skip
        row = self._rows(batch)
        self.assertEqual(row.state, "ready", row.problem)
        self.assertEqual(row.area_id, self.area_a1)
        self.assertEqual(row.filed_on, date(2023, 5, 1))
        self.assertEqual(row.valid_to, date(2026, 4, 30))
        self.assertEqual(row.founded_on, date(2019, 5, 1))
        self.assertEqual(row.funds, 5000)
        self.assertEqual(row.leader_phone, "13800000001")
        self.assertTrue(row.leader_is_party_member)
        self.assertEqual(row.form, "team")

    def test_wrong_cells(self):
        """Each wrong cell says what is wrong with it; what was typed is shown beside it."""
        wrong = {
            "名称": ("甲一测试禁词甲会", "name", "禁词甲"),
            "社区": ("不存在社区", "area_id", "no such"),
            "类别": ("没有这类", "category_id", "no such"),
            "备案日期": ("2023年13月1日", "filed_on", "date"),
            "负责人电话": ("1380000000", "leader_phone", "11 digits"),
            "负责人身份证号": (identity_number()[:-1] + "*", "leader_identity_number", "18"),
            "负责人": ("赵测试、钱测试", "leader_name", "one person"),
        }
        batch = self._read_rows(
            *(
                self._row(**{"名称": f"甲一{n}队", title: cell[0]})
                for n, (title, cell) in enumerate(wrong.items())
            )
        )
        for row, (title, (typed, field, word)) in zip(
            self._rows(batch), wrong.items(), strict=True
        ):
            with self.subTest(title):
                self.assertRowError(row, field, word)
                if field in (row.typed or {}) and title != "负责人身份证号":
                    self.assertEqual(row.typed[field]["typed"], typed)
                    self.assertFalse(row[field])

    def test_missing_cells(self):
        titles = ("名称", "社区", "类别", "备案日期", "负责人")
        batch = self._read_rows(
            *(self._row(**{"名称": f"甲一{n}队", title: None}) for n, title in enumerate(titles))
        )
        fields = ("name", "area_id", "category_id", "filed_on", "leader_name")
        for row, field in zip(self._rows(batch), fields, strict=True):
            self.assertRowError(row, field, "missing")

    def test_dates_out_of_reach(self):
        batch = self._read_rows(
            self._row(备案日期="2099-01-04"),
            self._row(名称="甲一甲队", 备案日期="1948-12-31"),
            [*self._row(名称="甲一乙队"), "2020-01-01"],
            head=(*HEAD, "有效期至"),
        )
        for row, field in zip(self._rows(batch), ("filed_on", "filed_on", "valid_to"), strict=True):
            self.assertRowError(row, field)

    def test_category_that_is_none(self):
        """A heading and a prohibited category are refused; a code and another classification's word are understood."""
        self.env["community.category.crosswalk"].create(
            {"category_id": self.category_other.id, "scheme": "省", "label": "省里叫法"}
        )
        cells = ("测试类", "测试禁止类", "T13", "省里叫法")
        batch = self._read_rows(
            *(self._row(类别=cell, 名称=f"甲一{n}队") for n, cell in enumerate(cells))
        )
        heading, prohibited, by_code, by_word = self._rows(batch)
        self.assertRowError(heading, "category_id", "heading")
        self.assertRowError(prohibited, "category_id", "不予备案")
        self.assertEqual(by_code.category_id, self.category_many)
        self.assertEqual(by_word.category_id, self.category_other)

    def test_communities(self):
        """By name, by code, without the ending; not in another street, not one that was abolished."""
        self.area_a2.valid_to = "2024-12-31"
        self.area_a2.successor_id = self.area_a1
        cells = ("甲一", self.area_a1.code, "甲一社区居民委员会", "乙一社区", "甲二社区")
        batch = self._read_rows(
            *(self._row(社区=cell, 名称=f"甲一{n}队") for n, cell in enumerate(cells))
        )
        rows = self._rows(batch)
        self.assertEqual(rows[:3].area_id, self.area_a1)
        self.assertRowError(rows[3], "area_id", self.street_b.name)
        self.assertRowError(rows[4], "area_id", "abolished", self.area_a1.name)

    def test_name_of_two_communities(self):
        """A district says which street; a street means its own."""
        self._area("999901002009", "甲一社区", self.street_b)
        head = ("街道", *HEAD)
        rows = [
            ["", *self._row()],
            ["乙街道", *self._row(名称="乙街舞蹈队")],
            ["丁街道", *self._row(名称="丁街舞蹈队")],
        ]
        batch = self._read_rows(*rows, head=head, user=self.officer_d)
        unsaid, said, unknown = self._rows(batch)
        self.assertRowError(unsaid, "area_id", "several", "甲街道甲一社区")
        self.assertEqual(said.area_id.street_id, self.street_b)
        self.assertRowError(unknown, "street_id", "no such street")
        batch = self._read_rows(["", *self._row()], head=head)
        self.assertEqual(self._rows(batch).area_id, self.area_a1)

    def test_csv_of_chinese_excel(self):
        """GBK, with a semicolon or not, and a sheet of its own without a name."""
        lines = [HEAD, [value or "" for value in self._row()]]
        content = "\r\n".join(",".join(line) for line in lines).encode("gbk")
        row = self._rows(self._read(content, "名单.csv"))
        self.assertEqual((row.state, row.area_id), ("ready", self.area_a1), row.problem)

    def test_sums_and_notes_are_no_rows(self):
        batch = self._read_rows(self._row(), [None, "合计", 1], ["", None, None], head=HEAD)
        self.assertEqual(len(self._rows(batch)), 1)

    def test_digits_lost_by_the_spreadsheet(self):
        """18 digits kept as a number end in zeros: never taken, whatever the check digit says."""
        batch = self._read_rows(self._row(负责人身份证号=float(identity_number()[:15] + "000")))
        self.assertRowError(self._rows(batch), "leader_identity_number", "lost")

    # ------------------------------------------------------------
    # MEMBERS
    # ------------------------------------------------------------

    def _member(self, **vals):
        row = {"组织名称": "甲一乐龄舞蹈队", "社区": "甲一社区", "姓名": "钱测试", "职务": "成员"}
        return [{**row, **vals}.get(title) for title in MEMBER_HEAD]

    def test_members(self):
        """They find their organisation; roles are understood by the words of lists."""
        batch = self._read_rows(
            self._row(),
            成员=[
                MEMBER_HEAD,
                self._member(职务="副队长"),
                self._member(姓名="孙测试", 职务="会计"),
                self._member(姓名="李测试", 职务=None),
            ],
        )
        rows = self._rows(batch, "member")
        self.assertEqual(rows.mapped("state"), ["ready"] * 3, rows.mapped("problem"))
        self.assertEqual(rows.mapped("role"), ["deputy", "finance", "member"])
        self.assertEqual(rows.row_id, self._rows(batch))

    def test_members_of_nothing(self):
        batch = self._read_rows(
            self._row(),
            成员=[
                MEMBER_HEAD,
                self._member(组织名称="别的队"),
                self._member(组织名称=None),
                self._member(社区="甲二社区"),
            ],
        )
        for row in self._rows(batch, "member"):
            self.assertRowError(row, "organization_name")

    def test_members_by_former_number(self):
        head = ("原备案号", *MEMBER_HEAD[2:])
        batch = self._read_rows(
            [*self._row(), "甲备1号"],
            head=(*HEAD, "原备案号"),
            成员=[head, ["甲备1号", "钱测试", "成员"], ["甲备2号", "孙测试", "成员"]],
        )
        found, lost = self._rows(batch, "member")
        self.assertEqual(found.state, "ready", found.problem)
        self.assertRowError(lost, "organization_name")

    def test_same_identity_number(self):
        """Twice on one roster, or of two names anywhere: wrong. In two organisations under one name: right."""
        other = self._row(
            名称="甲一乐龄合唱队", 负责人="钱测试", 负责人身份证号=identity_number(serial=2)
        )
        batch = self._read_rows(
            self._row(),
            other,
            成员=[
                MEMBER_HEAD,
                self._member(身份证号=identity_number(serial=2)),
                self._member(姓名="孙测试", 身份证号=identity_number(serial=3)),
                self._member(姓名="孙测试", 身份证号=identity_number(serial=3)),
                self._member(姓名="李测试", 身份证号=identity_number(serial=4)),
                self._member(
                    组织名称="甲一乐龄合唱队", 姓名="周测试", 身份证号=identity_number(serial=4)
                ),
            ],
        )
        same_person, first, twice, one, another = self._rows(batch, "member")
        self.assertEqual((same_person + first).mapped("state"), ["ready", "ready"])
        self.assertRowError(twice, "identity_number", "孙测试", "row 3")
        self.assertRowError(one, "identity_number", "周测试")
        self.assertRowError(another, "identity_number", "李测试")

    def test_leader_of_seventeen(self):
        """The policy's age holds here too; on the sheet of members as well, and then the organisation waits."""
        born = f"{date.today().year - 17}0101"
        young = identity_number(born)
        batch = self._read_rows(
            self._row(负责人身份证号=young),
            self._row(名称="甲一少年队", 负责人=None, 负责人身份证号=None),
            成员=[
                MEMBER_HEAD,
                self._member(组织名称="甲一少年队", 职务="队长", 身份证号=identity_number(born, 2)),
            ],
        )
        column, sheet = self._rows(batch)
        self.assertRowError(column, "leader_identity_number", "18")
        self.assertRowError(self._rows(batch, "member"), "identity_number")
        self.assertRowError(sheet, "leader_name", "row 2")

    def test_two_leaders(self):
        batch = self._read_rows(self._row(), 成员=[MEMBER_HEAD, self._member(职务="队长")])
        self.assertRowError(self._rows(batch), "leader_name", "钱测试")
