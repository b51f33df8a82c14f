from datetime import date, timedelta
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import identity_number
from .common_import import HEAD, MEMBER_HEAD, ImportCase, make_xlsx

COMMIT = "odoo.addons.community_org.models.community_import_commit"


@tagged("post_install", "-at_install")
class TestImportCommit(ImportCase):
    """What becomes of the rows: organisations as they were filed, once."""

    def test_organisation(self):
        """As an approval would have made it on that day: number of the year, certificate, contact, roster."""
        head = (*HEAD, "原备案号", "有效期至", "联络员", "宗旨")
        batch = self._read_rows(
            [*self._row(), "甲备1号", "2030-05-05", "钱测试", "服务社区老人。"],
            self._row(
                名称="甲一合唱队", 备案日期="2023-05-06", 负责人="孙测试", 负责人身份证号=None
            ),
            head=head,
        )
        self._import(batch)
        self.assertEqual(batch.state, "done", batch.failure)
        sung, danced = self._imported(batch).sorted("filed_on")
        self.assertEqual(
            (danced.state, danced.filed_on, danced.filed_year), ("filed", date(2024, 5, 6), 2024)
        )
        self.assertRegex(danced.number, r"^999901001-2024-\d{4}$")
        self.assertRegex(sung.number, r"^999901001-2023-\d{4}$")
        self.assertEqual(
            (danced.former_number, danced.former_street_id), ("甲备1号", self.street_a)
        )
        self.assertEqual(danced.purpose, "服务社区老人。")
        charter = danced.document_ids
        self.assertEqual((charter.state, charter.purpose), ("in_force", "服务社区老人。"))
        self.assertEqual((charter.version, charter.date_from), (1, date(2024, 5, 6)))
        self.assertFalse(sung.document_ids, "no purpose, no charter")
        self.assertEqual(danced.partner_id.name, danced.name)
        self.assertEqual(danced.certificate_id.issued_on, date(2024, 5, 6))
        self.assertEqual(danced.valid_to, date(2030, 5, 5), "what the list says")
        self.assertEqual(sung.valid_to, date(2026, 5, 5), "the years of the policy")
        self.assertEqual(danced.member_ids.mapped("role"), ["leader", "liaison"])
        self.assertEqual(danced.member_ids.mapped("date_from"), [date(2024, 5, 6)] * 2)
        self.assertEqual(danced.leader_id.identity_number[:3], identity_number()[:3])
        self.assertEqual(danced.street_id, self.street_a)

    def test_numbers_follow_the_days(self):
        """The first filed of a year has its first number, wherever it stands in the list."""
        days = ("2022-03-01", "2022-01-04", "2022-02-01")
        rows = [self._row(名称=f"甲一{n}队", 备案日期=day) for n, day in enumerate(days)]
        organizations = self._imported(self._import(self._read_rows(*rows))).sorted("number")
        self.assertEqual(organizations.mapped("name"), ["甲一1队", "甲一2队", "甲一0队"])
        serials = [int(number[-4:]) for number in organizations.mapped("number")]
        self.assertEqual(serials, list(range(serials[0], serials[0] + 3)))

    def test_before_the_first_policy(self):
        """Before any policy of the system the first one's years count."""
        batch = self._import(self._read_rows(self._row(备案日期="2005-01-04")))
        years = (
            self.env["community.policy"].search([], order="valid_from", limit=1).certificate_years
        )
        self.assertEqual(self._imported(batch).valid_to, date(2005 + years, 1, 3))
        self.assertTrue(self._imported(batch).is_expired)

    def test_nobody_is_written_to(self):
        """No portal account, no mail, no follower, no creation log of an organisation."""
        head = (*HEAD, "负责人邮箱")
        before = self.env["mail.mail"].search_count([]), self.env["res.users"].search_count([])
        batch = self._import(self._read_rows([*self._row(), "leader@test.example"], head=head))
        after = self.env["mail.mail"].search_count([]), self.env["res.users"].search_count([])
        self.assertEqual(after, before)
        organization = self._imported(batch)
        self.assertEqual(organization.leader_id.email, "leader@test.example")
        self.assertFalse(organization.message_ids)
        self.assertFalse(organization.message_follower_ids)
        self.assertFalse(organization.member_ids.partner_id)

    def test_expired_before_it_came(self):
        """Shown as expired, and nobody is written to about it the next morning; one that expires soon is told."""
        today = self.env["community.policy"]._today()
        days = (date(2020, 1, 2), today + timedelta(days=3))
        rows = [
            [*self._row(名称=f"甲一{n}队", 备案日期="2019-01-04"), str(day)]
            for n, day in enumerate(days)
        ]
        batch = self._import(self._read_rows(*rows, head=(*HEAD, "有效期至")))
        old, soon = self._imported(batch)
        self.assertEqual((old.is_expired, soon.is_expiring), (True, True))
        self.assertEqual(
            self.env["community.organization"]._get_due_reminders() & (old + soon), soon
        )

    def test_first_filed_is_never_imported(self):
        """Who has errors takes no place: the second of the file gets it."""
        rows = [
            self._row(名称="甲一敬老队", 类别="测试助老"),
            self._row(名称="甲一爱老会", 类别="测试助老", 备案日期="2023-05-06", 负责人电话="1"),
        ]
        batch = self._import(self._read_rows(*rows))
        self.assertTrue(self._imported(batch).holds_category)
        self.assertFalse(self._imported(batch).awaits_merger)

    def test_roster(self):
        """Roles and days of the sheet; the leader's column completes the person of that name."""
        batch = self._read_rows(
            self._row(),
            成员=[
                (*MEMBER_HEAD, "入会时间", "政治面貌"),
                [
                    "甲一乐龄舞蹈队",
                    "甲一社区",
                    "赵测试",
                    "成员",
                    None,
                    None,
                    "2024年6月",
                    "中共党员",
                ],
                [
                    "甲一乐龄舞蹈队",
                    "甲一社区",
                    "钱测试",
                    "会计",
                    "13800000002",
                    identity_number(serial=2),
                    None,
                    "群众",
                ],
            ],
        )
        self._import(batch)
        leader, finance = self._imported(batch).member_ids
        self.assertEqual(
            (leader.name, leader.role, leader.phone), ("赵测试", "leader", "13800000000")
        )
        self.assertEqual(leader.date_from, date(2024, 6, 1))
        self.assertTrue(leader.is_party_member)
        self.assertTrue(leader.identity_id and finance.identity_id)
        self.assertEqual((finance.role, finance.date_from), ("finance", date(2024, 5, 6)))

    def test_second_of_a_category(self):
        """Imported and listed, not blocked: only the first filed takes the place."""
        rows = [
            self._row(名称="甲一敬老队", 类别="测试助老", 备案日期="2024-05-06"),
            self._row(名称="甲一爱老会", 类别="测试助老", 备案日期="2023-05-06"),
        ]
        batch = self._read_rows(*rows)
        self.assertEqual(self._rows(batch).mapped("is_second"), [True, False])
        self.assertIn("甲一爱老会", self._rows(batch)[0].remark)
        self._import(batch)
        organizations = self._imported(batch).sorted("filed_on")
        self.assertEqual(organizations.mapped("holds_category"), [True, False])
        self.assertEqual(organizations.mapped("awaits_merger"), [False, True])
        self.assertEqual(organizations[1].place_holder_id, organizations[0])
        batch = self._import(
            self._read_rows(self._row(名称="甲一尊老社", 类别="测试助老", 备案日期="2020-05-06"))
        )
        self.assertFalse(self._imported(batch).holds_category, "the place is taken by now")

    def test_same_file_again(self):
        """Nothing changes: every row exists already."""
        content = make_xlsx(表=[HEAD, self._row(), self._row(名称="甲一合唱队", 类别="测试助老")])
        self._import(self._read(content))
        fields = ["number", "write_date", "member_count"]
        before = self.env["community.organization"].search([], order="id").read(fields)
        numbers = self.env["community.number"].search_count([])
        again = self._read(content)
        self.assertIn("this very file", again.same_file)
        self.assertEqual((again.duplicate_count, again.ready_count, again.error_count), (2, 0, 0))
        again.action_finish()
        self.assertEqual(
            self.env["community.organization"].search([], order="id").read(fields), before
        )
        self.assertEqual(self.env["community.number"].search_count([]), numbers)

    def test_corrected_later(self):
        """What had errors comes later into the same organisation; nothing of the rest comes twice."""
        batch = self._read_rows(
            self._row(),
            self._row(名称="甲一合唱队", 备案日期="春"),
            成员=[
                MEMBER_HEAD,
                ["甲一乐龄舞蹈队", "甲一社区", "钱测试"],
                ["甲一乐龄舞蹈队", "甲一社区", "孙一、孙二"],
            ],
        )
        self._import(batch)
        self.assertEqual(batch.state, "checked")
        organization = self._imported(batch)
        self.assertEqual(organization.member_count, 2)
        self._rows(batch, "member")[1].name = "孙测试"
        self._rows(batch)[1].filed_on = "2024-01-05"
        self._import(batch)
        self.assertEqual(batch.state, "done")
        self.assertEqual(organization.member_count, 3)
        self.assertEqual(len(self._imported(batch)), 2)

    def test_checked_once_more(self):
        """What came between checking and importing counts: a filing approved meanwhile, an abolished community."""
        batch = self._read_rows(self._row(), self._row(名称="甲二合唱队", 社区="甲二社区"))
        self._organization(name="甲一乐龄舞蹈队", category_id=self.category_many.id)
        self.area_a2.valid_to = "2024-12-31"
        self._import(batch)
        exists, abolished = self._rows(batch)
        self.assertEqual(exists.state, "duplicate")
        self.assertRowError(abolished, "area_id", "abolished")
        self.assertFalse(self._imported(batch))

    def test_refusal_lands_on_the_row(self):
        """A row that the organisation's own rules refuse says so; the others of its batch are imported."""
        original = type(self.env["community.organization"]).create

        def create(organizations, vals_list):
            if any(vals["name"] == "甲一1队" for vals in vals_list):
                raise UserError("No such name today.")
            return original(organizations, vals_list)

        rows = [self._row(名称=f"甲一{n}队") for n in range(3)]
        batch = self._read_rows(*rows)
        with patch.object(self.registry["community.organization"], "create", create):
            self._import(batch)
        self.assertEqual(self._rows(batch).mapped("state"), ["done", "error", "done"])
        self.assertRowError(self._rows(batch)[1], "name", "No such name today.")
        self.assertEqual(batch.state, "checked")

    def test_crash_lands_on_the_row(self):
        """So does a fault of our own, without what the row says in the log."""
        original = type(self.env["res.partner"]).create

        def create(partners, vals_list):
            if any(vals["name"] == "甲一1队" for vals in vals_list):
                raise KeyError("x")
            return original(partners, vals_list)

        batch = self._read_rows(*(self._row(名称=f"甲一{n}队") for n in range(2)))
        with (
            patch.object(self.registry["res.partner"], "create", create),
            self.assertLogs(COMMIT, "ERROR") as logs,
            mute_logger("odoo.addons.community_org.models.community_import_read"),
        ):
            self._import(batch)
        self.assertEqual(self._rows(batch).mapped("state"), ["done", "error"], batch.failure)
        self.assertNotIn("甲一1队", "".join(logs.output))

    def test_damaged_rows(self):
        """A file whose rows turn out to be damaged leads back to the upload, and says so; no row stays."""
        batch = self._upload(make_xlsx(表=[HEAD, self._row()]))
        reader = "odoo.addons.community_org.models.community_import_read.open_sheets"
        from ..spreadsheet.reader import Unreadable

        batch.action_read()
        with patch(reader, side_effect=Unreadable("broken")):
            self._work()
        self.assertEqual(batch.state, "draft")
        self.assertIn("damaged", batch.failure)
        self.assertFalse(self._rows(batch))
        self.assertFalse(self._as_root(batch).file)

    # ------------------------------------------------------------
    # COST
    # ------------------------------------------------------------

    def _cost(self, batch, count):
        """Queries that the next ``count`` rows of ``batch`` cost."""
        rows = self._as_root(self._rows(batch)).filtered(lambda row: row.state == "ready")[:count]
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        rows._import()
        self.env.flush_all()
        self.assertEqual(set(rows.mapped("state")), {"done"})
        return self.env.cr.sql_log_count - before

    def test_queries_do_not_grow(self):
        """Forty organisations with their members cost as many queries as five."""
        names = [f"甲一{chr(0x4E00 + n * 7)}队" for n in range(60)]
        members = [
            [name, "甲一社区", f"赵测{letter}", None, None, identity_number(serial=n * 3 + place)]
            for n, name in enumerate(names)
            for place, letter in enumerate("甲乙丙")
        ]
        batch = self._read_rows(
            *([*self._row(名称=name, 负责人身份证号=None), "服务居民。"] for name in names),
            head=(*HEAD, "宗旨"),
            成员=[MEMBER_HEAD, *members],
        )
        self.assertEqual(batch.ready_count, 60, self._rows(batch).mapped("problem"))
        costs = [self._cost(batch, count) for count in (5, 5, 40)]
        # one INSERT takes a hundred rows: a second one for members, and an UPDATE here and there
        self.assertLessEqual(costs[2], costs[1] + 5)

    def test_numbers_at_once(self):
        """So do the numbers, of several streets and years; they go on where approvals left off."""
        numbers = self.env["community.number"]
        numbers._claim(self.street_a, 2023)
        wanted = [(self.street_a, 2023), (self.street_b, 2023), (self.street_a, 2022)] * 5
        before = self.env.cr.sql_log_count
        given = numbers._claim_many(wanted)
        self.assertLessEqual(self.env.cr.sql_log_count - before, 5)
        self.assertEqual(len(set(given)), 15)
        self.assertEqual(given[0], "999901001-2023-0002")
        self.assertEqual(given[-2:], ["999901002-2023-0005", "999901001-2022-0005"])
        self.assertEqual(numbers._claim_many([]), [])
