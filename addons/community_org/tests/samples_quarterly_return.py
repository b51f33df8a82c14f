"""Samples of the quarterly returns for the access matrix (tests/test_access_matrix.py)."""

# models with files
FILES = ()
# a harmless change of a record of each model
WRITE_VALS = {
    "community.quarterly.return": {"quarter": 2},
    "community.quarterly.return.line": {"activity_count": 7},
    "community.quarterly.return.reason": {"reason": "改"},
}


class QuarterlyReturnSamples:
    @classmethod
    def _samples_quarterly_return(cls):
        """A return with a line of each place, and values for another."""
        returns, lines = [], []
        for place in cls.places:
            vals = {"year": 1999, "quarter": 1, "area_id": place.id}
            returns.append(
                cls._sample("community.quarterly.return", vals, {**vals, "quarter": 3}, place=place)
            )
            line = {"return_id": returns[-1].record.id}
            lines.append(cls._sample("community.quarterly.return.line", line, line, place=place))
        dialog = {"return_id": returns[0].record.id, "reason": "因"}
        return {
            "community.quarterly.return": returns,
            "community.quarterly.return.line": lines,
            "community.quarterly.return.reason": cls._dialogs(
                "community.quarterly.return.reason", dialog
            ),
        }
