"""Orders in the portal: pages, the answer form, and what is nobody else's business."""

from datetime import timedelta

from odoo.tests import tagged

from .common import PDF, PNG
from .common_inspection import InspectionData
from .common_portal import PortalCase
from .common_request import RequestCase


class OrderPortalData(InspectionData):
    """The organisation of `RequestCase` for an HTTP case."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.organization = cls._organization(
            member_ids=cls._prepare_member_vals(4, name="赵测试一", email="portal.one@test.example")
        )
        cls.organization.leader_id.partner_id = cls.portal_1.partner_id


@tagged("post_install", "-at_install")
class TestOrderPortal(OrderPortalData, PortalCase):
    _decided_request = classmethod(RequestCase._decided_request.__func__)

    def setUp(self):
        super().setUp()
        self.order = self._as_root(self._issued_order())
        self.url = f"/my/orders/{self.order.id}"

    def _send(self, text="已公示。", files=(("整改.pdf", PDF),), **data):
        return self._post(
            f"{self.url}/answer",
            {"text": text, "goto": "send", **data},
            files=[("files", (name, content)) for name, content in files] or None,
        )

    def _reload(self):
        self.env.invalidate_all()
        return self.order

    def test_home_says_so(self):
        """The home page says in red what waits for an answer; a stranger's does not."""
        self.assertIn(self.url, self.url_open("/my").text)
        self._login(self.portal_2)
        self.assertNotIn(self.url, self.url_open("/my").text)

    def test_pages_of_a_stranger(self):
        """What belongs to others looks as if it did not exist: page, letter, answer, files."""
        self._send()
        file = self._reload().answer_ids.file_ids
        address = f"/web/content/community.order.file/{file.id}/file"
        self.assertEqual(self.url_open(address).status_code, 200)
        draft = self._draft_order()
        self.assertPage(self.url_open(f"/my/orders/{draft.id}"), "/my/orders")
        self._login(self.portal_2)
        for url in (self.url, f"{self.url}?report_type=pdf", "/my/orders/99999999"):
            self.assertPage(self.url_open(url), "/my/orders")
        self.assertPage(self._send("冒名"), "/my/orders")
        self.assertEqual(self.url_open(address).status_code, 404)
        self.assertEqual(len(self._reload().answer_ids), 1)

    def test_answer(self):
        """Words and files at once; the page then shows them in the timeline and no form."""
        page = self._send(files=[("整改.pdf", PDF), ("墙.png", PNG)])
        self.assertEqual(page.status_code, 200)
        order = self._reload()
        self.assertEqual(order.state, "answered")
        self.assertEqual(order.answer_ids.file_ids.mapped("file_name"), ["整改.pdf", "墙.png"])
        self.assertEqual(order.answer_ids.partner_id, self.portal_1.partner_id)
        self.assertNotIn('name="files"', page.text)
        self.assertIn("墙.png", page.text)

    def test_nothing_is_lost(self):
        """A refused answer keeps its words and the files that are good."""
        page = self._send("", files=[("整改.pdf", PDF)])
        self.assertSays(page)
        self.assertIn("整改.pdf", page.text)
        page = self._send("写了很多字", files=[("病毒.pdf", b"MZ")])
        self.assertSays(page, "写了很多字", "病毒.pdf")
        self.assertEqual(self._reload().state, "issued")
        self.assertEqual(self.order.answer_ids.file_ids.file_name, "整改.pdf")
        self._send("写了很多字", files=[])
        self.assertEqual(self._reload().state, "answered")

    def test_save_and_remove(self):
        """«Save only» keeps the begun answer, which no office sees; a file can be taken out."""
        self._send("先存着", goto="")
        answer = self._reload().answer_ids
        self.assertFalse(answer.submitted_on)
        self.assertSees(self.officer_a, answer, answer.browse())
        self.assertIn("先存着", self.url_open(self.url).text)
        self._send("先存着", files=[], goto="", remove=str(answer.file_ids.id))
        self.assertFalse(self._reload().answer_ids.file_ids)
        self.assertPage(self._send("x", files=[], goto="", remove="²"), f"{self.url}#answer")

    def test_bad_input(self):
        """Whatever a client posts, the page answers."""
        self.assertEqual(self._send("\0", files=[]).status_code, 200)
        self.assertEqual(self._post(f"{self.url}/answer", {}).status_code, 200)
        self.assertEqual(self._reload().state, "issued")

    def test_advice(self):
        """An advice asks for yes or no; agreed and accepted it leads to the cancellation."""
        advice = self._as_root(self._issued_order(kind="advice"))
        self.url = f"/my/orders/{advice.id}"
        self.assertSays(self._send("大家商量过了", files=[]))
        self._send("大家商量过了", files=[], agrees="yes")
        self.env.invalidate_all()
        self.assertTrue(advice.answer_ids.agrees)
        advice.with_user(self.officer_a)._accept("")
        self.assertIn('value="cancellation"', self.url_open(self.url).text)

    def test_asked_again(self):
        """The page says what is still missing and until when."""
        self._send()
        order = self._reload()
        day = self._local_today() + timedelta(days=9)
        order.with_user(self.officer_a)._ask_again("票据请补拍", day)
        page = self.url_open(self.url)
        self.assertIn("票据请补拍", page.text)
        self.assertIn('name="files"', page.text)

    def test_dissolved(self):
        """After a dissolution the pages of the organisation are closed; the letter opens."""
        letter = self._dissolved().order_id
        page = self.url_open(f"/my/orders/{letter.id}")
        self.assertPage(page, f"/my/orders/{letter.id}")
        self.assertIn(letter.number, page.text)
        self.assertNotIn('name="files"', page.text)
        for path in ("", "/documents"):
            closed = self.url_open(f"/my/organizations/{self.organization.id}{path}")
            self.assertPage(closed, "/my/organizations")
        self.assertNotIn(self.organization.name, self.url_open("/my/organizations").text)
        self.assertPage(self._send("还想说"), "/my/orders")
        public = self.url_open(self.organization.register_path)
        self.assertIn(letter.number, public.text)

    def test_register_and_verification(self):
        """The public register says «dissolved by order», with day and reason."""
        self._dissolved()
        self.env.invalidate_all()
        entry = self.env["community.register"]._get_entry(self.organization)
        self.assertEqual(entry["cancelled_on"], self._local_today())
        page = self.url_open(self.organization.register_path).text
        # in the language of whoever asked last
        self.assertTrue("已责令解散" in page or "Dissolved by order" in page)
