from odoo import Command

from .common import CommunityCase


class RequestCase(CommunityCase):
    """An organisation filed by portal_1, who leads it; portal_2 is a stranger."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        leader = {"email": cls.portal_1.login, "name": "赵测试一"}
        cls.portal_1.login = cls.portal_1.email = "portal.one@test.example"
        cls.portal_2.login = cls.portal_2.email = "portal.two@test.example"
        leader["email"] = cls.portal_1.login
        cls.organization = cls._organization(member_ids=cls._prepare_member_vals(4, **leader))

    @classmethod
    def _request(cls, kind, user=None, **vals):
        """A draft request that lacks nothing but what ``vals`` leaves out."""
        organization = cls.organization.with_user(user or cls.portal_1)
        request = organization._start_request(kind)
        if vals:
            request.write(vals)
        cls._add_material(request)
        return request

    @classmethod
    def _decided_request(cls, kind, **vals):
        request = cls._request(kind, **vals)
        request.action_submit()
        cls._approve_all(request)
        cls.organization.invalidate_recordset()
        return cls._as_root(request)

    @classmethod
    def _new_leader(cls, request, email):
        """Commands that make the second member leader in place of the first."""
        old, new = request.member_ids[:2]
        return [
            Command.delete(old.id),
            Command.update(new.id, {"role": "leader", "email": email}),
            Command.create({"name": "新测试员", "phone": "13899999999"}),
        ]
