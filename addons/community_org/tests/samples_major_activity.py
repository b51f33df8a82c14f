"""Samples of the major activities for the access matrix (tests/test_access_matrix.py)."""

# models with files
FILES = ()
# a harmless change of a record of each model
WRITE_VALS = {}


class MajorActivitySamples:
    @classmethod
    def _samples_major_activity(cls):
        return {}
