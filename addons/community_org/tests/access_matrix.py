"""Tests made from an addon's access matrix (tests/access_matrix.yml).

The matrix says for each model and role in which records the role may create,
read, write and unlink:

    all   every record              own    the user's own (Sample.owner)
    area  those of the user's area  above  these, and those of the offices above
    none  no record (what is left out)

An addon lists its records in ``_samples``; every role meets every one of them
through every way in.
"""

from base64 import b64encode
from itertools import product
from pathlib import Path
from typing import NamedTuple

import yaml
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.models import BaseModel

OPERATIONS = ("create", "read", "write", "unlink")
SCOPES = {"all", "area", "above", "own", "none"}
# the user who plays each role: name of the attribute of the case
ROLES = {
    "community_officer": "officer_a1",
    "street_officer": "officer_a",
    "district_officer": "officer_d",
    "leader": "leader",
    "admin": "admin",
    "portal": "portal_1",
    "public": "public",
    "user": "internal",
}


class Sample(NamedTuple):
    """A record, and the values to create another one like it. Either may be missing."""

    record: BaseModel | None = None
    vals: dict | None = None
    # an area: who works there or above it has it in his area
    place: BaseModel | None = None
    # a user
    owner: BaseModel | None = None
    # nobody but the owner sees it, though it lies in his area
    private: bool = False


def load_matrix(path):
    return yaml.safe_load(Path(path).read_text("utf-8"))


def access_matrix(addon, path, models=None, roles=None):
    """Decorate a class of AccessMatrixCase: a test for each model and role of the matrix."""
    matrix = load_matrix(path)

    def decorate(cls):
        cls.addon, cls.matrix, cls.roles = addon, matrix, roles or ROLES
        for model, role in product(models or matrix, cls.roles):
            setattr(cls, _test_name(model, role), _make_test(model, role))
        return cls

    return decorate


def _test_name(model, role):
    return f"test_{model.replace('.', '_')}_by_{role}"


def _make_test(model, role):
    def test(self):
        self._check_row(model, role)

    test.__doc__ = f"What {role} may do with {model} is what the matrix says."
    return test


class AccessMatrixCase:
    """A mixin for a case that has the users of ROLES: the records, and what is expected."""

    @classmethod
    def _samples(cls):
        """``{model: [Sample]}`` of every model of the addon. To be overridden."""
        return {}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # to export is a right of its own; here everybody has it
        for user in cls._role_users():
            if not user.share:
                user.group_ids += cls.env.ref("base.group_allow_export")
        cls.samples = cls._samples()

    @classmethod
    def _role_users(cls):
        return [getattr(cls, name) for name in cls.roles.values()]

    # ------------------------------------------------------------
    # WHAT IS EXPECTED
    # ------------------------------------------------------------

    def _user_of(self, role):
        return getattr(self, self.roles[role])

    def _scope(self, model, role, operation):
        return (self.matrix[model][role] or {}).get(operation, "none")

    def _candidates(self, model, operation):
        """The samples of ``model`` that ``operation`` is tried on."""
        part = "vals" if operation == "create" else "record"
        return [sample for sample in self.samples[model] if getattr(sample, part) is not None]

    def _is_allowed(self, sample, role, scope):
        user = self._user_of(role)
        if scope == "own":
            return sample.owner == user
        if scope in ("area", "above"):
            in_area = user.area_id in self._up(sample.place) and not sample.private
            return in_area or (scope == "above" and sample.place in self._up(user.area_id))
        return scope == "all"

    def _up(self, area):
        """The area with the offices above it."""
        return area.district_id + area.street_id + area.community_id


