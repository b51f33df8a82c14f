"""Samples of the residents' reports for the access matrix (tests/test_access_matrix.py)."""

# models with files
FILES = ()
# a harmless change of a record of each model
WRITE_VALS = {}


class ResidentReportSamples:
    @classmethod
    def _samples_resident_report(cls):
        return {}
