import csv
import io

from odoo.fields import Domain
from odoo.tests import freeze_time, tagged

from .common_register import RegisterCase

FILES = {kind: f"/community/open-data/organizations.{kind}" for kind in ("csv", "json")}
# Everything that is published. A new field is a decision: it is added here by hand.
KEYS = [
    "number",
    "name",
    "state",
    "status",
    "main_category",
    "category",
    "form",
    "street_code",
    "street",
    "community_code",
    "community",
    "address",
    "filed_on",
    "valid_to",
    "registration_type",
    "uscc",
    "registration_authority",
    "registered_on",
    "cancelled_on",
    "cancel_reason",
    "purpose",
    "business_scope",
    "activity_content",
    "url",
    "data_date",
]


@tagged("post_install", "-at_install")
class TestRegisterOpenData(RegisterCase):
    def _rows(self):
        """The table as a spreadsheet reads it: ``{number: {key: text}}``."""
        response = self._get(FILES["csv"])
        self.assertEqual(response.status_code, 200)
        rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
        return {row[0]: dict(zip(KEYS, row, strict=True)) for row in rows[1:]}

    def _entries(self):
        """The same of the file for programs."""
        data = self._get(FILES["json"]).json()
        return {entry["number"]: entry for entry in data["organizations"]}

    def test_table(self):
        """UTF-8 with the mark by which Excel knows it, one line of titles, all organisations."""
        response = self._get(FILES["csv"])
        self.assertTrue(response.content.startswith(b"\xef\xbb\xbf"))
        self.assertIn("text/csv", response.headers["Content-Type"])
        self.assertIn("attachment", response.headers["Content-Disposition"])
        self.assertEqual(int(response.headers["Content-Length"]), len(response.content))
        count = self.env["community.organization"].search_count([])
        lines = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
        self.assertEqual([len(line) for line in lines], [len(KEYS)] * (count + 1))

    def test_same_facts_in_both(self):
        """Both files say the same; only public keys, nothing else."""
        rows, entries = self._rows(), self._entries()
        self.assertEqual(rows.keys(), entries.keys())
        for entry in entries.values():
            self.assertEqual(list(entry), KEYS)
        self.assertEqual(rows["T-2025-0001"], entries["T-2025-0001"])
        gone = rows["T-2025-0001"]
        self.assertEqual(gone["name"], "乙一旧舞蹈队")
        self.assertEqual(gone["state"], "cancelled")
        self.assertEqual(gone["cancelled_on"], "2026-02-03")
        self.assertEqual(gone["cancel_reason"], "成员外迁，自行解散。")
        self.assertEqual(gone["street_code"], self.street_b.code)
        self.assertEqual(gone["filed_on"], "2026-01-05")
        self.assertTrue(gone["url"].endswith("/community/organizations/T-2025-0001"))

    def test_fields_are_documented(self):
        """Every key has its title in the file, and its line on the page."""
        data = self._get(FILES["json"]).json()
        self.assertEqual(list(data["fields"]), KEYS)
        self.assertTrue(all(data["fields"].values()))
        codes = self._page("/community/open-data").xpath("//td/code/text()")
        self.assertEqual(codes, KEYS)

    def test_day_of_the_data(self):
        """The day in Shanghai, in the file, in every row and in the file's name."""
        with freeze_time("2026-06-30 16:30:00"):
            data = self._get(FILES["json"]).json()
            disposition = self._get(FILES["csv"]).headers["Content-Disposition"]
        self.assertEqual(data["data_date"], "2026-07-01")
        self.assertEqual({entry["data_date"] for entry in data["organizations"]}, {"2026-07-01"})
        self.assertIn("2026-07-01", disposition)

    def test_no_formulas(self):
        """A cell that a spreadsheet would calculate begins with an apostrophe; the JSON is as filed."""
        for mark in ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t=", "\r="):
            with self.subTest(mark):
                self._set("cache_minutes", 0)
                self.dance.purpose = f"{mark}HYPERLINK(1)"
                self.assertEqual(self._rows()["T-2026-0001"]["purpose"], f"'{mark}HYPERLINK(1)")
                self.assertEqual(self._entries()["T-2026-0001"]["purpose"], f"{mark}HYPERLINK(1)")

    def test_quoting(self):
        """Commas, quotation marks and line breaks stay within their cell."""
        self.dance.purpose = '唱歌,跳舞,"快乐"\n健康'
        self.assertEqual(self._rows()["T-2026-0001"]["purpose"], '唱歌,跳舞,"快乐"\n健康')
        self.assertEqual(self._entries()["T-2026-0001"]["purpose"], '唱歌,跳舞,"快乐"\n健康')

    def test_empty(self):
        """A register without organisations is a valid file."""
        register = self.registry["community.register"]
        self.patch(register, "_get_public_domain", lambda self: Domain.FALSE)
        self.assertEqual(self._entries(), {})
        self.assertEqual(self._rows(), {})

    def test_made_at_most_every_few_minutes(self):
        """Asked for again within `cache_minutes`, it is the same file; later it has what is new."""
        for kind, path in FILES.items():
            with self.subTest(kind):
                with freeze_time("2026-06-01 02:01:00"):
                    first = self._get(path)
                with freeze_time("2026-06-01 02:09:59"):
                    self.dance.purpose = f"新宗旨{kind}"
                    self.assertEqual(self._get(path).content, first.content)
                with freeze_time("2026-06-01 02:10:00"):
                    self.assertIn(f"新宗旨{kind}", self._get(path).content.decode())

    def test_not_modified(self):
        """Who has the file already gets 304 and no body, by its ETag or by its day."""
        for path in FILES.values():
            fresh = self._get(path)
            self.assertEqual(fresh.headers["Cache-Control"], "public, max-age=600")
            self.assertNotIn("Set-Cookie", fresh.headers)
            for headers in (
                {"If-None-Match": fresh.headers["ETag"]},
                {"If-Modified-Since": fresh.headers["Last-Modified"]},
            ):
                with self.subTest(f"{path} {headers}"):
                    response = self._get(path, headers=headers)
                    self.assertEqual(response.status_code, 304)
                    self.assertFalse(response.content)
                    self.assertEqual(response.headers["ETag"], fresh.headers["ETag"])
            self.assertEqual(self._get(path, headers={"If-None-Match": '"x"'}).status_code, 200)

    def test_language(self):
        """Titles and labels are in the language of the site, whoever asks, and the file's name too."""
        texts = []
        for language in ("en-US", "zh-CN", ""):
            self._set("cache_minutes", 0)
            response = self._get(FILES["csv"], headers={"Accept-Language": language})
            texts.append((response.text, response.headers["Content-Disposition"]))
        self.assertEqual(len(set(texts)), 1)

    def test_queries_per_batch(self):
        """The files cost some queries for each batch of hundreds, none for each organisation."""
        register = self.env["community.register"]

        def cost():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            rows = sum(len(entries) for entries in register._iter_entries())
            return rows, self.env.cr.sql_log_count - before

        cost()  # fills the caches of the registry
        few, queries_few = cost()
        for serial in range(40):
            self._enter(f"T-Q-{serial:04d}", f"甲一第{serial}队", category_id=self.category_many.id)
        many, queries_many = cost()
        self.assertEqual(many, few + 40)
        self.assertLessEqual(queries_many, queries_few)
