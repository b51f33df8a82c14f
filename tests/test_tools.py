"""The parts of ./dev that need no database, and the lines it says when something is wrong."""

import errno
import socket
import subprocess
import sys
import threading
import xml.etree.ElementTree as ET

import pytest

from tools import (
    areas,
    bans,
    command_run,
    command_test,
    debian,
    odoo_log,
    odoo_source,
    paths,
    process,
    server,
    stamps,
    system,
)
from tools.problem import Problem, explain, from_os_error
from tools.progress import Steps

LOG = """\
2026-01-05 08:00:00,001 77 INFO db odoo.modules.loading: Loading module mail (2/3)
2026-01-05 08:00:01,002 77 INFO db odoo.addons.a.tests.test_x: Starting TestX.test_1 ...
2026-01-05 08:00:02,003 77 ERROR db odoo.addons.a.tests.test_x: FAIL: TestX.test_1
Traceback (most recent call last):
AssertionError: 1 != 2
2026-01-05 08:00:03,004 77 WARNING db odoo.schema: Table 'x': unable to add index
2026-01-05 08:00:04,005 77 WARNING ? py.warnings: /lib/queue.py:1: DeprecationWarning: Queue(0) is
  old
2026-01-05 08:00:05,006 77 INFO db odoo.addons.a.tests.test_y: skipped TestY.test_2 : no websocket
2026-01-05 08:00:06,007 77 ERROR db odoo.tests.result: 1 failed, 0 error(s) of 5 tests when loading
""".splitlines(keepends=True)


@pytest.mark.parametrize(
    ("code", "tier", "kind", "parent"),
    [
        ("330212000000", "district", "district", ""),
        ("330212001000", "street", "street", "area_330212000000"),
        ("330212100000", "street", "town", "area_330212000000"),
        ("330212200000", "street", "township", "area_330212000000"),
        ("330212001001", "community", "residents", "area_330212001000"),
        ("330212100200", "community", "villagers", "area_330212100000"),
        ("330212007400", "community", "residents", "area_330212007000"),
        ("330212007500", "community", "villagers", "area_330212007000"),
    ],
)
def test_area_from_its_code(code, tier, kind, parent):
    assert (areas.tier(code), areas.kind(code), areas.parent(code)) == (tier, kind, parent)


@pytest.mark.parametrize(
    ("official", "kind", "shown"),
    [
        ("东柳社区居委会", "residents", "东柳社区"),
        ("多福巷社区居民委员会", "residents", "多福巷社区"),
        ("莫枝居委会", "residents", "莫枝社区"),
        ("潜龙社区", "residents", "潜龙社区"),
        ("河东村村委会", "villagers", "河东村"),
        ("甲村村村委会", "villagers", "甲村村"),
        ("西村村民委员会", "villagers", "西村"),
        ("下应街道", "street", "下应街道"),
    ],
)
def test_area_name_without_the_committee(official, kind, shown):
    assert areas.display_name(official, kind) == shown


def test_area_rows_put_parents_first():
    found = areas.rows(
        {"code": "330212", "name": "鄞州区"},
        [{"code": "330212100", "name": "瞻岐镇"}, {"code": "330212001", "name": "下应街道"}],
        [{"code": "330212100200", "name": "卢一村村委会"}],
    )
    assert [row["name"] for row in found] == ["鄞州区", "下应街道", "瞻岐镇", "卢一村"]
    ids = [row["id"] for row in found]
    assert all(row["parent_id/id"] in ["", *ids[:number]] for number, row in enumerate(found))


def test_log_tells_our_problems_from_noise_and_failed_tests():
    found = odoo_log.problems(LOG, odoo_log.read_allowlist())
    assert found == ["WARNING odoo.schema: Table 'x': unable to add index"]


def test_log_counts_tests():
    assert odoo_log.tally(LOG) == odoo_log.Tally(passed=3, failed=1, skipped=1)
    assert odoo_log.skips(LOG) == [("TestY.test_2", "no websocket")]
    assert odoo_log.test_modules(LOG) == {"odoo.addons.a.tests.test_x"}
    assert "AssertionError: 1 != 2" in odoo_log.failures(LOG)[0]


def test_log_of_a_run_that_broke_off_has_no_tally():
    assert odoo_log.tally(LOG[:-1]) is None


