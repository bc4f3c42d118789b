"""What changes areas: the official list is brought in, spellings are learnt, areas end, are split or renamed on a day."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kentongan.areas.models import NATION_CODE, Area, AreaSpelling, AreaSuccession
from kentongan.areas.rules import (
    kind_from_code,
    level_from_code,
    normalise_name,
    normalise_regency,
    parent_code,
    tidy_code,
)
from kentongan.areas.source import official_areas
from kentongan.core.audit import record_event
from kentongan.core.errors import Conflict, Refused
from kentongan.core.models import AuditEvent
from kentongan.core.search import refresh_statistics

Progress = Callable[[int, int], None]
_BATCH = 2_000


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import of the official list did; all are numbers of areas."""

    total: int
    added: int
    renamed: int
    unchanged: int


@transaction.atomic
def import_areas(
    *, only: Sequence[str] = (), by: Any = None, progress: Progress = lambda done, total: None
) -> ImportReport:
    """Bring in the official areas, all or those under some codes (with what lies above them). Twice does no harm.

    What the office has since done stays: an ended area stays ended, a renamed one keeps its name, spellings stay, and a
    new official name keeps the old one as a spelling.
    """
    wanted = _wanted(only)
    known = dict(Area.objects.values_list("code", "name"))
    settled = set(Area.objects.exclude(valid_until=None).values_list("code", flat=True))
    settled |= set(AuditEvent.objects.filter(subject_kind="area", verb="rename").values_list("subject_key", flat=True))
    missing = [_new_area(code, name) for code, name in wanted if code not in known]
    renamed = [(code, name) for code, name in wanted if code in known and known[code] != name and code not in settled]
    done, total = len(wanted) - len(missing), len(wanted)
    progress(done, total)
    for start in range(0, len(missing), _BATCH):
        batch = missing[start : start + _BATCH]
        Area.objects.bulk_create(batch, batch_size=_BATCH)
        done += len(batch)
        progress(done, total)
    _rename(renamed, known)
    if len(missing) >= _BATCH:
        refresh_statistics(Area)
    if missing or renamed:
        changes = {"added": [0, len(missing)], "renamed": [0, len(renamed)]}
        record_event(verb="import", kind="area", key=NATION_CODE, label=_("Kode wilayah resmi"), by=by, changes=changes)
    return ImportReport(total, len(missing), len(renamed), total - len(missing) - len(renamed))


def _wanted(only: Sequence[str]) -> list[tuple[str, str]]:
    official = list(official_areas())
    if not only:
        return official
    roots = [NATION_CODE if code.strip().upper() == NATION_CODE else tidy_code(code) for code in only]
    if NATION_CODE in roots:
        return official
    codes = {code for code, _name in official}
    for root, written in zip(roots, only, strict=True):
        if root not in codes:
            raise Refused(_("Tidak ada wilayah resmi dengan kode “%(code)s”.") % {"code": written})
    above = {NATION_CODE} | {code for root in roots for code in _ancestors(root)}
    under = tuple(root + "." for root in roots)
    return [row for row in official if row[0] in above or row[0].startswith(under)]


def _ancestors(code: str) -> list[str]:
    chain = [code]
    while chain[-1]:
        chain.append(parent_code(chain[-1]))
    return chain[:-1]


def _new_area(code: str, name: str, valid_from: dt.date | None = None) -> Area:
    return Area(
        code=code,
        name=name,
        level=level_from_code(code),
        kind=kind_from_code(code),
        parent_id=parent_code(code) or None,
        province_code=code[:2] if code != NATION_CODE else "",
        regency_code=code[:5] if len(code) >= 5 else "",
        district_code=code[:8] if len(code) >= 8 else "",
        valid_from=valid_from,
    )


def _rename(renamed: list[tuple[str, str]], known: Mapping[str, str]) -> None:
    """A rename of the official list is a correction of spelling; the old name still finds the area."""
    spellings = [
        AreaSpelling(area_id=code, spelling=known[code], folded=_folded(code, known[code])) for code, _ in renamed
    ]
    AreaSpelling.objects.bulk_create(
        [
            spelling
            for spelling, (code, name) in zip(spellings, renamed, strict=True)
            if spelling.folded != _folded(code, name)
        ],
        ignore_conflicts=True,
        batch_size=_BATCH,
    )
    Area.objects.bulk_update([Area(code=code, name=name) for code, name in renamed], ["name"], batch_size=500)


def _folded(code: str, name: str) -> str:
    return normalise_regency(name) if len(code) == 5 else normalise_name(name)


@transaction.atomic
def add_spelling(*, area: Area, spelling: str, by: Any = None) -> AreaSpelling:
    """Remember another way the area's name is written. Known already, or the official name itself: nothing changes."""
    spelling = " ".join(spelling.split())
    folded = _folded(area.code, spelling)
    if not folded or len(spelling) > 100:
        raise Refused(_("Tulis ejaan dengan huruf, paling banyak 100 karakter."))
    if folded == _folded(area.code, area.name):
        return AreaSpelling(area=area, spelling=area.name, folded=folded)
    saved, is_new = AreaSpelling.objects.get_or_create(area=area, folded=folded, defaults={"spelling": spelling})
    if is_new:
        _record("spell", area, by, {"spelling": [None, spelling]})
    return saved


