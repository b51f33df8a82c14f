"""Samples of the credit record for the access matrix (tests/test_access_matrix.py)."""

import base64

from .access_matrix import Sample
from .common import PDF

FILE = base64.b64encode(PDF)
# models with files
FILES = ("community.credit.entry", "community.credit.request")
# a harmless change of a record of each model
WRITE_VALS = {
    "community.credit.rule": {"clause": "改"},
    "community.credit.level": {"explanation": "改"},
    "community.credit.block": {"list": "blacklist"},
    "community.credit.entry": {"note": "改"},
    "community.credit.listing": {"due_on": "2030-01-01"},
    "community.credit.request": {"statement": "改"},
    "community.credit.reason": {"reason": "改"},
}


class CreditSamples:
    @classmethod
    def _samples_credit(cls):
        cls.env["community.credit.block"].search([]).unlink()
        rules = [{"name": f"样本{n}", "code": f"SAMPLE{n}"} for n in (0, 1)]
        samples = {
            "community.credit.rule": [cls._sample("community.credit.rule", *rules)],
            "community.credit.level": [
                cls._sample(
                    "community.credit.level",
                    *({"name": "样", "min_points": points} for points in (-2000, -2001)),
                )
            ],
            "community.credit.block": [
                cls._sample(
                    "community.credit.block",
                    *({"list": "irregular", "purpose": purpose} for purpose in ("apply", "book")),
                )
            ],
        }
        rule = cls.env["community.credit.rule"].create(
            {"name": "样本事项", "code": "SAMPLE", "list": "irregular"}
        )
        entries = samples["community.credit.entry"] = []
        listings = samples["community.credit.listing"] = []
        requests = samples["community.credit.request"] = []
        for place, (organization, owner) in cls.filed.items():
            vals = {
                "organization_id": organization.id,
                "rule_id": rule.id,
                "note": "样本",
                "file": FILE,
                "file_name": "证.pdf",
            }
            entries.append(
                cls._sample("community.credit.entry", vals, vals, place=place, owner=owner)
            )
            cause = cls.env["community.credit.entry"].create(vals)
            listed = [
                {
                    "organization_id": organization.id,
                    "list": name,
                    "entry_id": cause.id,
                    "listed_on": "2026-01-05",
                }
                for name in ("irregular", "blacklist")
            ]
            listings.append(
                cls._sample("community.credit.listing", *listed, place=place, owner=owner)
            )
            requests += cls._credit_request_samples(listings[-1].record, place, owner)
        dialog = {"entry_id": entries[0].record.id, "reason": "因"}
        samples["community.credit.reason"] = cls._dialogs("community.credit.reason", dialog)
        return samples

    @classmethod
    def _credit_request_samples(cls, listing, place, owner):
        """A draft of the office; where there is a representative, his own one and values for another."""
        model = cls.env["community.credit.request"]
        second, third = (
            cls.env["community.credit.listing"].create(
                {
                    "organization_id": listing.organization_id.id,
                    "list": "irregular",
                    "entry_id": listing.entry_id.id,
                    "listed_on": "2025-01-05",
                    "left_on": "2025-02-05",
                }
            )
            for _number in range(2)
        )
        vals = [
            {"kind": "repair", "listing_id": row.id, "file": FILE, "file_name": "证.pdf"}
            for row in (listing, second, third)
        ]
        office = Sample(model.create(vals[0]), None, place, cls._nobody())
        other = Sample(None, vals[1], place, owner)
        if not owner:
            return [office, other]
        own = model.with_user(owner).create(vals[2]).with_env(cls.env)
        return [office, other, Sample(own, None, place, owner, private=True)]
