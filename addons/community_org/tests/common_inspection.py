"""An organisation led by portal_1 that is inspected, ordered and dissolved."""

import base64
from datetime import timedelta
from unittest.mock import patch

from odoo import Command

from .common import PDF
from .common_request import RequestCase

PROOF = [("整改.pdf", base64.b64encode(PDF))]
LETTER = "odoo.addons.community_org.models.community_order_issue.CommunityOrderIssue._render_letter"


class InspectionData:
    """As a mixin for cases with ``organization``; the letters are not laid out (see test_order_report)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(patch(LETTER, lambda order: PDF))
        cls.template = cls.env["community.inspection.template"].create(
            {
                "name": "测试检查",
                "sequence": -1,
                "item_ids": [
                    Command.create({"sequence": 1, "name": "章程上墙", "demand": "章程上墙公示。"}),
                    Command.create({"sequence": 2, "name": "财务公开", "demand": "公示收支。"}),
                ],
            }
        )
        clauses = [
            {
                "name": kind,
                "kind": kind,
                "clause": "测试依据。",
                "rights": "可以申辩。",
                "sequence": -1,
            }
            for kind in ("rectification", "advice", "dissolution")
        ]
        cls.clauses = dict(
            zip(
                ("rectification", "advice", "dissolution"),
                cls.env["community.order.clause"].create(clauses),
                strict=True,
            )
        )
        cls.env["community.review.route"].create(
            {
                "name": "测试责令解散",
                "sequence": -1000,
                "res_model": "community.dissolution",
                "step_ids": [Command.create({"name": "负责人审批", "tier": "street", "days": 5})],
            }
        )

    @classmethod
    def _visit(cls, user=None, organization=None):
        visits = cls.env["community.inspection"].with_user(user or cls.officer_a1)
        return visits.create(
            {
                "organization_id": (organization or cls.organization).id,
                "template_id": cls.template.id,
            }
        )

    @classmethod
    def _failed_visit(cls):
        """A finished visit whose second item failed."""
        visit = cls._visit()
        visit.line_ids[0].action_pass()
        visit.line_ids[1].write({"result": "fail", "note": "上半年未公布"})
        visit.finding = "财务未公开。"
        visit.action_finish()
        return visit

    @classmethod
    def _draft_order(cls, user=None, kind="rectification", **vals):
        orders = cls.env["community.order"].with_user(user or cls.officer_a)
        return orders.create(
            {
                "kind": kind,
                "organization_id": cls.organization.id,
                "facts": "财务未公开。",
                "clause_id": cls.clauses[kind].id,
                "demand_ids": [Command.create({"name": "公示收支。"})],
                **vals,
            }
        )

    @classmethod
    def _issued_order(cls, user=None, kind="rectification", **vals):
        order = cls._draft_order(user, kind, **vals)
        order.action_issue()
        return order

    @classmethod
    def _answer(cls, order, user=None, text="已公示。", agrees=False, files=PROOF):
        order = order.with_env(cls.env).with_user(user or cls.portal_1)
        order._save_answer(text, agrees, files)
        order._send_answer()
        return cls._as_root(order)

    @classmethod
    def _make_overdue(cls, order):
        """Its deadline was yesterday."""
        yesterday = cls._local_today() - timedelta(days=1)
        cls._as_root(order)._engine_write({"deadline": yesterday})

    @classmethod
    def _proposal(cls, user=None, **vals):
        proposals = cls.env["community.dissolution"].with_user(user or cls.officer_a)
        return proposals.create(
            {
                "organization_id": cls.organization.id,
                "grounds": "开展气功功法类活动，拒不停止。",
                "clause_id": cls.clauses["dissolution"].id,
                **vals,
            }
        )

    @classmethod
    def _dissolved(cls, **vals):
        """Proposed by one officer of the street, approved by another; the proposal as superuser."""
        proposal = cls._proposal(**vals)
        proposal.action_submit()
        cls._decide(proposal, user=cls.officer_a_too)
        return cls._as_root(proposal)


class InspectionCase(InspectionData, RequestCase):
    pass
