from datetime import timedelta

from odoo.tests import freeze_time, tagged

from .common import PDF, PNG
from .common_major import MODEL, MajorCase, MajorData
from .common_portal import PortalCase

URL = "/my/major-activities"


@tagged("post_install", "-at_install")
class TestMajorPortal(MajorData, PortalCase):
    """An organisation declares, corrects, calls off and reports by HTTP."""

    _create_major_routes = classmethod(MajorCase._create_major_routes.__func__)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_major_routes()
        leader = {"email": cls.portal_1.email, "name": "赵测试一"}
        cls.portal_1.login = cls.portal_1.email = leader["email"] = "portal.one@test.example"
        cls.organization = cls._organization(member_ids=cls._prepare_member_vals(4, **leader))

    def _posted(self, **vals):
        """What a browser posts, complete."""
        day = self._local_noon() + timedelta(days=10)
        return {
            "organization_id": str(self.organization.id),
            "name": "重阳游园会",
            "type_id": str(self._activity_type().id),
            "start": day.strftime("%Y-%m-%dT%H:%M"),
            "stop": (day + timedelta(hours=3)).strftime("%Y-%m-%dT%H:%M"),
            "place": "社区广场",
            "participant_count": "60",
            "budget": "5,000",
            "description": "游园。",
            "organizer_name": "赵测试一",
            "organizer_phone": "13800000000",
            **vals,
        }

    def _begin(self, **vals):
        self._activity_type()
        self._post(f"{URL}/new", self._posted(**vals))
        return self._all()[:1]

    def _all(self):
        self.env.invalidate_all()
        return self.env[MODEL].search([("organization_id", "=", self.organization.id)])

    def _url(self, declaration, step=""):
        return f"{URL}/{declaration.id}/{step}".rstrip("/")

    def test_declare(self):
        """Facts, papers, submit: the declaration lies with the community, times are those of Shanghai."""
        declaration = self._begin(is_fundraising="1", delay_reason="因")
        self.assertEqual(declaration.budget, 5000)
        self.assertTrue(declaration.is_fundraising)
        local = self.env["community.policy"]._local(declaration.start)
        self.assertEqual(local.replace(tzinfo=None), self._local_noon() + timedelta(days=10))
        page = self._post(self._url(declaration, "submit"))
        self.assertIn("Emergency plan", page.text)
        for kind in ("1_plan", "5_fundraising"):
            files = {"file": ("预案.pdf", PDF, "application/pdf")}
            self._post(self._url(declaration, "papers"), {"kind": kind}, files)
        self._post(self._url(declaration, "submit"))
        self.assertEqual(self._all().state, "review")
        self.assertEqual(self._all().channel, "portal")

    def test_planned_in_the_ledger_first(self):
        """The declaration takes over what is planned, and the approval adopts that entry: one row, not two."""
        day = self._local_noon() + timedelta(days=10)
        planned = (
            self.env["community.activity"]
            .with_user(self.portal_1)
            .create(
                self._activity_vals(
                    self.organization,
                    name="先记了台账",
                    start=day,
                    stop=day + timedelta(hours=2),
                    participant_count=5000,
                )
            )
        )
        page = self.url_open(f"/my/activities/{planned.id}").text
        self.assertIn(f"{URL}/new?activity_id={planned.id}", page)
        self.assertIn("先记了台账", self.url_open(f"{URL}/new?activity_id={planned.id}").text)
        local = self.env["community.policy"]._local
        declaration = self._approve(
            start=local(planned.start).strftime("%Y-%m-%dT%H:%M"),
            stop=local(planned.stop).strftime("%Y-%m-%dT%H:%M"),
        )
        self.assertEqual(declaration.entry_id, self._as_root(planned))
        self.assertEqual(declaration.entry_id.name, "重阳游园会")
        self.assertEqual(len(self.organization.ledger_ids), 1)

    def test_bad_input_keeps_what_was_typed(self):
        """Nothing is saved, everything typed comes back, the error stands beside its field."""
        page = self._post(f"{URL}/new", self._posted(start="gestern", budget="viel", place="别处"))
        self.assertEqual(page.status_code, 200)
        self.assertFalse(self._all())
        for words in ("别处", "gestern", "viel", "error_start", "error_budget"):
            self.assertIn(words, page.text)
        for bad in (
            {"participant_count": "-1"},
            {"participant_count": "9" * 30},
            {"organization_id": "999999"},
            {"type_id": "x"},
            {"name": " "},
            {"stop": "2020-01-01T00:00"},
            {"start": "9999-99-99T99:99"},
            {"name": "a\0b", "stop": ""},
        ):
            with self.subTest(**bad):
                page = self._post(f"{URL}/new", self._posted(**bad))
                self.assertEqual(page.status_code, 200)
                self.assertIn("alert-danger", page.text)
                self.assertFalse(self._all())

    def test_a_bad_file(self):
        """A file of a wrong kind is refused; what was received before stays."""
        declaration = self._begin()
        url = self._url(declaration, "papers")
        self._post(url, {"kind": "1_plan"}, {"file": ("预案.pdf", PDF, "application/pdf")})
        page = self._post(url, {"kind": "6_other"}, {"file": ("a.pdf", b"MZ", "application/pdf")})
        self.assertIn("not accepted", page.text)
        self.assertEqual(self._all().file_ids.mapped("kind"), ["1_plan"])
        self._post(url, {"kind": "forged"}, {"file": ("a.pdf", PDF, "application/pdf")})
        self._post(url, {"kind": "1_plan"})
        self.assertEqual(len(self._all().file_ids), 1)

    def test_correct_and_follow(self):
        """A returned one is on the home page with the reason, is changed and submitted again."""
        declaration = self._begin(participant_count="20")
        self._post(self._url(declaration, "submit"))
        self._decide(self._all(), "return", "请写明路线")
        self.assertIn("请写明路线", self.url_open("/my").text)
        self._post(self._url(declaration, "edit"), self._posted(description="沿河步道。"))
        self._post(
            self._url(declaration, "papers"), {"kind": "1_plan"}, {"file": ("a.pdf", PDF, "x")}
        )
        self._post(self._url(declaration, "submit"))
        self.assertEqual((self._all().state, self._all().description), ("review", "沿河步道。"))

    def test_call_off(self):
        """Approved, then called off: without a reason nothing happens."""
        declaration = self._approve()
        self._post(self._url(declaration, "cancel"), {"reason": " "})
        self.assertEqual(self._all().state, "approved")
        self._post(self._url(declaration, "cancel"), {"reason": "台风"})
        self.assertEqual(self._all().state, "cancelled")

    def test_report(self):
        """Photos are kept when the rest has to be corrected; then it is reported."""
        declaration = self._approve()
        with freeze_time(declaration.stop + timedelta(days=2)):
            self._login(self.portal_1)
            self.assertIn(
                f"/my/major-activities/{declaration.id}/report", self.url_open("/my").text
            )
            url = self._url(declaration, "report")
            page = self._post(
                url,
                {"participant_count": "viele", "summary": "顺利", "incidents": "无"},
                [("photos", ("1.png", PNG, "image/png")), ("photos", ("2.png", b"x", "image/png"))],
            )
            self.assertIn("viele", page.text)
            self.assertEqual(len(self._all().entry_id.photo_ids), 1)
            self._post(url, {"participant_count": "70", "summary": "顺利", "incidents": "无"})
        entry = self._all().entry_id
        self.assertEqual((entry.state, entry.participant_count), ("held", 70))
        self.assertTrue(self._all().reported_on)

    def test_not_reported_before_it_begins(self):
        """The page of the report opens when the activity has begun."""
        declaration = self._approve()
        page = self.url_open(self._url(declaration, "report"))
        self.assertPage(page, self._url(declaration))

    def test_what_belongs_to_others(self):
        """A stranger meets his own list, as if there were no such declaration."""
        declaration = self._approve()
        self._login(self.portal_2)
        for step in ("", "edit", "report"):
            self.assertNotIn("重阳游园会", self.url_open(self._url(declaration, step)).text)
        for step in ("submit", "withdraw", "cancel", "papers", "edit", "report"):
            self._post(self._url(declaration, step), self._posted(reason="因"))
        self.assertEqual(self._all().state, "approved")
        self._post(f"{URL}/new", self._posted())
        self.assertEqual(len(self._all()), 1)

    def _approve(self, **vals):
        declaration = self._begin(participant_count="20", **vals)
        self._post(self._url(declaration, "submit"))
        return self._approve_all(self._all())
