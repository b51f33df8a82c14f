"""Samples of the inspections and orders for the access matrix (tests/test_access_matrix.py)."""

# models with files
FILES = ()
# a harmless change of a record of each model
WRITE_VALS = {}


class InspectionSamples:
    @classmethod
    def _samples_inspection(cls):
        return {}