def test_allowlist_wants_a_reason(tmp_path):
    allowlist = tmp_path / "allow.txt"
    allowlist.write_text("# why\n^WARNING a\n\n^WARNING b\n")
    with pytest.raises(Problem, match="WARNING b"):
        odoo_log.read_allowlist(allowlist)


def test_a_skipped_test_is_a_failure_here(capsys, monkeypatch):
    monkeypatch.setenv("CI", "true")
    assert command_test.judge(LOG).failed == 3  # the failed test, the skipped one, the warning
    assert "跳过 TestY.test_2：no websocket" in capsys.readouterr().out


def test_pytest_report(monkeypatch):
    monkeypatch.setenv("CI", "true")
    report = ET.fromstring(
        '<testsuites><testsuite tests="3" failures="1" errors="0" skipped="1">'
        '<testcase><skipped message="later"/></testcase></testsuite></testsuites>'
    )
    assert command_test.judge_report(report, 1) == odoo_log.Tally(1, 2, 1)


def test_only_what_the_machine_lacks_excuses_a_skip(monkeypatch):
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setattr(system, "may_install", lambda: False)
    monkeypatch.setattr(system, "browser", lambda: None)
    monkeypatch.setattr(system, "has_pdf_libraries", lambda: True)
    assert system.lacks("Chrome executable not found")
    assert not system.lacks("websocket-client module is not installed")
    assert not system.lacks("pango is not installed")
    monkeypatch.setattr(system, "may_install", lambda: True)
    assert not system.lacks("Chrome executable not found")
    monkeypatch.setattr(system, "may_install", lambda: False)
    monkeypatch.setenv("CI", "true")
    assert not system.lacks("Chrome executable not found")


def test_tree_digest_sees_what_installing_reads(tmp_path):
    (tmp_path / "models").mkdir()
    model = tmp_path / "models/a.py"
    model.write_text("1")
    before = stamps.tree_digest(tmp_path)
    for folder in ("tests", "static/src"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "x.js").write_text("x")
    assert stamps.tree_digest(tmp_path) == before
    model.write_text("2")
    changed = stamps.tree_digest(tmp_path)
    model.rename(tmp_path / "models/b.py")
    assert len({before, changed, stamps.tree_digest(tmp_path)}) == 3


def test_digest_keeps_parts_apart():
    assert stamps.digest("ab", "c") != stamps.digest("a", "bc")


def test_stamp(tmp_path):
    stamp = tmp_path / "stamp"
    assert not stamps.is_current(stamp, "1")
    stamps.write(stamp, "1")
    assert stamps.is_current(stamp, "1")
    assert not stamps.is_current(stamp, "2")


def test_taken_port_names_the_way_out():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(
            Problem, match=f"端口 {port} 已被占用，请用 ./dev run --port {port + 1}"
        ):
            server.check_port(port)
    server.check_port(port)


@pytest.mark.parametrize(
    ("output", "said"),
    [
        ("OSError: [Errno 28] No space left on device", "磁盘已满"),
        ("Err: Temporary failure resolving 'x'", "网络不通"),
        ("line 1\nValueError: bad", "ValueError: bad"),
    ],
)
def test_failed_commands_are_explained(output, said):
    problem = str(explain("下载", output))
    assert problem.startswith("下载失败")
    assert said in problem


def test_os_errors_are_explained():
    assert "磁盘已满" in str(from_os_error(OSError(errno.ENOSPC, "full")))
    assert "没有权限" in str(from_os_error(PermissionError(errno.EACCES, "no", "x")))
    assert from_os_error(OSError(errno.EIO, "broken")) is None


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("README.md", "see https://files.python" + "hosted.org/x", "软件源的主机名"),
        ("requirements.txt", "--index-url http" + "://mirror/simple", "依赖文件里的网址"),
        ("docs/a.md", "cd /ho" + "me/somebody/project", "本机路径"),
        ("tools/x.py", "# TO" + "DO later", "未完成的标记"),
        ("addons/a/models/x.py", "x = 1\n" * 401, "文件超过 400 行"),
        ("addons/a/models/x.py", "a.sudo().b", "sudo()"),
    ],
)
def test_bans(name, text, said):
    assert [said in reason for _line, reason in bans.violations(name, text)] == [True]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "addons/a/models/x.py",
            "# sudo: res.partner - the portal user may not read it\na.sudo().b",
        ),
        ("addons/a/tests/test_x.py", "a.sudo().b"),
        ("docs/a.md", "https://www.odoo.com/documentation"),
    ],
)
def test_no_ban(name, text):
    assert not list(bans.violations(name, text))


