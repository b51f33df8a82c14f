from odoo import models
from odoo.exceptions import UserError

from ..report.difference import split_lines
from .community_document import BLANK


class CommunityDocumentAdoption(models.Model):
    """How a draft comes into force, and who hears of a comment on it."""

    _inherit = "community.document"

    # ------------------------------------------------------------
    # ADOPTION
    # ------------------------------------------------------------

    def action_adopt(self):
        """Put a draft in force today; the version before it is replaced and stays to be read.

        :raises UserError: adopted already, or something is missing
        :raises AccessError: the user does not keep this draft
        """
        for document in self:
            document._check_draft()
            document.check_access("write")
            missing = document._get_missing()
            if missing:
                raise UserError("\n".join([self.env._("Not ready to adopt yet:"), *missing]))
        today = self.env["community.policy"]._today()
        for document in self:
            document._put_in_force(today)
        return True

    def _get_missing(self):
        """Sentences that say what stands against adopting this draft; an empty list if nothing does."""
        self.ensure_one()
        missing = []
        if self.channel == "office" and not self.file:
            missing.append(
                self.env._("Attach what the organisation signed: a photo or a PDF of the paper.")
            )
        if not split_lines(self.body) and not self.file:
            missing.append(self.env._("Write the text, or attach it as a file."))
        missing += [
            self.env._("Fill in the blank: %(line)s", line=line)
            for line in split_lines(self.body)
            if BLANK.search(line)
        ]
        current = self._get_in_force()
        if self._says_the_same(current):
            missing.append(
                self.env._(
                    "Nothing is changed: version %(version)s says the same.",
                    version=current.version,
                )
            )
        return missing

    def _says_the_same(self, other):
        """Whether ``other`` (maybe empty) has the same words and the same file."""
        own, other = self.with_context(bin_size=False), other.with_context(bin_size=False)
        return (
            bool(other)
            and split_lines(own.body) == split_lines(other.body)
            and own.file == other.file
        )

    def _put_in_force(self, day):
        """The one writer of the state: replace the version in force by this draft from ``day``."""
        self.ensure_one()
        current = self._get_in_force()
        current._engine_write({"state": "replaced", "date_to": day})
        self._engine_write(
            {
                "state": "in_force",
                "version": current.version + 1,
                "date_from": day,
                "adopted_by_id": self.env.uid,
            }
        )

    # ------------------------------------------------------------
    # COMMENTS
    # ------------------------------------------------------------

    def _message_add_suggested_recipients(self, force_primary_email=False):
        """A comment is addressed to who represents the organisation today, not to who once followed."""
        suggested = super()._message_add_suggested_recipients(force_primary_email)
        for document in self:
            representatives = document.organization_id._get_representatives()
            suggested[document.id]["partners"] |= representatives.partner_id
        return suggested

    def _get_access_action(self, access_uid=None, force_website=False):
        """The link in a mail leads a representative to the page in the portal."""
        self.ensure_one()
        user = self.env["res.users"].browse(access_uid) if access_uid else self.env.user
        # sudo: res.users - whether the reader is one of the portal
        if not user.sudo().share and not force_website:
            return super()._get_access_action(access_uid, force_website)
        return {"type": "ir.actions.act_url", "url": f"/my/documents/{self.id}", "target": "self"}

    def _notify_get_recipients_groups(self, message, model_description, msg_vals=False):
        groups = super()._notify_get_recipients_groups(
            message, model_description, msg_vals=msg_vals
        )
        for name, _condition, options in groups:
            if name == "portal":
                options["has_button_access"] = True
            options.setdefault("button_access", {})["title"] = self.env._("Open the document")
        return groups
