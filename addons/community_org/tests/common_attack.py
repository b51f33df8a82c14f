"""Calls as a hostile client makes them: over XML-RPC, the web client's JSON-RPC, and JSON-2."""

import inspect
import json
from datetime import datetime, timedelta
from xmlrpc.client import Fault

from odoo.tests import get_db_name
from odoo.tools import mute_logger

from .common import CommunityHttpCase

NOISE = (
    "odoo.http",
    "odoo.sql_db",
    "odoo.addons.rpc.controllers.xmlrpc",
    "odoo.addons.base.models.ir_rule",
    "odoo.addons.base.models.ir_model",
)
# the answers of a guard; anything else is a crash
GUARDS = ("AccessError", "AccessDenied", "UserError", "ValidationError", "MissingError")
# contexts with which a client might hope to unlock something
KEYS = (
    {},
    {"community_review_engine": True},
    {"install_mode": True, "import_file": True, "tracking_disable": True},
)


class Refused(Exception):
    """The server's answer to a call that it did not carry out; ``kind``: class of the error."""

    def __init__(self, kind, message):
        super().__init__(message)
        self.kind = kind


class AttackCase(CommunityHttpCase):
    def setUp(self):
        super().setUp()
        self.enterContext(mute_logger(*NOISE))
        self._keys = {}

    # ------------------------------------------------------------
    # THREE WAYS IN
    # ------------------------------------------------------------

    def _by_xmlrpc(self, user, model, method, ids, args, context):
        positional = list(args) if ids is None else [ids, *args]
        try:
            return self.xmlrpc_object.execute_kw(
                get_db_name(),
                user.id,
                user.login,
                model,
                method,
                positional,
                {"context": context},
            )
        except Fault as fault:
            kind = {2: "UserError", 3: "AccessDenied", 4: "AccessError"}.get(fault.faultCode)
            raise Refused(kind or "crash", fault.faultString) from fault

    def _by_web_client(self, user, model, method, ids, args, context):
        if not self.session or self.session.uid != user.id:
            self.authenticate(user.login, user.login)
        positional = list(args) if ids is None else [ids, *args]
        params = {"model": model, "method": method, "args": positional}
        payload = self.build_rpc_payload({**params, "kwargs": {"context": context}})
        answer = self.url_open(f"/web/dataset/call_kw/{model}/{method}", json=payload).json()
        if "error" in answer:
            data = answer["error"]["data"]
            raise Refused(data["name"].rpartition(".")[2], data["message"])
        return answer["result"]

    def _by_json2(self, user, model, method, ids, args, context):
        function = getattr(type(self.env[model]), method, None)
        names = list(inspect.signature(function).parameters)[1:] if function else []
        body = {**dict(zip(names, args, strict=False)), "context": context}
        if ids is not None:
            body["ids"] = ids
        headers = {"Authorization": f"Bearer {self._api_key(user)}"}
        response = self.url_open(f"/json/2/{model}/{method}", json=body, headers=headers)
        answer = response.json()
        if response.status_code != 200:
            raise Refused(answer["name"].rpartition(".")[2], answer["message"])
        return answer

    def _api_key(self, user):
        if user not in self._keys:
            # sudo: res.users.apikeys - how long a key lasts is not what is tried here
            keys = self.env["res.users.apikeys"].with_user(user).sudo()
            tomorrow = datetime.now() + timedelta(days=1)
            self._keys[user] = keys._generate("rpc", "test", tomorrow)
        return self._keys[user]

    def _ways(self):
        return (self._by_xmlrpc, self._by_web_client, self._by_json2)

    # ------------------------------------------------------------
    # ASSERTIONS
    # ------------------------------------------------------------

    def assertAttackFails(self, user, model, method, ids, *args, contexts=KEYS):
        """By every way and with every context: refused by a guard, and no row of ours differs."""
        self._api_key(user)
        for way in self._ways():
            for context in contexts:
                where = f"{user.login}: {model}.{method}{args} {way.__name__} {context}"
                with self.subTest(where):
                    before = self._fingerprint()
                    refused = self._attack(way, user, model, method, ids, args, context)
                    # first what happened: an error message proves nothing by itself
                    self.assertEqual(self._fingerprint(), before, "something was changed")
                    self.assertIsNotNone(refused, "not refused")
                    self.assertIn(refused.kind, GUARDS, refused)

    def _attack(self, way, *call):
        """The refusal. No assertRaises: it would roll back what this is to find."""
        user, model, method, ids, args, context = call
        # as a client writes them: an x2many command is a list of plain values
        args = json.loads(json.dumps(args))
        try:
            way(user, model, method, ids, args, context)
        except Refused as refused:
            return refused
        return None

    def _fingerprint(self):
        """One hash per table of the addon."""
        self.env.flush_all()
        return {
            name: self._hash(model._table)
            for name, model in self.registry.items()
            if model._original_module == "community_org"
            and model._auto
            and not (model._abstract or model._transient)
        }

    def _hash(self, table):
        self.env.cr.execute(
            f'SELECT md5(string_agg(t::text, chr(10) ORDER BY t.id)) FROM "{table}" t'  # noqa: S608
        )
        return self.env.cr.fetchone()[0]