def test_a_child_ends_with_its_block():
    script = "import subprocess, sys, time; subprocess.Popen(['sleep', '60']); time.sleep(60)"
    with process.child([sys.executable, "-c", script]) as child:
        assert child.poll() is None
    assert child.returncode is not None


def test_run_logged_keeps_output_and_code(tmp_path):
    seen = []
    command = [sys.executable, "-c", "print('一'); print('二'); raise SystemExit(3)"]
    code, text = process.run_logged(command, tmp_path / "log", seen.append)
    assert (code, text, seen) == (3, "一\n二\n", ["一\n", "二\n"])
    assert (tmp_path / "log").read_text() == text


def test_steps_say_what_was_not_finished(capsys):
    steps = Steps(2)
    steps.ready("甲已就绪")
    with pytest.raises(Problem), steps.step("乙"):
        raise Problem("坏了")
    said = capsys.readouterr().out
    assert "[1/2] 甲已就绪" in said
    assert "[2/2] 乙：未完成" in said
    assert threading.active_count() < 10


def test_odoo_home_must_be_odoo_19(tmp_path, monkeypatch):
    monkeypatch.setenv("ODOO_HOME", str(tmp_path))
    with pytest.raises(Problem, match="ODOO_HOME"):
        odoo_source.find()
    (tmp_path / "odoo").mkdir()
    (tmp_path / "odoo/release.py").write_text("version_info = (19, 0, 0, FINAL, 0, '')\n")
    assert odoo_source.find().launcher == tmp_path / "odoo-bin"


def test_upstream_is_cloned_where_there_is_no_debian(tmp_path, monkeypatch):
    upstream = tmp_path / "upstream"
    (upstream / "odoo").mkdir(parents=True)
    (upstream / "odoo/release.py").write_text("version_info = (19, 0, 0, FINAL, 0, '')\n")
    git = ["git", "-C", upstream, "-c", "user.name=a", "-c", "user.email=a@b.c"]
    for arguments in (["init", "-q", "-b", "19.0"], ["add", "."], ["commit", "-qm", "x"]):
        subprocess.run([*git, *arguments], check=True)
    monkeypatch.delenv("ODOO_HOME", raising=False)
    monkeypatch.setattr(paths, "ODOO", tmp_path / ".odoo")
    monkeypatch.setattr(odoo_source, "UPSTREAM", f"file://{upstream}")
    monkeypatch.setattr(debian, "is_available", lambda: False)
    assert odoo_source.ensure(Steps(1)).version.startswith("19.0+")


def test_dangling_links(tmp_path):
    (tmp_path / "here").touch()
    (tmp_path / "good").symlink_to("here")
    (tmp_path / "bad").symlink_to("gone")
    assert odoo_source.dangling_links(tmp_path) == [tmp_path / "bad"]


def test_logins_to_show(tmp_path, monkeypatch):
    monkeypatch.setattr(command_run, "LOGINS", tmp_path / "logins.csv")
    assert command_run.logins()[0]["login"] == "admin"
    (tmp_path / "logins.csv").write_text("login,password,role,where\nwang,wang,社区,东柳社区\n")
    assert command_run.logins() == [
        {"login": "wang", "password": "wang", "role": "社区", "where": "东柳社区"}
    ]


def test_targets_of_dev_test(monkeypatch):
    monkeypatch.setattr(command_test.addons, "installed", lambda: {"community_org": None})
    assert command_test.select(["community_org"]) == (["/community_org"], [])
    file = "addons/community_org/tests/test_review.py"
    assert command_test.select([file]) == (["/community_org/tests/test_review.py"], [])
    assert command_test.select(["/community_org:TestX.test_y"])[0] == [
        "/community_org:TestX.test_y"
    ]
    assert command_test.select(["tests/test_x.py"]) == ([], ["tests/test_x.py"])
    with pytest.raises(Problem, match="没有测试目标 nothing"):
        command_test.select(["nothing"])
