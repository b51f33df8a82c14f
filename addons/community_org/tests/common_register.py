import re

from lxml import html

from ..controllers.public_page import LIMITER
from ..models.community_register_overview import KEPT
from .common import CommunityHttpCase

LIST = "/community/organizations"


class RegisterCase(CommunityHttpCase):
    """Organisations in two streets, as a visitor without a login sees them.

    Everybody on a roster has a name, a phone and an e-mail address that occur nowhere else:
    `secrets` lists them.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.registry.clear_cache()
        cls.secrets = []
        cls.dance = cls._enter("T-2026-0001", "甲一夕阳红舞蹈队", form="team")
        cls.choir = cls._enter(
            "T-2026-0002",
            "甲二百灵合唱团",
            area_id=cls.area_a2.id,
            category_id=cls.category_many.id,
        )
        cls.gone = cls._enter(
            "T-2025-0001",
            "乙一旧舞蹈队",
            area_id=cls.area_b1.id,
            state="cancelled",
            cancelled_on="2026-02-03",
            cancel_reason="成员外迁，自行解散。",
        )
        cls.registered = cls._enter(
            False, "乙一助老服务中心", area_id=cls.area_b1.id, state="registered"
        )
        cls.all = cls.dance | cls.choir | cls.gone | cls.registered

    @classmethod
    def _enter(cls, number, name, **vals):
        """An organisation as an approval writes it, with two members and private contacts."""
        serial = len(cls.secrets)
        people = [f"密名{'甲乙丙丁戊己庚辛壬癸'[serial % 10]}{mark}" for mark in "子丑"]
        contacts = [f"139{serial:04d}{row:04d}" for row in range(3)]
        mails = [f"private{serial}x{row}@secret.example" for row in range(2)]
        cls.secrets += [*people, *contacts, *mails]
        partner = cls.env["res.partner"].create({"name": name, "phone": contacts[2]})
        values = {
            "number": number,
            "name": name,
            "area_id": cls.area_a1.id,
            "category_id": cls.category.id,
            "filed_on": "2026-01-05",
            "partner_id": partner.id,
            "phone": contacts[2],
            "address": f"文化礼堂（联系人{people[0]}）",
            "purpose": f"丰富生活。负责人{people[0]}，电话{contacts[0]}。",
            "business_scope": f"排练、演出，报名{mails[0]}。",
            "activity_content": f"每周三由{people[1]}带队，微信{contacts[1]}。",
            "member_ids": [
                (
                    0,
                    0,
                    {
                        "name": person,
                        "role": role,
                        "phone": contacts[row],
                        "email": mails[row],
                        "date_from": "2026-01-05",
                        "area_id": cls.area_a1.id,
                    },
                )
                for row, (person, role) in enumerate(zip(people, ("leader", "member"), strict=True))
            ],
            **vals,
        }
        organization = cls.env["community.organization"].create(values)
        organization._issue_certificate(organization.filed_on)
        return organization

    def setUp(self):
        super().setUp()
        for kept in (LIMITER, KEPT):
            kept.clear()
            self.addCleanup(kept.clear)
        # a resident's browser that was never here
        self.opener.cookies.clear()
        self.opener.headers["Accept-Language"] = "zh-CN"
        self._set("pages_per_minute", 0)
        self._set("downloads_per_hour", 0)

    def _set(self, name, value):
        self.env["ir.config_parameter"].set_param(f"community_org.register_{name}", str(value))

    def _get(self, path, **kwargs):
        self.env.flush_all()
        return self.url_open(path, **kwargs)

    def _page(self, path=LIST, **filters):
        """The parsed page at ``path``, which is one."""
        query = "&".join(f"{name}={value}" for name, value in filters.items())
        response = self._get(f"{path}?{query}" if query else path)
        self.assertEqual(response.status_code, 200, response.text[:500])
        self.assertNotIn("Traceback", response.text)
        return html.fromstring(response.text)

    def _names(self, page):
        return [link.text for link in page.find_class("stretched-link")]

    def assertFinds(self, organizations, **filters):
        """The list with ``filters`` holds exactly ``organizations`` (of this test)."""
        page = self._page(**filters)
        ours = set(self.all.mapped("name"))
        self.assertEqual(
            {name for name in self._names(page) if name in ours}, set(organizations.mapped("name"))
        )
        return page

    def _head(self, page, name):
        """What the head of ``page`` says: title, description, robots or canonical; None if nothing."""
        found = {
            "title": page.xpath("//title/text()"),
            "canonical": page.xpath("//link[@rel='canonical']/@href"),
        }.get(name, page.xpath(f"//meta[@name='{name}']/@content"))
        self.assertLessEqual(len(found), 1)
        return found[0] if found else None

    def _text(self, page):
        return re.sub(r"\s+", " ", page.get_element_by_id("wrap").text_content())
