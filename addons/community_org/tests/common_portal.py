"""A resident at the portal's form, by HTTP."""

import re

from odoo.http import Request
from odoo.tools import mute_logger

from .common import CommunityHttpCase


class PortalCase(CommunityHttpCase):
    def setUp(self):
        super().setUp()
        self.enterContext(mute_logger("odoo.http", "odoo.sql_db"))
        self._login(self.portal_1)

    def _login(self, user):
        self.authenticate(user.login, user.login)

    def _post(self, url, data=None, files=None, **kwargs):
        data = {**(data or {}), "csrf_token": Request.csrf_token(self)}
        return self.url_open(url, data=data, files=files, **kwargs)

    @classmethod
    def _organization_of(cls, user, address="portal.one@test.example", **vals):
        """An organisation whose leader is ``user``, by his mail address."""
        user.login = user.email = address
        return cls._organization(
            member_ids=cls._prepare_member_vals(4, email=address, name="赵测试一"), **vals
        )

    def _prepare_basics(self, **vals):
        """What a browser posts with the first step, complete."""
        return {
            "name": "甲一银发助老队",
            "area_id": str(self.area_a1.id),
            "category_id": str(self.category.id),
            "form": "team",
            "founded_on": "2025-03-05",
            "address": "甲一路 8 号",
            "activity_range": "本社区",
            "phone": "0574-88123456",
            "funds": "100.50",
            "funds_source": "自筹",
            "restricted_reason": "",
            **vals,
        }

    def _prepare_roster(self, count=3, **vals):
        data = {}
        for index, (_command, _id, line) in enumerate(self._prepare_member_vals(count)):
            data.update({f"member-{index}-{name}": value for name, value in line.items()})
        return {**data, **vals}

    def _prepare_charter(self, **vals):
        return {
            "purpose": "服务社区老人。",
            "business_scope": "",
            "activity_content": "每月两次探访。",
            "leader_method": "成员推选。",
            "finance_rules": "",
            **vals,
        }

    def _start(self, **vals):
        """The draft after the first step was posted from a fresh form."""
        response = self._post("/my/filings/new", self._prepare_basics(**vals))
        found = re.search(r"/my/filings/(\d+)/", response.url)
        self.assertTrue(found, response.url)
        return self.env["community.filing"].browse(int(found[1]))

    def _url(self, filing, step=""):
        return f"/my/filings/{filing.id}/{step}".rstrip("/")

    def _mine(self, user=None):
        """Every filing of ``user`` (default: portal_1), as it is in the database now."""
        self.env.invalidate_all()
        applicant = (user or self.portal_1).partner_id
        return self.env["community.filing"].search([("applicant_id", "=", applicant.id)])

    def assertPage(self, response, path):
        """The page at ``path``, in whatever language."""
        self.assertEqual(response.status_code, 200, response.text[:500])
        self.assertRegex(response.url, rf"{re.escape(path)}(\?.*)?$")
        self.assertNotIn("Traceback", response.text)

    def assertSays(self, response, *words):
        """The form again, status 200, with the message."""
        self.assertEqual(response.status_code, 200, response.text[:500])
        self.assertNotIn("Traceback", response.text)
        self.assertRegex(response.text, r"alert-danger|is-invalid")
        for word in words:
            self.assertIn(word, response.text)
