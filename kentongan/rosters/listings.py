"""Lists of the register as tables to take away: groups, decrees, villages, officers, and in the columns of KIM.ID.

Rows are read a thousand at a time, so that a list of any length streams. Our own list of groups, read back by the import,
changes nothing.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO, Any

from django.db.models import Q, QuerySet
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _

from kentongan.areas.models import Area
from kentongan.core.tables import Column, ColumnKind, write_csv, write_xlsx
from kentongan.core.tables.write import csv_lines
from kentongan.registry.enums import SignerKind
from kentongan.registry.models import Decree, Group, Officer
from kentongan.registry.queries.groups import groups_listed
from kentongan.registry.rules.decrees import state_of_end
from kentongan.rosters.enums import Field
from kentongan.rosters.queries import chunks, known_groups
from kentongan.rosters.rules.facts import KnownGroup

BATCH = 1000
# Whether the phone numbers of these groups may be shown: their codes in, the allowed ones out.
Phones = Callable[[Sequence[str]], set[str]]
_DAYS = {Field.FORMED_ON, Field.DECREE_SIGNED, Field.DECREE_START, Field.DECREE_END}


@dataclass(frozen=True)
class Listing:
    """A table with the words above it. ``name`` becomes the file's name, with the day it speaks of."""

    name: str
    title: str
    notes: Sequence[str]
    columns: Sequence[Column]
    rows: Iterable[Sequence[Any]]

    def write_xlsx(self, stream: IO[bytes]) -> int:
        return write_xlsx(stream, self.columns, self.rows, title=self.title, notes=self.notes)

    def write_csv(self, stream: IO[bytes]) -> int:
        return write_csv(stream, self.columns, self.rows)

    def csv_lines(self) -> Iterator[bytes]:
        return csv_lines(self.columns, self.rows)


def no_phones(codes: Sequence[str]) -> set[str]:
    return set()


def all_phones(codes: Sequence[str]) -> set[str]:
    return set(codes)


def spoken_day(day: dt.date) -> str:
    return format_date(day, "l, j F Y")


def _about(as_of: dt.date) -> list[str]:
    return [_("Keadaan per %(day)s.") % {"day": spoken_day(as_of)}]


def _file(word: str, area: Area | None, as_of: dt.date) -> str:
    place = f"-{area.code}" if area else ""
    return f"{word}{place}-per-{as_of.isoformat()}"


# --- Groups -----------------------------------------------------------------------------------------------


def group_listing(
    groups: QuerySet[Group], as_of: dt.date, *, area: Area | None = None, phones: Phones = no_phones
) -> Listing:
    """Every field an import knows, in its order and under headings it reads."""
    columns = [
        Column(str(at.label), ColumnKind.DAY if at in _DAYS else ColumnKind.TEXT, _WIDTHS.get(at, 0))
        for at in Field
        if at != Field.DECREE_TERM
    ]
    return Listing(
        name=_file("daftar-kim", area, as_of),
        title=_("Daftar KIM %(area)s") % {"area": area.full_name} if area else _("Daftar KIM"),
        notes=_about(as_of),
        columns=columns,
        rows=_group_rows(groups, as_of, phones),
    )


_WIDTHS = {Field.NAME: 30, Field.GROUP_CODE: 18, Field.DECREE_NUMBER: 22, Field.KIMID_URL: 34, Field.ADDRESS: 40}


def _group_rows(groups: QuerySet[Group], as_of: dt.date, phones: Phones) -> Iterator[list[Any]]:
    for known, places in _batches(groups, as_of):
        seen = phones([group.code for group in known])
        for group in known:
            yield [value for at, value in _values(group, places, as_of, group.code in seen).items()]


def _batches(groups: QuerySet[Group], as_of: dt.date) -> Iterator[tuple[list[KnownGroup], dict[str, Area]]]:
    """A thousand groups at a time in the order of the list, with the areas around them."""
    codes = list(groups.order_by("area_id", "code").values_list("pk", flat=True))
    for batch in chunks(codes, BATCH):
        known = sorted(known_groups(Q(pk__in=batch), as_of), key=lambda group: (group.area_code, group.code))
        wanted = {part for group in known for part in (group.area_code, group.area_code[:8], group.area_code[:5])}
        yield known, Area.objects.in_bulk(wanted)


