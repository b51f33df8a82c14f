"""./dev run: everything from a clean clone to a page in the browser."""

import csv
import secrets
import subprocess
import sys
import time

from tools import databases, odoo_log, odoo_source, paths, postgres, process, server, system
from tools.mailbox import Mailbox
from tools.problem import Problem
from tools.progress import say

LOG = paths.LOGS / "odoo.log"
LOGINS = paths.DATA / "logins.csv"


def main(args, steps):
    odoo = odoo_source.ensure(steps)
    system.ensure(steps, ["PDF 渲染库", "中文字体", "文件类型库"])
    with postgres.running(steps):
        password = prepare_database(odoo, args, steps)
        return serve(odoo, args, steps, password)


def prepare_database(odoo, args, steps):
    """Make or update the database. Returns the administrator's password if it is a new one."""
    demo = not args.no_demo
    have = None if args.reset else databases.state(args.db)
    if have == databases.wanted_state(odoo, demo):
        steps.ready(f"数据库 {args.db} 已是最新")
        return None
    if have is None:
        password = "admin" if demo else secrets.token_urlsafe(9)
        system.check_disk(gigabytes=1)
        with steps.step(f"建立数据库 {args.db}") as step:
            databases.create(odoo, args.db, demo, step, password)
        if demo:
            return None
        say(f"    管理员账号 admin，密码 {password}")  # at once: what follows may fail
        return password
    if not have:
        raise Problem(
            f"数据库 {args.db} 不是由 ./dev run 建立的：请用 --db 换个名字，或加 --reset 删除重建"
        )
    if have["demo"] != demo:
        raise Problem(
            f"数据库 {args.db} {'带' if have['demo'] else '不带'}演示数据："
            "请用 --db 换个名字，或加 --reset 删除重建"
        )
    with steps.step(f"更新数据库 {args.db}") as step:
        databases.update(odoo, args.db, demo, step)
    return None


def serve(odoo, args, steps, password):
    """Run the server until it ends or we are interrupted."""
    url = f"http://127.0.0.1:{args.port}"
    with (
        LOG.open("w") as log,
        Mailbox(paths.MAIL) as mailbox,
        process.child(
            _command(odoo, args, mailbox),
            env=server.environment(odoo),
            stdout=log,
            stderr=subprocess.STDOUT,
        ) as odoo_process,
    ):
        with steps.step("启动服务"):
            if not server.wait_until_ready(f"{url}/web/login", odoo_process):
                raise Problem(f"服务没有启动成功，日志在 {LOG}\n{_tail(LOG)}")
        announce(url, args.no_demo, password)
        return follow(odoo_process)


def _command(odoo, args, mailbox):
    options = [*server.options(odoo, args.db, args.port), *mailbox.options()]
    return server.command(odoo, *options)


def announce(url, no_demo, password):
    """Print the address and one login for each role."""
    say(f"\n  打开浏览器访问：{url}    （按 Ctrl-C 停止）")
    log, mail = (path.relative_to(paths.ROOT) for path in (LOG, paths.MAIL))
    say(f"  日志：{log}    系统发出的邮件：{mail}/\n")
    if password:
        say(f"  管理员账号 admin，密码 {password}（只显示这一次，请记下）\n")
    elif no_demo:
        say("  管理员账号 admin，密码是首次启动时显示的（忘记可加 --reset 重建）\n")
    else:
        for login in logins():
            credentials = f"{login['login']} / {login['password']}"
            say(f"  {login['role']}：{credentials}    {login.get('where') or ''}".rstrip())
        say()


def logins():
    """Return the demo logins to show: rows with login, password, role, where."""
    if not LOGINS.is_file():
        return [{"role": "管理员", "login": "admin", "password": "admin", "where": ""}]
    with LOGINS.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def follow(odoo_process):
    """Show warnings and errors from the log as they come, until the server ends. Returns 1."""
    with LOG.open(errors="replace") as log:
        show = False
        while odoo_process.poll() is None:
            for line in log:
                level = odoo_log.level(line)
                show = level in odoo_log.BAD if level else show
                if show:
                    sys.stdout.write(line)
            sys.stdout.flush()
            time.sleep(0.3)
    say(f"服务已退出（代码 {odoo_process.returncode}），日志在 {LOG}")
    return 1


def _tail(path, lines=15):
    return "\n".join(path.read_text(errors="replace").splitlines()[-lines:])
