"""Samples of the credit record for the access matrix (tests/test_access_matrix.py)."""

# models with files
FILES = ()
# a harmless change of a record of each model
WRITE_VALS = {}


class CreditSamples:
    @classmethod
    def _samples_credit(cls):
        return {}
