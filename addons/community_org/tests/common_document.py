"""An organisation with a representative in the portal, and rules it may give itself."""

import base64

from .common import PDF
from .common_request import RequestCase

FILE = base64.b64encode(PDF)
TEMPLATE = "第一章 总则\n第一条 为加强{organization}的管理，制定本制度。\n第二条 每月活动＿＿次，地点在{community}。"


class DocumentData:
    """Kinds of documents and shortcuts, for a case that has `organization` and the users."""

    @classmethod
    def _create_document_types(cls):
        types = cls.env["community.document.type"]
        cls.charter_type = cls.env.ref("community_org.document_type_charter")
        (types.search([]) - cls.charter_type).active = False
        cls.rules_type, cls.other_type = types.create(
            [
                {"name": "测试人员制度", "template": TEMPLATE, "sequence": 10},
                {"name": "测试活动规则", "required": False, "sequence": 20},
            ]
        )
        cls.charter_material = cls.material_type.copy(
            {"name": "测试章程正文", "required": False, "document_type_id": cls.charter_type.id}
        )

    @classmethod
    def _draft_rules(cls, user=None, body="第一条 自愿参加。", organization=None, **vals):
        """A draft by ``user`` (default: portal_1) with a text; the office's with a file as well."""
        user = user or cls.portal_1
        if not user.share:
            vals = {"file": FILE, "file_name": "签字稿.pdf", **vals}
        return (
            cls.env["community.document"]
            .with_user(user)
            .create(
                {
                    "organization_id": (organization or cls.organization).id,
                    "type_id": cls.rules_type.id,
                    "body": body,
                    **vals,
                }
            )
        )

    @classmethod
    def _adopted_rules(cls, *args, **kwargs):
        rules = cls._draft_rules(*args, **kwargs)
        rules.action_adopt()
        return cls._as_root(rules)

    @classmethod
    def _charters(cls, organization=None):
        """Versions of the charter, the first one first."""
        documents = cls.env["community.document"].search(
            [
                ("organization_id", "=", (organization or cls.organization).id),
                ("type_id", "=", cls.charter_type.id),
            ]
        )
        return documents.sorted("version")


class DocumentCase(DocumentData, RequestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_document_types()
