"""Samples of the inspections and orders for the access matrix (tests/test_access_matrix.py)."""

import base64

from .common import PDF

# models with files
FILES = ("community.inspection.file", "community.order.file")
# a harmless change of a record of each model
WRITE_VALS = {
    "community.inspection.template": {"name": "改"},
    "community.inspection.item": {"hint": "改"},
    "community.inspection": {"present": "改"},
    "community.inspection.line": {"note": "改"},
    "community.inspection.file": {"note": "改"},
    "community.order.clause": {"name": "改"},
    "community.order": {"facts": "改"},
    "community.order.demand": {"name": "改"},
    "community.order.answer": {"text": "改"},
    "community.order.file": {"file_name": "改.pdf"},
    "community.order.decide": {"text": "改"},
    "community.dissolution": {"grounds": "改"},
    "community.filing.caution": {"reason": "改"},
}
FILE = {"file": base64.b64encode(PDF), "file_name": "证明.pdf"}


class InspectionSamples:
    @classmethod
    def _samples_inspection(cls):
        """In each place a visit, a draft order and an order that was answered; proposals, dialogs."""
        samples = cls._samples_inspection_configuration()
        for model in WRITE_VALS:
            samples.setdefault(model, [])
        for place, (organization, owner) in cls.filed.items():
            own = {"organization_id": organization.id}
            where = {"place": place}
            visit = {**own, "template_id": cls.inspection_template.id}
            samples["community.inspection"].append(
                cls._sample("community.inspection", visit, visit, **where)
            )
            record = {"inspection_id": samples["community.inspection"][-1].record.id}
            for part, vals in (("line", {**record, "name": "样本"}), ("file", {**record, **FILE})):
                name = f"community.inspection.{part}"
                samples[name].append(cls._sample(name, vals, vals, **where))
            order = cls._sample("community.order", own, own, **where)
            samples["community.order"].append(order)
            demand = {"order_id": order.record.id, "name": "整改"}
            samples["community.order.demand"].append(
                cls._sample("community.order.demand", demand, demand, **where)
            )
            proposal = cls._sample("community.dissolution", own, own, **where)
            samples["community.dissolution"].append(proposal)
            answer = {
                "order_id": order.record.id,
                "text": "已改",
                "submitted_on": "2026-01-05 01:00:00",
            }
            answer_sample = cls._sample(
                "community.order.answer", answer, answer, owner=owner, **where
            )
            samples["community.order.answer"].append(answer_sample)
            file = {"answer_id": answer_sample.record.id, **FILE}
            samples["community.order.file"].append(
                cls._sample("community.order.file", file, file, owner=owner, **where)
            )
        order = {"order_id": samples["community.order"][0].record.id}
        filing = cls.env["community.filing"].search([("area_id", "=", cls.area_a1.id)], limit=1)
        samples["community.order.decide"] = cls._dialogs("community.order.decide", order)
        samples["community.filing.caution"] = cls._dialogs(
            "community.filing.caution", {"filing_id": filing.id, "reason": "因"}
        )
        return samples

    @classmethod
    def _samples_inspection_configuration(cls):
        template = {"name": "样本检查"}
        clause = {"name": "样本", "kind": "rectification", "clause": "据", "rights": "权"}
        samples = {
            "community.inspection.template": [
                cls._sample("community.inspection.template", template, template)
            ],
            "community.order.clause": [cls._sample("community.order.clause", clause, clause)],
        }
        # its own, since one that is used stays
        cls.inspection_template = cls.env["community.inspection.template"].create(template)
        item = {"template_id": cls.inspection_template.id, "name": "样本"}
        samples["community.inspection.item"] = [
            cls._sample("community.inspection.item", item, item)
        ]
        return samples
