from unittest.mock import patch
from urllib.parse import parse_qs, urlsplit

from odoo.tests import freeze_time, tagged

from .common import credit_code
from .common_register import LIST, RegisterCase


@tagged("post_install", "-at_install")
class TestRegisterList(RegisterCase):
    def test_search(self):
        """By a part of the name or of the number; several words must all occur."""
        self.assertFinds(self.dance | self.gone, search="舞蹈队")
        self.assertFinds(self.dance, search="夕阳红 舞蹈")
        self.assertFinds(self.choir, search="t-2026-0002")
        self.assertFinds(self.all.browse(), search="夕阳红 合唱")

    def test_filters(self):
        """By street, community, main category and status, and by all of them together."""
        self.assertFinds(self.dance | self.choir, street=self.street_a.code)
        self.assertFinds(self.choir, community=self.area_a2.code)
        self.assertFinds(self.all, category=self.category_root.code)
        self.assertFinds(self.registered, state="registered", category=self.category_root.code)
        root = self.category_root.code
        self.assertFinds(self.all - self.gone, state="existing", category=root)
        self.assertFinds(
            self.gone,
            search="舞",
            street=self.street_b.code,
            community=self.area_b1.code,
            category=root,
            state="cancelled",
        )

    def test_form_keeps_the_query(self):
        """The form shows what was asked for, and offers the communities in groups by street."""
        page = self._page(search="舞", street=self.street_a.code, state="filed")
        self.assertEqual(page.get_element_by_id("register-search").value, "舞")
        for name, code in {"street": self.street_a.code, "state": "filed", "category": ""}.items():
            chosen = page.xpath(f"//select[@name='{name}']/option[@selected]/@value")
            self.assertEqual("".join(chosen), code)
        offered = page.xpath(f"//optgroup[@data-street='{self.street_a.code}']/option/@value")
        self.assertEqual(offered, [self.area_a1.code, self.area_a2.code])

    def test_community_without_its_street(self):
        """A community says its street; after another street was chosen the old community is left out."""
        page = self.assertFinds(self.choir, community=self.area_a2.code)
        chosen = page.xpath("//select[@name='street']/option[@selected]/@value")
        self.assertEqual(chosen, [self.street_a.code])
        self.assertFinds(
            self.gone | self.registered, street=self.street_b.code, community=self.area_a2.code
        )

    def test_pages(self):
        """Twenty on a page; the links keep the query; together the pages hold every one once."""
        for serial in range(41):
            self._enter(
                f"T-P-{serial:04d}", f"甲一测试分页{serial}队", category_id=self.category_many.id
            )
        seen, url = [], f"{LIST}?search=测试分页&street={self.street_a.code}"
        while url:
            page = self._page(url)
            seen.append(self._names(page))
            url = "".join(page.xpath("//a[@rel='next']/@href"))
            if url:
                query = parse_qs(urlsplit(url).query)
                self.assertEqual(query.pop("page"), [str(len(seen) + 1)])
                self.assertEqual(query, {"search": ["测试分页"], "street": [self.street_a.code]})
        self.assertEqual([len(names) for names in seen], [20, 20, 1])
        self.assertEqual(len(set().union(*seen)), 41)

    def test_abolished_area(self):
        """An area that was merged is named with its successor, where its organisations are listed."""
        self.area_a2.write({"valid_to": "2026-03-01", "successor_id": self.area_a1.id})
        page = self.assertFinds(self.choir.browse(), community=self.area_a2.code)
        link = page.xpath("//p[contains(@class, 'alert-info')]//a/@href")
        self.assertEqual(link, [f"{LIST}?community={self.area_a1.code}"])
        self.assertFinds(self.dance | self.choir, community=self.area_a1.code)
        offered = self._page().xpath("//select[@name='community']//option/@value")
        self.assertIn(self.area_a1.code, offered)
        self.assertNotIn(self.area_a2.code, offered)

    def test_head(self):
        """Title, language and description; only the plain list is for search engines."""
        page = self._page()
        self.assertTrue(page.get("lang"))
        self.assertTrue(self._head(page, "title"))
        self.assertTrue(self._head(page, "description"))
        self.assertIsNone(self._head(page, "robots"))
        self.assertEqual(self._head(page, "canonical"), f"{self.dance.get_base_url()}{LIST}")
        filtered = self._page(search="舞")
        self.assertIn("noindex", self._head(filtered, "robots"))
        self.assertIsNone(self._head(filtered, "canonical"))


