from odoo import api, models
from odoo.fields import Domain

PAGE_CASES = 12


class CommunityRegisterPublicity(models.AbstractModel):
    """Typical cases and demonstration sites, for everybody: plain values of what is published."""

    _inherit = "community.register"

    # ------------------------------------------------------------
    # CASES
    # ------------------------------------------------------------

    @api.model
    def _find_cases(self, params):
        """``{rows, page, pages, street, theme, themes, streets}`` of the published cases that are asked for."""
        filters = self._parse_filters({name: params.get(name) for name in ("street", "page")})
        # sudo: community.case.theme - names of themes are public
        themes = self.env["community.case.theme"].sudo().search([("active", "=", True)])
        theme = themes.filtered(lambda row: row.code == params.get("theme"))
        domain = self._get_published()
        if filters["street"]:
            domain &= Domain("street_id", "=", filters["street"].id)
        if theme:
            domain &= Domain("theme_id", "=", theme.id)
        cases = self._get_cases()
        total = cases.search_count(domain)
        pages = max(1, -(-total // PAGE_CASES))
        page = min(filters["page"], pages)
        found = cases.search(domain, limit=PAGE_CASES, offset=(page - 1) * PAGE_CASES)
        return {
            "rows": [self._prepare_case(case) for case in found],
            "page": page,
            "pages": pages,
            "street": filters["street"].code or "",
            "theme": theme.code or "",
            "themes": [(row.code, row.name) for row in themes],
            "streets": [(area.code, area.name) for area in self._get_areas("street")],
        }

    @api.model
    def _get_case(self, case_id):
        """A published case as plain values, with ``paragraphs`` and ``photos``; None when there is none."""
        case = self._get_cases().search(self._get_published() & Domain("id", "=", case_id))
        if not case:
            return None
        return {
            **self._prepare_case(case),
            "author": case.author or "",
            "organization": case.organization_id.name or "",
            "organization_path": case.organization_id.register_path or "",
            "paragraphs": [part.strip() for part in case.body.split("\n") if part.strip()],
            "photos": [(photo.id, photo.caption or "") for photo in case.photo_ids],
        }

    @api.model
    def _get_case_photo(self, case_id, photo_id):
        """The photo of a published case in base64; None when there is none."""
        case = self._get_cases().search(self._get_published() & Domain("id", "=", case_id))
        photo = case.photo_ids.filtered(lambda row: row.id == photo_id)
        return photo.image or None

    @api.model
    def _get_published(self):
        return Domain("state", "=", "approved")

    @api.model
    def _get_cases(self):
        # sudo: community.case - what is published, and nothing else, is public
        return self.env["community.case"].sudo()

    @api.model
    def _prepare_case(self, case):
        return {
            "id": case.id,
            "path": f"/community/cases/{case.id}",
            "title": case.name,
            "lead": case.lead,
            "theme": case.theme_id.name,
            "area": (case.community_id or case.street_id or case.district_id).name,
            "street": case.street_id.name or "",
            "published_on": case.published_on,
            "photo": case.photo_ids[:1].id,
        }

    # ------------------------------------------------------------
    # DEMONSTRATION SITES
    # ------------------------------------------------------------

    @api.model
    def _get_demonstrations(self):
        """``{sites, communities}``: lists of plain values of who holds a title."""
        # sudo: community.demonstration - titles that are held are public
        held = self.env["community.demonstration"].sudo()
        found = held.search(held._get_held(), order="awarded_on desc, id desc")
        kinds = {
            "sites": found.filtered(lambda row: row.kind == "site"),
            "communities": found.filtered(lambda row: row.kind == "community"),
        }
        return {
            name: [
                {
                    "name": row.organization_id.name or row.area_id.name,
                    "path": row.organization_id.register_path or "",
                    "street": row.street_id.name,
                    "community": row.community_id.name,
                    "number": row.plaque_number,
                    "awarded_on": row.awarded_on,
                }
                for row in rows
            ]
            for name, rows in kinds.items()
        }
