"""Rules, levels and consequences of credit that no data pack changes."""

from .common import CommunityCase


class CreditData:
    """A mixin: own rules and levels; those of the data pack are put aside."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["community.credit.rule"].search([]).active = False
        for number, level in enumerate(cls.env["community.credit.level"].search([])):
            level.min_points = -10_000 - number
        cls.env["community.credit.block"].search([]).unlink()
        cls.env["community.credit.level"].create(
            [{"name": "优", "min_points": 100}, {"name": "差", "min_points": 0}]
        )
        cls.env["community.credit.block"].create(
            [
                {"list": name, "purpose": purpose}
                for name in ("irregular", "blacklist")
                for purpose in ("apply", "book")
            ]
        )
        cls.rule_irregular = cls._rule("t_irregular", list="irregular", points=-20)
        cls.rule_served = cls._rule(
            "t_served", list="irregular", mendable=False, months=6, points=-10
        )
        cls.rule_blacklist = cls._rule("t_blacklist", list="blacklist", points=-60)
        cls.rule_announced = cls._rule("t_announced", list="irregular", record_days=5, points=-5)
        cls.rule_good = cls._rule("t_good", kind="good", points=10)
        cls.route_repair = cls._credit_route("测试修复", "repair")
        cls.route_appeal = cls._credit_route("测试申诉", "appeal")

    @classmethod
    def _rule(cls, code, **vals):
        vals = {"name": f"测试{code}", "code": code, "record_days": 0, "months": 12, **vals}
        return cls.env["community.credit.rule"].create(vals)

    @classmethod
    def _credit_route(cls, name, kind):
        return cls.env["community.review.route"].create(
            {
                "name": name,
                "sequence": -1000,
                "res_model": "community.credit.request",
                "domain": f"[('kind', '=', '{kind}')]",
                "step_ids": [
                    (0, 0, {"sequence": 10, "name": "初核", "tier": "community", "days": 3}),
                    (0, 0, {"sequence": 20, "name": "决定", "tier": "street", "days": 4}),
                ],
            }
        )

    @classmethod
    def _repair(cls, organization, user=None, **vals):
        """A request for repair of its running list, submitted."""
        listing = organization.credit_listing_ids.filtered(lambda row: not row.left_on)
        request = (
            cls.env["community.credit.request"]
            .with_user(user or cls.officer_a1)
            .create({"kind": "repair", "listing_id": listing.id, "statement": "已整改。", **vals})
        )
        request.action_submit()
        return request


class CreditCase(CreditData, CommunityCase):
    pass
