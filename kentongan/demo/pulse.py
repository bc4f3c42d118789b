"""What the demo's groups did, and when: planned from the seed, so that the shipped instruments find what was published.

No tier is written here or anywhere. Each group lives through spells, a spell says how often a kind of thing happens, and the
days follow from that with some chance. Pure: no database, no clock.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from kentongan.demo import data
from kentongan.demo.rules import GroupPlan, NetworkPlan
from kentongan.evidence.enums import Source
from kentongan.registry.enums import Precision

Habit = Mapping[str, int]

# How many days lie between two of a kind, up to a fifth more or less.
LIVELY: Habit = {"rapat": 56, "berita": 19, "unggahan": 9, "kegiatan": 45, "siaran-dibaca": 16}
TALKING: Habit = {"berita": 20, "unggahan": 9, "siaran-dibaca": 21}
POSTING: Habit = {"unggahan": 10, "siaran-dibaca": 30}
MEETING: Habit = {"rapat": 58, "kegiatan": 60, "siaran-dibaca": 30}
WRITING: Habit = {"berita": 18, "kegiatan": 80, "siaran-dibaca": 24}
# Too seldom to be called active, often enough to be alive.
QUARTERLY: Habit = {"rapat": 74}
SEEDLY: Habit = {"unggahan": 118}
SILENT: Habit = {}

# Klaster of December 2021, as the published meanings describe it, and the spells that lead there.
KLASTER_HABITS: dict[int, tuple[Habit, ...]] = {
    1: (LIVELY,),
    2: (TALKING, POSTING, MEETING, WRITING),
    3: (SEEDLY, SILENT),
    4: (SILENT,),
}
ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Spell:
    """From a first to a last day, things happen as often as the habit says."""

    first: dt.date
    last: dt.date
    habit: Habit


@dataclass(frozen=True, slots=True)
class Act:
    """One thing a group did. ``confirmed_at`` is when the office said so, for what the group reported itself."""

    village: str
    kind: str
    on: dt.date
    source: Source
    recorded_at: dt.datetime
    title: str
    url: str = ""
    until: dt.date | None = None
    confirmed_at: dt.datetime | None = None

    @property
    def has_photo(self) -> bool:
        """Reports of meetings that wait to be confirmed show their minutes, and all of Kayutangan's do."""
        is_shown = self.confirmed_at is None or self.village == data.KAYUTANGAN
        return is_shown and self.kind == "rapat" and self.source == Source.REPORTED

    @property
    def key(self) -> str:
        return f"contoh:{self.kind}:{self.on}"


def plan_acts(network: NetworkPlan) -> list[Act]:
    """Everything that every group did, in order of days; the same network gives the same acts, always."""
    acts: dict[tuple[str, str], Act] = {}
    for plan in network.groups:
        begun = plan.formed_on if plan.precision == Precision.DAY else plan.not_before
        for act in _acts_of(plan, network):
            if begun is None or act.on >= begun:
                acts.setdefault((act.village, act.key), act)
    return sorted(acts.values(), key=lambda act: (act.on, act.village, act.kind))


def _acts_of(plan: GroupPlan, network: NetworkPlan) -> Iterator[Act]:
    code = plan.village.code
    rng = Random(f"{data.SEED} {code}")
    if code == data.KAYUTANGAN:
        spells: Sequence[Spell] = KAYUTANGAN
        yield from _fixed(plan, data.KAYUTANGAN_DAYS)
    elif code == data.GUBUGKLAKAH:
        spells = [Spell(dt.date(2022, 1, 3), data.TODAY, LIVELY)]
        for year in (2022, 2023, 2024, 2025):
            yield _act(plan, "program-kerja", dt.date(year, 1, 14), until=dt.date(year + 1, 1, 13))
    elif code.startswith(data.CITY):
        spells = _city_spells(network.klaster.get(code), rng)
    else:
        spells = _regency_spells(plan, network.awake.get(code), rng)
    for spell in spells:
        for kind, every in spell.habit.items():
            for day in _days(spell, every, rng):
                yield _act(plan, _activity(kind, rng), day)
    yield from _invitations(plan, network, rng)


