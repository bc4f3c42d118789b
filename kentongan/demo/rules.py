"""The plan of the whole network, from one seed and the list of villages: no database, no clock."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from kentongan.demo import data
from kentongan.registry.enums import Precision, Step

TERM_YEARS = 3
ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Village:
    """A desa or kelurahan of the official list."""

    code: str
    name: str

    @property
    def district(self) -> str:
        return self.code[:8]


@dataclass(frozen=True, slots=True)
class DecreePlan:
    number: str
    starts_on: dt.date
    ends_on: dt.date
    has_scan: bool = False


@dataclass(frozen=True, slots=True)
class GroupPlan:
    """One group with all that is to be written about it; ``serial`` numbers groups through the network."""

    village: Village
    serial: int
    name: str
    formed_on: dt.date
    precision: Precision
    not_before: dt.date | None = None
    decrees: tuple[DecreePlan, ...] = ()
    channels: tuple[str, ...] = ()
    has_profile: bool = False
    has_contact: bool = True
    has_number: bool = False

    @property
    def code(self) -> str:
        return f"{self.village.code}-1"

    @property
    def slug(self) -> str:
        return "-".join(self.name.lower().split())


@dataclass(frozen=True, slots=True)
class StepPlan:
    step: Step
    done_on: dt.date
    fact: str


@dataclass(frozen=True, slots=True)
class CasePlan:
    """A village on its way; closed with its group, or given up with a reason."""

    village_code: str
    opened_on: dt.date
    steps: tuple[StepPlan, ...]
    closed_on: dt.date | None = None
    closed_reason: str = ""
    has_group: bool = False


@dataclass(frozen=True, slots=True)
class NetworkPlan:
    groups: tuple[GroupPlan, ...] = ()
    cases: tuple[CasePlan, ...] = field(default=())
    # Klaster of the city's groups in December 2021, and how the regency's active groups of September 2025 are so, by village.
    klaster: dict[str, int] = field(default_factory=dict)
    awake: dict[str, str] = field(default_factory=dict)


def plan_network(villages: Iterable[Village]) -> NetworkPlan:
    """Groups and cases of both regencies; the same villages give the same plan, always."""
    rng = Random(data.SEED)
    ordered = sorted(villages, key=lambda village: village.code)
    regency = [village for village in ordered if village.code.startswith(data.REGENCY + ".")]
    city = [village for village in ordered if village.code.startswith(data.CITY + ".")]
    formed = [*_regency_formations(regency, rng), *_city_formations(city, rng)]
    klaster = _klaster(formed)
    groups = tuple(_group(rng, serial, *formation, klaster) for serial, formation in enumerate(formed, start=1))
    cases = (*_regency_cases(regency, groups, rng), *_city_cases(city, groups, rng))
    return NetworkPlan(groups, cases, klaster, _awake(groups))


# --- Which village has a group since when -----------------------------------------------------------

Formation = tuple[Village, dt.date, Precision, dt.date | None]


def _regency_formations(villages: Sequence[Village], rng: Random) -> list[Formation]:
    """The published rises, each in villages of the 30 kecamatan, none of which stays empty after 2022."""
    chosen = [
        village
        for district, count in data.REGENCY_GROUPS.items()
        for village in _choose(rng, [v for v in villages if v.district == district], count, data.REGENCY_WITH_GROUP)
    ]
    rng.shuffle(chosen)
    # One village of each kecamatan, and those with a story, are among the early ones.
    early = {village.district: village for village in chosen}
    stories = [village for village in chosen if village.code in data.REGENCY_WITH_GROUP]
    ahead = list(dict.fromkeys([*stories, *sorted(early.values(), key=lambda village: village.code)]))
    queue = [*ahead, *(village for village in chosen if village not in ahead)]
    formed: list[Formation] = []
    for (day, count), is_exact, not_before in (
        (data.REGENCY_FIRST, False, None),
        (data.REGENCY_START_OF_2023, False, data.REGENCY_LAST_28 + ONE_DAY),
        (data.REGENCY_JUNE_2023, True, None),
        (data.REGENCY_SEPTEMBER_2025, False, data.REGENCY_JUNE_2023[0] + ONE_DAY),
    ):
        rise, queue = queue[:count], queue[count:]
        days = _working_days(rng, dt.date(2023, 1, 2), day, count) if is_exact else [day] * count
        precision = Precision.DAY if is_exact else Precision.BY
        formed += [(village, on, precision, not_before) for village, on in zip(rise, days, strict=True)]
    return formed


def _city_formations(villages: Sequence[Village], rng: Random) -> list[Formation]:
    by_code = {village.code: village for village in villages}
    oldest = [by_code[code] for code in data.CITY_OLDEST]
    wanted = [code for code in data.NAMED_GROUPS if code in by_code] + list(data.CITY_WITH_GROUP)
    later = [by_code[code] for code in wanted if code not in data.CITY_OLDEST]
    rest = [village for village in villages if village not in oldest and village not in later]
    rng.shuffle(rest)
    queue = [*oldest, *later, *rest]
    formed: list[Formation] = []
    known_until = None
    for day, count in (data.CITY_FIRST, data.CITY_DECEMBER_2021, data.CITY_MARCH_2022):
        rise, queue = queue[:count], queue[count:]
        formed += [(village, day, Precision.BY, known_until and known_until + ONE_DAY) for village in rise]
        known_until = day
    return formed


def _choose(rng: Random, villages: Sequence[Village], count: int, always: Sequence[str]) -> list[Village]:
    first = [village for village in villages if village.code in always]
    others = [village for village in villages if village.code not in always]
    return first + rng.sample(others, count - len(first))


def _working_days(rng: Random, first: dt.date, before: dt.date, count: int) -> list[dt.date]:
    days = [first + dt.timedelta(days=offset) for offset in range((before - first).days)]
    return sorted(rng.sample([day for day in days if day.weekday() < 5], count))


# --- Who is how active -------------------------------------------------------------------------------


def _klaster(formed: Sequence[Formation]) -> dict[str, int]:
    """The city's groups of December 2021 by klaster: the nine named first, the others by chance."""
    codes = [
        village.code
        for village, on, *_ in formed
        if village.code.startswith(data.CITY) and on <= data.CITY_DECEMBER_2021[0]
    ]
    named = [code for code in codes if code in data.NAMED_GROUPS and code != data.LOWOKWARU]
    others = sorted(set(codes) - set(named))
    Random(f"{data.SEED} klaster").shuffle(others)
    steps = [number for number, count in data.CITY_KLASTER.items() for _n in range(count)]
    return dict(zip([*named, *others], steps, strict=True))


