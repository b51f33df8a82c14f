"""./dev test: Odoo's tests of our addons on one clone of a template database, pytest on others."""

import xml.etree.ElementTree as ET

from tools import (
    addons,
    databases,
    i18n,
    odoo_log,
    odoo_source,
    paths,
    postgres,
    process,
    server,
    system,
    venv,
)
from tools.odoo_log import Tally
from tools.problem import Problem
from tools.progress import say

ODOO_LOG = paths.LOGS / "test.log"
PYTEST_REPORT = paths.LOGS / "pytest.xml"


def main(args, steps):
    odoo_tags, pytest_files = select(args.targets)
    odoo = odoo_source.ensure(steps)
    dangling = odoo_source.dangling_links(odoo.root)
    if dangling:
        raise Problem(
            f"Odoo 不完整：{dangling[0]} 等 {len(dangling)} 个链接无效。请删除 .odoo 后重试"
        )
    system.ensure(steps, list(system.NEEDS))
    total = Tally()
    with postgres.running(steps):
        databases.drop_leftovers()
        if odoo_tags:
            databases.ensure_template(odoo, steps)
            total += check_build_log() + run_odoo_tests(odoo, odoo_tags, steps)
            total += check_all_ran(odoo_tags)
        if not args.targets:
            total += check_translations(odoo, steps)
        if pytest_files:
            total += run_pytest(odoo, pytest_files)
    if not total.passed and not total.failed:
        say("✗ 没有运行任何测试")
        total.failed = 1
    say(f"\n{total.passed} passed, {total.failed} failed")
    return 1 if total.failed else 0


def select(targets):
    """Split the command line's targets into Odoo test tags and pytest arguments."""
    if not targets:
        return [f"/{name}" for name in addons.installed()], [str(paths.TESTS)]
    known, tags, files = addons.installed(), [], []
    for target in targets:
        name = target.strip("/").removeprefix("addons/").removeprefix("data/")
        if target.startswith("tests/"):
            files.append(target)
        elif name.partition("/")[0].partition(":")[0] not in known:
            raise Problem(
                f"没有测试目标 {target}。"
                f"可用：{'、'.join(known)}，addons/模块/tests/文件.py，tests/文件.py"
            )
        else:
            tags.append(f"/{name}")
    return tags, files


def check_all_ran(tags):
    """Every test file of an addon that was asked for as a whole must have run.

    One that tests/__init__.py forgets never would.
    """
    with ODOO_LOG.open(errors="replace") as lines:
        ran = odoo_log.test_modules(lines)
    silent = [
        f"addons/{name}/tests/{path.name} 没有运行：tests/__init__.py 没有导入它？"
        for name, folder in addons.installed().items()
        if f"/{name}" in tags
        for path in sorted(folder.glob("tests/test_*.py"))
        if f"odoo.addons.{name}.tests.{path.stem}" not in ran
    ]
    return report_problems("测试", silent)


def check_build_log():
    """The template must install without a warning of ours."""
    log = databases.build_log(databases.TEMPLATE)
    if not log.is_file():
        return Tally()
    with log.open(errors="replace") as lines:
        return report_problems("建库日志", odoo_log.problems(lines, odoo_log.read_allowlist()))


def report_problems(where, found):
    for problem in found:
        say(f"✗ {where}：{problem}\n")
    return Tally(failed=len(found))


def run_odoo_tests(odoo, tags, steps):
    """Run the tests with these tags in one Odoo process on a clone."""
    with steps.step("Odoo 测试") as step, databases.cloned("odoo") as name:
        _run(odoo, name, tags, step)
    return judge(ODOO_LOG.read_text(errors="replace").splitlines(keepends=True))


def _run(odoo, name, tags, step):
    done = failed = 0

    def show(line):
        nonlocal done, failed
        if ": Starting " in line and line.rstrip().endswith("..."):
            done += 1
            step.note = f"第 {done} 项，失败 {failed}"
        elif " ERROR " in line and ("FAIL: " in line or "ERROR: " in line):
            failed += 1
            step.note = f"第 {done} 项，失败 {failed}"

    options = [
        *server.options(odoo, name, server.free_port()),
        "--stop-after-init",
        "--max-cron-threads=0",
    ]
    command = server.command(odoo, *options, f"--test-tags={','.join(tags)}")
    process.run_logged(command, ODOO_LOG, show, env=server.environment(odoo))


def judge(lines):
    """Print what went wrong in the log of a test run, and return its Tally."""
    result = odoo_log.tally(lines)
    for failure in odoo_log.failures(lines):
        say(f"✗ {failure}\n")
    if result is None:
        say(f"✗ Odoo 没有跑完测试，日志在 {ODOO_LOG}\n{''.join(lines[-20:])}")
        return Tally(failed=1)
    for test, reason in odoo_log.skips(lines):
        excused = system.lacks(reason)
        say(f"{'–' if excused else '✗'} 跳过 {test}：{reason}")
        result += Tally(failed=0 if excused else 1)
    found = odoo_log.problems(lines, odoo_log.read_allowlist())
    result += report_problems("日志", [problem for problem in found if not system.lacks(problem)])
    say(f"Odoo 测试：通过 {result.passed}，失败 {result.failed}，跳过 {result.skipped}")
    return result


def check_translations(odoo, steps):
    with steps.step("检查中文翻译"), databases.cloned("i18n") as name:
        found = i18n.check(odoo, name, addons.code_addons())
    return report_problems("翻译", found)


def run_pytest(odoo, files):
    """Run pytest on our terminal and return its Tally."""
    PYTEST_REPORT.unlink(missing_ok=True)
    command = [venv.PYTHON, "-m", "pytest", f"--junitxml={PYTEST_REPORT}", *files]
    code = process.run_attached(command, env=server.environment(odoo))
    if not PYTEST_REPORT.is_file():
        say(f"✗ pytest 没有跑完（代码 {code}）")
        return Tally(failed=1)
    return judge_report(ET.parse(PYTEST_REPORT).getroot(), code)  # noqa: S314 - our own file


def judge_report(report, code):
    """Return the Tally of a JUnit report (an XML element) of pytest, which ended with `code`."""
    counts = dict.fromkeys(("tests", "failures", "errors", "skipped"), 0)
    for suite in report.iter("testsuite"):
        for key in counts:
            counts[key] += int(suite.get(key, 0))
    failed = counts["failures"] + counts["errors"]
    passed = max(0, counts["tests"] - failed - counts["skipped"])
    for skipped in report.iter("skipped"):
        reason = skipped.get("message", "")
        if not system.lacks(reason):
            say(f"✗ 跳过：{reason}")
            failed += 1
    if code and counts["tests"] and not failed:
        failed = 1  # interrupted, or an error outside the tests
    return Tally(passed, failed, counts["skipped"])
