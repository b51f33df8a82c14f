"""./dev lint: every static check, all of them even when one fails."""

import os
import time
from concurrent.futures import ThreadPoolExecutor

from tools import addons, bans, paths, process, venv
from tools.progress import say

BIN = venv.PYTHON.parent
PYLINT = (
    "--load-plugins=pylint_odoo",
    "--disable=all",
    "--enable=odoolint",
    "--valid-odoo-versions=19.0",
    "--ignore=tests",  # texts of tests need no translation, nor do they take input from outside
)
PYLINT_OFF = (
    "missing-readme",  # the addons have readme/ fragments
    "manifest-required-author",  # asks for one organisation's name
    "consider-merging-classes-inherited",  # a large model has one file for each of its concerns
    "missing-return",  # hooks and computes return nothing, in Odoo too
)
OCA_OFF = (
    "weblate-component-too-long",  # about another project's translation server
    "prefer-readme-rst",
    # Layout only; Odoo's own files differ too.
    "xml-header-wrong",
    "xml-field-numeric-without-eval",
    "xml-tag-position",
)
PO_OFF = ("po-pretty-format",)  # ./dev i18n --update lays the files out
COMPOSE = "docker-compose.yml"


def checks():
    """Return {name: command} of the external checkers that have something to check."""
    python = ["tools", "tests", "addons", "data"]
    folders = [folder for folder in python if (paths.ROOT / folder).is_dir()]
    found = {"ruff": [BIN / "ruff", "check", "--no-cache", *folders]}
    modules = [str(folder) for folder in {**addons.code_addons(), **addons.installed()}.values()]
    if modules:
        pylint_off = f"--disable={','.join(PYLINT_OFF)}"
        found["pylint-odoo"] = [BIN / "pylint", "-sn", *PYLINT, pylint_off, *modules]
        found["oca-checks-odoo-module"] = [
            BIN / "oca-checks-odoo-module",
            "-d",
            ",".join(OCA_OFF),
            *modules,
        ]
    translations = sorted(paths.ADDONS.glob("*/i18n/*.po"))
    if translations:
        found["oca-checks-po"] = [BIN / "oca-checks-po", "-d", ",".join(PO_OFF), *translations]
    if (paths.ROOT / COMPOSE).is_file():
        # The published schema of compose files, shipped with the tool: needs no Docker.
        found[COMPOSE] = [
            BIN / "check-jsonschema",
            "--builtin-schema",
            "vendor.compose-spec",
            COMPOSE,
        ]
    return found


def main(args, steps):
    started = time.monotonic()
    todo = checks()
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        results = dict(zip(todo, pool.map(lambda name: _run(name, todo[name]), todo), strict=True))
    results["禁用词"] = bans.check()
    failed = [name for name, lines in results.items() if lines]
    for name, lines in results.items():
        say(f"{'✗' if lines else '✓'} {name}")
        for line in lines:
            say(f"    {line}")
    verdict = f"未通过：{'、'.join(failed)}" if failed else "通过"
    say(f"静态检查{verdict}（{time.monotonic() - started:.0f} 秒）")
    return 1 if failed else 0


def _run(name, command):
    """Return what a checker complains about, as lines; empty when all is well."""
    code, text = process.run_logged(command, paths.LOGS / f"lint-{name.replace('/', '-')}.log")
    return (text.splitlines() or [f"退出码 {code}"]) if code else []
