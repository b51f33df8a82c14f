"""Samples of the ledger for the access matrix (tests/test_access_matrix.py)."""

from .common import PNG_BASE64

# models with files
FILES = ("community.activity.photo",)
# a harmless change of a record of each model
WRITE_VALS = {
    "community.activity.type": {"help_text": "改"},
    "community.activity": {"place": "改"},
    "community.activity.photo": {"sequence": 7},
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
        return samples