def _days(spell: Spell, every: int, rng: Random) -> Iterator[dt.date]:
    day = spell.first + dt.timedelta(days=rng.randrange(max(1, every // 2)))
    while day <= spell.last:
        yield day
        day += dt.timedelta(days=rng.randint(every * 4 // 5, every * 6 // 5))


def _activity(kind: str, rng: Random) -> str:
    return rng.choice(data.ACTIVITIES) if kind == "kegiatan" else kind


# --- The city -----------------------------------------------------------------------------------------------


def _city_spells(klaster: int | None, rng: Random) -> list[Spell]:
    """As the klaster of December 2021 says, and a year later as it comes; the group of 2022 has begun well."""
    if klaster is None:
        return [Spell(dt.date(2022, 4, 4), data.TODAY, LIVELY)]
    spells = [Spell(dt.date(2021, 5, 3), dt.date(2022, 6, 30), rng.choice(KLASTER_HABITS[klaster]))]
    lively = {1: 0.8, 2: 0.45, 3: 0.25, 4: 0.15}[klaster]
    for first, last in data.CITY_LATER_YEARS:
        habit = LIVELY if rng.random() < lively else rng.choice((TALKING, POSTING, MEETING, WRITING, SEEDLY, SILENT))
        spells.append(Spell(first, last, habit))
    return spells


# The board did not meet for half a year from October 2023, which the office helped to mend.
KAYUTANGAN = (
    Spell(dt.date(2021, 5, 3), dt.date(2023, 7, 20), {"rapat": 56}),
    Spell(dt.date(2021, 5, 3), data.TODAY, {"berita": 8, "unggahan": 4, "kegiatan": 40, "siaran-dibaca": 9}),
    Spell(dt.date(2024, 6, 20), dt.date(2025, 5, 1), {"rapat": 52}),
)


# --- The regency --------------------------------------------------------------------------------------------


def _regency_spells(plan: GroupPlan, wakes: str | None, rng: Random) -> list[Spell]:
    """``wakes`` names how a group is active in September 2025; the others have slept since some day before, or always."""
    if plan.formed_on >= data.REGENCY_SEPTEMBER_2025[0]:
        return []  # Known by an announcement only.
    first = dt.date(2022, 7, 4) if plan.precision == Precision.BY else plan.formed_on + ONE_DAY
    habits = (LIVELY, WRITING, MEETING) if not plan.channels else (LIVELY, TALKING, POSTING, WRITING, MEETING)
    if wakes is None:
        return _asleep(first, habits, rng)
    steady = LIVELY if wakes == "lively" else rng.choice(habits[1:] if wakes != "woken" else habits)
    if steady is MEETING:
        steady = {**MEETING, "kegiatan": 26}
    match wakes:
        case "woken":
            # The third thing of the month lies before the last published day.
            return [Spell(dt.date(2025, 8, 27), dt.date(2025, 9, 22), {"berita": 6, "kegiatan": 9, "rapat": 25})]
        case "tiring":
            # Three things at once in early summer, nothing since: they leave the window in October.
            start = dt.date(2025, 6, 20) + dt.timedelta(days=rng.randrange(8))
            return [
                Spell(first, dt.date(2024, 8, 31), steady),
                Spell(start, start + dt.timedelta(days=12), {"berita": 4}),
            ]
        case _:
            begins = first if rng.random() < 0.6 else dt.date(2024, 2, 5) + dt.timedelta(days=rng.randrange(300))
            return [Spell(max(first, begins), data.TODAY, steady)]


def _asleep(first: dt.date, habits: Sequence[Habit], rng: Random) -> list[Spell]:
    chance = rng.random()
    quarter = dt.timedelta(days=90)
    if chance < 0.14:
        return [Spell(first, data.TODAY, QUARTERLY)]
    if chance < 0.19:
        # Fell asleep within the last month: the last things of spring have left the window.
        last = dt.date(2025, 5, 20) + dt.timedelta(days=rng.randrange(18))
        return [Spell(first, last, rng.choice(habits))]
    if chance < 0.27:
        # Two things in the last weeks: one more would do.
        return [Spell(dt.date(2025, 8, 18), dt.date(2025, 9, 20), {"berita": 19})]
    if chance < 0.62:
        last = dt.date(2023, 8, 1) + dt.timedelta(days=rng.randrange(560))
        return [Spell(first, max(last, first + quarter), rng.choice(habits))]
    return [Spell(first, data.TODAY, SEEDLY)] if chance < 0.75 else []


# --- Invitations --------------------------------------------------------------------------------------------


def _invitations(plan: GroupPlan, network: NetworkPlan, rng: Random) -> Iterator[Act]:
    """Each invitation leaves one outcome: the city's meetings of groups, the regency's training batches."""
    code = plan.village.code
    if code == data.KAYUTANGAN:
        return
    if code.startswith(data.CITY):
        klaster = network.klaster.get(code, 2)
        for day in data.CITY_INVITATIONS:
            # Whoever was in klaster 1 always answered, whoever was in klaster 4 never did.
            answered = rng.random() < {1: 1.0, 2: 0.6, 3: 0.35, 4: 0.0}[klaster]
            yield _act(plan, _outcome(answered, rng), day)
        return
    if plan.formed_on >= data.REGENCY_SEPTEMBER_2025[0]:
        return
    for batch, day in enumerate(data.TRAINING_DAYS):
        if plan.serial % 5 == batch:
            answered = rng.random() < (0.9 if code in network.awake else 0.45)
            outcome = _outcome(answered, rng)
            yield _act(plan, outcome, day)
            if outcome == "undangan-dihadiri":
                yield _act(plan, "bimtek", day)


def _outcome(answered: bool, rng: Random) -> str:
    if not answered:
        return "undangan-terlewat"
    return "undangan-dihadiri" if rng.random() < 0.8 else "undangan-dijawab"


# --- One act ------------------------------------------------------------------------------------------------

# What an office or its own records brought, and what a group must report itself.
_SOURCES = {
    "rapat": Source.REPORTED,
    "program-kerja": Source.STAFF,
    "berita": Source.HARVESTED,
    "unggahan": Source.HARVESTED,
    "siaran-dibaca": Source.STAFF,
    "bimtek": Source.ATTENDANCE,
    "undangan-dijawab": Source.ATTENDANCE,
    "undangan-dihadiri": Source.ATTENDANCE,
    "undangan-terlewat": Source.ATTENDANCE,
}


def _fixed(plan: GroupPlan, days: Mapping[str, Sequence[dt.date]]) -> Iterator[Act]:
    for kind, some in days.items():
        for day in some:
            yield _act(plan, kind, day)


def _act(plan: GroupPlan, kind: str, on: dt.date, until: dt.date | None = None) -> Act:
    """The record of something: what lies before the register was opened was copied from the office's lists."""
    source = _SOURCES.get(kind, Source.REPORTED)
    serial = (plan.serial * 31 + on.toordinal() * 7) % 997
    titles = data.TITLES[kind]
    title = titles[serial % len(titles)].format(village=plan.village.name)
    url = f"https://contoh.example/{plan.slug}/{on}-{kind}" if source == Source.HARVESTED else ""
    recorded = dt.datetime.combine(on, dt.time(17 + serial % 4, serial % 60), tzinfo=data.WIB)
    confirmed = None
    if recorded < data.OPENED_AT:
        recorded = data.OPENED_AT + dt.timedelta(seconds=serial)
        source = Source.IMPORTED if source == Source.REPORTED else source
    elif source == Source.REPORTED:
        confirmed = _confirmed_at(on, serial)
    return Act(plan.village.code, kind, on, source, recorded, title, url, until, confirmed)


def _confirmed_at(on: dt.date, serial: int) -> dt.datetime | None:
    """Some working days later; the newest reports still wait."""
    day = on + dt.timedelta(days=1 + serial % 6)
    day += dt.timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)
    if day > data.TODAY - ONE_DAY:
        return None
    return dt.datetime.combine(day, dt.time(8 + serial % 7, serial % 60), tzinfo=data.WIB)
