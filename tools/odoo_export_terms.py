"""Write the terms of addons to FOLDER/ADDON.pot. Run by tools.i18n, with Odoo importable.

python -m tools.odoo_export_terms FOLDER ADDON... -- ODOO OPTIONS
"""

import sys
from pathlib import Path

import odoo
from odoo.modules.registry import Registry
from odoo.tools import config
from odoo.tools.translate import trans_export


def main(arguments):
    split = arguments.index("--")
    folder, *addons = arguments[:split]
    config.parse_config([*arguments[split + 1 :], "--stop-after-init"], setup_logging=True)
    with Registry(config["db_name"][0]).cursor() as cr:
        env = odoo.api.Environment(cr, odoo.SUPERUSER_ID, {})
        for addon in addons:
            with (Path(folder) / f"{addon}.pot").open("wb") as file:
                trans_export(False, [addon], file, "po", env)


if __name__ == "__main__":
    main(sys.argv[1:])
