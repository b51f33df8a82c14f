"""Samples of the ledger for the access matrix (tests/test_access_matrix.py)."""

from .common import PNG_BASE64

# models with files
FILES = ("community.activity.photo",)
# a harmless change of a record of each model
WRITE_VALS = {
    "community.activity.type": {"help_text": "改"},
    "community.activity": {"place": "改"},
    "community.activity.photo": {"sequence": 7},
    "community.activity.correction": {"reason": "改"},
    "community.activity.report": {"activity_count": 7},
    "community.activity.return": {"remark": "改"},
    "community.activity.correct": {"reason": "改"},
}


class ActivitySamples:
    @classmethod
    def _samples_activity(cls):
        """An activity with a photo of an organisation in each place, and values for another."""
        kinds = [{"name": "样本", "code": f"T{n}"} for n in (0, 1)]
        samples = {"community.activity.type": [cls._sample("community.activity.type", *kinds)]}
        activities = samples["community.activity"] = []
        photos = samples["community.activity.photo"] = []
        for place, (organization, owner) in cls.filed.items():
            vals = cls._activity_vals(organization)
            where = {"place": place, "owner": owner}
            activities.append(cls._sample("community.activity", vals, vals, **where))
            photo = {"activity_id": activities[-1].record.id, "image": PNG_BASE64}
            photos.append(cls._sample("community.activity.photo", photo, photo, **where))
        return {
            **samples,
            "community.activity.correction": cls._samples_correction(activities),
            "community.activity.report": cls._samples_report(activities),
            "community.activity.return": cls._dialogs(
                "community.activity.return",
                {"activity_ids": [(6, 0, activities[0].record.ids)], "remark": "因"},
            ),
            "community.activity.correct": cls._dialogs(
                "community.activity.correct",
                {"activity_id": activities[0].record.id, "reason": "因"},
            ),
        }

    @classmethod
    def _samples_correction(cls, activities):
        """A correction of another activity in each place, and values to forge another."""
        corrections = []
        for sample in activities:
            vals = {
                "activity_id": cls.env["community.activity"].create(sample.vals).id,
                "area_id": sample.place.id,
                "fact": "地点",
                "reason": "样本",
                "user_id": cls.env.uid,
            }
            where = {"place": sample.place, "owner": sample.owner}
            corrections.append(cls._sample("community.activity.correction", vals, vals, **where))
        return corrections

    @classmethod
    def _samples_report(cls, activities):
        """The row of each place, and values to forge another."""
        report = cls.env["community.activity.report"]
        report._cron_refresh()
        return [
            sample._replace(
                record=report.search([("area_id", "=", sample.place.id)], limit=1),
                vals={"area_id": sample.place.id, "activity_count": 7},
                owner=cls._nobody(),
            )
            for sample in activities
        ]
