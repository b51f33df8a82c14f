"""Samples of assessments for the access matrix (tests/test_access_matrix.py)."""

import base64

from .access_matrix import Sample
from .common import PDF
from .common_assessment import AssessmentData

FILE = base64.b64encode(PDF)
# models with files
FILES = ("community.assessment.file", "community.assessment.appeal")
# a harmless change of a record of each model
WRITE_VALS = {
    "community.assessment.scheme": {"explanation": "改"},
    "community.assessment.indicator": {"explanation": "改"},
    "community.assessment.grade": {"name": "改"},
    "community.assessment.cycle": {"note": "改"},
    "community.assessment": {"summary": "改"},
    "community.assessment.line": {"self_note": "改"},
    "community.assessment.file": {"file_name": "改.pdf"},
    "community.assessment.vote": {"note": "改"},
    "community.assessment.appeal": {"statement": "改"},
    "community.reason": {"reason": "改"},
}


class AssessmentSamples(AssessmentData):
    @classmethod
    def _samples_assessment(cls):
        samples = {model: [] for model in WRITE_VALS}
        scheme = cls._scheme()
        draft = cls.env["community.assessment.scheme"].create({"name": "样本标准"})
        indicator = {"scheme_id": draft.id, "name": "样"}
        grade = {"scheme_id": draft.id, "name": "样"}
        samples["community.assessment.scheme"] = [
            cls._sample("community.assessment.scheme", *[{"name": "样"}] * 2)
        ]
        samples["community.assessment.indicator"] = [
            cls._sample("community.assessment.indicator", *[indicator] * 2)
        ]
        samples["community.assessment.grade"] = [
            cls._sample(
                "community.assessment.grade",
                *({**grade, "over_points": points} for points in (1, 2)),
            )
        ]
        expert = cls._user("test_sample_expert", "样本专家", "expert")
        for place, (organization, owner) in cls.filed.items():
            cls._add_assessments(samples, scheme, expert, place, organization, owner)
        for area in (cls.street_a, cls.street_b, cls.area_x):
            vals = {
                "name": "样",
                "area_id": area.id,
                "scheme_id": scheme.id,
                "date_from": "2025-01-01",
                "date_to": "2025-12-31",
            }
            samples["community.assessment.cycle"].append(
                cls._sample("community.assessment.cycle", vals, vals, place=area)
            )
        dialog = {
            "res_model": "community.assessment",
            "res_id": samples["community.assessment"][0].record.id,
            "act": "_revoke",
            "reason": "因",
        }
        samples["community.reason"] = cls._dialogs("community.reason", dialog)
        return samples

    @classmethod
    def _add_assessments(cls, samples, scheme, expert, place, organization, owner):
        """A draft of the office, that of a representative, values for another; what hangs on them."""
        where = {"place": place, "owner": owner}
        kinds = ["office", "new", "notice", "appeal"] + (["own"] if owner else [])
        vals = {
            kind: {
                "cycle_id": cls._cycle(organization.street_id, scheme).id,
                "organization_id": organization.id,
            }
            for kind in kinds
        }
        model = cls.env["community.assessment"]
        drafts = [Sample(model.create(vals["office"]), None, place, cls._nobody())]
        samples["community.assessment"] += [*drafts, Sample(None, vals["new"], **where)]
        if owner:
            own = model.with_user(owner).create(vals["own"]).with_env(cls.env)
            drafts.append(Sample(own, None, place, owner, private=True))
            samples["community.assessment"].append(drafts[-1])
        for sample in drafts:
            line = sample.record.line_ids.filtered(lambda line: line.method == "manual")[0]
            new_line = {"assessment_id": sample.record.id, "indicator_id": line.indicator_id.id}
            samples["community.assessment.line"].append(sample._replace(record=line, vals=new_line))
            file = {"assessment_id": sample.record.id, "file": FILE, "file_name": "证.pdf"}
            samples["community.assessment.file"].append(
                sample._replace(record=cls.env["community.assessment.file"].create(file), vals=file)
            )
        vote = {"line_id": drafts[0].record.line_ids[0].id, "expert_id": expert.id}
        second = {**vote, "line_id": drafts[0].record.line_ids[1].id}
        samples["community.assessment.vote"].append(
            cls._sample("community.assessment.vote", vote, second, place=place)
        )
        published = [model.create(vals[kind]) for kind in ("notice", "appeal")]
        for assessment in published:
            assessment._engine_write(
                {"state": "published", "notice_until": cls._local_today().replace(year=2999)}
            )
        appeal, other = (
            {"assessment_id": row.id, "file": FILE, "file_name": "证.pdf"} for row in published
        )
        samples["community.assessment.appeal"] += [
            Sample(
                cls.env["community.assessment.appeal"].create(appeal), None, place, cls._nobody()
            ),
            Sample(None, other, **where),
        ]
        if owner:
            own = model.with_user(owner).create(
                {**vals["own"], "cycle_id": cls._cycle(organization.street_id, scheme).id}
            )
            own.with_env(cls.env)._engine_write(
                {"state": "published", "notice_until": cls._local_today().replace(year=2999)}
            )
            mine = own.appeal_ids.with_user(owner).create(
                {"assessment_id": own.id, "file": FILE, "file_name": "证.pdf"}
            )
            samples["community.assessment.appeal"].append(
                Sample(mine.with_env(cls.env), None, place, owner, private=True)
            )
