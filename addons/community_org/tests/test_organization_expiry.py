from datetime import timedelta

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common_portal import PortalCase
from .common_request import RequestCase

ACTIVITY = "community_org.mail_activity_type_renewal"


class ExpiryData:
    """Ways to make an organisation expire, and what was sent about it."""

    def _expire_in(self, days, organization=None):
        """Give the organisation a certificate that is valid until ``days`` days from today."""
        organization = organization or self.organization
        today = self.env["community.policy"]._today()
        valid_to = today + timedelta(days=days)
        organization._issue_certificate(today - timedelta(days=1000), valid_to=valid_to)
        self.assertEqual(organization.valid_to, valid_to)
        return valid_to

    def _forget_certificates(self):
        """Leave every organisation without a certificate, so that an older one counts."""
        self.env["community.certificate"].search([]).unlink()

    def _second_organization(self):
        vals = {
            "name": "甲一第二会",
            "number": "T2",
            "category_id": self.category_many.id,
            "holds_category": False,
            "partner_id": self.portal_2.partner_id.id,
        }
        return self.organization.copy(vals)


@tagged("post_install", "-at_install")
class TestOrganizationExpiry(ExpiryData, RequestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.notice = cls.policy.renewal_notice_days
        cls.organization.partner_id.lang = "en_US"  # the language of its letters

    def setUp(self):
        super().setUp()
        # a real run commits after each organisation; a test may not
        cron = type(self.env["ir.cron"])
        self.committed = []
        self.patch(cron, "_commit_progress", self._count_progress)
        self._forget_certificates()

    def _count_progress(self, processed=0, *, remaining=None, deactivate=False):
        self.committed.append(remaining if remaining is not None else -processed)
        return 1

    def _run(self):
        self.env["community.organization"]._cron_remind_renewal()

    def _letters(self):
        """Messages to the representatives, oldest first."""
        return self.organization.message_ids.filtered("subject").sorted("id")

    def _activities(self):
        return self.organization.activity_search([ACTIVITY])

    def test_flags(self):
        """Soon: from the policy's day until the last day of validity; expired: from the day after."""
        for days, expiring, expired in (
            (self.notice + 1, False, False),
            (self.notice, True, False),
            (0, True, False),
            (-1, False, True),
        ):
            with self.subTest(days=days):
                self._forget_certificates()
                self._expire_in(days)
                flags = (self.organization.is_expiring, self.organization.is_expired)
                self.assertEqual(flags, (expiring, expired))
                for flag, value in zip(("is_expiring", "is_expired"), flags, strict=True):
                    own = [("id", "=", self.organization.id)]
                    found = self.organization.search([*own, (flag, "=", True)])
                    self.assertEqual(bool(found), value)
                    self.assertNotEqual(
                        bool(self.organization.search([*own, (flag, "=", False)])), value
                    )

    def test_registered_and_cancelled_bodies_do_not_expire(self):
        """A registered body has no expiry, a cancelled one does not need any."""
        self._expire_in(1)
        for state in ("registered", "cancelled"):
            self.organization.state = state
            self.assertFalse(self.organization.is_expiring)
            self._run()
            self.assertFalse(self._letters())

    def test_reminded_once_before(self):
        """On the policy's day, not earlier, the leader gets one letter and the community one activity."""
        self._expire_in(self.notice + 1)
        self._run()
        self.assertFalse(self._letters())
        self._forget_certificates()
        self._expire_in(self.notice)
        self._run()
        letter = self._letters()
        self.assertEqual(len(letter), 1)
        self.assertEqual(letter.partner_ids, self.portal_1.partner_id)
        self.assertIn(self.organization.name, letter.subject)
        self.assertIn(self.organization.number, letter.body)
        self.assertEqual(self._activities().user_id, self.officer_a1)
        self.assertEqual(self._activities().date_deadline, self.organization.valid_to)
        self._run()
        self.assertEqual(self._letters(), letter)
        self.assertEqual(len(self._activities()), 1)

    def test_told_once_that_it_expired(self):
        """The day after the last day of validity another letter says so, once."""
        self._expire_in(5)
        self._run()
        self._forget_certificates()
        self._expire_in(-1)
        self._run()
        self._run()
        first, second = self._letters()
        self.assertIn("renew", first.subject)
        self.assertIn("expired", second.subject)
        self.assertEqual(len(self._activities()), 1)

    def test_new_certificate_arms_it_again(self):
        """A renewal ends the officers' activity; its own end is announced in its time."""
        self._expire_in(5)
        self._run()
        today = self.env["community.policy"]._today()
        self.organization._issue_certificate(today)
        self.assertFalse(self._activities())
        self._run()
        self.assertEqual(len(self._letters()), 1)
        self._forget_certificates()
        self._expire_in(6)
        self._run()
        self.assertEqual(len(self._letters()), 2)

    def test_certificate_of_a_change_does_not(self):
        """A change prints a new certificate with the same validity; nobody is told of it twice."""
        valid_to = self._expire_in(5)
        self._run()
        self.organization._issue_certificate(
            self.env["community.policy"]._today(), valid_to=valid_to
        )
        self.assertEqual(len(self._activities()), 1)
        self._run()
        self.assertEqual(len(self._letters()), 1)

    def test_renewal_under_review_is_not_reminded(self):
        """Who has applied is not told to apply; once it is refused, he is."""
        self._expire_in(5)
        request = self._request("renewal")
        request.action_submit()
        self.assertEqual(self.organization.renewal_request_id, request.with_env(self.env))
        self._run()
        self.assertFalse(self._letters())
        self._decide(request, "reject")
        self._run()
        self.assertEqual(len(self._letters()), 1)

    def test_cancellation_ends_the_activity(self):
        """Nobody is asked to have a cancelled body renewed."""
        self._expire_in(5)
        self._run()
        self.organization.state = "cancelled"
        self.assertFalse(self._activities())

    def test_without_an_account_by_mail_alone(self):
        """A liaison who never opened an account gets the mail; the message stays with the organisation."""
        self._expire_in(5)
        self.organization.member_ids.filtered("partner_id").partner_id = False
        self._run()
        letter = self._letters()
        self.assertFalse(letter.partner_ids)
        self.assertEqual(letter.outgoing_email_to, self.portal_1.login)

    def test_without_an_address_the_officers_know(self):
        """With nobody to write to, the community still has its activity and the letter is kept."""
        self._expire_in(5)
        self.organization.member_ids.write({"email": False, "partner_id": False})
        self._run()
        self.assertEqual(len(self._letters()), 1)
        self.assertEqual(len(self._activities()), 1)

    def test_goes_on_where_it_broke_off(self):
        """When the time of a run is over the rest waits for the next, and nobody is told twice."""
        other = self._second_organization()
        self._expire_in(5)
        self._expire_in(6, other)
        cron = type(self.env["ir.cron"])
        self.patch(cron, "_commit_progress", lambda cron, *args, remaining=None: 0)
        for told in ([self.organization], [self.organization, other]):
            self._run()
            both = self.organization + other
            self.assertEqual(list(both.filtered("renewal_reminded_for")), told)

    def test_progress(self):
        """The job says how much is left, and commits after each organisation."""
        self._expire_in(5)
        self._run()
        self.assertEqual(self.committed, [1, -1])


@tagged("post_install", "-at_install")
class TestEligibility(ExpiryData, RequestCase):
    def setUp(self):
        super().setUp()
        self._forget_certificates()

    def _refused(self, purpose):
        return self.assertRefused(UserError, self.organization._check_eligible, purpose)

    def test_in_force(self):
        """Whoever is in force, the last day included, may do everything."""
        for days in (100, 0):
            self._forget_certificates()
            self._expire_in(days)
            for purpose in ("ledger", "apply", "book"):
                self.organization._check_eligible(purpose)
            self.assertFalse(self.organization.refused_now)
            self.assertIn("book rooms", self.organization.allowed_now)

    def test_expired(self):
        """An expired body keeps its ledger, and is told why it may not apply nor book."""
        valid_to = self._expire_in(-1)
        self.organization._check_eligible("ledger")
        for purpose in ("apply", "book"):
            message = self._refused(purpose)
            self.assertIn(self.organization.name, message)
            self.assertIn(str(valid_to.year), message)
        self.assertEqual(self.organization.allowed_now, "keep the activity ledger")
        self.assertIn("apply for funds", self.organization.refused_now)
        self.assertIn("book rooms", self.organization.refused_now)

    def test_registered(self):
        """A registered body does not expire."""
        self._expire_in(-1)
        self.organization.state = "registered"
        self.organization._check_eligible("book")

    def test_cancelled(self):
        """A cancelled body does nothing, whatever its certificate says."""
        self._expire_in(100)
        self.organization.state = "cancelled"
        for purpose in ("ledger", "apply", "book"):
            self._refused(purpose)
        self.assertFalse(self.organization.allowed_now)

    def test_every_obstacle_is_named(self):
        """What other modules add stands beside the expiry; several organisations are all named."""
        self._expire_in(-1)
        model = type(self.organization)
        original = model._get_obstacles
        self.patch(
            model,
            "_get_obstacles",
            lambda body, purpose: [*original(body, purpose), "30 hours owed."],
        )
        other = self._second_organization()
        both = self.organization + other
        message = self.assertRefused(UserError, both._check_eligible, "apply")
        self.assertEqual(message.count("30 hours owed."), 2)
        self.assertIn("renew it first", message)
        self.assertIn(other.name, message)

    def test_asked_by_who_may_not_read_it(self):
        """The answer does not depend on who asks."""
        self._expire_in(-1)
        stranger = self.organization.with_user(self.portal_2)
        self.assertRefused(UserError, stranger._check_eligible, "book")

    def test_unknown_purpose(self):
        """A misspelt purpose is a mistake of the programmer, not a «yes»."""
        self.assertRefused(ValueError, self.organization._check_eligible, "fly")


@tagged("post_install", "-at_install")
class TestExpiryPortal(ExpiryData, PortalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.portal_1.login = cls.portal_1.email = "portal.one@test.example"
        cls.portal_1.password = cls.portal_1.login
        cls.organization = cls._organization(
            member_ids=cls._prepare_member_vals(3, email=cls.portal_1.login)
        )
        cls.env["community.certificate"].search([]).unlink()

    def _page(self):
        return self.url_open(f"/my/organizations/{self.organization.id}").text

    def test_nothing_to_say(self):
        """While there is time, no page speaks of a renewal."""
        self._expire_in(1000)
        self.assertNotIn("alert-warning", self._page())
        self.assertNotIn("fa-refresh", self.url_open("/my").text)

    def test_says_it_with_a_button(self):
        """Soon, and after it: one sentence, one button that begins the renewal, on the home page too."""
        for days, style in ((3, "alert-warning"), (-3, "alert-danger")):
            with self.subTest(days=days):
                self.organization.certificate_ids.unlink()
                self._expire_in(days)
                self.assertIn(style, self._page())
                home = self.url_open("/my").text
                self.assertIn("fa-refresh", home)
                self.assertIn(self.organization.name, home)
        response = self._post(
            f"/my/organizations/{self.organization.id}/request", {"kind": "renewal"}
        )
        request = self.organization.filing_ids.filtered(lambda filing: filing.kind == "renewal")
        self.assertPage(response, f"/my/filings/{request.id}/materials")
        self._add_material(request.with_user(self.portal_1))
        request.with_user(self.portal_1).action_submit()
        self.assertNotIn("alert-danger", self._page())
        self.assertNotIn("fa-refresh", self.url_open("/my").text)

    def test_letters_stand_in_the_portal(self):
        """What was mailed is there as a message too."""
        self._expire_in(3)
        self.organization._remind_renewal()
        self.assertIn("o_portal_chatter", self._page())
        letters = (
            self.env["mail.message"]
            .with_user(self.portal_1)
            .search(
                [("model", "=", "community.organization"), ("res_id", "=", self.organization.id)]
            )
        )
        self.assertIn(self.organization.name, letters[:1].subject)
