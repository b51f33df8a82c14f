from pathlib import Path

from odoo.addons.community_org.tests.access_matrix import AccessRecordsCase, access_matrix
from odoo.tests import TransactionCase, tagged

from .samples import BORROWED, WRITE_VALS, TrainingSamples

MATRIX = Path(__file__).with_name("access_matrix.yml")


@tagged("post_install", "-at_install")
@access_matrix("community_training", MATRIX)
class TestAccessMatrix(AccessRecordsCase, TrainingSamples, TransactionCase):
    write_vals = WRITE_VALS
    borrowed = BORROWED
