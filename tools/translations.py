"""Keep the English catalogue in step with the strings of the code.

    python tools/translations.py           update django.po from code and templates, compile django.mo
    python tools/translations.py --check   change nothing; exit 1 and list what is missing or stale

Strings are written in Indonesian in the code; English is the one catalogue (see docs/adr).
"""

import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "kentongan"
PO = SOURCES / "locale" / "en" / "LC_MESSAGES" / "django.po"
MO = PO.with_suffix(".mo")

KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
}


def strings_in_use() -> Catalog:
    """Every translatable string of code and templates, with the files it stands in."""
    catalog = Catalog(locale="en", project="Kentongan", charset="utf-8")
    for path, text in _sources():
        for _line, message, comments, context in extract("python", io.BytesIO(text.encode()), keywords=KEYWORDS):
            # Without line numbers, so that moving a line is no change to the catalogue.
            catalog.add(message, locations=[(path, 0)], auto_comments=comments, context=context)
    return catalog


def updated_catalogue() -> Catalog:
    """The catalogue as it stands, with new strings added and unused ones dropped."""
    with PO.open("rb") as file:
        catalog = read_po(file, locale="en")
    catalog.update(strings_in_use(), no_fuzzy_matching=True, update_creation_date=False)
    catalog.obsolete.clear()
    return catalog


def problems() -> list[str]:
    """What a reader in English would miss, as sentences; empty when the catalogue is whole."""
    with PO.open("rb") as file:
        known = read_po(file, locale="en")
    used = strings_in_use()
    found = []
    for message in used:
        if not message.id:
            continue
        entry = known.get(message.id, message.context)
        if entry is None:
            found.append(f"not in the catalogue: {message.id!r}")
        elif not all(entry.string if isinstance(entry.string, tuple) else [entry.string]):
            found.append(f"not translated: {message.id!r}")
        elif entry.fuzzy:
            found.append(f"marked fuzzy: {message.id!r}")
        else:
            found += [f"{message.id!r}: {error}" for error in entry.check()]
    found += [
        f"no longer used: {entry.id!r}" for entry in known if entry.id and used.get(entry.id, entry.context) is None
    ]
    if not found and not (MO.exists() and MO.read_bytes() == compiled(known)):
        found.append("django.mo is older than django.po")
    return found


def compiled(catalog: Catalog) -> bytes:
    buffer = io.BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()


def update() -> None:
    with_new = updated_catalogue()
    buffer = io.BytesIO()
    write_po(buffer, with_new, width=100, omit_header=False, sort_output=True, ignore_obsolete=True)
    PO.write_bytes(buffer.getvalue())
    with PO.open("rb") as file:
        MO.write_bytes(compiled(read_po(file, locale="en")))


def _sources() -> Iterator[tuple[str, str]]:
    for path in sorted(SOURCES.rglob("*.py")):
        yield str(path.relative_to(ROOT)), path.read_text()
    for suffix in ("html", "txt"):
        for path in sorted(SOURCES.rglob(f"templates/**/*.{suffix}")):
            # The indentation of a template is none that Python's tokenizer would accept.
            lines = templatize(path.read_text()).splitlines()
            yield str(path.relative_to(ROOT)), "\n".join(line.lstrip() for line in lines)


if __name__ == "__main__":
    if "--check" in sys.argv:
        missing = problems()
        print("\n".join(missing) or "English is whole.")
        sys.exit(bool(missing))
    update()