class AccessRecordsCase(AccessMatrixCase):
    """A mixin for a TransactionCase: what each role does with records."""

    # {model: {field: value}}, a harmless change of a record
    write_vals = {}
    # models of other addons that have a row because this one opens them
    borrowed = frozenset()

    # ------------------------------------------------------------
    # THE MATRIX ITSELF
    # ------------------------------------------------------------

    def test_every_model_has_a_row(self):
        """A model of the addon without a row fails, a row without a model too."""
        models = {
            name
            for name, model in self.registry.items()
            if model._original_module == self.addon and not model._abstract
        }
        self.assertEqual(set(self.matrix), models | self.borrowed)

    def test_rows_are_complete(self):
        """Every row names every role, with known operations and scopes only."""
        for model, row in self.matrix.items():
            self.assertEqual(set(row), set(self.roles), model)
            for role, scopes in row.items():
                self.assertLessEqual(set(scopes or {}), set(OPERATIONS), (model, role))
                self.assertLessEqual(set((scopes or {}).values()), SCOPES, (model, role))

    def test_samples_tell_scopes_apart(self):
        """Each scope of a row includes a sample and leaves one out, or it would prove nothing."""
        for model, role in product(self.matrix, self.roles):
            for operation in OPERATIONS:
                scope = self._scope(model, role, operation)
                samples = self._candidates(model, operation)
                allowed = [s for s in samples if self._is_allowed(s, role, scope)]
                where = f"{model} {role} {operation} {scope}"
                self.assertTrue(samples, where)
                if scope in {"own", "area", "above"}:
                    self.assertTrue(0 < len(allowed) < len(samples), where)

    # ------------------------------------------------------------
    # WHAT IS TRIED
    # ------------------------------------------------------------

    def _check_row(self, model, role):
        user = self._user_of(role)
        self._check_reading(model, role, user)
        for operation in ("create", "write", "unlink"):
            scope = self._scope(model, role, operation)
            for sample in self._candidates(model, operation):
                allowed = self._is_allowed(sample, role, scope)
                with self.subTest(operation=operation, on=self._label(sample), allowed=allowed):
                    attempt = getattr(self, f"_try_{operation}")
                    self._check(allowed, attempt, model, sample, user)

    def _label(self, sample):
        return f"{sample.record or 'new'} {sample.place.name} {sample.owner.login}"

    def _check(self, allowed, attempt, *args):
        """``attempt`` changes the database when allowed, and raises an AccessError when not."""
        with self._undone():
            if allowed:
                self.assertTrue(attempt(*args), "nothing was changed")
            else:
                with self.assertRaises(AccessError):
                    attempt(*args)

    def _try_create(self, model, sample, user):
        created = self._as(user, model).create(dict(sample.vals))
        self.env.flush_all()
        return created.with_env(self.env).exists()

    def _try_write(self, model, sample, user):
        record = self._as(user, model).browse(sample.record.id)
        before = self._columns(sample.record)
        record.write(self.write_vals[model])
        return self._columns(sample.record) != before

    def _try_unlink(self, model, sample, user):
        self._as(user, model).browse(sample.record.id).unlink()
        self.env.flush_all()
        return not sample.record.exists()

    def _columns(self, record):
        self.env.flush_all()
        record.invalidate_recordset()
        return record.read(list(self.write_vals[record._name]))

    def _as(self, user, model):
        return self.env[model].with_user(user)

    # ------------------------------------------------------------
    # READING: every way in finds the same records
    # ------------------------------------------------------------

    def _check_reading(self, model, role, user):
        scope = self._scope(model, role, "read")
        samples = self._candidates(model, "read")
        every = self.env[model].browse([sample.record.id for sample in samples])
        allowed = {s.record.id for s in samples if self._is_allowed(s, role, scope)}
        self.env.invalidate_all()
        for way in (self._by_search, self._by_web_search, self._by_name, self._by_groups):
            with self.subTest(operation="read", way=way.__name__):
                self.assertEqual(self._try_to_find(way, user, every), allowed)
        for way in (self._by_count, self._by_group_count):
            with self.subTest(operation="read", way=way.__name__):
                self.assertEqual(self._try_to_find(way, user, every) or 0, len(allowed))
        for record in every:
            for way in (self._by_read, self._by_web_read, self._by_export):
                with self.subTest(operation="read", way=way.__name__, on=record):
                    found = self._try_to_find(way, user, record)
                    self.assertEqual(found, {record.id} & allowed)

    def _try_to_find(self, way, user, records):
        try:
            return way(records.with_user(user), Domain("id", "in", records.ids))
        except AccessError:
            return set()

    def _by_search(self, records, domain):
        return set(records.with_context(active_test=False).search(domain).ids)

    def _by_web_search(self, records, domain):
        found = records.with_context(active_test=False).web_search_read(domain, {"id": {}})
        return {row["id"] for row in found["records"]}

    def _by_name(self, records, domain):
        found = records.with_context(active_test=False).name_search("", list(domain), limit=None)
        return {record_id for record_id, _name in found}

    def _by_groups(self, records, domain):
        rows = records.with_context(active_test=False)._read_group(domain, ["id"])
        return {row[0].id for row in rows}

    def _by_count(self, records, domain):
        return records.with_context(active_test=False).search_count(domain)

    def _by_group_count(self, records, domain):
        groups = records.with_context(active_test=False)
        return groups.formatted_read_group(domain, [], ["__count"])[0]["__count"]

    def _by_read(self, records, domain):
        return {row["id"] for row in records.read(["display_name"])}

    def _by_web_read(self, records, domain):
        return {row["id"] for row in records.web_read({"display_name": {}})}

    def _by_export(self, records, domain):
        if records.env.user.share:
            return self._by_read(records, domain)
        field = next(iter(self.write_vals[records._name]))
        return {int(row[0]) for row in records.export_data([".id", field])["datas"]}


class AccessFilesCase(AccessMatrixCase):
    """A mixin for an HttpCase: files are served to who may read their record, by any address.

    It is decorated with the models that have files.
    """

    def test_every_model_with_files(self):
        """A model with a field for files that is not tried here fails."""
        tried = {model for model in self.matrix if hasattr(self, _test_name(model, "admin"))}
        self.assertEqual(tried, {model for model in self.matrix if self._file_fields(model)})

    def _file_fields(self, model):
        fields = self.env[model]._fields.items()
        return [
            name
            for name, field in fields
            if field.type == "binary" and field.store and field.attachment
        ]

    def _check_row(self, model, role):
        fields = self._file_fields(model)
        user = self._user_of(role)
        self.authenticate(None if role == "public" else user.login, user.login)
        scope = self._scope(model, role, "read")
        for sample, field in product(self._candidates(model, "read"), fields):
            allowed = self._is_allowed(sample, role, scope)
            content = sample.record[field]
            self.assertTrue(content, f"{sample.record} has no {field} to ask for")
            for url in self._addresses(sample.record, field):
                self._check_file(url, content, allowed)
            # a portal user reaches a file of a record by the record only: Odoo is stricter here
            attachment = f"/web/content/{self._attachment(sample.record, field).id}"
            self._check_file(attachment, content, allowed and not user.share)

    def _check_file(self, url, content, allowed):
        with self.subTest(url=url):
            response = self.url_open(url, allow_redirects=False)
            self.assertEqual(response.status_code, 200 if allowed else 404)
            self.assertEqual(b64encode(response.content) == content, allowed)

    def _addresses(self, record, field):
        return [
            f"/web/content/{record._name}/{record.id}/{field}",
            f"/web/content/{record._name}/{record.id}/{field}?download=true",
            f"/web/content?model={record._name}&id={record.id}&field={field}",
        ]

    def _attachment(self, record, field):
        domain = Domain("res_model", "=", record._name) & Domain("res_id", "=", record.id)
        return self.env["ir.attachment"].search(domain & Domain("res_field", "=", field))
