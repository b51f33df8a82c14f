"""Packages of Debian sid, fetched beside the system and checked by apt's signatures.

A private apt state: the system's own lists are not touched, and nothing is installed.
"""

import os
import re
import shutil
from pathlib import Path

from tools import paths, process
from tools.problem import Problem, explain

SUITE = "sid"
APT = paths.CACHE / "apt"
KEYRINGS = Path("/usr/share/keyrings")
OWN_SUITES = {"stable", "oldstable", "testing", "unstable", SUITE}


def os_release():
    """Return /etc/os-release as a dict, empty where there is none."""
    try:
        text = Path("/etc/os-release").read_text()
    except OSError:
        return {}
    return dict(re.findall(r'^(\w+)="?(.*?)"?$', text, re.MULTILINE))


def is_available():
    """Tell whether this machine's mirror carries Debian: not so on Ubuntu and the like."""
    return os_release().get("ID") == "debian" and bool(
        shutil.which("apt-get") and shutil.which("dpkg")
    )


def fetch(packages, into, step):
    """Download `packages` and unpack them below the folder `into`. Returns {package: version}.

    `step` shows the megabytes that have arrived.
    """
    env = _prepare()
    archives = APT / "archives"
    step.note = lambda: f"已下载 {_megabytes(APT)} MB"
    command = ["apt-get", "download", *packages]
    code, text = process.run_logged(command, paths.LOGS / "apt-download.log", env=env, cwd=archives)
    if code:
        raise explain("下载 Debian 软件包", text, paths.LOGS / "apt-download.log")
    versions = {}
    for number, archive in enumerate(sorted(archives.glob("*.deb")), 1):
        step.note = f"解包 {number}"
        code, text = process.run_logged(["dpkg", "-x", archive, into], paths.LOGS / "dpkg.log")
        if code:
            raise explain("解包 Debian 软件包", text, paths.LOGS / "dpkg.log")
        name, version, _arch = archive.stem.split("_")
        versions[name] = version.replace("%3a", ":")
    shutil.rmtree(APT)
    return versions


def _prepare():
    """Make the private state, update its lists, and return the environment that makes apt use it.

    Which of the machine's mirrors carries sid is found by trying: the signature tells.
    """
    mirrors = _mirrors()
    if not mirrors:
        raise Problem("本机 apt 配置里没有 Debian 软件源")
    text = ""
    for mirror in mirrors:
        env = _configure(mirror)
        log = paths.LOGS / "apt-update.log"
        code, text = process.run_logged(["apt-get", "update", "--error-on=any"], log, env=env)
        if code == 0:
            return env
    raise explain("读取 Debian 软件源", text, paths.LOGS / "apt-update.log")


def _mirrors():
    """Return the addresses in the machine's apt configuration that serve its own suite.

    apt itself reads the two formats of its source lists.
    """
    command = ["apt-get", "indextargets", "--no-release-info"]
    listed = process.output(
        [*command, "--format", "$(REPO_URI) $(RELEASE) $(COMPONENT)", "Created-By: Packages"]
    )
    suites = OWN_SUITES | {os_release().get("VERSION_CODENAME")}
    rows = (line.split() for line in (listed or "").splitlines())
    return list(
        dict.fromkeys(
            row[0] for row in rows if len(row) == 3 and row[1] in suites and row[2] == "main"
        )
    )


def _configure(mirror):
    shutil.rmtree(APT, ignore_errors=True)
    for folder in ("lists/partial", "cache/archives/partial", "sources", "archives"):
        (APT / folder).mkdir(parents=True)
    (APT / "status").touch()
    keyring = next((path for path in sorted(KEYRINGS.glob("debian-archive-keyring.*"))), None)
    signed = f"Signed-By: {keyring}\n" if keyring else ""
    source = f"Types: deb\nURIs: {mirror}\nSuites: {SUITE}\nComponents: main\n{signed}"
    (APT / "sources/debian.sources").write_text(source)
    # The machine's proxies and timeouts are kept; its hooks, preferences and sources are not.
    acquire = process.output(["apt-config", "dump", "Acquire"]) or ""
    (APT / "apt.conf").write_text(acquire + _settings())
    return {**os.environ, "APT_CONFIG": str(APT / "apt.conf"), "LC_ALL": "C.UTF-8"}


def _settings():
    values = {
        "Dir::State": APT,
        "Dir::State::lists": APT / "lists",
        "Dir::State::status": APT / "status",
        "Dir::Cache": APT / "cache",
        "Dir::Etc::Main": "/dev/null",
        "Dir::Etc::Parts": "/dev/null",
        "Dir::Etc::Preferences": "/dev/null",
        "Dir::Etc::PreferencesParts": "/dev/null",
        "Dir::Etc::SourceList": "/dev/null",
        "Dir::Etc::SourceParts": APT / "sources",
        # Root's downloads run as _apt otherwise, which may not enter the project's folder.
        "APT::Sandbox::User": "root",
        # A mirror that lags behind will do: what it has is signed all the same.
        "Acquire::Check-Valid-Until": "false",
        "Acquire::Languages": "none",
        "Acquire::Retries": "3",
    }
    return "".join(f'{name} "{value}";\n' for name, value in values.items())


def _megabytes(folder):
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) // 1_000_000
