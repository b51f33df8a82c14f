from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import PNG_BASE64
from .common_attack import AttackCase
from .common_resident_report import NAME, PHONE, TEXT, ReportCase, ReportData

REPORT = "community.resident.report"
SECRETS = ("contact_name", "contact_phone", "token_digest", "network_digest", "text_digest")


@tagged("post_install", "-at_install")
class TestResidentReportAttack(ReportData, AttackCase):
    """By remote calls: who may not, cannot, and who may, only by the buttons."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.report = cls._report(photos=[PNG_BASE64])
        cls.answered = cls._answered(f"{TEXT}二")

    def test_strangers(self):
        """A visitor's account, an organisation, another street, another office: not read, not moved."""
        ids = self.report.ids
        for user in (self.portal_1, self.internal, self.officer_b, self.officer_a2):
            for method, *args in (
                ("read", ["number"]),
                ("action_accept",),
                ("action_show_contact",),
                ("write", {"organization_id": False}),
                ("message_post",),
            ):
                self.assertAttackFails(user, REPORT, method, ids, *args, contexts=({},))

    def test_supervisors(self):
        """The district, a leader and the administrator read and supervise; they do not act nor see contacts."""
        for user in (self.officer_d, self.leader, self.admin):
            for method, *args in (
                ("action_accept",),
                ("action_show_contact",),
                ("action_close",),
                ("write", {"organization_id": False}),
                ("read", ["contact_phone"]),
            ):
                ids = self.report.ids
                self.assertAttackFails(user, REPORT, method, ids, *args, contexts=({},))

    def test_forged_fields(self):
        """Who acts on it writes which organisation is meant, and nothing else, in any context."""
        contexts = ({}, {"community_resident_report_engine": True}, {"install_mode": True})
        for vals in (
            {"state": "closed"},
            {"text": "改"},
            {"answer": "改"},
            {"finding": "false"},
            {"rating": "satisfied"},
            {"deadline": "2099-01-01"},
            {"handler_id": self.area_a2.id},
            {"area_id": self.area_a2.id},
            {"contact_phone": "13900000000"},
            {"token_digest": "0"},
            {"photo_ids": [[2, self.report.photo_ids.id, 0]]},
            {"step_ids": [[0, 0, {"kind": "answer", "office_id": self.area_a1.id}]]},
            {"community_id": self.area_a2.id},
            {"escalated_on": False},
        ):
            self.assertAttackFails(
                self.officer_a1, REPORT, "write", self.report.ids, vals, contexts=contexts
            )

    def test_no_back_doors(self):
        """No creating, copying or deleting; no private method; no step or photo by hand."""
        vals = {"type_id": self.kind.id, "area_id": self.area_a1.id, "text": TEXT, "number": "X"}
        for method, ids, args in (
            ("create", None, ([vals],)),
            ("copy", self.report.ids, ()),
            ("unlink", self.report.ids, ()),
            ("_move", self.report.ids, ("close",)),
            ("_engine_write", self.report.ids, ({"state": "closed"},)),
            ("_submit", None, (vals, [], "n", "w")),
            ("_answer", self.report.ids, ("x", "true")),
            ("_find_by_token", None, ("x",)),
            ("_cron_erase", None, ()),
        ):
            self.assertAttackFails(self.officer_a1, REPORT, method, ids, *args, contexts=({},))
        step = {"report_id": self.report.id, "kind": "answer", "office_id": self.area_a1.id}
        photo = {"report_id": self.report.id, "image": PNG_BASE64.decode()}
        for part, values in (("step", step), ("photo", photo)):
            self.assertAttackFails(
                self.officer_a1, f"{REPORT}.{part}", "create", None, [values], contexts=({},)
            )
        attachment = self.env["ir.attachment"].search(
            [("res_model", "=", f"{REPORT}.photo"), ("res_field", "=", "image")], limit=1
        )
        self.assertAttackFails(
            self.officer_a1, "ir.attachment", "write", attachment.ids, {"raw": "x"}, contexts=({},)
        )

    def test_dialog(self):
        """The dialog decides nothing that its user may not, nor of what another has open."""
        dialogs = self.env[f"{REPORT}.decide"]
        for user in (self.officer_d, self.portal_1, self.officer_a2, self.officer_b):
            with self.subTest(user.login), self.assertRaises(AccessError):
                dialog = dialogs.with_user(user).create(
                    {"report_id": self.report.id, "verb": "refuse", "text": "因"}
                )
                dialog.action_confirm()
        mine = dialogs.with_user(self.officer_a1).create(
            {"report_id": self.report.id, "verb": "refuse", "text": "因"}
        )
        self.assertAttackFails(
            self.officer_a, dialogs._name, "action_confirm", mine.ids, contexts=({},)
        )

    def test_secret_columns(self):
        """Contact and hashes come out by no way: read, search, order, group, export, through other records."""
        user = self.officer_a1
        for name in SECRETS:
            for method, args in (
                ("search_read", ([], [name])),
                ("search", ([[name, "=like", "1%"]],)),
                ("search", ([["step_ids.report_id." + name, "!=", False]],)),
                ("formatted_read_group", ([], [name])),
            ):
                self.assertAttackFails(user, REPORT, method, None, *args, contexts=({},))
            self.assertAttackFails(
                user, REPORT, "export_data", self.report.ids, [name], contexts=({},)
            )
            self.assertAttackFails(
                user,
                f"{REPORT}.step",
                "search",
                None,
                [[f"report_id.{name}", "!=", False]],
                contexts=({},),
            )


