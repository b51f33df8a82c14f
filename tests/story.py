"""People of the browser stories: each logs in as in an office and clicks; pictures are kept when asked for."""

import os
import re
from pathlib import Path

PASSWORD = "yinzhou2026"
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
# Words that stay Latin in a Chinese office
LATIN = {"PDF", "JPG", "PNG", "Word", "Excel", "pdf", "jpg", "png", "xlsx", "xls", "csv"}
PICTURES = os.environ.get("COMMUNITY_PICTURES")


class Person:
    """Somebody at a browser. `site` is the address of the server, without a slash at its end."""

    def __init__(self, page, site):
        self.page = page
        self.site = site
        self.errors = []
        page.set_default_timeout(20_000)
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def open(self, path):
        self.page.goto(f"{self.site}{path}")

    def log_in(self, login, password=PASSWORD):
        self.open("/web/login")
        self.page.fill("#login", login)
        self.page.fill("#password", password)
        self.page.click(".oe_login_form button[type=submit]")
        self.page.wait_for_url(lambda url: "/web/login" not in url)

    def picture(self, name, full_page=True):
        """Keep a picture of the page in the folder that COMMUNITY_PICTURES names."""
        self.check_chinese()
        if PICTURES:
            self.page.wait_for_timeout(500)
            self.page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=full_page)

    def check_chinese(self):
        """No English is left over on the page, and no script failed on it."""
        text = re.sub(r"\S+[@/]\S+", "", self.page.inner_text("body"))  # without addresses
        english = set(re.findall(r"[A-Za-z]{3,}", text)) - LATIN
        lines = [line for line in text.splitlines() if any(word in line for word in english)]
        assert not english, f"English on {self.page.url}: {lines}"
        assert not self.errors, self.errors


class Officer(Person):
    """A member of staff in the back office."""

    def open_task(self, subject):
        """Open a document from «我的待办» by a click on its row."""
        self.open("/odoo/community-inbox")
        self.page.click(f".o_data_row td[name=subject]:has-text('{subject}') >> nth=0")
        self.page.wait_for_selector(".o_form_view button[name=action_decide]")

    def decide(self, verdict, opinion=None):
        """Decide by the dialog: verdict 0 approve, 1 return, 2 reject; in the order of the buttons."""
        self.page.click(f"button[name=action_decide] >> nth={verdict}")
        self.page.wait_for_selector(".modal .o_field_widget[name=verdict]")
        if opinion:
            self.page.fill(".modal .o_field_widget[name=opinion] textarea", opinion)
        self.page.click(".modal button[name=action_confirm]:visible")
        self.page.wait_for_selector(".modal", state="detached")
