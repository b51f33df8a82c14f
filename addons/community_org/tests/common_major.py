import base64
from datetime import datetime, time, timedelta

from odoo import Command

from .common import PDF
from .common_ledger import LedgerCase

MODEL = "community.major.activity"


class MajorData:
    """Declarations of an organisation, and the routes they go."""

    @classmethod
    def _major_vals(cls, organization, days=10, **vals):
        """Of 60 people at nine in the morning, ``days`` days from now."""
        start = vals.get("start") or cls.env["community.policy"]._from_local(
            cls._local_noon() + timedelta(days=days)
        )
        return {
            "name": "重阳游园会",
            "organization_id": organization.id,
            "type_id": cls._activity_type().id,
            "start": start,
            "stop": start + timedelta(hours=3),
            "place": "社区广场",
            "participant_count": 60,
            "budget": 5000,
            "description": "游园、义诊、文艺演出。",
            "organizer_name": "赵测试一",
            "organizer_phone": "13800000000",
            **vals,
        }

    @classmethod
    def _local_noon(cls):
        """Today at noon, in Shanghai, naive."""
        return datetime.combine(cls._local_today(), time(12))


class MajorCase(MajorData, LedgerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_major_routes()

    @classmethod
    def _create_major_routes(cls):
        routes = [
            ("测试重大活动", -1000, ["community", "street"], False),
            (
                "测试会签",
                -1001,
                ["community", "district", "street"],
                "[('is_foreign', '=', True)]",
            ),
        ]
        for name, sequence, tiers, domain in routes:
            cls.env["community.review.route"].create(
                {
                    "name": name,
                    "sequence": sequence,
                    "res_model": MODEL,
                    "domain": domain,
                    "step_ids": [
                        Command.create({"sequence": n, "name": tier, "tier": tier, "days": 3})
                        for n, tier in enumerate(tiers)
                    ],
                }
            )

    @classmethod
    def _declare(cls, user=None, papers=("1_plan",), **vals):
        """A complete draft by ``user`` (default: portal_1)."""
        organization = vals.pop("organization", cls.organization)
        declarations = cls.env[MODEL].with_user(user or cls.portal_1)
        declaration = declarations.create(cls._major_vals(organization, **vals))
        for kind in papers:
            cls._add_paper(declaration, kind)
        return declaration

    @classmethod
    def _add_paper(cls, declaration, kind="1_plan"):
        return declaration.env[f"{MODEL}.file"].create(
            {
                "major_activity_id": declaration.id,
                "kind": kind,
                "file_name": "预案.pdf",
                "file": base64.b64encode(PDF),
            }
        )

    @classmethod
    def _declared(cls, user=None, **vals):
        declaration = cls._declare(user, **vals)
        declaration.action_submit()
        return declaration

    @classmethod
    def _approved(cls, user=None, **vals):
        return cls._approve_all(cls._declared(user, **vals))
