"""What comes from the operating system: libraries for PDF, Chinese fonts, a browser for tests."""

import ctypes
import os
import shutil
from pathlib import Path

from tools import debian, paths, process
from tools.problem import Problem
from tools.progress import say

PDF_LIBRARIES = ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libcairo.so.2")
BROWSERS = ("google-chrome", "google-chrome-stable", "chromium", "chromium-browser")


def check_disk(gigabytes):
    """Stop before a long step for which the disk has no room."""
    free = shutil.disk_usage(paths.ROOT).free / 1e9
    if free < gigabytes:
        raise Problem(f"磁盘空间不足：剩余 {free:.1f} GB，这一步需要约 {gigabytes} GB")


def browser():
    """Return the path of a Chromium or Chrome that runs, or None: Ubuntu's is a stub for snap."""
    for name in BROWSERS:
        path = shutil.which(name)
        if path and process.output([path, "--version"]):
            return path
    return None


def has_library(name):
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def has_pdf_libraries():
    return all(map(has_library, PDF_LIBRARIES))


def has_chinese_font():
    folders = [
        Path("/usr/share/fonts"),
        Path("/usr/local/share/fonts"),
        Path.home() / ".local/share/fonts",
    ]
    return any(
        next(folder.rglob(f"*{name}*"), None)
        for folder in folders
        for name in ("NotoSansCJK", "wqy", "SourceHan")
    )


# What may be missing: (how to see that it is there, its packages, what is off without it).
NEEDS = {
    "PDF 渲染库": (
        has_pdf_libraries,
        ["libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "libcairo2"],
        "PDF 打印",
    ),
    "中文字体": (has_chinese_font, ["fonts-noto-cjk"], "PDF 里的中文"),
    "文件类型库": (
        lambda: has_library("libmagic.so.1"),
        ["libmagic1"],
        "按内容识别上传文件",
    ),
    "浏览器": (browser, ["chromium"], "浏览器测试"),
}


def lacks(reason):
    """Tell whether `reason`, of a skipped test or a warning, is something that this machine lacks.

    Never so in CI or where ./dev may install it: there nothing may be skipped.
    """
    if paths.in_ci() or may_install():
        return False
    if "Chrome executable not found" in reason:
        return browser() is None
    return "pango" in reason and not has_pdf_libraries()


def ensure(steps, names):
    """Install what is missing of `names` (keys of NEEDS) where we may; else say what is off."""
    missing = [name for name in names if not NEEDS[name][0]()]
    packages = [package for name in missing for package in _packages(name)]
    if packages and may_install():
        with steps.step("安装系统软件包") as step:
            step.note = " ".join(packages)
            apt_install(packages)
        missing = [name for name in missing if not NEEDS[name][0]()]
    else:
        steps.ready("系统软件包：有缺少" if missing else "系统软件包已就绪")
    for name in missing:
        _present, wanted, off = NEEDS[name]
        say(f"    缺少：{name}（{off}暂不可用）。管理员执行：apt install {' '.join(wanted)}")


def _packages(name):
    # On Ubuntu `chromium` is a snap, which does not run headless from everywhere.
    if name == "浏览器" and debian.os_release().get("ID") == "ubuntu":
        return []
    return NEEDS[name][1]


def may_install():
    """Tell whether we may install packages: apt, as root or by sudo without a password."""
    if not shutil.which("apt-get"):
        return False
    return paths.is_root() or process.output(["sudo", "-n", "true"]) is not None


def apt_install(packages):
    """Install packages where may_install(). Returns whether that succeeded."""
    prefix = [] if paths.is_root() else ["sudo", "-n", "DEBIAN_FRONTEND=noninteractive"]
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    log = paths.LOGS / "apt-install.log"
    process.run_logged([*prefix, "apt-get", "update"], log, env=env)
    command = [*prefix, "apt-get", "install", "-y", "--no-install-recommends", *packages]
    code, _text = process.run_logged(command, log, env=env)
    return code == 0
