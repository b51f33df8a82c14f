"""A real Odoo server for tests (the `server` fixture of tests/conftest.py)."""

import json
import subprocess
import urllib.request
from contextlib import contextmanager

from tools import odoo_log, paths, process, server


class OdooServer:
    """A running Odoo. `url` has no slash at its end; `log` is the file it writes."""

    def __init__(self, database, port, log):
        self.database = database
        self.url = f"http://127.0.0.1:{port}"
        self.log = log
        self.process = None  # to kill it
        self._sessions = {}  # login: opener with its cookies

    def call(self, login, model, method, *args, password=None, **kwargs):
        """Call a public method as a user does from the web client (password: the login by default).

        `args` starts with the ids where the method works on records. Raises RpcError with the
        server's message when the server refuses.
        """
        if login not in self._sessions:
            self._sessions[login] = self._log_in(login, password or login)
        params = {"model": model, "method": method, "args": args, "kwargs": kwargs}
        return self._post(self._sessions[login], "/web/dataset/call_kw", params)

    def _log_in(self, login, password):
        cookies = urllib.request.HTTPCookieProcessor()
        opener = urllib.request.build_opener(cookies)
        params = {"db": self.database, "login": login, "password": password}
        self._post(opener, "/web/session/authenticate", params)
        return opener

    def _post(self, opener, path, params):
        body = json.dumps({"jsonrpc": "2.0", "method": "call", "params": params}).encode()
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(f"{self.url}{path}", body, headers)  # noqa: S310
        with opener.open(request, timeout=120) as response:
            answer = json.load(response)
        if "error" in answer:
            raise RpcError(answer["error"]["data"]["message"])
        return answer.get("result")  # absent when the method returned None

    def problems(self):
        """Return the warnings and errors of the log so far that are not known noise."""
        with self.log.open(errors="replace") as lines:
            return odoo_log.problems(lines, odoo_log.read_allowlist())


class RpcError(Exception):
    """What the server answered instead of a result."""


@contextmanager
def serving(odoo, database, *options, seconds=120):
    """Run Odoo in threads (no workers, no cron) on `database`; yields an OdooServer."""
    port = server.free_port()
    log = paths.LOGS / f"server-{database}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    command = server.command(
        odoo, *server.options(odoo, database, port), "--max-cron-threads=0", *options
    )
    running = OdooServer(database, port, log)
    with (
        log.open("w") as file,
        process.child(
            command, env=server.environment(odoo), stdout=file, stderr=subprocess.STDOUT
        ) as child,
    ):
        if not server.wait_until_ready(f"{running.url}/web/health", child, seconds):
            raise AssertionError(f"Odoo did not start, see {log}")
        running.process = child
        yield running
