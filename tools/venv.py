"""The project's own Python environment, from the hash-pinned requirements."""

import os
import shutil
import sys

from tools import debian, paths, process, stamps, system
from tools.problem import Problem, explain

LOCK = paths.ROOT / "requirements-dev.txt"
PYTHON = paths.VENV / "bin/python"
STAMP = paths.VENV / "stamp"


def is_active():
    return sys.prefix == str(paths.VENV)


def ensure(steps):
    """Make .venv, or bring it up to date with the requirements."""
    value = stamps.digest(LOCK, sys.version)
    if stamps.is_current(STAMP, value) and process.output([PYTHON, "-c", ""]) is not None:
        steps.ready("Python 依赖已就绪")
        return
    system.check_disk(gigabytes=1)
    with steps.step("安装 Python 依赖") as step:
        if process.output([PYTHON, "-m", "pip", "--version"]) is None or not _same_python():
            _create(step)
        _install(step)
        stamps.write(STAMP, value)


def _same_python():
    show = "import sys; print(sys.version, end='')"
    return process.output([PYTHON, "-c", show]) == sys.version


def _create(step):
    shutil.rmtree(paths.VENV, ignore_errors=True)
    if _has_ensurepip() or _install_venv_package():
        _venv()
    elif debian.is_available():
        _venv("--without-pip")
        _add_pip_from_wheel(step)
    else:
        raise Problem(
            "这个 Python 缺少 venv 模块，请安装后重试（Debian/Ubuntu：apt install python3-venv）"
        )


def _has_ensurepip():
    return process.output([sys.executable, "-c", "import ensurepip, venv"]) is not None


def _install_venv_package():
    return system.may_install() and system.apt_install(["python3-venv"]) and _has_ensurepip()


def _venv(*options):
    log = paths.LOGS / "venv.log"
    code, text = process.run_logged([sys.executable, "-m", "venv", *options, paths.VENV], log)
    if code:
        raise explain("创建 .venv", text, log)


def _add_pip_from_wheel(step):
    """Bring pip without root: Debian ships it as a wheel, and a wheel can run itself."""
    unpacked = paths.CACHE / "pip"
    debian.fetch(["python3-pip-whl"], unpacked, step)
    wheel = next(unpacked.glob("usr/share/python-wheels/pip-*.whl"))
    log = paths.LOGS / "pip-bootstrap.log"
    command = [PYTHON, "-m", "pip", "install", "--no-index", "--no-deps", wheel]
    code, text = process.run_logged(command, log, env={**os.environ, "PYTHONPATH": str(wheel)})
    shutil.rmtree(unpacked)
    if code:
        raise explain("准备 pip", text, log)


def _install(step):
    total = sum("==" in line for line in LOCK.read_text().splitlines())
    seen = 0

    def count(line):
        nonlocal seen
        if line.startswith(("Collecting ", "Requirement already")):
            seen += 1
            step.note = f"{seen}/{total}"
        elif line.startswith("Installing collected"):
            step.note = f"{seen}/{total}，写入磁盘"

    # --no-deps: the lock names everything; docopt is left out on purpose (see pyproject.toml).
    options = [
        "--no-deps",
        "--require-hashes",
        "--only-binary",
        ":all:",
        "--no-input",
        "--retries",
        "3",
    ]
    quiet = ["--disable-pip-version-check", "--no-color", "--progress-bar", "off"]
    log = paths.LOGS / "pip.log"
    code, text = process.run_logged(
        [PYTHON, "-m", "pip", "install", *options, *quiet, "-r", LOCK], log, count
    )
    if code:
        raise explain("安装 Python 依赖", text, log)
