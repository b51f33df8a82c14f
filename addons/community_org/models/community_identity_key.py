"""The key of the identity numbers: a file of the data folder, so that a copy of the database alone tells nothing."""

import os
from contextlib import suppress
from pathlib import Path

from cryptography.fernet import Fernet
from odoo.tools import config

FILE_NAME = "community_identity.key"


def read_key():
    """Return the key (44 bytes, as Fernet wants it); made on first use, readable by Odoo alone."""
    path = Path(config["data_dir"]) / FILE_NAME
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return _make_key(path)


def _make_key(path):
    """Write a new key under another name first: several workers may come at once, and all take the same."""
    part = path.with_name(f"{FILE_NAME}.{os.getpid()}")
    part.touch(mode=0o600)
    part.write_bytes(Fernet.generate_key())
    with suppress(FileExistsError):
        os.link(part, path)
    part.unlink()
    return path.read_bytes()
