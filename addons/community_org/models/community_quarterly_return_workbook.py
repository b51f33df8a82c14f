from odoo import models
from odoo.tools import format_date

from ..spreadsheet.quarterly_return import write_return


class CommunityQuarterlyReturnWorkbook(models.Model):
    """The sheet that an office prints: a row for each return below, or for the community itself."""

    _inherit = "community.quarterly.return"

    def action_download(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/community/returns/{self.id}.xlsx",
            "target": "self",
        }

    def _make_workbook(self):
        """Bytes of the workbook; what its reader may read."""
        self.ensure_one()
        self.check_access("read")
        names = self._get_figure_names()
        below = (self._get_below() or self).sorted(lambda row: row.area_id.code)
        titles = [
            self.env._("Area"),
            *(self._fields[n]._description_string(self.env) for n in names),
        ]
        blank = "＿" * 8
        return write_return(
            self.env._("Quarterly return of %(document)s", document=self.display_name),
            self.env._(
                "Handed in by: %(office)s    As of: %(day)s",
                office=self.area_id.authority_name or self.area_id.name,
                day=format_date(self.env, self.date_to),
            ),
            titles,
            [(row.area_id.name, [row[name] for name in names]) for row in below],
            self.env._(
                "Prepared by: %(one)s    Checked by: %(two)s    Date: %(three)s",
                one=self.submitted_by_id.name or blank,
                two=self.decided_by_id.name or blank,
                three=blank,
            ),
            self.env._("Total"),
        )
