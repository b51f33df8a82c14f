"""./dev i18n: check the Chinese translations, or merge new terms into them."""

from tools import addons, databases, i18n, odoo_source, postgres
from tools.problem import Problem
from tools.progress import say


def main(args, steps):
    wanted = addons.code_addons()
    if args.addon:
        if args.addon not in wanted:
            raise Problem(f"没有模块 {args.addon}。可用：{'、'.join(wanted)}")
        wanted = {args.addon: wanted[args.addon]}
    odoo = odoo_source.ensure(steps)
    with postgres.running(steps):
        databases.ensure_template(odoo, steps)
        with steps.step("导出词条"), databases.cloned("i18n") as name:
            if args.update:
                missing = i18n.update(odoo, name, wanted)
            else:
                found = i18n.check(odoo, name, wanted)
    if args.update:
        for name, count in missing.items():
            say(f"{name}：{f'还有 {count} 条待翻译' if count else '全部已翻译'}")
        return 0
    for line in found:
        say(f"✗ {line}")
    if not found:
        say("翻译完整")
    return 1 if found else 0
