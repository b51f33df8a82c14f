"""Fingerprints of inputs, and stamp files that say which inputs a finished step had."""

import hashlib

# Nothing under these changes what a database holds.
NOT_INSTALLED = ("tests", "readme", "__pycache__", "static/src", "static/tests", "static/lib")


def digest(*parts):
    """Return a short hash of strings and of the contents of Paths."""
    sha = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part.read_bytes()
        sha.update(b"%d:" % len(data) + data)
    return sha.hexdigest()[:16]


def tree_digest(folder):
    """Return a hash of the files of an addon that installing it reads (names and contents)."""
    parts = []
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and not any(f"/{skip}/" in f"/{name}" for skip in NOT_INSTALLED):
            parts += [name, path]
    return digest(*parts)


def is_current(stamp, value):
    """Tell whether the file `stamp` holds `value`."""
    return stamp.is_file() and stamp.read_text() == value


def write(stamp, value):
    """Write a stamp; call it last, so that a half-finished step has none."""
    part = stamp.with_name(stamp.name + ".part")
    part.write_text(value)
    part.rename(stamp)
