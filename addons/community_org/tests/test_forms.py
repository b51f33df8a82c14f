from lxml import etree
from odoo.tests import Form, tagged

from .common import CommunityCase

SUBVIEWS = ("list", "kanban", "form")


@tagged("post_install", "-at_install")
class TestForms(CommunityCase):
    """Who may read a record can open its form, with everything that the form asks for."""

    def _specification(self, model, node):
        """What the web client asks for to show the view ``node`` of ``model``."""
        specification = {}
        for field in node.iter("field"):
            name = field.get("name")
            if name in model._fields and next(field.iterancestors("field"), None) in (None, node):
                specification[name] = self._of_field(model._fields[name], field)
        return specification

    def _of_field(self, field, node):
        if not field.relational:
            return {}
        comodel = self.env[field.comodel_name]
        inner = {"display_name": {}}
        for subview in node:
            if subview.tag in SUBVIEWS:
                for name, specification in self._specification(comodel, subview).items():
                    inner.setdefault(name, specification)
        return {"fields": inner}

    def assertOpens(self, record, user):
        record = record.with_env(self.env).with_user(user)
        arch = etree.fromstring(record.get_view(view_type="form")["arch"])
        self.env.invalidate_all()
        with self.subTest(model=record._name, user=user.login):
            (row,) = record.web_read(self._specification(record, arch))
            self.assertEqual(row["id"], record.id)

    def _staff(self):
        return (self.officer_a1, self.officer_a, self.officer_d, self.leader, self.admin)

    def test_filing_in_every_state(self):
        """Drafts on paper, applications on their way, returned, approved and refused."""
        draft = self._complete_filing(self.officer_a1)
        review = self._submit()
        returned, approved, rejected = self._submit(), self._submit(), self._submit()
        self._decide(returned, "return")
        self._decide(rejected, "reject")
        self._approve_all(approved)
        for filing in (draft, review, returned, approved, rejected):
            for user in self._staff():
                self.assertOpens(filing, user)

    def test_new(self):
        """«New» opens an empty form for each office that may create the record."""
        community, street, district = self.officer_a1, self.officer_a, self.officer_d
        for model, users in {
            "community.assessment": (community, street, district),
            "community.assessment.cycle": (street, district),
            "community.assessment.scheme": (district,),
            "community.demonstration": (community, street, district),
            "community.case": (community, street, district),
            "community.media.report": (community, street, district),
        }.items():
            for user in users:
                with self.subTest(model=model, user=user.login):
                    self.assertFalse(Form(self.env[model].with_user(user)).id)

    def test_likeness_beyond_the_own_area(self):
        """A like name or a holder of the category elsewhere does not close the form."""
        self._organization(name="甲一乐龄助老团", area_id=self.area_a2.id)
        self._organization(name="甲一乐龄助老会")
        filing = self._submit()
        self.assertEqual(len(self._as_root(filing).similar_organization_ids), 2)
        for user in self._staff():
            self.assertOpens(filing, user)

    def test_organization_and_what_hangs_on_it(self):
        """The organisation, its tasks, certificate, members, and versions of its charter."""
        organization = self._organization()
        filing = organization.filing_ids
        organization.purpose = "服务社区老人和孩子。"
        organization._adopt_charter()
        for user in self._staff():
            for record in (
                organization,
                organization.member_ids[0],
                filing.task_ids[0],
                *organization.document_ids,
            ):
                self.assertOpens(record, user)

    def test_configuration(self):
        """Areas, categories, policy and routes are readable configuration for all staff."""
        for user in self._staff():
            for record in (self.area_a1, self.category, self.policy, self.route):
                self.assertOpens(record, user)
