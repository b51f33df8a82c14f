"""Odoo as a child process: its options, its environment, a free port, waiting until it answers."""

import os
import socket
import time
import urllib.error
import urllib.request

from tools import addons, paths, venv
from tools.problem import Problem


def free_port():
    """Return a TCP port of the loopback interface that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def check_port(port):
    """Stop with the way out when the port is taken."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise Problem(f"端口 {port} 已被占用，请用 ./dev run --port {port + 1}") from None


def options(odoo, database, port=None):
    """Return the options that every use of Odoo here shares. It listens on loopback only."""
    search = ",".join(str(folder) for folder in [*odoo.addons, *addons.folders()])
    shared = [
        "--config=/dev/null",  # not somebody's ~/.odoorc
        f"--data-dir={paths.ODOO_DATA}",
        f"--database={database}",
        f"--db-filter=^{database}$",
        "--no-database-list",
        "--skip-auto-install",
        "--http-interface=127.0.0.1",
        f"--http-port={port}" if port else "--no-http",
    ]
    return [f"--addons-path={search}", *shared] if search else shared


def command(odoo, *arguments):
    return [venv.PYTHON, odoo.launcher, *arguments]


def environment(odoo):
    """Return the environment for child processes that import odoo (and tools)."""
    search = [str(odoo.code), str(paths.ROOT)]
    output = {"PYTHONUNBUFFERED": "1", "PYTHONIOENCODING": "utf-8"}
    return {**os.environ, "PYTHONPATH": os.pathsep.join(search), **output}


def wait_until_ready(url, process, seconds=120):
    """Wait until GET `url` answers 200. Returns False when the process or the time ends first."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=60) as response:  # noqa: S310
                return response.status == 200
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    return False