def _place(code: str, places: dict[str, Area]) -> tuple[str, str, str]:
    """Village, district and regency; a group of a kecamatan has no village."""
    village, district, regency = (
        places.get(code) if len(code) == 13 else None,
        places.get(code[:8]),
        places.get(code[:5]),
    )
    return tuple(area.name if area else "" for area in (village, district, regency))  # type: ignore[return-value]


def _values(group: KnownGroup, places: dict[str, Area], as_of: dt.date, sees_phones: bool) -> dict[Field, Any]:
    village, district, regency = _place(group.area_code, places)
    decree = next((decree for decree in group.decrees if decree.starts_on <= as_of), None)
    channels = {kind: next(iter(urls), "") for kind, urls in group.channels.items()}
    return {
        Field.NAME: group.name,
        Field.GROUP_CODE: group.code,
        Field.AREA_CODE: group.area_code,
        Field.VILLAGE: village,
        Field.DISTRICT: district,
        Field.REGENCY: regency,
        Field.FORMED_ON: group.formed_on,
        Field.FORMED_PRECISION: "" if group.is_exact else _("paling lambat"),
        Field.DECREE_NUMBER: decree.number if decree else "",
        Field.DECREE_SIGNED: decree.signed_on if decree else "",
        Field.DECREE_SIGNER: _signer(decree.signer_kind, decree.signer_name) if decree else "",
        Field.DECREE_START: decree.starts_on if decree else "",
        Field.DECREE_END: decree.ends_on if decree else "",
        Field.CHAIR: group.officers.get("chair", ""),
        Field.SECRETARY: group.officers.get("secretary", ""),
        Field.TREASURER: group.officers.get("treasurer", ""),
        Field.CHAIR_PHONE: group.chair_phone if sees_phones else "",
        Field.CONTACT: group.contact,
        Field.PHONE: group.phone if sees_phones else "",
        Field.KIM_NUMBER: group.kim_number,
        Field.KIMID_URL: group.kimid_url,
        Field.WEBSITE: channels.get("website", ""),
        Field.INSTAGRAM: channels.get("instagram", ""),
        Field.FACEBOOK: channels.get("facebook", ""),
        Field.YOUTUBE: channels.get("youtube", ""),
        Field.TIKTOK: channels.get("tiktok", ""),
        Field.WHATSAPP: channels.get("whatsapp", ""),
        Field.ADDRESS: group.address,
    }


def _signer(kind: str, name: str) -> str:
    label = str(SignerKind(kind).label)
    return f"{label}: {name}" if name else label


def kimid_listing(groups: QuerySet[Group], as_of: dt.date, *, area: Area | None = None) -> Listing:
    """The columns of the ministry's list: number, site, name, place."""
    columns = [
        Column(str(at.label), width=_WIDTHS.get(at, 0))
        for at in (
            Field.KIM_NUMBER,
            Field.KIMID_URL,
            Field.NAME,
            Field.AREA_CODE,
            Field.VILLAGE,
            Field.DISTRICT,
            Field.REGENCY,
        )
    ]

    def rows() -> Iterator[list[Any]]:
        for known, places in _batches(groups, as_of):
            for group in known:
                place = _place(group.area_code, places)
                yield [group.kim_number, group.kimid_url, group.name, group.area_code, *place]

    title = _("Daftar KIM untuk KIM.ID")
    return Listing(_file("kim-id", area, as_of), title, _about(as_of), columns, rows())


# --- Decrees, officers, villages ----------------------------------------------------------------------------


def deadline_listing(groups: QuerySet[Group], as_of: dt.date, *, area: Area | None = None) -> Listing:
    """One row a group with the decree that decides, by its last day; groups without one at the end."""
    columns = [
        Column(_("Nama KIM"), width=30),
        Column(_("Kode KIM"), width=18),
        Column(_("Desa atau kelurahan")),
        Column(_("Kecamatan")),
        Column(_("Nomor SK"), width=22),
        Column(_("SK mulai"), ColumnKind.DAY),
        Column(_("SK berakhir"), ColumnKind.DAY),
        Column(_("Keadaan SK"), width=22),
    ]

    def rows() -> Iterator[list[Any]]:
        listed: QuerySet[Any] = groups_listed(groups.with_decree_end(as_of), as_of, by_deadline=True)  # type: ignore[attr-defined]
        for group in listed.iterator(chunk_size=BATCH):
            yield [
                group.name,
                group.code,
                *_where(group.area),
                group.decree_number or "",
                group.decree_starts_on,
                group.decree_ends_on,
                str(state_of_end(group.decree_ends_on, as_of).label),
            ]

    return Listing(_file("tenggat-sk", area, as_of), _("Tenggat SK KIM"), _about(as_of), columns, rows())


