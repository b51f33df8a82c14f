import base64
from datetime import date

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger
from psycopg2.errors import CheckViolation, UniqueViolation

from ..models.community_document import CHARTER_PARTS
from ..models.community_review_guard import ENGINE, ENGINE_KEY
from .common_document import FILE, DocumentCase

MEGABYTE = 1024 * 1024


@tagged("post_install", "-at_install")
class TestRules(DocumentCase):
    """Internal rules: drafted, adopted, replaced, kept."""

    def test_template_is_filled_in(self):
        """A draft begins with the template, with the names in and the blanks left."""
        rules = self._new_draft(self.rules_type)
        self.assertEqual(
            rules.body,
            "第一章 总则\n第一条 为加强甲一乐龄助老队的管理，制定本制度。\n"
            "第二条 每月活动＿＿次，地点在甲一社区。",
        )
        self.assertFalse(self._new_draft(self.other_type).body, "no template")

    def _new_draft(self, document_type):
        documents = self.env["community.document"].with_user(self.portal_1)
        return documents.create(
            {"organization_id": self.organization.id, "type_id": document_type.id}
        )

    def test_draft_begins_with_the_version_in_force(self):
        """A revision starts from what is in force, not from the template."""
        self._adopted_rules(body="第一条 现行。")
        self.assertEqual(self._new_draft(self.rules_type).body, "第一条 现行。")

    def test_adoption(self):
        """It is in force that day by the clock of Shanghai, as version 1, by who adopted it."""
        rules = self._draft_rules()
        self.assertEqual((rules.state, rules.version, rules.date_from), ("draft", 0, False))
        with freeze_time("2027-12-31 16:30:00"):
            rules.action_adopt()
        self.assertEqual((rules.state, rules.version), ("in_force", 1))
        self.assertEqual(rules.date_from, date(2028, 1, 1))
        self.assertEqual(self._as_root(rules).adopted_by_id, self.portal_1)

    def test_next_version_replaces(self):
        """The version before ends that day and stays as it was."""
        first = self._adopted_rules(body="第一条 旧。")
        second = self._adopted_rules(body="第一条 新。")
        self.assertEqual((first.state, first.body), ("replaced", "第一条 旧。"))
        self.assertEqual(first.date_to, second.date_from)
        self.assertEqual((second.state, second.version), ("in_force", 2))
        self.assertEqual(second.previous_id, first)
        self.assertFalse(first.previous_id)

    def test_kinds_are_counted_apart(self):
        """Each kind of each organisation has its own versions."""
        self._adopted_rules()
        other = self._adopted_rules(type_id=self.other_type.id)
        self.assertEqual((other.state, other.version), ("in_force", 1))

    def test_what_stands_against_an_adoption(self):
        """Nothing written, a blank left, nothing changed: each is said in words."""
        empty = self._draft_rules(body="  \n ")
        self.assertIn("Write the text", self.assertRefused(UserError, empty.action_adopt))
        empty.body = "第一条 每月＿＿次。\n第二条 好。"
        self.assertIn("第一条 每月＿＿次。", self.assertRefused(UserError, empty.action_adopt))
        empty.body = "第一条 每月两次。"
        empty.action_adopt()
        same = self._draft_rules(body="第一条 每月两次。\r\n")
        self.assertIn("Nothing is changed", self.assertRefused(UserError, same.action_adopt))
        same.write({"file": FILE, "file_name": "签字稿.pdf"})
        same.action_adopt()
        self.assertEqual(same.version, 2)

    def test_file_in_place_of_a_text(self):
        """Who has the rules on paper attaches them and writes nothing."""
        rules = self._adopted_rules(body=False, file=FILE, file_name="制度.pdf")
        self.assertEqual(rules.state, "in_force")

    def test_office_needs_the_signed_paper(self):
        """Rules are the organisation's own: the office puts in force only what was signed."""
        for user in (self.officer_a1, self.officer_a):
            rules = self._draft_rules(user, file=False, file_name=False)
            self.assertEqual(rules.channel, "office")
            self.assertIn("signed", self.assertRefused(UserError, rules.action_adopt))
            rules.unlink()
        self.assertEqual(self._adopted_rules(self.officer_a1).state, "in_force")

    def test_adopted_twice(self):
        """A second click on the same button is told that it is done."""
        rules = self._draft_rules()
        rules.action_adopt()
        self.assertIn("has been adopted", self.assertRefused(UserError, rules.action_adopt))

    def test_cancelled_organisation(self):
        """A cancelled organisation gives itself no more rules."""
        draft = self._draft_rules()
        self.organization.state = "cancelled"
        self.assertIn("cancelled", self.assertRefused(UserError, draft.action_adopt))
        self.assertRefused(UserError, self._draft_rules, type_id=self.other_type.id)

    def test_one_draft_each(self):
        """The organisation has one draft of a kind, the office another, and neither sees the other's."""
        mine, office = self._draft_rules(), self._draft_rules(self.officer_a1)
        with mute_logger("odoo.sql_db"):
            self.assertRefused(UniqueViolation, self._draft_rules)
        self.assertSees(self.portal_1, mine + office, mine)
        self.assertSees(self.officer_a1, mine + office, office)
        self.assertSees(self.officer_a, mine + office, office)
        mine.action_adopt()
        self.assertSees(self.officer_a1, mine + office, mine + office)
        office.action_adopt()
        self.assertEqual((mine.version, office.version), (1, 2))
        self.assertEqual(self._as_root(mine).state, "replaced")

    def test_files_are_checked(self):
        """A file is measured and looked into, like a material."""
        for content, name in (
            (b"%PDF-1.4\n" + b"\0" * 50 * MEGABYTE, "大.pdf"),
            (b"MZ\x90\x00" + b"\0" * 64, "制度.pdf"),
            (b"<script>alert(1)</script>", "制度.html"),
            (b"", "空.pdf"),
        ):
            with self.subTest(name=name):
                vals = {"file": base64.b64encode(content), "file_name": name}
                self.assertRefused(ValidationError, self._draft_rules, **vals)

    def test_markup_is_text(self):
        """A script in the text is words, in the difference and wherever it is set."""
        self._adopted_rules(body="第一条 <b>旧</b>。")
        rules = self._adopted_rules(body="第一条 <script>alert(1)</script>。")
        self.assertNotIn("<script", rules.difference)
        self.assertIn("&lt;", rules.difference)
        page = self.env["ir.qweb"]._render("community_org.document_text", {"document": rules})
        self.assertNotIn("<script", page)

    def test_how_lines_are_set(self):
        """Chapters and articles are known by how they begin; the rest is a line."""
        rows = self.env["community.document"]._get_lines(
            "第一章 总则\n 第十二条 自愿。\n\n补充一句。\n第三方不得参加。"
        )
        self.assertEqual(
            rows,
            [
                ("chapter", "第一章 总则", ""),
                ("article", "第十二条", "自愿。"),
                ("line", "", "补充一句。"),
                ("line", "", "第三方不得参加。"),
            ],
        )

    def test_comment_goes_to_todays_representatives(self):
        """Who comments is offered the leader of today as recipient."""
        rules = self._adopted_rules().with_user(self.officer_a1)
        offered = rules._message_get_suggested_recipients()
        self.assertEqual([row["partner_id"] for row in offered], self.portal_1.partner_id.ids)
        self._decided_request("change", member_ids=self._leader_commands())
        offered = rules._message_get_suggested_recipients()
        self.assertEqual([row["partner_id"] for row in offered], self.portal_2.partner_id.ids)
        self.assertNotIn(self.portal_1.partner_id, self._as_root(rules).message_partner_ids)

    def _leader_commands(self):
        request = self.organization.with_user(self.portal_1)._start_request("change")
        return self._new_leader(request, self.portal_2.login)

    def test_link_in_a_mail(self):
        """A representative is led to the portal, staff to the form."""
        rules = self._adopted_rules()
        action = rules.with_user(self.portal_1)._get_access_action()
        self.assertEqual(action["url"], f"/my/documents/{rules.id}")
        self.assertEqual(
            rules.with_user(self.officer_a1)._get_access_action()["res_model"], rules._name
        )


