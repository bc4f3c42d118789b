"""The data set of the benchmark: invented groups in the country's real areas, the same on every run."""

import datetime as dt
import random
from collections.abc import Sequence

from kentongan.accounts.enums import Role
from kentongan.accounts.models import Duty, Office, User
from kentongan.areas.actions import import_areas
from kentongan.areas.enums import Level
from kentongan.areas.models import Area
from kentongan.registry.actions import add_decree
from kentongan.registry.enums import Measure, Precision
from kentongan.registry.models import Decree, FormationCase, Group, Target

AS_OF = dt.date(2025, 9, 25)
GROUPS = 84_000
# Villages without any group; the others' surplus are second groups.
EMPTY_SHARE = 0.06
BATCH = 2_000


def places(only: Sequence[str] = ()) -> None:
    """The country's areas, or those of a few regencies, with their offices."""
    import_areas(only=only)
    _offices()


def small(chance: random.Random) -> None:
    """One regency as it is today: 390 villages, 250 groups."""
    places(only=["35.07"])
    villages = list(Area.objects.at_level(Level.VILLAGE).order_by("code"))
    taken = chance.sample(villages, 250)
    _groups(taken, chance)
    # Some wait, as in the country: pages read a little more for those.
    free = [village for village in villages if village not in taken]
    FormationCase.objects.bulk_create(
        [FormationCase(area=village, opened_on=AS_OF - dt.timedelta(days=300)) for village in free[:10]]
    )


def national(chance: random.Random) -> None:
    """Every village of the country, a group in nearly each, an office in every regency."""
    places()
    _cases_and_targets(chance)
    taken = set(Group.objects.values_list("area_id", flat=True))
    villages = list(Area.objects.at_level(Level.VILLAGE).order_by("code"))
    free = [village for village in villages if village.code not in taken and chance.random() > EMPTY_SHARE]
    _groups(free, chance)
    seconds = chance.sample(free, GROUPS - Group.objects.count())
    _groups(seconds, chance, number=2)


def person(code: str) -> User:
    """Someone of the office of this area, who sees all that lies in it."""
    user, is_new = User.objects.get_or_create(name=f"Staf {code}", username=f"bench-{code}")
    if is_new:
        Duty.objects.create(user=user, role=Role.OFFICE_STAFF, area_id=code)
    return user


_somewhere = random.Random(1)


def change() -> None:
    """One decree more, in any regency."""
    group = Group.objects.filter(pk__gte=_somewhere.randrange(GROUPS)).select_related("area").order_by("pk").first()
    group = group or Group.objects.select_related("area").latest("pk")
    number = f"Uji {group.decrees.count() + 1}"
    add_decree(group=group, number=number, starts_on=AS_OF, ends_on=AS_OF + dt.timedelta(days=3 * 365))


def _offices() -> None:
    existing = set(Office.objects.values_list("pk", flat=True))
    areas = Area.objects.filter(level__in=[Level.REGENCY, Level.PROVINCE, Level.NATION]).exclude(code__in=existing)
    Office.objects.bulk_create(
        [Office(area=area, name=f"Diskominfo {area.name}"[:120]) for area in areas if _has_office(area)]
    )


def _has_office(area: Area) -> bool:
    """Every regency, and of those above them the two that the benchmark visits."""
    return area.level == Level.REGENCY or area.code in {"ID", "35"}


def _groups(villages: list[Area], chance: random.Random, number: int = 1) -> None:
    made = Group.objects.bulk_create([_group(village, number, chance) for village in villages], batch_size=BATCH)
    decreed = [group for group in made if chance.random() < 0.9]
    Decree.objects.bulk_create([_decree(group, chance) for group in decreed], batch_size=BATCH)


def _group(village: Area, number: int, chance: random.Random) -> Group:
    """Formed between 2012 and the day, more in later years; one in a hundred has ended."""
    first = dt.date(2012, 1, 1)
    formed = first + dt.timedelta(days=int((AS_OF - first).days * chance.random() ** 0.5))
    ended = formed + (AS_OF - formed) // 2 if chance.random() < 0.01 else None
    return Group(
        code=f"{village.code}-{number}",
        area=village,
        name=f"KIM {village.name}"[:120],
        formed_on=formed,
        formed_precision=Precision.BY if chance.random() < 0.1 else Precision.DAY,
        ended_on=ended,
        contact_phone=f"+62812{chance.randrange(10**8):08d}",
    )


def _decree(group: Group, chance: random.Random) -> Decree:
    """A term of three years that may have ended, end soon, or run for long."""
    starts = group.formed_on + dt.timedelta(days=chance.randrange(365))
    while starts + dt.timedelta(days=3 * 365) < AS_OF and chance.random() < 0.85:
        starts += dt.timedelta(days=3 * 365)
    return Decree(
        group=group,
        number=f"141/{chance.randrange(1000)}/{starts.year}/{group.code}",
        starts_on=starts,
        ends_on=starts + dt.timedelta(days=3 * 365),
        signed_on=starts,
    )


def _cases_and_targets(chance: random.Random) -> None:
    villages = list(Area.objects.at_level(Level.VILLAGE).filter(formation_cases=None).order_by("code"))
    FormationCase.objects.bulk_create(
        [
            FormationCase(area=village, opened_on=AS_OF - dt.timedelta(days=chance.randrange(20, 700)))
            for village in chance.sample(villages, 4_000)
        ],
        batch_size=BATCH,
    )
    Target.objects.bulk_create(
        [
            Target(
                office=office,
                measure=Measure.FORMED_NEW,
                year=year,
                value=chance.randrange(5, 60),
                source="Rencana kerja",
                stated_on=dt.date(year, 1, 10),
            )
            for office in Office.objects.all()
            for year in (2023, 2024, 2025)
        ]
    )
