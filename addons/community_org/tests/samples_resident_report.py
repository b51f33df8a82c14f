"""Samples of the residents' reports for the access matrix (tests/test_access_matrix.py)."""

from .access_matrix import Sample
from .common import PNG_BASE64
from .common_resident_report import enter_report

# models with files
FILES = ("community.resident.report.photo",)
# a harmless change of a record of each model
WRITE_VALS = {
    "community.resident.report.type": {"help_text": "改"},
    "community.resident.report": {"organization_id": False},
    "community.resident.report.step": {"text": "改"},
    "community.resident.report.photo": {"thumbnail": False},
    "community.resident.report.decide": {"text": "改"},
}


class ResidentReportSamples:
    @classmethod
    def _samples_resident_report(cls):
        """A report with a photo in each community, and values for another."""
        kinds = [{"name": "样本", "code": f"T{n}"} for n in (0, 1)]
        kind = cls._sample("community.resident.report.type", *kinds)
        samples = {"community.resident.report.type": [kind]}
        used = cls.env["community.resident.report.type"].create({"name": "样本", "code": "T9"})
        for name in ("", ".step", ".photo"):
            samples[f"community.resident.report{name}"] = []
        for place in cls.places:
            report = enter_report(cls.env, used, place, f"样本{place.code}", photos=[PNG_BASE64])
            # as if the resident had named it
            report._write({"organization_id": cls.filed[place][0].id})
            report.invalidate_recordset()
            where = {"place": place, "owner": cls._nobody()}
            for record, vals in (
                (report, {"type_id": used.id, "area_id": place.id, "text": "样本二"}),
                (
                    report.step_ids,
                    {"report_id": report.id, "kind": "answer", "office_id": place.id},
                ),
                (report.photo_ids, {"report_id": report.id, "image": PNG_BASE64}),
            ):
                samples[record._name].append(Sample(record, vals, **where))
        dialog = {"report_id": samples["community.resident.report"][0].record.id, "verb": "answer"}
        samples.update(
            {
                "community.resident.report.decide": cls._dialogs(
                    "community.resident.report.decide", dialog
                )
            }
        )
        return samples
