"""Samples of the major activities for the access matrix (tests/test_access_matrix.py)."""

import base64

from .common import PDF
from .common_major import MajorData

MODEL = "community.major.activity"
# models with files
FILES = (f"{MODEL}.file",)
# a harmless change of a record of each model
WRITE_VALS = {
    MODEL: {"place": "改"},
    f"{MODEL}.file": {"kind": "6_other"},
    f"{MODEL}.cancel": {"reason": "改"},
    "community.activity.exempt": {"reason": "改"},
}


class MajorActivitySamples(MajorData):
    @classmethod
    def _samples_major_activity(cls):
        """A draft at the counter of each place, and drafts of those that have a representative."""
        declarations = []
        for place, (organization, owner) in cls.filed.items():
            vals = cls._major_vals(organization)
            counter = cls._sample(MODEL, vals, place=place)
            declarations += [counter, counter._replace(record=None, vals=vals, owner=owner)]
            if owner:
                own = cls.env[MODEL].with_user(owner).create(vals).with_env(cls.env)
                declarations.append(counter._replace(record=own, owner=owner, private=True))
        drafts = [sample for sample in declarations if sample.record]
        dialogs = {"major_activity_id": drafts[0].record.id, "reason": "因"}
        return {
            MODEL: declarations,
            f"{MODEL}.file": [cls._sample_paper(sample) for sample in drafts],
            f"{MODEL}.cancel": cls._dialogs(f"{MODEL}.cancel", dialogs),
            "community.activity.exempt": cls._dialogs(
                "community.activity.exempt", {"activity_ids": [], "reason": "因"}
            ),
        }

    @classmethod
    def _sample_paper(cls, sample):
        vals = {
            "major_activity_id": sample.record.id,
            "kind": "1_plan",
            "file_name": "预案.pdf",
            "file": base64.b64encode(PDF),
        }
        return sample._replace(record=cls.env[f"{MODEL}.file"].create(vals), vals=vals)
