"""The addons of this project: code in addons/, real data and demo data in data/."""

from tools import paths, stamps

REAL_DATA = "district_330212"
DEMO_DATA = "district_330212_demo"


def _in(folder):
    return {path.parent.name: path.parent for path in sorted(folder.glob("*/__manifest__.py"))}


def code_addons():
    """Return {name: folder} of the addons with code."""
    return _in(paths.ADDONS)


def installed(demo=True):
    """Return {name: folder} of the addons that a database gets."""
    data = _in(paths.DATA)
    wanted = [REAL_DATA, DEMO_DATA] if demo else [REAL_DATA]
    return {**code_addons(), **{name: data[name] for name in wanted if name in data}}


def digests(demo=True):
    """Return {name: hash of what installing the addon reads}."""
    return {name: stamps.tree_digest(folder) for name, folder in installed(demo).items()}


def folders():
    """Return the addons folders that hold something; Odoo warns about an empty one."""
    return [folder for folder in (paths.ADDONS, paths.DATA) if _in(folder)]
