import base64
import io
from datetime import timedelta

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger
from PIL import Image
from psycopg2.errors import UniqueViolation

from .common_ledger import LedgerData
from .common_portal import PortalCase

MODEL = "community.activity"
URL = "/my/activities"


@tagged("post_install", "-at_install")
class TestActivityPortal(LedgerData, PortalCase):
    """A leader keeps the ledger on a phone, by HTTP."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        leader = {"email": cls.portal_1.email, "name": "赵测试一"}
        cls.portal_1.login = cls.portal_1.email = leader["email"] = "portal.one@test.example"
        cls.organization = cls._organization(member_ids=cls._prepare_member_vals(4, **leader))
        cls.kind = cls._activity_type()

    def _posted(self, days=-1, **vals):
        """What a browser posts, complete: 19:00 to 21:00 in Shanghai, ``days`` from today."""
        day = self._local_today() + timedelta(days=days)
        return {
            "organization_id": str(self.organization.id),
            "name": "周三排练",
            "type_id": str(self.kind.id),
            "start": f"{day}T19:00",
            "stop": f"{day}T21:00",
            "place": "社区活动室",
            "participant_count": "18",
            "volunteer_hours": "2.5",
            "entry_key": "first",
            **vals,
        }

    def _all(self):
        self.env.invalidate_all()
        return self.env[MODEL].search([("organization_id", "=", self.organization.id)])

    def _photo(self, color):
        buffer = io.BytesIO()
        Image.new("RGB", (8, 8), color).save(buffer, "PNG")
        return ("photos", (f"{color}.png", buffer.getvalue(), "image/png"))

    # ------------------------------------------------------------

    def test_enter_with_photos(self):
        """What was held is with the community at once, with its photos; times are those of Shanghai."""
        page = self._post(f"{URL}/new", self._posted(), [self._photo("red"), self._photo("blue")])
        activity = self._all()
        self.assertPage(page, f"{URL}/{activity.id}")
        self.assertEqual((activity.state, activity.channel), ("held", "portal"))
        self.assertEqual(activity.start.hour, 11)
        self.assertEqual(activity.volunteer_hours, 2.5)
        self.assertEqual(len(activity.photo_ids), 2)

    def test_planned_then_reported(self):
        """What is to come is planned; once it is over, the home page asks, and the form reports it."""
        self._post(f"{URL}/new", self._posted(days=3))
        activity = self._all()
        self.assertEqual(activity.state, "planned")
        self._as_root(activity)._engine_write({"start": self._at(-2), "stop": self._at(-2, 3)})
        self.assertIn(f'href="{URL}/{activity.id}"', self.url_open("/my").text)
        self._post(f"{URL}/{activity.id}/edit", self._posted(participant_count="21"))
        activity = self._all()
        self.assertEqual((activity.state, activity.participant_count), ("held", 21))

    def test_not_held(self):
        """A plan that came to nothing is called off."""
        activity = self._planned()
        self._post(f"{URL}/{activity.id}/cancel")
        self.assertEqual(self._all().state, "cancelled")

    def test_same_form_twice(self):
        """A form that arrives again over a bad connection is the same entry, with what it says now."""
        self._post(f"{URL}/new", self._posted(), [self._photo("red")])
        again = [self._photo("red"), self._photo("blue")]
        page = self._post(f"{URL}/new", self._posted(participant_count="20"), again)
        activity = self._all()
        self.assertEqual(len(activity), 1)
        self.assertPage(page, f"{URL}/{activity.id}")
        self.assertEqual((activity.participant_count, len(activity.photo_ids)), (20, 2))
        page = self.url_open(f"{URL}/new?entry_key=first")
        self.assertPage(page, f"{URL}/{activity.id}")

    @mute_logger("odoo.sql_db")
    def test_one_entry_for_a_key(self):
        """The database holds one entry for a form, whoever asks at the same moment."""
        self._activity(entry_key="k")
        with self.assertRaises(UniqueViolation), self.env.cr.savepoint():
            self._activity(entry_key="k")

    def test_repeat(self):
        """The form of a repetition says all that the last one said, at its hour of today."""
        self._post(f"{URL}/new", self._posted())
        activity = self._all()
        self.assertIn(f"{URL}/new?repeat={activity.id}", self.url_open("/my").text)
        page = self.url_open(f"{URL}/new?repeat={activity.id}").text
        for text in ("周三排练", "社区活动室", 'value="18"', f"{self._local_today()}T19:00"):
            self.assertIn(text, page)
        self.assertNotIn('value="first"', page)

    def test_bad_input_keeps_what_was_typed(self):
        """One wrong field: nothing is saved, everything is shown again, the photos are asked for."""
        before = self._posted()
        for bad in (
            {"participant_count": "viele"},
            {"volunteer_hours": "nan"},
            {"volunteer_hours": "-1"},
            {"stop": before["start"]},
            {"start": "morgen"},
            {"name": ""},
            {"type_id": "0"},
            {"organization_id": "999999"},
            {"start": f"{self._local_today() - timedelta(days=500)}T19:00"},
        ):
            with self.subTest(bad), mute_logger("odoo.sql_db"):
                page = self._post(
                    f"{URL}/new", self._posted(partners="老年大学", **bad), [self._photo("red")]
                )
                self.assertEqual(page.status_code, 200)
                self.assertIn("alert-danger", page.text)
                self.assertIn("老年大学", page.text)
                self.assertIn("choose the photos again", page.text)
                self.assertFalse(self._all())

    def test_photos(self):
        """A file that is no picture is named; the entry and the other photos stay. Nine are the most."""
        bad = ("photos", ("账单.png", b"x", "image/png"))
        page = self._post(f"{URL}/new", self._posted(), [bad, self._photo("red")])
        self.assertIn("账单.png", page.text)
        activity = self._all()
        self.assertEqual(len(activity.photo_ids), 1)
        colors = ("blue", "green", "white", "black", "yellow", "pink", "gray", "gold", "navy")
        page = self._post(f"{URL}/{activity.id}/photos", {}, [self._photo(c) for c in colors])
        self.assertIn("at most 9", page.text)
        self.assertEqual(len(self._all().photo_ids), 9)
        gone = activity.photo_ids[0]
        self._post(f"{URL}/{activity.id}/photos", {"remove": str(gone.id)})
        self.assertFalse(gone.exists())

    def test_returned(self):
        """The remark stands on the home page; saving the corrected form reports it again."""
        activity = self._activity()
        activity.with_user(self.officer_a1)._return("请补人数")
        self.assertIn("请补人数", self.url_open("/my").text)
        self._post(f"{URL}/{activity.id}/edit", self._posted(participant_count="33"))
        self.assertEqual((self._all().state, self._all().participant_count), ("held", 33))

    def test_confirmed_is_locked(self):
        """What was confirmed is neither changed nor deleted nor gets photos."""
        activity = self._confirmed()
        self.assertPage(self.url_open(f"{URL}/{activity.id}/edit"), f"{URL}/{activity.id}")
        self._post(f"{URL}/{activity.id}/edit", self._posted(name="改"))
        page = self._post(f"{URL}/{activity.id}/delete")
        self.assertIn("alert-danger", page.text)
        self._post(f"{URL}/{activity.id}/photos", {}, [self._photo("red")])
        self.assertEqual(self._all().name, activity.name)
        self.assertFalse(self._all().photo_ids)

    def test_delete(self):
        """A mistake is deleted as long as nobody has confirmed it."""
        activity = self._activity()
        self.assertPage(self._post(f"{URL}/{activity.id}/delete"), URL)
        self.assertFalse(self._all())

    def test_what_is_missing(self):
        """The home page and the list say how many activities of the quarter are missing."""
        wanted = self.env["community.policy"]._get_policy().quarterly_activities
        self._activity(start=fields.Datetime.now() - timedelta(minutes=1))
        self.assertEqual(self.organization.ledger_shortage, wanted - 1)
        for url in ("/my", URL):
            page = self.url_open(url).text
            self.assertRegex(page, rf"lacks\s+<strong>{wanted - 1}</strong>")

    def test_list(self):
        """By state, and by organisation; a forged filter shows all."""
        held = self._activity(name="已办的")
        self._planned(name="要办的")
        self.assertNotIn(f'{URL}/{held.id}"', self.url_open(f"{URL}?state=planned").text)
        for query in ("", "?state=forged", "?organization_id=forged", "/page/9", "/99999999999999"):
            self.assertIn("要办的", self.url_open(f"{URL}{query}").text)
        self.assertPage(self.url_open(f"{URL}/new?repeat=99999999999999"), f"{URL}/new")

    def test_what_belongs_to_others(self):
        """A stranger meets his own list, as if there were no such entry, whatever he asks for."""
        activity = self._activity(name="邻居的活动", entry_key="secret")
        activity._add_photo(base64.b64encode(self._photo("red")[1][1]))
        self._login(self.portal_2)
        for url in (f"{activity.id}", f"{activity.id}/edit", f"new?repeat={activity.id}"):
            self.assertNotIn("邻居的活动", self.url_open(f"{URL}/{url}").text)
        page = self.url_open(f"{URL}/new?entry_key=secret")
        self.assertPage(page, f"{URL}/new")
        for verb in ("report", "cancel", "delete", "photos", "edit"):
            self._post(f"{URL}/{activity.id}/{verb}", self._posted(name="改"))
        self._post(f"{URL}/new", self._posted(entry_key="secret"))
        self.assertEqual(self._all().mapped("name"), ["邻居的活动"])
        photo = f"/web/content/community.activity.photo/{activity.photo_ids.id}/image"
        self.assertEqual(self.url_open(photo).status_code, 404)

    def test_queries_of_the_list(self):
        """The page asks the database as often for two entries as for twenty."""
        self._activity()
        self.url_open(URL)
        counts = []
        for more in (1, 18):
            self.env[MODEL].with_user(self.portal_1).create(
                [self._activity_vals(self.organization, name=f"活动{n}") for n in range(more)]
            )
            self.url_open(URL)
            before = self.env.cr.sql_log_count
            self.url_open(URL)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertGreater(counts[0], 0)
        self.assertLessEqual(counts[1], counts[0])
