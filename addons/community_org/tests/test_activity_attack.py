from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import PNG_BASE64
from .common_attack import AttackCase
from .common_ledger import LedgerCase

# what only buttons or computations write, with a value that somebody might like
FORGED = {
    "state": "confirmed",
    "channel": "office",
    "entered_on": "2020-01-01 00:00:00",
    "confirmed_on": "2020-01-01 00:00:00",
    "confirmed_by_id": 2,
    "remark": "已阅",
    "return_id": 1,
    "is_supplement": True,
    "reminded_on": "2020-01-01",
    "is_late": True,
    "days_to_entry": 0,
    "date": "2020-01-01",
    "hours": 99.0,
    "community_id": 1,
    "street_id": 1,
    "district_id": 1,
    "category_id": 1,
    # of a major activity
    "major_activity_id": 1,
    "is_undeclared": True,
    "explain_by": "2020-01-01",
    "undeclared_recorded_on": "2020-01-01",
    "exempt_reason": "免",
    "exempted_on": "2020-01-01",
    "exempted_by_id": 2,
}


@tagged("post_install", "-at_install")
class TestActivityForged(LedgerCase):
    """Neither values nor a context that a client sends write what the buttons write."""

    def test_every_field_is_tried(self):
        """A stored field that no client may write and that is not tried here fails."""
        tried = FORGED.keys() | {"area_id"}
        self.assertLessEqual(self.env["community.activity"]._get_engine_fields(), tried)

    def test_values(self):
        """Refused on create and on write."""
        activity = self._activity()
        for name, value in FORGED.items():
            with self.subTest(name):
                self.assertRefused(AccessError, self._activity, **{name: value})
                self.assertRefused(AccessError, activity.write, {name: value})

    def test_context(self):
        """A default in the context is no way round, nor is the engine's key."""
        forged = {f"default_{name}": value for name, value in FORGED.items()}
        ledger = self.env["community.activity"].with_user(self.portal_1)
        vals = self._activity_vals(self.organization)
        plain, tricky = ledger.create(vals), ledger.with_context(**forged).create(vals)
        for name in FORGED:
            if name != "entered_on":
                self.assertEqual(tricky[name], plain[name], name)
        keyed = plain.with_context(community_activity_engine=True)
        self.assertRefused(AccessError, keyed.write, {"state": "confirmed"})

    def test_default_of_the_begin(self):
        """A begin from the context decides on the state like one that was sent."""
        vals = self._activity_vals(self.organization, stop=self._at(5, 3))
        del vals["start"]
        ledger = self.env["community.activity"].with_user(self.portal_1)
        activity = ledger.with_context(default_start=self._at(5)).create(vals)
        self.assertEqual(activity.state, "planned")

    def test_organisation_stays(self):
        """An entry is not moved to another organisation."""
        activity = self._activity()
        other = self._organization(name="甲一另一队", category_id=self.category_many.id)
        self.assertRefused(UserError, activity.write, {"organization_id": other.id})


@tagged("post_install", "-at_install")
class TestActivityAttack(LedgerCase, AttackCase):
    """What is refused in Python is refused over the network too, in a quarter that is handed in."""

    def test_closed_quarter(self):
        activity, confirmed = self._activity(), self._confirmed()
        photo = activity.photo_ids.create({"activity_id": activity.id, "image": PNG_BASE64})
        attachment = self.env["ir.attachment"].search(
            [
                ("res_model", "=", photo._name),
                ("res_id", "=", photo.id),
                ("res_field", "=", "image"),
            ]
        )
        self._close(activity)
        attempts = [
            (activity, "write", {"participant_count": 900}),
            (activity, "write", {"state": "confirmed"}),
            (activity, "unlink"),
            (activity, "action_confirm"),
            (confirmed, "action_open_correct"),
            (confirmed, "action_report"),
            (photo, "write", {"image": PNG_BASE64.decode()}),
            (photo, "unlink"),
            (attachment, "write", {"raw": "x"}),
            (attachment, "unlink"),
        ]
        for user in (self.portal_1, self.officer_a1):
            for records, method, *args in attempts:
                self.assertAttackFails(
                    user, records._name, method, records.ids, *args, contexts=({},)
                )