def _awake(groups: Sequence[GroupPlan]) -> dict[str, str]:
    """The regency's active groups of September 2025: a third in all that a group does, some newly woken, some tiring."""
    chance = Random(f"{data.SEED} awake")
    awake: dict[str, str] = {}
    for district, count in data.REGENCY_AWAKE.items():
        known = [
            group
            for group in groups
            if group.village.district == district and group.formed_on < data.REGENCY_SEPTEMBER_2025[0]
        ]
        chosen = [group for group in known if group.village.code == data.GUBUGKLAKAH]
        rest = [group for group in known if group not in chosen]
        for group in [*chosen, *chance.sample(rest, count - len(chosen))]:
            has_term = any(term.starts_on <= data.TODAY <= term.ends_on for term in group.decrees)
            draw = chance.random()
            how = "woken" if draw < 0.08 else "tiring" if draw < 0.16 else "steady"
            awake[group.village.code] = "lively" if how == "steady" and has_term and chance.random() < 0.42 else how
    return awake


# --- What is known of a group ------------------------------------------------------------------------


def _group(
    rng: Random,
    serial: int,
    village: Village,
    formed_on: dt.date,
    precision: Precision,
    not_before: dt.date | None,
    klaster: Mapping[str, int],
) -> GroupPlan:
    word = rng.choice(data.GROUP_WORDS)
    decrees = _decrees(rng, village, formed_on, precision, serial)
    if village.code.startswith(data.CITY) and village.code != data.KAYUTANGAN:
        decrees = _city_decrees(village, klaster[village.code], serial) if village.code in klaster else ()
    # The newest of the regency are known by an announcement only.
    is_known = formed_on < data.REGENCY_SEPTEMBER_2025[0]
    kinds = [kind for kind, share in (("website", 0.45), ("instagram", 0.6), ("facebook", 0.3), ("youtube", 0.2))
             if rng.random() < share and is_known]  # fmt: skip
    is_kayutangan = village.code == data.KAYUTANGAN
    return GroupPlan(
        village=village,
        serial=serial,
        name=data.NAMED_GROUPS.get(village.code, f"KIM {word} {village.name}"),
        formed_on=formed_on,
        precision=precision,
        not_before=not_before,
        decrees=decrees,
        channels=("website", "instagram", "youtube") if is_kayutangan else tuple(kinds),
        has_profile=is_kayutangan or (is_known and rng.random() < 0.4),
        has_contact=is_kayutangan or (is_known and rng.random() < 0.85),
        has_number=is_known and rng.random() < 0.7,
    )


