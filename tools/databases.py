"""Databases: made under a temporary name, updated when addons changed, cloned for tests.

What a database was made from is kept in its own comment: it cannot be mistaken, and goes with it.
"""

import contextlib
import fcntl
import json
import os
import re
import shutil

import psycopg2
from psycopg2.extensions import ISOLATION_LEVEL_AUTOCOMMIT
from psycopg2.sql import SQL, Identifier, Literal

from tools import addons, paths, process, server, stamps, venv
from tools.problem import Problem, explain

TEMPLATE = "community_template"
BUILDER = paths.ROOT / "tools/odoo_build.py"


@contextlib.contextmanager
def _cursor():
    connection = psycopg2.connect(dbname="postgres")
    connection.set_isolation_level(ISOLATION_LEVEL_AUTOCOMMIT)
    try:
        with connection.cursor() as cursor:
            yield cursor
    finally:
        connection.close()


def wanted_state(odoo, demo):
    """Return what a database made now would be made from, as it is kept in the comment."""
    tools = stamps.digest(venv.LOCK, BUILDER)
    return {"odoo": odoo.version, "tools": tools, "demo": demo, "addons": addons.digests(demo)}


def state(name):
    """Return what the database was made from: {} when unknown, None when there is no database."""
    query = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s"
    with _cursor() as cursor:
        cursor.execute(query, (name,))
        row = cursor.fetchone()
    if row is None:
        return None
    try:
        return json.loads(row[0] or "{}")
    except ValueError:
        return {}


def remember(name, value):
    with _cursor() as cursor:
        comment = Literal(json.dumps(value)) if value else SQL("NULL")
        cursor.execute(SQL("COMMENT ON DATABASE {} IS {}").format(Identifier(name), comment))


def drop(name):
    """Drop a database with its files, also one in use. No error when there is none."""
    with _cursor() as cursor:
        cursor.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(name)))
    shutil.rmtree(_files(name), ignore_errors=True)


@contextlib.contextmanager
def cloned(label):
    """A clone of the template for the time of the block; yields its name."""
    name = f"community_test_{os.getpid()}_{label}"[:60]
    _clone(TEMPLATE, name)
    try:
        yield name
    finally:
        drop(name)


def _clone(source, target):
    """Copy a database that nobody is connected to. Its files never change, so they are linked."""
    query = SQL("CREATE DATABASE {} TEMPLATE {}").format(Identifier(target), Identifier(source))
    with _template_lock(fcntl.LOCK_SH), _cursor() as cursor:
        cursor.execute(query)
        if _files(source).is_dir():
            shutil.copytree(_files(source), _files(target), copy_function=os.link)


@contextlib.contextmanager
def _template_lock(kind):
    """Keep making the template apart from cloning it (kind: fcntl.LOCK_EX or LOCK_SH)."""
    paths.CACHE.mkdir(exist_ok=True)
    with (paths.CACHE / "template.lock").open("w") as lock:
        fcntl.flock(lock, kind)
        yield


def drop_leftovers():
    """Drop the clones of test runs that were killed."""
    with _cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname ~ '^community_test_[0-9]+'")
        names = [name for (name,) in cursor.fetchall()]
    for name in names:
        if not process.is_alive(int(re.findall(r"\d+", name)[0])):
            drop(name)


def _files(name):
    return paths.ODOO_DATA / "filestore" / name


def create(odoo, name, demo, step, password="admin"):  # noqa: S107 - for databases with demo users
    """Make a database from nothing. It gets its name when it is complete."""
    part, want = f"{name}_part", wanted_state(odoo, demo)
    drop(part)
    _build(odoo, part, ["--create", *addons.installed(demo)], step, password)
    drop(name)
    with _cursor() as cursor:
        cursor.execute(
            SQL("ALTER DATABASE {} RENAME TO {}").format(Identifier(part), Identifier(name))
        )
    if _files(part).is_dir():
        _files(part).rename(_files(name))
    remember(name, want)


def changed_addons(have, want):
    """Return the names of the addons that are new or differ between two states."""
    return [
        name for name, value in want["addons"].items() if have.get("addons", {}).get(name) != value
    ]


def update(odoo, name, demo, step):
    """Install new addons and upgrade changed ones; everything after a new Odoo."""
    have, want = state(name), wanted_state(odoo, demo)
    names = changed_addons(have, want)
    if have.get("odoo") != odoo.version:
        names = ["base", *want["addons"]]
    _build(odoo, name, ["--update", *names], step)
    remember(name, want)


def build_log(name):
    """Return the log of the last time that a database was made or updated."""
    return paths.LOGS / f"database-{name.removesuffix('_part')}.log"


def _build(odoo, name, arguments, step, password=None):
    def show(line):
        found = re.search(r"Loading module (\S+) \((\d+)/(\d+)\)", line)
        if found:
            step.note = "{1}/{2} {0}".format(*found.groups())

    if name.startswith(TEMPLATE):
        arguments = ["--test-assets", *arguments]
    command = [venv.PYTHON, "-m", "tools.odoo_build", *arguments, "--", *server.options(odoo, name)]
    log = build_log(name)
    env = {**server.environment(odoo), "ADMIN_PASSWORD": password or ""}
    code, text = process.run_logged(command, log, show, env=env)
    if code:
        raise explain(f"建立或更新数据库 {name} ", text, log)


def ensure_template(odoo, steps):
    """Have the template that tests clone: everything installed, with demo data; new in CI."""
    with _template_lock(fcntl.LOCK_EX):
        have, want = state(TEMPLATE), wanted_state(odoo, demo=True)
        if have == want:
            steps.ready("测试模板库已是最新")
            return
        with steps.step("建立测试模板库") as step:
            if not (_can_refresh(have, want) and _refresh(odoo, have, want, step)):
                create(odoo, TEMPLATE, True, step)


def _can_refresh(have, want):
    """Upgrading is enough when addons changed, but not when one went or Odoo is another."""
    if not have or paths.in_ci():
        return False
    same = all(have.get(key) == want[key] for key in ("odoo", "tools", "demo"))
    return same and set(have["addons"]) <= set(want["addons"])


def _refresh(odoo, have, want, step):
    """Upgrade the template. Until that is complete it counts as unknown: never used half done."""
    remember(TEMPLATE, None)
    try:
        _build(odoo, TEMPLATE, ["--update", *changed_addons(have, want)], step)
    except Problem:
        return False
    remember(TEMPLATE, want)
    return True