def decree_listing(groups: QuerySet[Group], as_of: dt.date, *, area: Area | None = None) -> Listing:
    """All decrees begun by the day, the latest of each group first."""
    columns = [
        Column(_("Nama KIM"), width=30),
        Column(_("Kode KIM"), width=18),
        Column(_("Desa atau kelurahan")),
        Column(_("Kecamatan")),
        Column(_("Nomor SK"), width=22),
        Column(_("SK ditetapkan"), ColumnKind.DAY),
        Column(_("Penanda tangan SK"), width=28),
        Column(_("SK mulai"), ColumnKind.DAY),
        Column(_("SK berakhir"), ColumnKind.DAY),
    ]
    decrees = (
        Decree.objects.filter(group__in=groups.values("pk"), starts_on__lte=as_of)
        .select_related("group__area__parent")
        .order_by("group__area_id", "group__code", "-ends_on")
    )

    def rows() -> Iterator[list[Any]]:
        for decree in decrees.iterator(chunk_size=BATCH):
            group = decree.group
            signer = _signer(decree.signer_kind, decree.signer_name)
            where = _where(group.area)
            yield [
                group.name,
                group.code,
                *where,
                decree.number,
                decree.signed_on,
                signer,
                decree.starts_on,
                decree.ends_on,
            ]

    return Listing(_file("sk", area, as_of), _("Daftar SK KIM"), _about(as_of), columns, rows())


def officer_listing(
    groups: QuerySet[Group], as_of: dt.date, *, area: Area | None = None, phones: Phones = no_phones
) -> Listing:
    """The boards of the day; numbers only where they may be seen."""
    columns = [
        Column(_("Nama KIM"), width=30),
        Column(_("Kode KIM"), width=18),
        Column(_("Desa atau kelurahan")),
        Column(_("Kecamatan")),
        Column(_("Jabatan")),
        Column(_("Nama"), width=28),
        Column(_("Nomor HP")),
        Column(_("Nomor SK"), width=22),
    ]
    on_the_day = Q(until=None) | Q(until__gt=as_of)
    started = Q(since=None) | Q(since__lte=as_of)
    in_term = Q(decree=None) | Q(decree__starts_on__lte=as_of, decree__ends_on__gte=as_of)

    def rows() -> Iterator[list[Any]]:
        for batch in chunks(groups.order_by("area_id", "code").values_list("pk", "code"), BATCH):
            seen = phones([code for _pk, code in batch])
            officers = (
                Officer.objects.filter(on_the_day, started, in_term, group__in=[pk for pk, _code in batch])
                .select_related("group__area__parent", "decree")
                .order_by("group__area_id", "group__code", "pk")
            )
            for officer in officers:
                group = officer.group
                number = officer.phone if group.code in seen else ""
                position = str(officer.get_position_display())
                decree = officer.decree.number if officer.decree else ""
                yield [group.name, group.code, *_where(group.area), position, officer.name, number, decree]

    return Listing(_file("pengurus-kim", area, as_of), _("Daftar pengurus KIM"), _about(as_of), columns, rows())


def village_listing(villages: QuerySet[Any], as_of: dt.date, *, area: Area | None = None) -> Listing:
    """Villages with their state; ``villages`` carry what ``villages_listed`` adds."""
    columns = [
        Column(_("Kode wilayah"), width=16),
        Column(_("Desa atau kelurahan"), width=26),
        Column(_("Kecamatan")),
        Column(_("Kabupaten atau kota")),
        Column(_("Keadaan")),
        Column(_("Nama KIM"), width=30),
        Column(_("Kode KIM"), width=18),
    ]

    def rows() -> Iterator[list[Any]]:
        for village in villages.iterator(chunk_size=BATCH):
            if village.has_group:
                state = _("Sudah ada KIM")
            else:
                state = _("Sedang diproses") if village.is_in_process else _("Belum ada KIM")
            district = village.parent
            regency = district.parent if district else None
            yield [
                village.code,
                village.name,
                district.name if district else "",
                regency.name if regency else "",
                state,
                village.group_name or "",
                village.group_code or "",
            ]

    return Listing(_file("desa", area, as_of), _("Daftar desa dan kelurahan"), _about(as_of), columns, rows())


def _where(area: Area) -> tuple[str, str]:
    """Village and district of a group's area."""
    if len(area.code) == 13:
        return area.name, area.parent.name if area.parent else ""
    return "", area.name
