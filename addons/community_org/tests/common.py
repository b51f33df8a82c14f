"""A small fictive district with one user per role, and shortcuts along a filing's way.

Nothing here relies on data packs or demo data, and nothing they load changes a
result: own areas (999901…), the latest policy, the first route, own categories
and material types, no holidays.
"""

import base64
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta

from odoo import Command
from odoo.fields import Domain
from odoo.tests import HttpCase, TransactionCase, new_test_user
from stdnum.cn import uscc
from stdnum.iso7064 import mod_11_2

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
PNG_BASE64 = b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
PNG = base64.b64decode(PNG_BASE64)
NO_MAIL = {"no_reset_password": True, "mail_create_nolog": True, "mail_notrack": True}
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"
NUMERALS = "一二三四五六七八九十"


def identity_number(born="19900101", serial=1, prefix="999901"):
    """A number with a fitting check digit; the prefix is no region, so it is nobody's."""
    body = f"{prefix}{born}{serial:03d}"
    return body + mod_11_2.calc_check_digit(body)


def credit_code(prefix="51", serial=1):
    """A unified social credit code with a fitting check digit; ``prefix``: the kind of body."""
    body = f"{prefix}330212MJ{serial:07d}"
    return body + uscc.calc_check_digit(body)


class CommunityData:
    """The data, as a mixin for the case classes below."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_areas()
        cls._create_policy()
        cls._create_categories()
        cls._create_material_types()
        cls._create_route()
        cls._create_users()

    # ------------------------------------------------------------
    # DATA
    # ------------------------------------------------------------

    @classmethod
    def _area(cls, code, name, parent=None):
        vals = {"code": code, "name": name, "parent_id": parent and parent.id}
        return cls.env["community.area"].create(vals)

    @classmethod
    def _create_areas(cls):
        cls.district = cls._area("999901000000", "测试区")
        cls.street_a = cls._area("999901001000", "甲街道", cls.district)
        cls.street_b = cls._area("999901002000", "乙街道", cls.district)
        cls.town_t = cls._area("999901100000", "丙镇", cls.district)
        cls.area_a1 = cls._area("999901001001", "甲一社区", cls.street_a)
        cls.area_a2 = cls._area("999901001002", "甲二社区", cls.street_a)
        cls.area_b1 = cls._area("999901002001", "乙一社区", cls.street_b)
        cls.area_v1 = cls._area("999901100201", "丙一村", cls.town_t)
        cls.communities = cls.area_a1 + cls.area_a2 + cls.area_b1 + cls.area_v1

    @classmethod
    def _create_policy(cls):
        policies = cls.env["community.policy"]
        latest = policies.search([("valid_from", "<=", policies._today())], limit=1).valid_from
        cls.policy = policies.create(
            {
                "name": "测试政策",
                "valid_from": max(date(2020, 1, 2), (latest or date.min) + timedelta(days=1)),
                "min_members": 3,
                "identity_required": "nobody",
                "name_max_length": 40,
                "similar_name_percent": 75,
                "certificate_years": 3,
                "upload_max_mb": 2,
                "remind_working_days": 1,
            }
        )
        cls.env["community.holiday"].search([]).unlink()

    @classmethod
    def _category(cls, code, name, policy="normal", **vals):
        vals = {"code": f"T{code}", "name": name, "policy": policy, **vals}
        return cls.env["community.category"].create(vals)

    @classmethod
    def _create_categories(cls):
        cls.category_root = cls._category("1", "测试类", "key")
        parent = cls.category_root.id
        cls.category = cls._category("11", "测试助老", "key", parent_id=parent)
        cls.category_other = cls._category("12", "测试助残", parent_id=parent)
        cls.category_many = cls._category(
            "13", "测试文体", one_per_community=False, parent_id=parent
        )
        cls.category_restricted = cls._category(
            "14",
            "测试从严类",
            "restricted",
            parent_id=parent,
            name_patterns="慎办",
            clause="测试条款：从严备案。",
        )
        cls.category_prohibited = cls._category(
            "15",
            "测试禁止类",
            "prohibited",
            parent_id=parent,
            name_patterns="禁词甲\n 禁词乙 \n",
            clause="测试条款：不予备案。",
        )

    @classmethod
    def _create_material_types(cls):
        types = cls.env["community.material.type"]
        types.search([]).active = False
        cls.material_type = types.create({"name": "测试章程", "sequence": 1})
        cls.material_type_optional = types.create(
            {"name": "测试附件", "sequence": 2, "required": False}
        )

    @classmethod
    def _create_route(cls):
        steps = [("初审", "community", 5), ("资格审查", "street", 5), ("备案意见", "street", 2)]
        cls.route = cls._add_route("测试成立备案", -1000, steps)
        cls._add_route(
            "测试登记",
            -1001,
            [("登记核定", "district", 5)],
            "['|', ('kind', 'in', ('conversion', 'registration')), ('organization_id.state', '=', 'registered')]",
        )

    @classmethod
    def _add_route(cls, name, sequence, steps, domain=False):
        """A route of ``[(step, tier, working days)]`` that goes before those of other numbers."""
        return cls.env["community.review.route"].create(
            {
                "name": name,
                "sequence": sequence,
                "res_model": "community.filing",
                "domain": domain,
                "step_ids": [
                    Command.create({"sequence": n * 10, "name": step, "tier": tier, "days": days})
                    for n, (step, tier, days) in enumerate(steps, 1)
                ],
            }
        )

    @classmethod
    def _user(cls, login, name, group, area=None):
        """A user who speaks English, so that a test may look for words of a message."""
        cls.env["res.lang"]._activate_lang("en_US")
        return new_test_user(
            cls.env,
            login,
            groups=group if "." in group else f"community_org.group_{group}",
            context=NO_MAIL,
            name=name,
            email=f"{login}@test.example",
            lang="en_US",
            tz="Asia/Shanghai",
            area_id=area and area.id,
        )

    @classmethod
    def _create_users(cls):
        cls.officer_a1 = cls._user("test_officer_a1", "甲一社工", "community_officer", cls.area_a1)
        cls.officer_a2 = cls._user("test_officer_a2", "甲二社工", "community_officer", cls.area_a2)
        cls.officer_b1 = cls._user("test_officer_b1", "乙一社工", "community_officer", cls.area_b1)
        cls.officer_v1 = cls._user(
            "test_officer_v1", "丙一村干部", "community_officer", cls.area_v1
        )
        cls.officer_a = cls._user("test_officer_a", "甲街干部", "street_officer", cls.street_a)
        cls.officer_a_too = cls._user(
            "test_officer_a_too", "甲街同事", "street_officer", cls.street_a
        )
        cls.officer_b = cls._user("test_officer_b", "乙街干部", "street_officer", cls.street_b)
        cls.officer_t = cls._user("test_officer_t", "丙镇干部", "street_officer", cls.town_t)
        cls.officer_d = cls._user("test_officer_d", "区局干部", "district_officer", cls.district)
        cls.leader = cls._user("test_leader", "区领导", "leader", cls.district)
        cls.admin = cls._user("test_admin", "管理员", "admin")
        cls.internal = cls._user("test_internal", "外单位", "base.group_user")
        cls.portal_1 = cls._user("test_portal_1", "门户甲", "base.group_portal")
        cls.portal_2 = cls._user("test_portal_2", "门户乙", "base.group_portal")
        cls.public = cls.env.ref("base.public_user")
        cls.officers = {
            cls.area_a1: cls.officer_a1,
            cls.area_a2: cls.officer_a2,
            cls.area_b1: cls.officer_b1,
            cls.area_v1: cls.officer_v1,
            cls.street_a: cls.officer_a,
            cls.street_b: cls.officer_b,
            cls.town_t: cls.officer_t,
            cls.district: cls.officer_d,
        }

    # ------------------------------------------------------------
    # A FILING'S WAY
    # ------------------------------------------------------------

    @classmethod
    def _prepare_member_vals(cls, count, **leader):
        """A leader and ``count - 1`` members; ``leader`` overrides the leader's values."""
        lines = [
            {"name": f"{SURNAMES[n % 16]}测试{NUMERALS[n // 16]}", "phone": f"138{n:08d}"}
            for n in range(count)
        ]
        lines[0].update({"role": "leader", "email": "leader@test.example", **leader})
        return [Command.create(line) for line in lines]

    @classmethod
    def _prepare_filing_vals(cls, **vals):
        return {
            "name": "甲一乐龄助老队",
            "area_id": cls.area_a1.id,
            "category_id": cls.category.id,
            "form": "team",
            "founded_on": "2025-03-05",
            "address": "甲一路 1 号",
            "phone": "057400000000",
            "purpose": "服务社区老人。",
            "activity_content": "每月两次上门探访。",
            "leader_method": "成员大会推选。",
            "member_ids": cls._prepare_member_vals(cls.policy.min_members),
            **vals,
        }

    @classmethod
    def _complete_filing(cls, user=None, **vals):
        """A draft that lacks nothing, entered by ``user`` (default: portal_1)."""
        filings = cls.env["community.filing"].with_user(user or cls.portal_1)
        filing = filings.create(cls._prepare_filing_vals(**vals))
        cls._add_material(filing)
        return filing

    @classmethod
    def _add_material(cls, filing, content=PDF, file_name="章程.pdf", material_type=None):
        return filing.env["community.filing.material"].create(
            {
                "filing_id": filing.id,
                "type_id": (material_type or cls.material_type).id,
                "file": base64.b64encode(content),
                "file_name": file_name,
            }
        )

    @classmethod
    def _submit(cls, user=None, **vals):
        """A complete filing, submitted by ``user`` (default: portal_1)."""
        filing = cls._complete_filing(user, **vals)
        filing.action_submit()
        return filing

    @classmethod
    def _current_task(cls, document):
        """The open task of ``document``, as superuser."""
        return cls._as_root(document).current_task_id

    @classmethod
    def _as_root(cls, records):
        return records.with_env(cls.env)

    @classmethod
    def _decide(cls, document, verdict="approve", opinion="属实。", user=None):
        """Decide the current step as ``user`` (default: an officer of the acting office)."""
        task = cls._current_task(document)
        user = user or cls.officers[task.acting_area_id]
        return getattr(task.with_user(user), f"action_{verdict}")(opinion)

    @classmethod
    def _approve_all(cls, document):
        while cls._as_root(document).state == "review":
            cls._decide(document)
        return cls._as_root(document)

    @classmethod
    def _organization(cls, **vals):
        """A filed organisation, by way of an approved filing."""
        return cls._approve_all(cls._submit(**vals)).organization_id

    # ------------------------------------------------------------
    # LEDGER
    # ------------------------------------------------------------

    @classmethod
    def _activity_type(cls):
        kinds = cls.env["community.activity.type"]
        return kinds.search([("code", "=", "TEST")]) or kinds.create(
            {"name": "测试活动", "code": "TEST"}
        )

    @classmethod
    def _activity_vals(cls, organization, **vals):
        """Of two hours yesterday at nine in the morning in Shanghai."""
        start = datetime.combine(cls._local_today() - timedelta(days=1), time(1))
        return {
            "name": "太极拳晨练",
            "organization_id": organization.id,
            "type_id": cls._activity_type().id,
            "start": start,
            "stop": vals.get("start", start) + timedelta(hours=2),
            "place": "社区广场",
            "participant_count": 20,
            **vals,
        }

    @classmethod
    def _local_today(cls):
        return cls.env["community.policy"]._today()

    # ------------------------------------------------------------
    # ASSERTIONS
    # ------------------------------------------------------------

    @contextmanager
    def _undone(self):
        """What happens inside is rolled back."""
        self.env.flush_all()
        savepoint = self.env.cr.savepoint()
        try:
            yield
        finally:
            savepoint.close(rollback=True)
            self.env.invalidate_all(flush=False)

    def assertRefused(self, error, call, *args, **kwargs):
        """``call`` raises ``error``; returns the message."""
        with self.assertRaises(error) as caught:
            call(*args, **kwargs)
            self.env.flush_all()
        return str(caught.exception)

    def assertSees(self, user, records, visible):
        """Of ``records``, ``user`` finds exactly ``visible``."""
        domain = Domain("id", "in", records.ids)
        found = records.with_env(self.env).with_user(user).search(domain)
        self.assertEqual(set(found.ids), set(visible.ids), f"seen by {user.login}")


class CommunityCase(CommunityData, TransactionCase):
    pass


class CommunityHttpCase(CommunityData, HttpCase):
    pass
