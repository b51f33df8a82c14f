"""Translations: what the addons' terms are, and whether zh_CN.po has every one of them."""

import polib

from tools import paths, process, server, venv
from tools.problem import explain

EXPORTS = paths.CACHE / "i18n"
LANGUAGE = "zh_CN"


def export_terms(odoo, database, names):
    """Return {addon: its terms as a polib.POFile}, read from a database that has the addons."""
    EXPORTS.mkdir(parents=True, exist_ok=True)
    log = paths.LOGS / "i18n.log"
    command = [
        venv.PYTHON,
        "-m",
        "tools.odoo_export_terms",
        EXPORTS,
        *names,
        "--",
        *server.options(odoo, database),
    ]
    code, text = process.run_logged(command, log, env=server.environment(odoo))
    if code:
        raise explain("导出翻译词条", text, log)
    return {name: polib.pofile(str(EXPORTS / f"{name}.pot"), wrapwidth=0) for name in names}


def check(odoo, database, addons):
    """Return what is wrong with the translations of {name: folder}, one line for each addon."""
    terms = export_terms(odoo, database, addons)
    return [
        line for name, folder in addons.items() for line in _check_one(name, folder, terms[name])
    ]


def _check_one(name, folder, terms):
    path = folder / "i18n" / f"{LANGUAGE}.po"
    hint = f"先执行 ./dev i18n {name} --update，再翻译"
    if not len(terms):
        return
    if not path.is_file():
        yield f"{name} 没有 i18n/{LANGUAGE}.po（{len(terms)} 条词条）。{hint}"
        return
    translated = polib.pofile(str(path))
    have = {entry.msgid: entry for entry in translated if not entry.obsolete}
    faults = {
        "缺少": [entry.msgid for entry in terms if entry.msgid not in have],
        "未翻译": [
            msgid for msgid, entry in have.items() if not entry.msgstr and not entry.msgstr_plural
        ],
        "模糊": [entry.msgid for entry in translated.fuzzy_entries()],
        "已不再使用": [msgid for msgid in have if not terms.find(msgid)]
        + [entry.msgid for entry in translated.obsolete_entries()],
    }
    for fault, msgids in faults.items():
        if msgids:
            examples = "、".join(f"«{msgid[:40]}»" for msgid in msgids[:3])
            yield f"{name} {fault} {len(msgids)} 条：{examples}。{hint}"


def update(odoo, database, addons):
    """Rewrite each .pot and merge it into zh_CN.po. Returns {addon: number still to translate}."""
    terms = export_terms(odoo, database, addons)
    return {
        name: _update_one(name, folder, terms[name])
        for name, folder in addons.items()
        if len(terms[name])
    }


def _update_one(name, folder, terms):
    target = folder / "i18n"
    target.mkdir(exist_ok=True)
    _stabilise(terms, {"Project-Id-Version": name})
    terms.save(str(target / f"{name}.pot"))
    path = target / f"{LANGUAGE}.po"
    translated = (
        polib.pofile(str(path), wrapwidth=0) if path.is_file() else polib.POFile(wrapwidth=0)
    )
    have = {entry.msgid: entry for entry in translated if not entry.obsolete}
    merged = polib.POFile(wrapwidth=0)
    for term in terms:
        old = have.get(term.msgid)
        term.msgstr = old.msgstr if old else ""
        term.flags = old.flags if old else []
        merged.append(term)
    _stabilise(merged, {"Project-Id-Version": name, "Language": LANGUAGE})
    merged.save(str(path))
    return len(merged.untranslated_entries()) + len(merged.fuzzy_entries())


def _stabilise(terms, extra):
    """Keep a file from changing when nothing did: no dates, sorted."""
    fixed = {
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    terms.metadata = {**extra, **fixed, "Plural-Forms": "nplurals=1; plural=0;"}
    terms.header = "Translation terms; written by ./dev i18n --update"
    for entry in terms:
        entry.occurrences = sorted(
            (where, "") if not number else (where, number) for where, number in entry.occurrences
        )
    terms.sort(key=lambda entry: entry.msgid)
