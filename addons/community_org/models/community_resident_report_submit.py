import base64
import hashlib
import re
from datetime import datetime, time

import pytz
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools.misc import hmac

from .community_policy import SHANGHAI
from .community_resident_report_guard import ENGINE, ENGINE_KEY

LINK_SCOPE = "community_resident_report_link"
NETWORK_SCOPE = "community_resident_report_network"
LINK = re.compile(
    r"(?:https?://|www\.)[!-~]+|[a-z0-9-]+\.(?:com|cn|net|top|xyz|vip|cc)(?![a-z])", re.IGNORECASE
)
MOST_LINKS = 1


class CommunityResidentReportSubmit(models.Model):
    """How a report comes in from the public page: refused when it is spam, else numbered and handed over.

    Everything here is called as superuser by the public page, for a visitor without any right.
    """

    _inherit = "community.resident.report"

    @api.model
    def _submit(self, vals, photos, nonce, network):
        """A new report of ``vals`` with ``photos`` (base64), as ``(report, token)``.

        ``nonce`` names the form that was sent: when it comes twice with the same text, the first
        report is the answer.
        ``network``: the address of the visitor, of which a keyed hash is kept for some days.

        :raises UserError: looks like spam, with a sentence for the visitor
        """
        token = self._make_token(nonce, vals["text"])
        known = self._find_by_token(token)
        if known:
            return known, token
        digests = self._get_digests(vals["text"], network)
        self._check_spam(vals["text"], digests)
        now = fields.Datetime.now()
        today = self.env["community.policy"]._today()
        policy = self.env["community.policy"]._get_policy()
        quiet = {ENGINE_KEY: ENGINE, "mail_create_nosubscribe": True, "mail_create_nolog": True}
        report = self.with_context(**quiet).create(
            {
                **vals,
                **digests,
                "number": self._next_number(today),
                "token_digest": _digest(token),
                "has_contact": bool(vals.get("contact_name") or vals.get("contact_phone")),
                "handler_id": vals["area_id"],
                "received_on": now,
                "arrived_on": now,
                "deadline": self._count_deadline(today, policy.report_accept_days),
                "photo_ids": [fields.Command.create({"image": photo}) for photo in photos],
            }
        )
        report = report.with_env(self.env)
        report._add_step("receive")
        report._hand_to_office()
        return report, token

    @api.model
    def _next_number(self, today):
        """``FY2026-000123``: the year is the one in Shanghai."""
        day = fields.Date.to_string(today)
        sequences = self.env["ir.sequence"].with_context(ir_sequence_date=day)
        return sequences.next_by_code("community.resident.report")

    # ------------------------------------------------------------
    # THE PRIVATE LINK
    # ------------------------------------------------------------

    @api.model
    def _make_token(self, nonce, text):
        """The secret part of the private link, 192 bits, which only this database can make."""
        digest = hmac(self.env, LINK_SCOPE, [nonce, text], hash_function=hashlib.sha256)
        return base64.urlsafe_b64encode(bytes.fromhex(digest)[:24]).decode()

    @api.model
    def _find_by_token(self, token):
        """The report behind a private link, or none.

        The index is asked for the hash of the token, so that how long the answer takes tells
        nothing of how much of a guess was right.
        """
        return self.search([("token_digest", "=", _digest(token))], limit=1)

    # ------------------------------------------------------------
    # SPAM
    # ------------------------------------------------------------

    @api.model
    def _get_digests(self, text, network):
        """Keyed hashes of who sends and of what: the same day after day, and of no use to anybody else."""
        words = "".join(text.split()).casefold()
        return {
            name: hmac(self.env, NETWORK_SCOPE, value, hash_function=hashlib.sha256)
            for name, value in (("network_digest", network), ("text_digest", words))
        }

    @api.model
    def _check_links(self, text):
        """:raises UserError: the text advertises"""
        if len(LINK.findall(text)) > MOST_LINKS:
            raise UserError(
                self.env._("Please describe it in your own words, without links to other sites.")
            )

    @api.model
    def _check_spam(self, text, digests):
        """:raises UserError: links, the same words again, or too much from one network today"""
        self._check_links(text)
        policy = self.env["community.policy"]._get_policy()
        same_network = Domain("network_digest", "=", digests["network_digest"])
        if self.search_count(
            same_network & Domain("text_digest", "=", digests["text_digest"]), limit=1
        ):
            raise UserError(
                self.env._(
                    "The same words have been received already. Open your private link to see how"
                    " it stands or to add something."
                )
            )
        since = _begin_of(self.env["community.policy"]._today())
        sent = self.search_count(same_network & Domain("received_on", ">=", since))
        if sent >= policy.report_daily_cap:
            raise UserError(
                self.env._(
                    "Many reports have come from your network today. Please write again tomorrow, or"
                    " go to the community's service station; in danger call the police."
                )
            )

    # ------------------------------------------------------------
    # WHAT THE RESIDENT DOES LATER
    # ------------------------------------------------------------

    def _add_supplement(self, text):
        """:raises UserError: it is not open any more, there are enough, or it advertises"""
        self.ensure_one()
        self._check_links(text)
        if not self._may_supplement():
            raise UserError(self.env._("Nothing can be added any more; please report anew."))
        # two at the same moment come one after the other: the row is what they wait for
        self._engine_write({"supplement_count": self.supplement_count + 1})
        self._add_step("supplement", text)
        self._schedule(
            self._get_office(), lambda report: report.env._("The resident added something")
        )

    def _may_supplement(self):
        most = self.env["community.policy"]._get_policy().report_supplements
        return self.state in ("new", "accepted") and self.supplement_count < most

    def _rate(self, rating, text):
        """Once, after the answer; who is not satisfied is brought before the street.

        :raises UserError: there is nothing to rate, or it has been rated
        """
        self.ensure_one()
        if self.state != "answered" or self.rating:
            raise UserError(self.env._("There is nothing to rate now, or it has been rated."))
        self._check_links(text)
        self._engine_write({"rating": rating})
        label = dict(self._fields["rating"]._description_selection(self.env))[rating]
        self._add_step("rate", "\n".join(filter(None, (label, text))))
        if rating == "satisfied":
            self._move("close", ended_on=self.env["community.policy"]._today())
        else:
            self._schedule(
                self.street_id, lambda report: report.env._("The resident is not satisfied")
            )


def _digest(token):
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _begin_of(day):
    """The begin of ``day`` in Shanghai, as naive UTC."""
    local = SHANGHAI.localize(datetime.combine(day, time.min))
    return local.astimezone(pytz.utc).replace(tzinfo=None)