@tagged("post_install", "-at_install")
class TestCharter(DocumentCase):
    """The charter: written by approvals, and by nobody."""

    def test_parts_are_the_filed_facts(self):
        """The five parts bear the names of the filed facts, so they read alike on every screen."""
        facts = self.env["community.filing"]._fields
        for name in CHARTER_PARTS:
            field = self.env["community.document"]._fields[name]
            self.assertEqual(
                field._description_string(self.env), facts[name]._description_string(self.env)
            )

    def test_establishment_makes_the_first(self):
        """An approved filing is version 1, with the charter of its materials attached."""
        filing = self._complete_filing(name="甲一新会", category_id=self.category_many.id)
        self._add_material(filing, file_name="早稿.pdf", material_type=self.charter_material)
        self._add_material(filing, file_name="章程全文.pdf", material_type=self.charter_material)
        filing.action_submit()
        organization = self._approve_all(filing).organization_id
        charter = self._charters(organization)
        self.assertEqual((charter.version, charter.state), (1, "in_force"))
        self.assertEqual(charter.date_from, organization.filed_on)
        self.assertEqual(charter.filing_id, organization.filing_ids)
        self.assertEqual(charter.file_name, "章程全文.pdf")
        self.assertEqual(charter.file, FILE)
        for name in CHARTER_PARTS:
            self.assertEqual(charter[name], organization[name])

    def test_change_of_a_part(self):
        """A changed part is a new version; the old one stays to be read."""
        with freeze_time("2027-03-01 04:00:00"):
            self._decided_request("change", purpose="新的宗旨。")
        first, second = self._charters()
        self.assertEqual((first.state, first.purpose), ("replaced", "服务社区老人。"))
        self.assertEqual((second.state, second.version), ("in_force", 2))
        self.assertEqual(second.purpose, "新的宗旨。")
        self.assertEqual((first.date_to, second.date_from), (date(2027, 3, 1), date(2027, 3, 1)))
        self.assertFalse(second.file_name)

    def test_change_of_something_else(self):
        """Another phone, address, leader: the charter stays."""
        self._decided_request("change", phone="057411112222", address="甲一路 9 号")
        self.assertEqual(self._charters().mapped("version"), [1])

    def test_line_ends_are_no_change(self):
        """What only a browser's line ends distinguish is the same charter."""
        self._decided_request("change", purpose="服务社区老人。\r\n", phone="057411112222")
        self.assertEqual(self._charters().mapped("version"), [1])

    def test_change_of_the_attached_text(self):
        """A newly signed charter is a new version though the five parts are the same."""
        request = self._request("change", phone="057411112222")
        self._add_material(request, file_name="新章程.pdf", material_type=self.charter_material)
        request.action_submit()
        self._approve_all(request)
        self.assertEqual(self._charters().mapped("version"), [1, 2])
        self.assertEqual(self._charters()[1].file_name, "新章程.pdf")
        again = self._request("change", phone="057411113333")
        self._add_material(again, file_name="新章程.pdf", material_type=self.charter_material)
        again.action_submit()
        self._approve_all(again)
        self.assertEqual(self._charters().mapped("version"), [1, 2], "the same file again")

    def test_refused_change(self):
        """What is not approved changes nothing."""
        request = self._request("change", purpose="不行。")
        request.action_submit()
        self._decide(request, "reject")
        self.assertEqual(self._charters().mapped("version"), [1])

    def test_renewal_and_cancellation(self):
        """Neither makes a version."""
        self._decided_request("renewal")
        self._decided_request("cancellation", cancel_reason="成员迁出")
        self.assertEqual(self._charters().mapped("version"), [1])

    def test_organisations_that_were_not_filed_here(self):
        """Those that data brought in get their first version in bulk, from the day of filing, once."""
        vals = {
            "area_id": self.area_a1.id,
            "category_id": self.category_many.id,
            "filed_on": "2024-05-06",
            "partner_id": self.organization.partner_id.id,
        }
        organizations = self.env["community.organization"].create(
            [
                {**vals, "name": "导入一队", "purpose": "一。"},
                {**vals, "name": "导入二队", "purpose": "二。"},
                {**vals, "name": "无宗旨队", "purpose": " "},
            ]
        )
        made = organizations._adopt_charter()
        self.assertEqual(made.organization_id.mapped("name"), ["导入一队", "导入二队"])
        self.assertEqual(set(made.mapped("date_from")), {date(2024, 5, 6)})
        self.assertFalse(organizations._adopt_charter())
        self.assertFalse(self.env["community.organization"]._adopt_missing_charters())
        self.assertEqual(len(organizations.document_ids), 2)

    def test_engine_does_not_leak(self):
        """What the engine hands back is guarded again."""
        charter = self.organization._adopt_charter() or self._charters()
        self.organization.purpose = "别的。"
        charter = self.organization._adopt_charter()
        self.assertRefused(AccessError, charter.write, {"purpose": "改。"})
        self.assertRefused(UserError, charter.write, {"file_name": "改.pdf"})

    def test_nobody_drafts_one(self):
        """A charter is drafted by nobody, neither in the portal nor at the counter."""
        for user in (self.portal_1, self.officer_a1, self.officer_a):
            with self.subTest(user=user.login):
                self.assertRefused(UserError, self._draft_rules, user, type_id=self.charter_type.id)

    def test_who_writes_is_no_setting(self):
        """The district can neither make a kind the approvals' nor hand the charter to anybody."""
        types = self.env["community.document.type"].with_user(self.officer_d)
        self.assertRefused(AccessError, types.create, {"name": "假", "by_approval": True})
        self.assertFalse(
            types.with_context(default_by_approval=True).create({"name": "真"}).by_approval
        )
        charter = self.charter_type.with_user(self.officer_d)
        self.assertRefused(AccessError, charter.write, {"by_approval": False})
        self.assertRefused(UserError, charter.unlink)
        charter.write({"required": False, "help_text": "改。"})

    def test_difference(self):
        """Part by part, the changes marked; what is the same is left out."""
        self._decided_request("change", purpose="服务社区老人和孩子。")
        rows = self._charters()[1]._get_difference()
        self.assertEqual(rows, [("Purpose", "服务社区老人。", "服务社区老人<ins>和孩子</ins>。")])


@tagged("post_install", "-at_install")
class TestDocumentDatabase(DocumentCase):
    """What the database itself holds, past every check."""

    def _forge(self, document, **vals):
        document = self._as_root(document).with_context(**{ENGINE_KEY: ENGINE})
        with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            document.write(vals)
            self.env.flush_all()

    def test_one_in_force(self):
        """Two versions of a kind cannot be in force."""
        first = self._adopted_rules()
        self._adopted_rules(body="第一条 新。")
        self.assertRefused(UniqueViolation, self._forge, first, state="in_force", date_to=False)

    def test_one_of_each_number(self):
        """A version number is given once."""
        self._adopted_rules()
        second = self._adopted_rules(body="第一条 新。")
        self.assertRefused(UniqueViolation, self._forge, second, version=1)

    def test_adopted_means_numbered_and_dated(self):
        """What was adopted has a number and a day; what was replaced has its last day, not before."""
        rules = self._adopted_rules()
        for vals in (
            {"version": 0},
            {"date_from": False},
            {"state": "draft"},
            {"state": "replaced"},
            {"state": "replaced", "date_to": "2001-01-01"},
        ):
            with self.subTest(vals=vals):
                self.assertRefused(CheckViolation, self._forge, rules, **vals)
