"""Which area is meant by what people write. Pure: names and codes in, an answer with its reason out.

A name is never looked for across regencies when a regency is written: Arjosari is a kelurahan of Kota Malang and a desa of
Kabupaten Malang, and a wrong guess would put a group into another office's register.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType

from rapidfuzz import fuzz, process

from kentongan.areas.enums import Kind, Level
from kentongan.core.normalise import fold

NATION = "ID"
_CODE = re.compile(r"\d{2}(?:\.\d{2}(?:\.\d{2}(?:\.\d{4})?)?)?", re.ASCII)
_LEVEL_OF_LENGTH = {2: Level.PROVINCE, 5: Level.REGENCY, 8: Level.DISTRICT, 13: Level.VILLAGE}
_FIRST_CITY = 71
# Villages of the third kind (desa adat in Papua, from 3001) are desa too.
_KIND_OF_VILLAGE = {"1": Kind.KELURAHAN, "2": Kind.DESA, "3": Kind.DESA}

# Codes ----------------------------------------------------------------------------------------------------------------


def tidy_code(written: str) -> str:
    """An official code in its dotted form, or "" when it cannot be one: 3507082003 is 35.07.08.2003."""
    text = written.strip().strip(".").replace(" ", "")
    if _CODE.fullmatch(text):
        return text
    digits = text.replace(".", "").replace("-", "")
    if not digits.isascii() or not digits.isdigit() or len(digits) not in {2, 4, 6, 10}:
        return ""
    parts = [digits[0:2], digits[2:4], digits[4:6], digits[6:10]]
    return ".".join(part for part in parts if part)


def level_from_code(code: str) -> Level:
    """The level of a well-formed code; ValueError for any other."""
    if code == NATION:
        return Level.NATION
    if not _CODE.fullmatch(code):
        raise ValueError(code)
    return _LEVEL_OF_LENGTH[len(code)]


def kind_from_code(code: str) -> Kind:
    """The kind that the numbering gives away: kota from 71, kelurahan 1xxx, desa 2xxx; ValueError where it says none."""
    match level_from_code(code):
        case Level.NATION:
            return Kind.NEGARA
        case Level.PROVINCE:
            return Kind.PROVINSI
        case Level.REGENCY:
            return Kind.KOTA if int(code[3:5]) >= _FIRST_CITY else Kind.KABUPATEN
        case Level.DISTRICT:
            return Kind.KECAMATAN
        case _:
            if (kind := _KIND_OF_VILLAGE.get(code[9])) is None:
                raise ValueError(code)
            return kind


def parent_code(code: str) -> str:
    """The code above; the nation's for a province, "" for the nation."""
    if code == NATION:
        return ""
    return code.rpartition(".")[0] or NATION


# Names ----------------------------------------------------------------------------------------------------------------

# A list names the same districts again and again, and each village several times on its way.
KNOWN_NAMES = 4096
_SIGNS = re.compile(r"[^\w\s]|_")
_VILLAGE_PREFIX = re.compile(
    r"(?:pemerintah(?:an)?\s+)?(?:desa|kelurahan|kel|ds|kl|des|kelur)\b[.:\s]*(?:/\s*(?:kelurahan|kel)\b[.:\s]*)?"
)
_DISTRICT_PREFIX = re.compile(r"(?:kecamatan|kec|kcm)\b[.:\s]*")
_REGENCY_PREFIX = re.compile(
    r"(?:(kabupaten|kab|kbp)|(kotamadya|kodya|kota|kotamadia))\b[.:\s]*(?:adm(?:inistrasi)?\b[.:\s]*)?"
)
_ANY_PREFIX = (_VILLAGE_PREFIX, _DISTRICT_PREFIX)


@lru_cache(maxsize=KNOWN_NAMES)
def fold_name(name: str) -> str:
    """Lower case with letters and digits only, so that Rampal Celaket, Rampal-Celaket and Rampalcelaket are one."""
    folded = fold(" ".join(name.split()))
    return folded if folded.isalnum() else _SIGNS.sub("", folded)


