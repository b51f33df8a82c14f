"""Odoo 19 community itself: an own checkout, Debian's package, or a shallow upstream clone."""

import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from tools import debian, paths, process, system
from tools.problem import Problem, explain
from tools.progress import say

SERIES = "19.0"
UPSTREAM = "https://github.com/odoo/odoo"
# odoo-19 links to files of these packages.
PACKAGES = (
    "odoo-19",
    "fonts-glyphicons-halflings",
    "fonts-montserrat",
    "fonts-ocr-b",
    "fonts-roboto-unhinted",
    "libjs-jquery",
    "libjs-jquery-form",
    "libjs-underscore",
)


@dataclass(frozen=True)
class Odoo:
    """An Odoo tree. `code` goes on PYTHONPATH, `addons` are the folders besides odoo/addons."""

    version: str
    root: Path
    launcher: Path
    code: Path
    addons: tuple[Path, ...] = ()


def ensure(steps):
    """Return the Odoo to use; bring it into .odoo/ first where there is none."""
    odoo = find()
    if odoo:
        steps.ready(f"Odoo {odoo.version} 已就绪")
        return odoo
    system.check_disk(gigabytes=3)
    with steps.step("准备 Odoo 19 社区版") as step:
        if debian.is_available():
            try:
                _bring("debian", _unpack_debian, step)
            except Problem as problem:
                say(f"    {problem}\n    改为获取上游源码")
                _bring("git", _clone_upstream, step)
        else:
            _bring("git", _clone_upstream, step)
    return find()


def _bring(name, fill, step):
    """Make .odoo/NAME by fill(folder, step). It gets its name when it is complete."""
    shutil.rmtree(paths.ODOO, ignore_errors=True)
    part = paths.ODOO / "part"
    part.mkdir(parents=True)
    fill(part, step)
    part.rename(paths.ODOO / name)


def find():
    """Return the Odoo tree there is, or None. One in .odoo/ is complete: it got its name last."""
    own = os.environ.get("ODOO_HOME")
    if own:
        return _checkout(Path(own).expanduser().resolve())
    if (paths.ODOO / "debian").is_dir():
        root = paths.ODOO / "debian"
        version = (root / "version").read_text()
        return Odoo(version, root, root / "usr/bin/odoo", root / "usr/lib/python3/dist-packages")
    if (paths.ODOO / "git").is_dir():
        return _checkout(paths.ODOO / "git")
    return None


def _checkout(root):
    release = root / "odoo/release.py"
    if not release.is_file() or not re.search(r"version_info = \(19, 0,", release.read_text()):
        raise Problem(f"{root} 不是 Odoo {SERIES} 的源码（请检查 ODOO_HOME）")
    commit = (process.output(["git", "-C", root, "rev-parse", "--short", "HEAD"]) or "").strip()
    version = f"{SERIES}+{commit}" if commit else SERIES
    return Odoo(version, root, root / "odoo-bin", root, (root / "addons",))


def _unpack_debian(part, step):
    versions = debian.fetch(PACKAGES, part, step)
    step.note = "补全缺件"
    _replace_dangling_links(part)
    _stub_missing_script(part)
    dangling = dangling_links(part)
    if dangling:
        raise Problem(f"Odoo 软件包不完整，缺少 {len(dangling)} 个文件，例如 {dangling[0]}")
    (part / "version").write_text(versions["odoo-19"])


def _replace_dangling_links(root):
    """Put Font Awesome 4.7 where links dangle (Debian has 6); drop the point of sale's font."""
    fonts = next(paths.VENV.glob("lib/python*/site-packages/xstatic/pkg/font_awesome/data/fonts"))
    for link in dangling_links(root):
        if (fonts / link.name).is_file():
            link.unlink()
            shutil.copy(fonts / link.name, link)
        elif "point_of_sale" in link.parts:
            link.unlink()


def _stub_missing_script(root):
    """Debian leaves out the script that blurs backgrounds in video calls, yet the bundles name it.

    Without a file there each page reports an error, which makes every browser test fail.
    """
    lib = root / "usr/lib/python3/dist-packages/odoo/addons/mail/static/lib"
    script = lib / "selfie_segmentation/selfie_segmentation.js"
    if not script.exists():
        script.parent.mkdir(exist_ok=True)
        script.write_text("// Not in Debian's package: calls have no background blur.\n")


def dangling_links(root):
    """Return the symbolic links below `root` that lead nowhere."""
    return [path for path in sorted(root.rglob("*")) if path.is_symlink() and not path.exists()]


def _clone_upstream(part, step):
    log = paths.LOGS / "git-clone.log"

    def show(line):
        progress = re.findall(r"(\d+)% \(", line)
        if progress:
            step.note = f"{progress[-1]}%"

    command = ["git", "clone", "--progress", "--depth", "1", "--branch", SERIES, UPSTREAM, part]
    try:
        code, text = process.run_logged(command, log, show)
    except FileNotFoundError:
        raise Problem("需要 git 来获取 Odoo 源码，请先安装 git") from None
    if code:
        raise explain("获取 Odoo 源码", text, log)
