"""Where things are."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ADDONS = ROOT / "addons"
DATA = ROOT / "data"
TESTS = ROOT / "tests"

VENV = ROOT / ".venv"
ODOO = ROOT / ".odoo"
PGDATA = ROOT / ".pgdata"
CACHE = ROOT / ".cache"
LOGS = CACHE / "logs"
MAIL = CACHE / "mail"  # what ./dev run sends, a file each
ODOO_DATA = CACHE / "odoo"  # Odoo's data_dir: filestore and web sessions


def is_root():
    return os.geteuid() == 0


def in_ci():
    return os.environ.get("CI", "").lower() in ("1", "true")