@lru_cache(maxsize=KNOWN_NAMES)
def normalise_name(name: str) -> str:
    """The folded name of a village or district without the word for what it is ("Desa", "Kel.", "Kec.")."""
    text = " ".join(name.casefold().split())
    for prefix in _ANY_PREFIX:
        if (found := prefix.match(text)) and fold_name(text[found.end() :]):
            return fold_name(text[found.end() :])
    return fold_name(text)


@lru_cache(maxsize=KNOWN_NAMES)
def normalise_regency(name: str) -> str:
    """The folded name of a regency with its kind in full, where it was written: "Kab. Malang" is kabupatenmalang, "Malang" malang."""
    text = " ".join(name.casefold().split())
    found = _REGENCY_PREFIX.match(text)
    if not found or not fold_name(text[found.end() :]):
        return fold_name(text)
    return ("kabupaten" if found.group(1) else "kota") + fold_name(text[found.end() :])


# The index ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NamedArea:
    """A regency, district or village with every name it answers to."""

    code: str
    name: str
    spellings: tuple[str, ...] = ()


Codes = tuple[str, ...]
_NONE: Codes = ()


@dataclass(frozen=True, slots=True)
class NameIndex:
    """The names of one office's scope on one day. Build it with `NameIndex.of`."""

    areas: Mapping[str, NamedArea]
    # Folded official names with and without their prefix, then other spellings: asked in this order.
    _official: Mapping[str, Codes]
    _bare: Mapping[str, Codes]
    _spelled: Mapping[str, Codes]
    _districts: Mapping[str, Codes]
    _regencies: Mapping[str, Codes]
    _villages_of: Mapping[str, Codes]

    @classmethod
    def of(cls, areas: Iterable[NamedArea]) -> NameIndex:
        official: dict[str, list[str]] = {}
        bare: dict[str, list[str]] = {}
        spelled: dict[str, list[str]] = {}
        districts: dict[str, list[str]] = {}
        regencies: dict[str, list[str]] = {}
        villages_of: dict[str, list[str]] = {}
        by_code: dict[str, NamedArea] = {}
        for area in areas:
            code = area.code
            by_code[code] = area
            match len(code):
                case 13:
                    official.setdefault(fold_name(area.name), []).append(code)
                    bare.setdefault(normalise_name(area.name), []).append(code)
                    for spelling in area.spellings:
                        _add(spelled, normalise_name(spelling), code)
                    villages_of.setdefault(code[:8], []).append(code)
                    villages_of.setdefault(code[:5], []).append(code)
                case 8:
                    for name in (area.name, *area.spellings):
                        _add(districts, normalise_name(name), code)
                case 5:
                    for name in (area.name, *area.spellings):
                        for key in _regency_keys(name):
                            _add(regencies, key, code)
        frozen = (_freeze(names) for names in (official, bare, spelled, districts, regencies, villages_of))
        return cls(MappingProxyType(by_code), *frozen)

    def villages_named(self, name: str, within: Codes = _NONE) -> Codes:
        """Villages of that name under any of the codes (anywhere, when none are given); official names first."""
        for names, key in (
            (self._official, fold_name(name)),
            (self._bare, normalise_name(name)),
            (self._spelled, normalise_name(name)),
            (self._spelled, fold_name(name)),
        ):
            if found := _under(names.get(key, _NONE), within):
                return found
        return _NONE

    def villages_in(self, within: Codes) -> Codes:
        if not within:
            return tuple(code for code in self.areas if len(code) == 13)
        return tuple(code for above in within for code in self._villages_of.get(above, _NONE))

    def districts_named(self, name: str, within: Codes = _NONE) -> Codes:
        return _under(self._districts.get(normalise_name(name), _NONE), within)

    def regencies_named(self, name: str) -> Codes:
        return self._regencies.get(normalise_regency(name), _NONE)

    def district_of(self, code: str) -> NamedArea | None:
        return self.areas.get(code[:8])

    def regency_of(self, code: str) -> NamedArea | None:
        return self.areas.get(code[:5])

    def place_of(self, code: str) -> str:
        """Name, district and regency, for telling two villages of one name apart: "Arjosari, Blimbing, Kota Malang"."""
        above = (self.areas.get(part) for part in (code, code[:8], code[:5]))
        return ", ".join(area.name for area in above if area)