def _decrees(
    rng: Random, village: Village, formed_on: dt.date, precision: Precision, serial: int
) -> tuple[DecreePlan, ...]:
    """The recorded decrees of a group, each beginning the day after the one before."""
    start, years, renewal = _first_term(rng, formed_on, precision)
    if village.code == data.KAYUTANGAN:
        start, years, renewal = dt.date(2017, 1, 10), TERM_YEARS, 1.0
    if village.code == data.SANANKERTO:
        start, years, renewal = dt.date(2019, 9, 28), TERM_YEARS, 1.0
    if village.code == data.GUBUGKLAKAH:
        start, years, renewal = dt.date(2018, 3, 5), TERM_YEARS, 1.0
    elif start and start.month == 9 and start.day > 18 and village.code != data.SANANKERTO:
        # The last days of September belong to Sanankerto, whose decree is the first to end.
        start += dt.timedelta(days=14)
    terms: list[DecreePlan] = []
    has_scan = village.code == data.KAYUTANGAN or rng.random() < 0.05
    while start is not None and start <= data.TODAY:
        end = _years_later(start, years) - dt.timedelta(days=1)
        is_last = end >= data.TODAY or rng.random() > renewal
        terms.append(DecreePlan(_number(village, start, serial), start, end, has_scan and is_last))
        start = None if is_last else end + dt.timedelta(days=1)
    return tuple(terms)


def _first_term(rng: Random, formed_on: dt.date, precision: Precision) -> tuple[dt.date | None, int, float]:
    """First day of the first recorded term (none at all for some), its years, and how likely it was renewed."""
    two_or_three = 2 if rng.random() < 0.16 else TERM_YEARS
    if precision == Precision.DAY:
        return formed_on, TERM_YEARS, 0.8
    if formed_on == data.REGENCY_SEPTEMBER_2025[0]:
        return None, TERM_YEARS, 0
    earliest, span, none, renewal = {
        data.REGENCY_FIRST[0]: (dt.date(2017, 2, 1), 1020, 0.0, 0.82),
        data.REGENCY_START_OF_2023[0]: (dt.date(2023, 1, 2), 540, 0.14, 0.5),
        data.CITY_FIRST[0]: (dt.date(2015, 1, 5), 700, 0.0, 0.95),
    }.get(formed_on, (formed_on + dt.timedelta(days=5), 400, 0.1, 0.6))
    start = earliest + dt.timedelta(days=rng.randrange(span))
    start -= dt.timedelta(days=max(0, start.weekday() - 4))
    years = two_or_three if formed_on == data.REGENCY_START_OF_2023[0] else TERM_YEARS
    return (None if rng.random() < none else max(start, earliest)), years, renewal


