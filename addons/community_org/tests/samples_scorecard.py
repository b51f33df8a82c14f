"""Samples of the appraisal for the access matrix (tests/test_access_matrix.py)."""

# models with files
FILES = ()
# a harmless change of a record of each model
WRITE_VALS = {
    "community.scorecard": {"rank": 7},
    "community.scorecard.line": {"part": 7},
    "community.scorecard.indicator": {"weight": 7},
    "community.scorecard.enter": {"note": "改"},
}


class ScorecardSamples:
    @classmethod
    def _samples_scorecard(cls):
        """A sheet with a line of each place, and values for another."""
        indicators = cls.env["community.scorecard.indicator"].create(
            [{"name": "样本一"}, {"name": "样本二"}]
        )
        sheets, lines = [], []
        for place in cls.places:
            vals = {"area_id": place.id, "year": 1999}
            sheets.append(
                cls._sample("community.scorecard", vals, {**vals, "year": 1998}, place=place)
            )
            first, second = (
                {"scorecard_id": sheets[-1].record.id, "indicator_id": indicator.id}
                for indicator in indicators
            )
            lines.append(cls._sample("community.scorecard.line", first, second, place=place))
        dialog = {"line_id": lines[0].record.id, "percent": 50, "note": "因"}
        spare = {"name": "样本三"}
        return {
            "community.scorecard": sheets,
            "community.scorecard.line": lines,
            "community.scorecard.indicator": [
                cls._sample("community.scorecard.indicator", spare, spare)
            ],
            "community.scorecard.enter": cls._dialogs("community.scorecard.enter", dialog),
        }