@tagged("post_install", "-at_install")
class TestResidentReportPrivacy(ReportCase):
    """Who reported: masked for the office, unknown to the others, shown one by one with a note."""

    def test_mask(self):
        """The office and its street see a mask, the others that there is one."""
        report = self._report()
        for user in (self.officer_a1, self.officer_a):
            mask = report.with_user(user).contact_mask
            self.assertEqual(mask, "密**** 139****2345", user.login)
        for user in (self.officer_d, self.leader, self.admin):
            mask = report.with_user(user).contact_mask
            self.assertNotRegex(mask, r"密|\d", user.login)
        short = self._report(f"{TEXT}二", contact_name="王", contact_phone="1234567")
        self.assertEqual(short.with_user(self.officer_a1).contact_mask, "* *******")

    def test_show(self):
        """Shown to who acts, after the look was noted; the note holds no contact."""
        report = self._report().with_user(self.officer_a1)
        shown = report.action_show_contact()
        self.assertIn(PHONE, shown["params"]["message"])
        note = report.message_ids[0]
        self.assertEqual(note.author_id, self.officer_a1.partner_id)
        self.assertNotIn(PHONE, note.body)

    def test_nowhere_else(self):
        """After a whole way the contact stands in no message, activity, mail, step, export or view of anybody."""
        report = self._report()
        self._make_late(report)
        report._escalate(self._local_today())
        report._add_supplement("补充。")
        report.with_user(self.officer_a1).action_accept()
        report.with_user(self.officer_a1)._transfer(self.street_a, "请街道办理。")
        report.with_user(self.officer_a).action_accept()
        report.with_user(self.officer_a)._answer("已办。", "unclear")
        report._rate("unsatisfied", "")
        self.env.flush_all()
        self.env.cr.precommit.run()
        for table in (
            "mail_message",
            "mail_mail",
            "mail_activity",
            "mail_tracking_value",
            "community_resident_report_step",
            "bus_bus",
        ):
            for secret in (NAME, PHONE, "203.0.113.9"):
                self.env.cr.execute(
                    f"SELECT count(*) FROM {table} t WHERE t::text LIKE %s",  # noqa: S608
                    [f"%{secret}%"],
                )
                self.assertEqual(self.env.cr.fetchone()[0], 0, f"{secret} in {table}")
        names = [name for name, field in report._fields.items() if field.type in ("char", "text")]
        for user in (self.officer_a, self.officer_d, self.leader, self.admin):
            user.group_ids += self.env.ref("base.group_allow_export")
            mine = report.with_user(user)
            readable = [n for n in names if mine._has_field_access(mine._fields[n], "read")]
            told = str(mine.read(readable)) + str(mine.export_data(readable)["datas"])
            for secret in (NAME, PHONE):
                self.assertNotIn(secret, told, user.login)

    def test_address_is_not_stored(self):
        """Of the network a keyed hash is kept, which nobody can make without the secret of the database."""
        report = self._report()
        self.env.cr.execute(
            "SELECT t::text FROM community_resident_report t WHERE id = %s", [report.id]
        )
        self.assertNotIn("203.0.113.9", self.env.cr.fetchone()[0])
        digest = report.network_digest
        self.env["ir.config_parameter"].set_param("database.secret", "another")
        other = self._report(f"{TEXT}二")
        self.assertNotEqual(other.network_digest, digest)

    def test_organization_sees_nothing(self):
        """Who leads the organisation that is meant finds no report, no number of reports, no activity."""
        organization = self._organization()
        report = self._report(organization_id=organization.id)
        leader = self.portal_1
        mine = organization.with_user(leader)
        with self.assertRaises(AccessError):
            report.with_user(leader).search([])
        with self.assertRaises(AccessError):
            mine.read(["resident_report_count"])
        self.assertNotIn("resident_report_count", mine.fields_get())
        self.assertFalse(report.message_partner_ids & leader.partner_id)
