"""Samples of the quarterly returns for the access matrix (tests/test_access_matrix.py)."""

# models with files
FILES = ()
# a harmless change of a record of each model
WRITE_VALS = {"community.quarterly.return": {"quarter": 2}}


class QuarterlyReturnSamples:
    @classmethod
    def _samples_quarterly_return(cls):
        """A return of each place, and values for one of another quarter."""
        model = "community.quarterly.return"
        vals = {"year": 1999, "quarter": 1}
        return {
            model: [
                cls._sample(
                    model,
                    {**vals, "area_id": place.id},
                    {**vals, "area_id": place.id, "quarter": 3},
                    place=place,
                )
                for place in cls.places
            ]
        }
