from odoo import models


class CommunityResidentReportPage(models.Model):
    """What the resident sees by his private link: plain values, no record, nothing of who reported."""

    _inherit = "community.resident.report"

    def _get_page(self):
        """``{number, state, status, type, target, place, office, text, photos, steps, …}`` of a sudo record.

        ``steps``: ``[{kind, label, office, on, text}]`` in order, times in Shanghai. The contact,
        the officers' names, their notes and the organisation they found are not among them.
        """
        self.ensure_one()
        local = self.env["community.policy"]._local
        kinds = dict(self.step_ids._fields["kind"]._description_selection(self.env))
        return {
            "number": self.number,
            "state": self.state,
            "status": self._get_state_label(),
            "type": self.type_id.name,
            "target": self.target_name or "",
            "place": self.place or "",
            "happened_on": self.happened_on and local(self.happened_on),
            "office": self._get_office().name,
            "text": self.text,
            "photos": len(self.photo_ids),
            "deadline": self.deadline,
            "answer": self.answer or "",
            "rating": self.rating,
            "may_supplement": self._may_supplement(),
            "may_rate": self.state == "answered" and not self.rating,
            "steps": [
                {
                    "kind": step.kind,
                    "label": kinds[step.kind],
                    "office": step.office_id.name,
                    "on": local(step.happened_on),
                    "text": step.text or "",
                }
                for step in self.step_ids
            ],
        }
