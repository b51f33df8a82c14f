import re
from datetime import datetime, time, timedelta

import pytz
from odoo import models
from odoo.exceptions import UserError

from .community_policy import SHANGHAI

CODE_FORMAT = re.compile(r"\d{12}")


class CommunityAreaChangeCheck(models.Model):
    """What must hold before an area change may be planned, and again on its day. All is told at once."""

    _inherit = "community.area.change"

    def _check_ready(self):
        # sudo: community.area.change - other changes and facts are looked up for who plans this one
        problems = self.sudo()._get_problems()
        if problems:
            raise UserError("\n".join([self.env._("This change is not ready yet:"), *problems]))

    def _get_problems(self):
        """Sentences that say what is wrong or missing, in the order of the form; an empty list if nothing is."""
        self.ensure_one()
        areas = self.line_ids.area_id
        if not areas:
            return [self.env._("Enter the communities that are concerned.")]
        problems = [sentence for area in areas for sentence in self._get_area_problems(area)]
        if self.kind == "move":
            problems += self._get_move_problems()
        elif self.is_new_target:
            problems += self._get_street_problems()
            problems += self._get_code_problems(self.target_code, self.target_name)
        else:
            problems += self._get_target_problems()
        return problems

    def _get_area_problems(self, area):
        yield from self._get_existence_problems(area)
        planned = self._get_other_planned([("line_ids.area_id", "=", area.id)])
        if planned:
            yield self.env._(
                "«%(area)s»: another change is planned for %(day)s. Cancel that one first.",
                area=area.name,
                day=planned.effective_on,
            )
        later = self._get_other_planned(
            [("target_id", "=", area.id), ("effective_on", ">=", self.effective_on)]
        )
        if later:
            yield self.env._(
                "«%(area)s»: on %(day)s others are to join it, and it would be gone by then.",
                area=area.name,
                day=later.effective_on,
            )

    def _get_existence_problems(self, area):
        """Whether ``area`` is a community of this district that exists on the day."""
        if area.tier != "community":
            yield self.env._("«%(area)s» is not a community or village.", area=area.name)
        elif area.valid_to:
            yield self.env._(
                "«%(area)s» was abolished on %(day)s.", area=area.name, day=area.valid_to
            )
        elif area.district_id != self.area_id:
            yield self._get_foreign_problem(area)
        if area.valid_from and area.valid_from > self.effective_on:
            yield self.env._(
                "«%(area)s» exists from %(day)s only.", area=area.name, day=area.valid_from
            )

    def _get_foreign_problem(self, area):
        return self.env._(
            "«%(area)s» lies in another district; the two districts and the city decide on that.",
            area=area.complete_name,
        )

    def _get_other_planned(self, domain):
        return self.search(
            [("state", "=", "planned"), ("id", "!=", self._origin.id), *domain], limit=1
        )

    # ------------------------------------------------------------
    # MERGE
    # ------------------------------------------------------------

    def _get_target_problems(self):
        target = self.target_id
        if not target:
            yield self.env._("Choose the community that they join.")
            return
        if target in self.line_ids.area_id:
            yield self.env._("«%(area)s» cannot be merged into itself.", area=target.name)
            return
        yield from self._get_existence_problems(target)
        gone = self._get_other_planned(
            [("line_ids.area_id", "=", target.id), ("effective_on", "<=", self.effective_on)]
        )
        if gone:
            yield self.env._(
                "«%(area)s» is to be merged or moved itself on %(day)s; choose what continues it.",
                area=target.name,
                day=gone.effective_on,
            )

    # ------------------------------------------------------------
    # MOVE, AND A NEW COMMUNITY
    # ------------------------------------------------------------

    def _get_move_problems(self):
        yield from self._get_street_problems()
        codes = self.line_ids.mapped("new_code")
        for line in self.line_ids:
            area = line.area_id
            if area.parent_id == self.target_street_id:
                yield self.env._(
                    "«%(area)s» lies in %(street)s already.",
                    area=area.name,
                    street=self.target_street_id.name,
                )
            yield from self._get_code_problems(line.new_code, area.name)
            if line.new_code and codes.count(line.new_code) > 1:
                yield self.env._("The code %(code)s is given twice.", code=line.new_code)

    def _get_street_problems(self):
        street = self.target_street_id
        if not street:
            yield self.env._("Choose the street or town that it belongs to from then on.")
        elif street.tier != "street":
            yield self.env._("«%(area)s» is not a street or town.", area=street.name)
        elif street.valid_to:
            yield self.env._(
                "«%(area)s» was abolished on %(day)s.", area=street.name, day=street.valid_to
            )
        elif street.district_id != self.area_id:
            yield self._get_foreign_problem(street)

    def _get_code_problems(self, code, name):
        """A new area needs a name and a free code that lies in its street (统计用区划代码: 6+3+3)."""
        if not (name or "").strip():
            yield self.env._("Enter the name of the new community.")
        if not code or not CODE_FORMAT.fullmatch(code):
            yield self.env._("«%(name)s»: enter its new code, 12 digits.", name=name or "")
            return
        street = self.target_street_id
        if street and (code[:9] != street.code[:9] or code.endswith("000")):
            yield self.env._(
                "%(code)s is no code of a community in %(street)s: it begins with %(start)s.",
                code=code,
                street=street.name,
                start=street.code[:9],
            )
        holder = self.env["community.area"].search([("code", "=", code)], limit=1)
        if holder:
            yield self.env._(
                "The code %(code)s is taken by «%(area)s».", code=code, area=holder.complete_name
            )
        elif self._get_other_planned(
            ["|", ("target_code", "=", code), ("line_ids.new_code", "=", code)]
        ):
            yield self.env._("Another planned change gives out the code %(code)s.", code=code)

    # ------------------------------------------------------------
    # NEVER BEFORE FACTS THAT EXIST
    # ------------------------------------------------------------

    def _check_not_backdated(self):
        """A day that has passed is possible only as long as nothing happened in these communities since.

        Facts keep the community they happened in, so one after its end would count for an area
        that did not exist.
        """
        if self.effective_on >= self.env["community.policy"]._today():
            return
        # sudo: every model of an area - facts count whoever may read them
        last = self.sudo()._get_last_fact()
        if last and last >= self.effective_on:
            raise UserError(
                self.env._(
                    "Something happened in these communities on %(day)s, so the change cannot take effect"
                    " before %(first)s.",
                    day=last,
                    first=last + timedelta(days=1),
                )
            )

    def _get_last_fact(self):
        """The last day, from the planned one on, on which anything happened in the communities; or None."""
        start = SHANGHAI.localize(datetime.combine(self.effective_on, time.min))
        moment = start.astimezone(pytz.utc).replace(tzinfo=None)
        days = []
        for model in self.env["community.area.mixin"]._get_area_models():
            name = model._area_dated_by
            is_moment = model._fields[name].type == "datetime"
            fact = model.with_context(active_test=False).search(
                [
                    ("area_id", "in", self.line_ids.area_id.ids),
                    (name, ">=", moment if is_moment else self.effective_on),
                ],
                order=f"{name} desc",
                limit=1,
            )
            if fact:
                day = fact[name]
                days.append(self.env["community.policy"]._local(day).date() if is_moment else day)
        return max(days, default=None)
