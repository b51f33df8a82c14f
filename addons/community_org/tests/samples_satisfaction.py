"""Samples of satisfaction campaigns for the access matrix (tests/test_access_matrix.py)."""

from .access_matrix import Sample

# models with files
FILES = ()
# a harmless change of a record of each model
WRITE_VALS = {
    "community.satisfaction": {"name": "改"},
    "community.satisfaction.line": {"quota": 7},
    "community.satisfaction.report": {"valid_count": 7},
}


class SatisfactionSamples:
    @classmethod
    def _samples_satisfaction(cls):
        """A draft of each place with a line of that place, and the row that the report makes of it."""
        samples = {model: [] for model in WRITE_VALS}
        days = {"date_from": "2025-01-01", "date_to": "2025-01-31"}
        for place in cls.places:
            campaign = {"name": "样本", "area_id": place.id, **days}
            campaigns = samples["community.satisfaction"]
            campaigns.append(cls._sample("community.satisfaction", campaign, campaign, place=place))
            line = {
                "satisfaction_id": campaigns[-1].record.id,
                "area_id": place.id,
                "quota": 30,
            }
            samples["community.satisfaction.line"].append(
                cls._sample("community.satisfaction.line", line, line, place=place)
            )
            row = cls.env["community.satisfaction.report"].browse(
                samples["community.satisfaction.line"][-1].record.id
            )
            samples["community.satisfaction.report"].append(
                Sample(row, {"area_id": place.id}, place, cls._nobody())
            )
        return samples
