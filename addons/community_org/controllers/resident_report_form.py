"""The public form of a resident's report: how posted text becomes values, whole or not at all."""

import secrets
import time
from datetime import datetime, timezone

from odoo.exceptions import ValidationError
from odoo.tools.misc import hash_sign, verify_hash_signed

from ..models.community_person_mixin import PHONE_FORMAT
from ..models.community_policy import SHANGHAI

TEXT_FIELDS = {"target_name": 100, "place": 200, "contact_name": 40, "contact_phone": 20}
LONGEST_TEXT = 2000
SHORTEST_TEXT = 6
# a field that nobody sees; who fills it in is a program
TRAP = "website"
SCOPE = "community_resident_report_form"
HOURS = 24
OLDEST_YEAR = 2000


class ReportForm:
    """A form of one visitor, as it is shown and as it comes back.

    ``typed``: what was posted, to be shown again; ``values``: of the report; ``photos``: in base64;
    ``errors``: ``{field name: sentence}``, under ``form`` what is about no field;
    ``ticket``: signed, says when the form was first shown; ``nonce``: names it.
    """

    def __init__(self, env, params):
        # sudo: ir.config_parameter - the secret that signs tickets; community.* - a visitor has no right
        self.env = env(su=True)
        self.register = self.env["community.register"]
        self.policy = self.env["community.policy"]._get_policy()
        # a database holds no NUL characters, and a file is no text
        self.typed = {
            name: text.replace("\0", "")[: 2 * LONGEST_TEXT]
            for name, text in params.items()
            if isinstance(text, str)
        }
        self.values, self.photos, self.errors = {}, [], {}
        self.shown = 0  # when, in seconds since 1970
        self.had_photos = False  # a browser does not keep them
        self.organization = self.register._find(self._get("organization"))
        # where it belongs is known then, unless the district registered it
        self.asks_community = not self.organization.community_id
        self.nonce, self.ticket = secrets.token_urlsafe(16), None

    def show(self):
        """Begin: sign when the form was shown."""
        self.ticket = hash_sign(self.env, SCOPE, [self.nonce, time.time()], expiration_hours=HOURS)
        return self

    def parse(self, uploads):
        """Read what was posted; ``uploads``: files of the request."""
        self._parse_ticket()
        self._parse_type()
        self._parse_community()
        self._parse_texts()
        self._parse_moment()
        self._parse_photos(uploads)
        self._check_pace()
        return self

    def _get(self, name):
        return (self.typed.get(name) or "").strip()

    # ------------------------------------------------------------
    # AGAINST PROGRAMS
    # ------------------------------------------------------------

    def _parse_ticket(self):
        """A form of ours, not too old, its trap left empty."""
        if self.typed.pop(TRAP, ""):
            self.errors["form"] = self.env._(
                "A field that is not to be seen was filled in. Please send it once more."
            )
        nonce, self.shown = self._read_ticket()
        if not nonce:
            self.show()
            self.errors["form"] = self.env._(
                "The page was open for a long time. Please look through it and send it once more."
            )
            return
        self.nonce, self.ticket = nonce, self._get("ticket")

    def _check_pace(self):
        """A complete form takes somebody some seconds; what is incomplete comes again anyhow."""
        quick = time.time() - self.shown < self.register._get_setting("report_seconds")
        if quick and not self.errors:
            self.errors["form"] = self.env._(
                "That was very quick. Please look through it and send it once more."
            )

    def _read_ticket(self):
        try:
            nonce, shown = verify_hash_signed(self.env, SCOPE, self._get("ticket")) or (None, 0)
        except ValueError:  # no base64, no text, not ours
            return None, 0
        return nonce, shown

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    def get_types(self):
        return self.env["community.resident.report.type"].search([])

    def _parse_type(self):
        number = self._get("type")
        chosen = self.get_types().filtered(lambda kind: str(kind.id) == number)
        if not chosen:
            self.errors["type"] = self.env._("Please choose what it is about.")
        self.values["type_id"] = chosen.id

    def _parse_community(self):
        """The community that is responsible today, also when the posters still name the one before it."""
        area = self.organization.community_id
        if self.asks_community:
            area = self.register._find_area("community", self._get("community")).community_id
        if not area:
            self.errors["community"] = self.env._("Please choose the community or village.")
        self.values["area_id"] = area.id
        if self.organization and area.street_id == self.organization.street_id:
            self.values["organization_id"] = self.organization.id

    def _parse_texts(self):
        for name, most in TEXT_FIELDS.items():
            text = " ".join(self._get(name).split())
            self.values[name] = text or False
            if len(text) > most:
                self.errors[name] = self.env._("At most %(count)s characters.", count=most)
        if self.organization:
            self.values["target_name"] = self.organization.name
        phone = (self.values["contact_phone"] or "").replace(" ", "")
        if phone and not PHONE_FORMAT.fullmatch(phone):
            self.errors["contact_phone"] = self.env._(
                "This is not a phone number: a mobile number has 11 digits, a landline its area code."
            )
        text = self._get("text").replace("\r\n", "\n")
        self.values["text"] = text
        if len(text) < SHORTEST_TEXT:
            self.errors["text"] = self.env._("Please say in a few words what happened.")
        elif len(text) > LONGEST_TEXT:
            self.errors["text"] = self.env._("At most %(count)s characters.", count=LONGEST_TEXT)

    def _parse_moment(self):
        """``2026-11-25T21:30`` in Shanghai; it may be left out."""
        text = self._get("happened_on")
        self.values["happened_on"] = False
        if not text:
            return
        try:
            moment = datetime.fromisoformat(text)
            moment = moment.year >= OLDEST_YEAR and SHANGHAI.localize(moment)
        except ValueError:  # no time, or one with a zone of its own
            moment = None
        if not moment:
            self.errors["happened_on"] = self.env._("This is not a day and time.")
        elif moment > datetime.now(timezone.utc):
            self.errors["happened_on"] = self.env._("This time has not come yet.")
        else:
            self.values["happened_on"] = moment.astimezone(timezone.utc).replace(tzinfo=None)

    def _parse_photos(self, uploads):
        files = [upload for upload in uploads if upload.filename]
        self.had_photos = bool(files)
        if len(files) > self.policy.report_photos:
            self.errors["photos"] = self.env._(
                "At most %(count)s photos.", count=self.policy.report_photos
            )
            return
        photos = self.env["community.resident.report.photo"]
        most = self.policy.report_photo_mb * 1024 * 1024
        try:
            for upload in files:
                content = upload.stream.read(most + 1)
                if len(content) > most:
                    raise ValidationError(
                        self.env._(
                            "A photo may have at most %(size)s MB.",
                            size=self.policy.report_photo_mb,
                        )
                    )
                self.photos.append(photos._read_photo(content))
        except ValidationError as error:
            self.errors["photos"] = str(error)
