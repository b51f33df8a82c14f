from pathlib import Path

from odoo.tests import HttpCase, TransactionCase, tagged

from .access_matrix import AccessFilesCase, AccessRecordsCase, access_matrix
from .samples import FILES, PARTS, Samples

MATRIX = Path(__file__).with_name("access_matrix.yml")


@tagged("post_install", "-at_install")
@access_matrix("community_org", MATRIX)
class TestAccessMatrix(AccessRecordsCase, Samples, TransactionCase):
    write_vals = {
        "community.area": {"centre_phone": "057411111111"},
        "community.area.population": {"population": 7},
        "community.area.change": {"document_number": "改"},
        "community.area.change.line": {"new_name": "改"},
        "community.policy": {"min_members": 7},
        "community.holiday": {"name": "改"},
        "community.review.route": {"name": "改"},
        "community.review.step": {"days": 7},
        "community.review.phrase": {"text": "改"},
        "community.review.task": {"opinion": "改"},
        "community.category": {"clause": "改"},
        "community.category.crosswalk": {"label": "改"},
        "community.material.type": {"help_text": "改"},
        "community.document.type": {"help_text": "改"},
        "community.document": {"body": "改"},
        "community.filing": {"address": "改"},
        "community.filing.member": {"phone": "13900000000"},
        "community.filing.material": {"file_name": "改.pdf"},
        "community.filing.change": {"after": "改"},
        "community.organization": {"address": "改"},
        "community.member": {"phone": "13900000000"},
        "community.certificate": {"issued_on": "2020-01-01"},
        "community.number": {"number": "改"},
        "community.identity": {"mask": "改"},
        "community.identity.log": {"reason": "改"},
        "community.identity.reveal": {"reason": "改"},
        "community.skill": {"name": "改"},
        "community.import": {"note": "改"},
        "community.import.column": {"target": "organization/name"},
        "community.import.organization": {"address": "改"},
        "community.import.member": {"email": "gai@test.example"},
        "community.import.mapping": {"label": "改"},
        "community.review.decide": {"opinion": "改"},
        "community.filing.override": {"reason": "改"},
        "community.registration.start": {"name": "改"},
        "community.holiday.import": {"file_name": "改.csv"},
        **{model: vals for part in PARTS for model, vals in part.WRITE_VALS.items()},
    }


@tagged("post_install", "-at_install")
@access_matrix("community_org", MATRIX, models=FILES)
class TestAccessFiles(Samples, AccessFilesCase, HttpCase):
    pass