@tagged("post_install", "-at_install")
class TestRegisterEntry(RegisterCase):
    def _entry(self, organization):
        self.env.flush_all()
        return self._page(organization.register_path)

    def test_facts(self):
        """Name, status, validity, area, category, form, day, place and the texts of the charter."""
        page = self._entry(self.dance)
        text = self._text(page)
        for fact in (
            "甲一夕阳红舞蹈队",
            "T-2026-0001",
            "甲街道",
            "甲一社区",
            "测试助老",
            "文化礼堂",
            "丰富生活",
            "排练、演出",
            "每周三",
        ):
            self.assertIn(fact, text)
        self.assertTrue(page.find_class("alert-success"))
        self.assertIn("甲一夕阳红舞蹈队", self._head(page, "title"))
        self.assertTrue(self._head(page, "canonical").endswith(f"{LIST}/T-2026-0001"))

    def test_cancelled(self):
        """A cancelled one stays, with the day and the reason."""
        page = self._entry(self.gone)
        alert = page.find_class("alert-danger")[0].text_content()
        self.assertIn("2026", alert)
        self.assertIn("成员外迁，自行解散。", alert)
        self.assertFalse(page.find_class("alert-success"))

    def test_expired(self):
        """One whose filing has expired is not shown as valid, in the list either."""
        with freeze_time("2031-01-05 04:00:00"):
            self.assertTrue(self._entry(self.dance).find_class("alert-warning"))
            row = self._page(search="夕阳红").find_class("list-group-item")[0]
        self.assertTrue(row.find_class("text-bg-warning"))

    def test_directly_registered(self):
        """A registered body without number and day of filing has a page, and lists work with it."""
        self.registered.write(
            {
                "registration_type": "service",
                "uscc": credit_code("52"),
                "registration_authority": "测试区民政局",
                "registered_on": "2026-02-03",
                "filed_on": False,
                "category_id": False,
            }
        )
        self.assertEqual(self.registered.register_path, f"{LIST}/r{self.registered.id}")
        text = self._text(self._entry(self.registered))
        for fact in ("乙一助老服务中心", credit_code("52"), "测试区民政局"):
            self.assertIn(fact, text)
        self.assertFinds(self.registered, state="registered", street=self.street_b.code)
        self._page("/community", street=self.street_b.code)
        self.assertEqual(self._get("/community/open-data/organizations.csv").status_code, 200)

    def test_keys(self):
        """The number is the key; the id leads to it; a number with odd marks does without."""
        response = self._get(f"{LIST}/r{self.dance.id}", allow_redirects=False)
        self.assertEqual(response.status_code, 301)
        self.assertTrue(response.headers["Location"].endswith(f"{LIST}/T-2026-0001"))
        for odd in ("东柳/2019/3", "2019 3号", "r12", "..", "%41"):
            with self.subTest(odd):
                self.dance.number = odd
                self.assertEqual(self.dance.register_path, f"{LIST}/r{self.dance.id}")
                self._entry(self.dance)

    def test_unknown(self):
        """What is not in the register is a 404 with a search, and is not kept by caches."""
        for key in (
            "T-2026-9999",
            "r0",
            "r999999999",
            "r" + "9" * 50,
            "a" * 3000,
            "%25",
            "%00",
            "None",
        ):
            with self.subTest(key[:20]):
                response = self._get(f"{LIST}/{key}")
                self.assertEqual(response.status_code, 404)
                self.assertIn('name="search"', response.text)
                self.assertEqual(response.headers["Cache-Control"], "no-store")

    def test_sections_of_other_addons(self):
        """What `_get_register_sections` returns is shown below the facts, escaped."""
        sections = [
            {"title": "信用等级", "facts": [("等级", "甲级"), ("备注", "<b>好</b>")]},
            {
                "title": "近期活动",
                "template": "community_org.register_section_facts",
                "facts": [("重阳节", "演出")],
            },
        ]
        organization = self.registry["community.organization"]
        with patch.object(organization, "_get_register_sections", lambda self: sections):
            page = self._entry(self.dance)
        text = self._text(page)
        for words in ("信用等级", "甲级", "<b>好</b>", "近期活动", "重阳节"):
            self.assertIn(words, text)

    def test_certificate_leads_here(self):
        """The page of a verified certificate links to the organisation in the register."""
        page = self._page(f"/community/verify/{self.dance.certificate_id.token}")
        self.assertIn(self.dance.register_path, page.xpath("//a/@href"))


