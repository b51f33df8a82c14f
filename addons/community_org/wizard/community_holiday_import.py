import base64

from markupsafe import Markup
from odoo import api, fields, models
from odoo.exceptions import UserError

from .holiday_sheet import (
    MAX_BYTES,
    MAX_DAYS,
    MAX_ROWS,
    Unreadable,
    read_days,
    read_kind,
    read_rows,
    span,
    write_template,
)

# a year outside is a typing error
FIRST_YEAR = 2000
YEARS_AHEAD = 2


class CommunityHolidayImport(models.TransientModel):
    """The State Council's yearly notice as a sheet: shown line by line, then entered as a whole or not at all."""

    _name = "community.holiday.import"
    _description = "Import of the holiday notice"

    file = fields.Binary("Sheet (xlsx or csv)", attachment=False)
    file_name = fields.Char()
    preview = fields.Html(compute="_compute_preview", sanitize=False)
    summary = fields.Char(compute="_compute_preview")
    is_ready = fields.Boolean(compute="_compute_preview")
    template_file = fields.Binary("Template", compute="_compute_template_file")

    @api.depends("file", "file_name")
    def _compute_preview(self):
        for wizard in self:
            lines, problem = wizard._read()
            errors = [line for line in lines if line["error"]]
            changes = wizard._get_changes(lines)
            wizard.is_ready = bool(lines) and not errors and not problem
            wizard.summary = problem or wizard._summarize(lines, errors, changes)
            wizard.preview = wizard._render_preview(lines, changes) if lines else False

    def _compute_template_file(self):
        year = self.env["community.policy"]._today().year + 1
        self.template_file = base64.b64encode(write_template(year))

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_download_template(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/template_file/"
            + self.env._("holidays.xlsx")
            + "?download=true",
            "target": "download",
        }

    def action_import(self):
        """Enter every day of the sheet; a day that is there already is brought in line.

        :raises UserError: the sheet cannot be read, or one of its lines is wrong
        """
        self.ensure_one()
        lines, problem = self._read()
        errors = [line for line in lines if line["error"]]
        if problem or errors or not lines:
            raise UserError(problem or self._summarize(lines, errors, {}))
        new, changed = [], []
        for day, (line, holiday) in self._get_changes(lines).items():
            vals = {"name": line["name"], "kind": line["kind"]}
            if holiday:
                changed.append((holiday, vals))
            else:
                new.append({"date": day, **vals})
        self.env["community.holiday"].create(new)
        for holiday, vals in changed:
            holiday.write(vals)
        return self._open_holidays(len(new), len(changed))

    def _open_holidays(self, new, changed):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "%(new)s days entered, %(changed)s changed.", new=new, changed=changed
                ),
                "next": {
                    **self.env["ir.actions.act_window"]._for_xml_id(
                        "community_org.community_holiday_action"
                    ),
                    "target": "main",
                },
            },
        }

    # ------------------------------------------------------------
    # THE SHEET
    # ------------------------------------------------------------

    def _read(self):
        """``(lines, problem)``: the lines of the sheet, or one sentence why it cannot be read.

        A line: ``{"number", "text", "days": [date], "name", "kind", "error"}``; with an error it has no days.
        """
        content = base64.b64decode(self.with_context(bin_size=False).file or b"")
        if not content:
            return [], self.env._("Choose a file. The template shows the three columns.")
        try:
            rows = read_rows(content, self.file_name or "")
        except Unreadable as error:
            return [], self._explain(error.args[0])
        lines = [self._read_line(number, row) for number, row in rows]
        self._check_twice(lines)
        return lines, "" if lines else self.env._("The sheet has no line under its titles.")

    def _explain(self, reason):
        return {
            Unreadable.FORMAT: self.env._(
                "This file cannot be read. Save the sheet as xlsx or csv and choose it again."
            ),
            Unreadable.SIZE: self.env._(
                "The sheet is too large: at most %(rows)s rows and %(size)s KB.",
                rows=MAX_ROWS,
                size=MAX_BYTES // 1024,
            ),
            Unreadable.HEADER: self.env._(
                "The titles 日期, 名称, 类型 are missing in the first rows. Take the template."
            ),
        }[reason]

    def _read_line(self, number, row):
        days, kind = read_days(row["date"]), read_kind(row["kind"])
        error = (
            self._get_date_error(row["date"], days)
            or self._get_word_error(row, kind)
            or self._get_weekday_error(days, kind)
        )
        return {
            "number": number,
            "text": str(row["date"]),
            "name": row["name"],
            "kind": kind,
            "days": [] if error else span(*days),
            "error": error,
        }

    def _get_date_error(self, text, days):
        if not text:
            return self.env._("The date is missing.")
        if not days:
            return self.env._(
                "«%(text)s» is not a date. Write 2026-10-01, or 2026-10-01 至 2026-10-07.",
                text=text,
            )
        first, last = days
        last_year = self.env["community.policy"]._today().year + YEARS_AHEAD
        if not FIRST_YEAR <= first.year <= last.year <= last_year:
            return self.env._(
                "The year must lie between %(first)s and %(last)s.",
                first=FIRST_YEAR,
                last=last_year,
            )
        if last < first:
            return self.env._("The range ends before it begins.")
        if (last - first).days >= MAX_DAYS:
            return self.env._("A range has at most %s days.", MAX_DAYS)
        return ""

    def _get_word_error(self, row, kind):
        if not row["name"]:
            return self.env._("The name is missing.")
        if not kind:
            return self.env._("The kind is 休 or 班.")
        return ""

    def _get_weekday_error(self, days, kind):
        """A 调休 working day is a Saturday or Sunday; on another day the date is mistyped."""
        if kind == "work":
            for day in span(*days):
                if day.weekday() < 5:
                    return self.env._("%s is no weekend: it is a working day anyway.", day)
        return ""

    def _check_twice(self, lines):
        """Of two lines that name the same day the second is an error, unless it says the same."""
        seen = {}
        for line in lines:
            for day in line["days"]:
                other = seen.setdefault(day, line)
                if (other["name"], other["kind"]) != (line["name"], line["kind"]):
                    line["error"] = self.env._(
                        "%(day)s stands in row %(row)s already, with other words.",
                        day=day,
                        row=other["number"],
                    )
            if line["error"]:
                line["days"] = []

    # ------------------------------------------------------------
    # WHAT IT CHANGES
    # ------------------------------------------------------------

    def _get_changes(self, lines):
        """``{day: (line, holiday)}`` of the days to enter (no holiday yet) or to change."""
        days = {day: line for line in lines for day in line["days"]}
        holidays = self.env["community.holiday"].search([("date", "in", list(days))])
        entered = {holiday.date: holiday for holiday in holidays}
        return {
            day: (line, entered.get(day))
            for day, line in days.items()
            if day not in entered
            or (entered[day].name, entered[day].kind) != (line["name"], line["kind"])
        }

    def _summarize(self, lines, errors, changes):
        if errors:
            return self.env._(
                "%s lines cannot be entered. Correct the sheet and choose it again; nothing has been entered.",
                len(errors),
            )
        new = len([day for day, (_line, holiday) in changes.items() if not holiday])
        return self.env._(
            "%(new)s days will be entered, %(changed)s changed, %(same)s are there already.",
            new=new,
            changed=len(changes) - new,
            same=len({day for line in lines for day in line["days"]}) - len(changes),
        )

    def _render_preview(self, lines, changes):
        kinds = dict(self.env["community.holiday"]._fields["kind"]._description_selection(self.env))
        rows = [
            {
                **line,
                "kind_name": kinds.get(line["kind"], ""),
                "is_changed": any(day in changes for day in line["days"]),
            }
            for line in lines
        ]
        return Markup(  # noqa: S704 - rendered by a template, which escapes what the sheet says
            self.env["ir.qweb"]._render(
                "community_org.community_holiday_import_preview", {"lines": rows}
            )
        )
