"""Make a database from nothing, or update one. Run by tools.databases, with Odoo importable.

    python -m tools.odoo_build --create ADDON... -- ODOO OPTIONS
    python -m tools.odoo_build --update ADDON... -- ODOO OPTIONS

The password of the new administrator comes from the environment: ADMIN_PASSWORD.
"""

import argparse
import os
import sys
from contextlib import contextmanager

import odoo
from odoo.modules.registry import Registry
from odoo.service.db import _create_empty_database
from odoo.tools import config

LANGUAGE = "zh_CN"
TIME_ZONE = "Asia/Shanghai"
SCRIPTS = ("web.assets_web", "web.assets_frontend_minimal", "web.assets_frontend_lazy")
STYLES = ("web.assets_web", "web.assets_web_print", "web.assets_frontend")


def main(arguments):
    split = arguments.index("--")
    parser = argparse.ArgumentParser()
    parser.add_argument("--create", action="store_true")
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--test-assets", action="store_true")
    parser.add_argument("addons", nargs="*")
    wanted = parser.parse_args(arguments[:split])
    # --stop-after-init: no threads of the server are started by importing it.
    config.parse_config(
        [*arguments[split + 1 :], "--stop-after-init", f"--load-language={LANGUAGE}"],
        setup_logging=True,
    )
    name = config["db_name"][0]
    if wanted.create:
        _create_empty_database(name)
        create(name, wanted.addons, os.environ["ADMIN_PASSWORD"])
    else:
        Registry.new(
            name, update_module=True, install_modules=wanted.addons, upgrade_modules=wanted.addons
        )
    prepare_assets(name, for_tests=wanted.test_assets)


def create(name, addons, password):
    """Install base, make it Chinese, then the addons, so that their records are born Chinese."""
    with environment(Registry.new(name, update_module=True, new_db_demo=False)) as env:
        make_chinese(env)
    with environment(Registry.new(name, update_module=True, install_modules=addons)) as env:
        make_chinese(env)
        stay_offline(env)
        env.ref("base.user_admin").password = password


@contextmanager
def environment(registry):
    """Open an environment on a cursor that commits at the end."""
    with registry.cursor() as cr:
        yield odoo.api.Environment(cr, odoo.SUPERUSER_ID, {})


def make_chinese(env):
    """Language, country and time zone: the defaults, and every user's, also the public one."""
    defaults = env["ir.default"]
    defaults.set("res.partner", "lang", LANGUAGE)
    defaults.set("res.partner", "tz", TIME_ZONE)
    users = env["res.users"].with_context(active_test=False).search([])
    users.partner_id.write({"lang": LANGUAGE, "tz": TIME_ZONE})
    china = env.ref("base.cn")
    company = env.ref("base.main_company")
    if company.country_id != china:
        china.currency_id.active = True
        company.write({"country_id": china.id, "currency_id": china.currency_id.id})


def stay_offline(env):
    """Nothing calls home by itself: here the weekly cron of the publisher's warranty."""
    cron = env.ref("mail.ir_cron_module_update_notification", raise_if_not_found=False)
    if cron:
        cron.active = False


def prepare_assets(name, for_tests=False):
    """Compile what every page loads now, so that the first page does not wait for it.

    With `for_tests` also the rest that Odoo would compile before each run of browser tests.
    """
    with environment(Registry(name)) as env:
        if "web" not in env.registry._init_modules:
            return
        if for_tests:
            env["ir.qweb"]._pregenerate_assets_bundles()
            return
        for bundle in SCRIPTS:
            env["ir.qweb"]._get_asset_bundle(bundle, css=False, js=True).js()
        for bundle in STYLES:
            env["ir.qweb"]._get_asset_bundle(bundle, css=True, js=False).css()


if __name__ == "__main__":
    main(sys.argv[1:])