def _regency_keys(name: str) -> tuple[str, ...]:
    """With its kind and without: "Malang" alone means both Kabupaten and Kota."""
    key = normalise_regency(name)
    return tuple(dict.fromkeys((key, key.removeprefix("kabupaten").removeprefix("kota") or key)))


def _add(names: dict[str, list[str]], key: str, code: str) -> None:
    codes = names.setdefault(key, [])
    if code not in codes:
        codes.append(code)


def _freeze(names: dict[str, list[str]]) -> Mapping[str, Codes]:
    return MappingProxyType({key: tuple(codes) for key, codes in names.items()})


def _under(codes: Codes, within: Codes) -> Codes:
    return tuple(code for code in codes if code.startswith(within)) if within else codes


# The answer -----------------------------------------------------------------------------------------------------------


class Column(StrEnum):
    """The part of a query that an answer speaks of."""

    VILLAGE = "village"
    DISTRICT = "district"
    REGENCY = "regency"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class VillageQuery:
    """A village as a row of a spreadsheet names it; parts may be empty."""

    village: str
    district: str = ""
    regency: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    code: str


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Several villages fit; a person chooses. `column` is what would decide it."""

    candidates: Codes
    column: Column


@dataclass(frozen=True, slots=True)
class Unknown:
    """No village fits; `column` is the part that is not known, `proposals` up to three villages, nearest first."""

    column: Column
    proposals: Codes = ()


Answer = Found | Ambiguous | Unknown
_PROPOSALS = 3
_LEAST_LIKENESS = 55.0
_SLIP_OF_THE_PEN = 85.0


def resolve_village(query: VillageQuery, index: NameIndex) -> Answer:
    """The village that a row means. One answer is found; two are shown; none comes with the nearest names."""
    by_name = _by_name(query, index) if normalise_name(query.village) else None
    code = tidy_code(query.code)
    if len(code) != 13 or code not in index.areas:
        # Other lists number villages in other ways, so a code that is unknown here says nothing.
        return by_name or Unknown(Column.CODE if query.code.strip() else Column.VILLAGE)
    if by_name is None or by_name == Found(code) or _is_among(code, by_name):
        return Found(code)
    named = by_name.code if isinstance(by_name, Found) else ""
    likely = _likeness(normalise_name(query.village), index.areas[code])
    if not named and likely >= 85 and not _contradicts(code, query, index):
        return Found(code)
    others = (named,) if named else ()
    return Ambiguous((code, *others), Column.CODE)


def _is_among(code: str, answer: Answer) -> bool:
    return isinstance(answer, Ambiguous) and code in answer.candidates


def _contradicts(code: str, query: VillageQuery, index: NameIndex) -> bool:
    districts, regencies = index.districts_named(query.district), index.regencies_named(query.regency)
    return bool(districts and code[:8] not in districts) or bool(regencies and code[:5] not in regencies)


def _by_name(query: VillageQuery, index: NameIndex) -> Answer:
    regencies = index.regencies_named(query.regency) if query.regency.strip() else _NONE
    if query.regency.strip() and not regencies:
        return _unknown_above(Column.REGENCY, query, index, _NONE)
    if not query.district.strip():
        return _in_scope(query.village, regencies, index, Column.REGENCY if len(regencies) != 1 else Column.DISTRICT)
    districts = index.districts_named(query.district, regencies)
    if not districts:
        return _unknown_above(Column.DISTRICT, query, index, regencies)
    if found := _of_stated_kind(query.village, index.villages_named(query.village, districts)):
        return _one_or_more(found, Column.REGENCY)
    return Unknown(Column.VILLAGE, _propose(query.village, districts, index))


def _in_scope(village: str, within: Codes, index: NameIndex, decides: Column) -> Answer:
    if found := _of_stated_kind(village, index.villages_named(village, within)):
        return _one_or_more(found, decides)
    return Unknown(Column.VILLAGE, _nearest(village, index.villages_in(within), index))


def _one_or_more(codes: Codes, decides: Column) -> Answer:
    """Found, or what tells the candidates apart: regency, then district, then the name itself ("Desa" or "Kelurahan")."""
    if len(codes) == 1:
        return Found(codes[0])
    if len({code[:5] for code in codes}) == 1:
        decides = Column.DISTRICT if len({code[:8] for code in codes}) > 1 else Column.VILLAGE
    return Ambiguous(codes, decides)


_STATED_KIND = re.compile(r"(kelurahan|kel|kl)\b|(desa|ds)\b")


def _of_stated_kind(village: str, codes: Codes) -> Codes:
    """Of a desa and a kelurahan of one name, the one that was written; all of them when that says nothing."""
    stated = _STATED_KIND.match(village.casefold().strip())
    if len(codes) < 2 or not stated:
        return codes
    kind = Kind.KELURAHAN if stated.group(1) else Kind.DESA
    return tuple(code for code in codes if _KIND_OF_VILLAGE.get(code[9]) == kind) or codes


def _propose(village: str, districts: Codes, index: NameIndex) -> Codes:
    """The village under another district of the same regency if it is there by name, then what is nearest by name."""
    regencies = tuple(dict.fromkeys(code[:5] for code in districts))
    elsewhere = index.villages_named(village, regencies)
    near = _nearest(village, index.villages_in(districts), index)
    if not near and not elsewhere:
        near = _nearest(village, index.villages_in(regencies), index)
    return tuple(dict.fromkeys((*elsewhere, *near)))[:_PROPOSALS]


def _unknown_above(column: Column, query: VillageQuery, index: NameIndex, within: Codes) -> Unknown:
    """The district or regency is misspelt or outside the scope: villages of that name, the likest district or regency first.

    Where the district and the village are both unknown, only a slip of the pen in the district makes a near village a proposal.
    """
    is_district = column is Column.DISTRICT
    written = query.district if is_district else query.regency
    normalise = normalise_name if is_district else normalise_regency
    above = index.district_of if is_district else index.regency_of

    def likeness(code: str) -> float:
        area = above(code)
        return fuzz.ratio(normalise(written), normalise(area.name)) if area else 0.0

    if not is_district:
        # A village of another regency is no proposal.
        within = tuple(code for code in index.areas if len(code) == 5 and likeness(code) >= _SLIP_OF_THE_PEN)
        if not within:
            return Unknown(column)
    named = index.villages_named(query.village, within)
    if not named:
        near = _nearest(query.village, index.villages_in(within), index)
        named = tuple(code for code in near if likeness(code) >= _SLIP_OF_THE_PEN)
    return Unknown(column, tuple(sorted(named, key=lambda code: (-likeness(code), code)))[:_PROPOSALS])


def _nearest(village: str, codes: Codes, index: NameIndex) -> Codes:
    """Up to three villages whose name or other spelling is likest, the likest first, then by code."""
    wanted = normalise_name(village)
    choices = [
        (normalise_name(name), code)
        for code in codes
        for name in (index.areas[code].name, *index.areas[code].spellings)
    ]
    scores = process.extract(
        wanted, [name for name, _code in choices], scorer=fuzz.ratio, score_cutoff=_LEAST_LIKENESS, limit=20
    )
    ranked = sorted((-score, choices[place][1]) for _name, score, place in scores)
    return tuple(dict.fromkeys(code for _score, code in ranked))[:_PROPOSALS]


def _likeness(wanted: str, area: NamedArea) -> float:
    return max(fuzz.ratio(wanted, normalise_name(name)) for name in (area.name, *area.spellings))