@transaction.atomic
def rename_area(*, area: Area, name: str, on: dt.date, by: Any = None, reason: str = "") -> None:
    """The area bears another name from that day; the old one still finds it."""
    area = _locked(area)
    _must_exist(area, on)
    name, before = " ".join(name.split()), area.name
    if not _folded(area.code, name) or len(name) > 100:
        raise Refused(_("Tulis nama dengan huruf, paling banyak 100 karakter."))
    if name == before:
        return
    area.name = name
    area.save(update_fields=["name"])
    if _folded(area.code, before) != _folded(area.code, name):
        AreaSpelling.objects.get_or_create(area=area, folded=_folded(area.code, before), defaults={"spelling": before})
    _record("rename", area, by, {"name": [before, name], "on": [None, on.isoformat()]}, reason)


@transaction.atomic
def end_area(*, area: Area, on: dt.date, by: Any = None, reason: str = "") -> None:
    """The area exists no more from that day. What lies under it must have ended by then."""
    area = _locked(area)
    if area.valid_until == on:
        return
    _must_exist(area, on)
    if area.level == "nation":
        raise Refused(_("Negara tidak dapat diakhiri."))
    living = Area.objects.filter(parent=area).valid_on(on).order_by("code").first()
    if living:
        raise Refused(
            _("%(area)s masih berisi %(child)s. Akhiri atau pindahkan dulu wilayah di bawahnya.")
            % {"area": area.full_name, "child": living.full_name}
        )
    area.valid_until = on
    area.save(update_fields=["valid_until"])
    _record("end", area, by, {"valid_until": [None, on.isoformat()]}, reason)


@transaction.atomic
def split_area(*, area: Area, into: Mapping[str, str], on: dt.date, by: Any = None, reason: str = "") -> list[Area]:
    """From that day the areas of `into` (code to name) succeed this one. It goes on, smaller, if its own code is among them; else it ends.

    Codes that exist already take over a part; the others are made.
    """
    area = _locked(area)
    _must_exist(area, on)
    others = {code: name for code, name in into.items() if code != area.code}
    if not others:
        raise Refused(_("Sebutkan paling sedikit satu wilayah lain sebagai hasil pemekaran."))
    successors = [_successor(area, code, name, on) for code, name in others.items()]
    AreaSuccession.objects.bulk_create(
        [AreaSuccession(predecessor=area, successor=successor, on=on) for successor in successors],
        ignore_conflicts=True,
    )
    if area.code not in into:
        end_area(area=area, on=on, by=by)
    changes: dict[str, list[Any]] = {
        "into": [None, ", ".join(area.code for area in successors)],
        "on": [None, on.isoformat()],
    }
    _record("split", area, by, changes, reason)
    return successors


def _successor(area: Area, code: str, name: str, on: dt.date) -> Area:
    try:
        level = level_from_code(code)
        kind_from_code(code)
    except ValueError:
        raise Refused(_("“%(code)s” bukan kode wilayah.") % {"code": code}) from None
    if level != area.level:
        raise Refused(_("Kode “%(code)s” tidak setingkat dengan %(area)s.") % {"code": code, "area": area.full_name})
    existing = Area.objects.filter(code=code).first()
    if existing:
        if name and name != existing.name:
            raise Conflict(_("Kode “%(code)s” sudah dipakai %(area)s.") % {"code": code, "area": existing.full_name})
        _must_exist(existing, on)
        return existing
    if not name:
        raise Refused(_("Tulis nama untuk kode “%(code)s”.") % {"code": code})
    if not Area.objects.filter(code=parent_code(code)).valid_on(on).exists():
        raise Refused(
            _("Wilayah di atas “%(code)s” (%(parent)s) belum ada. Tambahkan dulu.")
            % {"code": code, "parent": parent_code(code)}
        )
    made = _new_area(code, name, valid_from=on)
    made.save(force_insert=True)
    return made


def _locked(area: Area) -> Area:
    return Area.objects.select_for_update().get(code=area.code)


def _must_exist(area: Area, on: dt.date) -> None:
    if area.valid_until is not None and area.valid_until <= on:
        raise Conflict(
            _("%(area)s sudah berakhir pada %(day)s.") % {"area": area.full_name, "day": area.valid_until.isoformat()}
        )
    if area.valid_from is not None and area.valid_from > on:
        raise Conflict(
            _("%(area)s baru ada sejak %(day)s.") % {"area": area.full_name, "day": area.valid_from.isoformat()}
        )


def _record(verb: str, area: Area, by: Any, changes: dict[str, list[Any]], reason: str = "") -> None:
    record_event(
        verb=verb,
        kind="area",
        key=area.code,
        label=area.full_name,
        area_code=area.code,
        by=by,
        changes=changes,
        reason=reason,
    )
