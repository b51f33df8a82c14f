from odoo import models


class CommunityAreaResidents(models.Model):
    """How many residents an area has, for «每万人»."""

    _inherit = "community.area"

    def _get_residents(self, year):
        """``{area id: (residents, at the end of which year)}``: the last figure up to ``year``.

        An area without a figure of its own has the sum of the areas within it when all of these
        have one (and the oldest of their years); else it is left out.
        """
        areas = self | self.child_ids | self.child_ids.child_ids
        rows = self.env["community.area.population"].search(
            [("area_id", "in", areas.ids), ("year", "<=", year)], order="year"
        )
        # the later figure of an area wins
        known = {row.area_id: (row.population, row.year) for row in rows}
        found = {area.id: area._add_residents(known) for area in self}
        return {area_id: residents for area_id, residents in found.items() if residents}

    def _add_residents(self, known):
        if self in known:
            return known[self]
        within = self.child_ids.filtered(lambda area: not area.valid_to)
        parts = [area._add_residents(known) for area in within]
        if not parts or not all(parts):
            return None
        return sum(residents for residents, _year in parts), min(year for _residents, year in parts)
