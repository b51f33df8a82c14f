import logging

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL, format_date
from psycopg2 import IntegrityError

_logger = logging.getLogger(__name__)


class CommunityAreaChangeApply(models.Model):
    """An area change takes effect: the tree, then everything that hangs on it, then who must know.

    What moves along and what stays is `community.area._hand_over`.
    """

    _inherit = "community.area.change"

    # ------------------------------------------------------------
    # THE DAILY JOB
    # ------------------------------------------------------------

    @api.model
    def _cron_apply(self):
        """Daily, after midnight: apply what is due, oldest first, then sweep what was left behind.

        One change that is not possible any more does not hold up the others: who planned it is told.
        """
        today = self.env["community.policy"]._today()
        due = self.search(
            [("state", "=", "planned"), ("effective_on", "<=", today)], order="effective_on, id"
        )
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(due) + 1)
        for change in due:
            change._try_apply()
            if not cron._commit_progress(1):
                return
        self.env["community.area"]._sweep()
        self.env["community.organization"]._settle_places()
        cron._commit_progress(1)

    def _try_apply(self):
        try:
            with self.env.cr.savepoint():
                self._apply()
        except UserError as error:
            self._report_problem(str(error))
        except IntegrityError as error:
            self._report_problem(self._sql_error_to_message(error))

    def _report_problem(self, problem):
        self.invalidate_recordset()
        _logger.info("Area change %s could not be applied: %s", self.id, problem)
        body = self.env._("The area change could not be applied. %(problem)s", problem=problem)
        self.message_post(body=body, partner_ids=self.create_uid.partner_id.ids)

    # ------------------------------------------------------------
    # ONE CHANGE
    # ------------------------------------------------------------

    def _apply(self):
        """Let the change take effect.

        :raises UserError: it is not possible (any more)
        """
        # sudo: community.area.change and all that moves - who plans a change need not see what moves
        change = self.sudo()
        change._set_state("done")
        change._take_turn()
        problems = change._get_problems()
        if problems:
            raise UserError("\n".join(problems))
        heirs = change._create_heirs()
        outcome = change._get_outcome()
        losers = change.env["community.organization"]._get_place_losers(heirs)
        losers._lose_place()
        for area, heir in heirs.items():
            area.write({"valid_to": self.effective_on, "successor_id": heir.id})
        moved = change.env["community.area"]._hand_over(heirs)
        moved.write({"area_change_id": change.id})
        moved.filtered(lambda body: body.state != "cancelled").write({"area_change_untold": True})
        change.env["community.organization"]._settle_places()
        # before anything is sent: a collision with another transaction shows here
        self.env.flush_all()
        change._tell(change._get_offices(heirs).user_ids, outcome, losers)

    def _take_turn(self):
        """Two changes of one district do not run at once: both write the district's row.

        What one reads of the tree the other may be about to change, and rows that they do not
        share would let both through.
        """
        self.env.cr.execute(
            SQL("UPDATE community_area SET write_date = now() WHERE id = %s", self.area_id.id)
        )

    def _create_heirs(self):
        """``{community: what continues it}``; the new areas exist from the day of the change."""
        areas = self.env["community.area"]
        if self.kind == "merge":
            heir = self.target_id
            if self.is_new_target:
                first = self.line_ids[0].area_id
                heir = areas.create(
                    self._prepare_heir_vals(self.target_code, self.target_name, first)
                )
            self.line_ids.write({"successor_id": heir.id})
            return dict.fromkeys(self.line_ids.area_id, heir)
        for line in self.line_ids:
            name = line.new_name or line.area_id.name
            line.successor_id = areas.create(
                self._prepare_heir_vals(line.new_code, name, line.area_id)
            )
        return {line.area_id: line.successor_id for line in self.line_ids}

    def _prepare_heir_vals(self, code, name, area):
        # the letter of authority is not taken over: another street, or another body, gives it
        return {
            "code": code,
            "name": name.strip(),
            "parent_id": self.target_street_id.id,
            "valid_from": self.effective_on,
            "centre_name": area.centre_name,
            "centre_phone": area.centre_phone,
        }

    @api.model
    def _get_offices(self, heirs):
        """The communities that continue, and every street that hands over or takes over."""
        after = self.env["community.area"].union(*heirs.values())
        before = self.env["community.area"].union(*heirs)
        return after | after.parent_id | before.parent_id

    def _get_outcome(self):
        """``[(label, count)]`` of what moves, before it does."""
        belongings = self.line_ids.area_id._get_belongings()
        return [
            (self._fields[name]._description_string(self.env), self.env[model].search_count(domain))
            for name, (model, domain) in belongings.items()
        ]

    # ------------------------------------------------------------
    # WHO MUST KNOW
    # ------------------------------------------------------------

    def _tell(self, users, outcome, losers):
        """A note on the change and one notice to all staff concerned; the organisations' letters are queued."""
        counts = "、".join(f"{label} {count}" for label, count in outcome)
        note = self.env._("In effect. %(counts)s.", counts=counts)
        if losers:
            note += " " + self.env._(
                "Awaiting a merger: %(names)s.", names="、".join(losers.mapped("name"))
            )
        self.message_post(body=note)
        users = users.filtered(lambda user: user.active and user != self.env.user)
        if users:
            # on no record: who lost sight of the communities could not open one
            self.env["mail.thread"].message_notify(
                partner_ids=users.partner_id.ids,
                subject=self.env._("Area change: %(change)s", change=self.display_name),
                body=self.env._(
                    "From %(day)s on: %(change)s (%(document)s). Organisations, open work and staff"
                    " accounts have moved along; numbers and certificates stay as they are. %(note)s",
                    day=format_date(self.env, self.effective_on),
                    change=self.display_name,
                    document=self.document_number,
                    note=note,
                ),
            )
        self.env.ref("community_org.ir_cron_area_change_tell")._trigger()
