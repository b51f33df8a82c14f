"""./dev shell: Odoo's Python prompt on a database."""

import signal
import subprocess

from tools import databases, odoo_source, postgres, server
from tools.problem import Problem


def main(args, steps):
    odoo = odoo_source.ensure(steps)
    with postgres.running(steps):
        if databases.state(args.db) is None:
            raise Problem(f"没有数据库 {args.db}，请先执行 ./dev run")
        command = server.command(odoo, "shell", *server.options(odoo, args.db))
        # The prompt reads the keyboard, so it stays in our process group; Ctrl-C is for it.
        signal.signal(signal.SIGINT, lambda signum, frame: None)
        return subprocess.call([str(part) for part in command], env=server.environment(odoo))
