"""What must not be in this project, found by plain search."""

import re

from tools import paths, process
from tools.problem import Problem

MAX_LINES = 400
# Written in pieces, so that this file does not hold what it looks for.
HOSTS = (
    "py" + r"pi\.org",
    "python" + r"hosted\.org",
    "npm" + r"js\.",
    "npm" + r"mirror\.",
    r"deb\.deb" + "ian",
    r"mirrors?\.\w+\.",
)
ANY_FILE = re.compile(".*")
# pattern, files it is searched in, what is wrong
BANS = (
    (re.compile("|".join(HOSTS)), ANY_FILE, "软件源的主机名"),
    (re.compile("https?" + "://"), re.compile(r"requirements.*|.*\.lock"), "依赖文件里的网址"),
    (re.compile(r"(?<![\w.])/(?:home|root|Users)/\w"), ANY_FILE, "本机路径"),
    (re.compile("TO" + "DO|FIX" + r"ME|\bX" + r"XX\b"), ANY_FILE, "未完成的标记"),
    (re.compile(r"\bconsole\.log\("), re.compile(r"addons/.*\.js"), "console.log 语句"),
)
SOURCE = re.compile(r".*\.(?:py|js|scss|css|sh)|dev")
SUDO = re.compile(r"\.sudo\(\)")
SUDO_FILES = re.compile(r"addons/(?!.*/tests/).*\.py")
SUDO_REACH = 4  # lines above, so that one comment can head a chained call


def tracked_files():
    """Return the files of the project that git tracks or would track, relative to its root."""
    listed = process.output(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"])
    if listed is None:
        raise Problem("./dev lint 需要 git，并且要在 git 仓库里执行")
    names = sorted(set(listed.split("\0")) - {""})
    return [name for name in names if (paths.ROOT / name).is_file()]


def check():
    """Return one line for each violation in the project."""
    found = []
    for name in tracked_files():
        try:
            text = (paths.ROOT / name).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a picture, a font
        found += [f"{name}:{number}: {reason}" for number, reason in violations(name, text)]
    return found


def violations(name, text):
    """Yield (line number, reason) for the file `name`, a path relative to the root."""
    lines = text.splitlines()
    here = str(paths.ROOT.parent)
    for number, line in enumerate(lines, 1):
        for pattern, where, reason in BANS:
            if where.fullmatch(name) and pattern.search(line):
                yield number, reason
        if here != "/" and f"{here}/" in line:
            yield number, "本机路径"
    if SOURCE.fullmatch(name) and len(lines) > MAX_LINES:
        yield MAX_LINES, f"文件超过 {MAX_LINES} 行（{len(lines)}）"
    if SUDO_FILES.fullmatch(name):
        yield from _unexplained_sudo(lines)


def _unexplained_sudo(lines):
    for number, line in enumerate(lines, 1):
        near = lines[max(0, number - 1 - SUDO_REACH) : number]
        if SUDO.search(line) and not any("# sudo:" in text for text in near):
            yield number, "sudo() 缺少 `# sudo: 模型 - 原因` 注释"