def _city_decrees(village: Village, klaster: int, serial: int) -> tuple[DecreePlan, ...]:
    """Terms of three years: in force in December 2021, but for klaster 4, whose term had ended and is late renewed, if ever."""
    chance = Random(f"{data.SEED} decree {village.code}")
    if klaster == 4:
        start = dt.date(2017, 2, 6) + dt.timedelta(days=chance.randrange(500))
    else:
        start = dt.date(2019, 2, 4) + dt.timedelta(days=chance.randrange(900))
    terms = []
    while start <= data.TODAY:
        end = _years_later(start, TERM_YEARS) - ONE_DAY
        terms.append(DecreePlan(_number(village, start, serial), start, end))
        if chance.random() > (0.9 if klaster < 4 else 0.5):
            break
        start = end + ONE_DAY
        if klaster == 4:
            start = max(start, dt.date(2022, 3, 7)) + dt.timedelta(days=chance.randrange(400))
    return tuple(terms)


def _number(village: Village, start: dt.date, serial: int) -> str:
    if village.code == data.KAYUTANGAN:
        return f"188.45/07/{start.year}"
    prefix = "188.45" if village.code.startswith(data.CITY) else "141"
    return f"{prefix}/{serial * 7 % 89 + 1:02}/{start.year}"


def _years_later(day: dt.date, years: int) -> dt.date:
    return day.replace(year=day.year + years, day=min(day.day, 28) if day.month == 2 else day.day)


# --- Villages on their way ----------------------------------------------------------------------------


def _steps(rng: Random, opened_on: dt.date, done: int, until: dt.date) -> tuple[StepPlan, ...]:
    """The first steps of the way, some weeks apart, none after ``until``."""
    steps, day = [], opened_on
    for step in list(Step)[:done]:
        steps.append(StepPlan(step, day, rng.choice(data.STEP_FACTS[step])))
        day += dt.timedelta(days=rng.randrange(14, 35))
        if day > until:
            break
    return tuple(steps)


def _regency_cases(villages: Sequence[Village], groups: Sequence[GroupPlan], rng: Random) -> list[CasePlan]:
    covered = {group.village.code for group in groups}
    free = [v for v in villages if v.code not in covered and v.district not in data.DISTRICTS_WITHOUT]
    elsewhere = sorted(rng.sample(free, data.CASES_ELSEWHERE), key=lambda village: village.code)
    planned = [
        *data.REGENCY_CASES,
        *(
            (v.code, dt.date(2025, 2, 3) + dt.timedelta(days=rng.randrange(180)), rng.randrange(1, 5))
            for v in elsewhere
        ),
    ]
    village, opened_on, closed_on, reason = data.GIVEN_UP
    return [
        CasePlan(data.BAMBANG, data.BAMBANG_STEPS[0][1], tuple(StepPlan(*step) for step in data.BAMBANG_STEPS)),
        *(CasePlan(code, opened, _steps(rng, opened, done, data.TODAY)) for code, opened, done in planned),
        CasePlan(village, opened_on, _steps(rng, opened_on, 2, closed_on), closed_on, reason),
    ]


def _city_cases(villages: Sequence[Village], groups: Sequence[GroupPlan], rng: Random) -> list[CasePlan]:
    """All kelurahan without a group in December 2021 were on their way; one had its group by March 2022."""
    counted_on, formed_by = data.CITY_DECEMBER_2021[0], data.CITY_MARCH_2022[0]
    covered = {group.village.code: group.formed_on for group in groups}
    cases = []
    for village in villages:
        formed_on = covered.get(village.code)
        if formed_on is not None and formed_on < formed_by:
            continue
        opened_on = counted_on - dt.timedelta(days=rng.randrange(4, 100))
        done = 4 if formed_on else rng.choice((1, 1, 1, 2, 2, 3, 4))
        steps = _steps(rng, opened_on, done, formed_by)
        closed_on = formed_on
        cases.append(CasePlan(village.code, opened_on, steps, closed_on, has_group=closed_on is not None))
    return cases