@tagged("post_install", "-at_install")
class TestRegisterOverview(RegisterCase):
    def _counts(self, page, area):
        """The linked counts in the row of ``area``: ``{(filter, value) of the link: count}``."""
        counts = {}
        for link in page.xpath(f"//tbody/tr[th/a[text()='{area.name}']]/td//a"):
            query = {
                name: value[0] for name, value in parse_qs(urlsplit(link.get("href")).query).items()
            }
            self.assertEqual(query.pop(area.tier), area.code)
            counts[query.get("category") or query["state"]] = int(link.text)
        return counts

    def test_counts(self):
        """Per street and per community: existing ones by category, registered and cancelled ones."""
        page = self._page("/community")
        root = self.category_root.code
        self.assertEqual(self._counts(page, self.street_a), {"existing": 2, root: 2})
        self.assertEqual(
            self._counts(page, self.street_b),
            {"existing": 1, root: 1, "registered": 1, "cancelled": 1},
        )
        self.assertEqual(self._counts(page, self.town_t), {})
        page = self._page("/community", street=self.street_a.code)
        self.assertEqual(self._counts(page, self.area_a2), {"existing": 1, root: 1})

    def test_links_hold_what_they_count(self):
        """Each count leads to a list of as many organisations."""
        page = self._page("/community")
        for area in (self.street_a, self.street_b):
            for link in page.xpath(f"//tbody/tr[th/a[text()='{area.name}']]/td//a"):
                with self.subTest(link.get("href")):
                    self.assertEqual(len(self._names(self._page(link.get("href")))), int(link.text))

    def test_kept(self):
        """It is counted once in `cache_minutes`, then anew; with 0 each time."""
        with freeze_time("2026-06-01 02:01:00"):
            self.assertEqual(self._counts(self._page("/community"), self.street_a)["existing"], 2)
            self._enter("T-2026-0003", "甲一新队", category_id=self.category_many.id)
            self.assertEqual(self._counts(self._page("/community"), self.street_a)["existing"], 2)
        with freeze_time("2026-06-01 02:10:00"):
            page = self._page("/community")
            self.assertEqual(self._counts(page, self.street_a)["existing"], 3)
            self.assertIn("2026-06-01 10:10", self._text(page))
            self._enter("T-2026-0004", "甲一另一队", category_id=self.category_many.id)
            self._set("cache_minutes", 0)
            self.assertEqual(self._counts(self._page("/community"), self.street_a)["existing"], 4)

    def test_area_that_is_no_more(self):
        """An abolished street is counted as long as organisations are there."""
        self.street_b.valid_to = "2026-01-01"
        self.assertEqual(self._counts(self._page("/community"), self.street_b)["existing"], 1)
        self.street_a.valid_to = "2026-01-01"
        self.all.write({"area_id": self.area_b1.id})
        self._set("cache_minutes", 0)
        self.assertFalse(self._page("/community").xpath("//th/a[text()='甲街道']"))


@tagged("post_install", "-at_install")
class TestRegisterLinks(RegisterCase):
    def assertLeadsTo(self, path, *targets):
        links = self._page(path).xpath("//a/@href")
        for target in targets:
            self.assertIn(target, links, path)

    def test_ways_in_and_out(self):
        """From the login and the portal home to the register, from there to login and verification."""
        self.assertLeadsTo("/web/login", "/community")
        for path in ("/community", LIST, "/community/open-data", "/community/verify"):
            self.assertLeadsTo(path, "/web/login", "/community", "/community/verify", LIST)
        self.authenticate(self.portal_1.login, self.portal_1.login)
        self.assertLeadsTo("/my", "/community")

    def test_robots(self):
        """Robots may read the register, and nothing else."""
        lines = self._get("/robots.txt").text.splitlines()
        self.assertIn("Disallow: /", lines)
        self.assertIn(f"Allow: {LIST}", lines)
        self.assertNotIn("Allow: /community", lines)

    def test_staff_see_the_public_page(self):
        """The organisation's form leads to what everybody sees."""
        action = self.dance.with_user(self.officer_a1).action_open_register()
        self.assertEqual(action["url"], self.dance.register_path)
