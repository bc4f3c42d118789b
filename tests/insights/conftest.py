"""A small regency of its own: every boundary of the figures has a place in it."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from kentongan.accounts.models import Office
from kentongan.areas.enums import Kind, Level
from kentongan.areas.models import Area
from kentongan.registry.models import Decree, FormationCase, Group

AS_OF = dt.date(2023, 6, 15)
DAY = dt.timedelta(days=1)


class Register:
    """Makes areas by their code, and groups, decrees and cases in them."""

    def __init__(self) -> None:
        self.add("ID", Kind.NEGARA, "Indonesia")
        self.add("90", Kind.PROVINSI, "Provinsi Uji")
        self.regency = self.add("90.01", Kind.KABUPATEN, "Kabupaten Uji")
        for number, name in ((1, "Satu"), (2, "Dua"), (3, "Tiga")):
            self.add(f"90.01.0{number}", Kind.KECAMATAN, name)
            for village in range(1, 4):
                kelurahan = number == 1 and village == 1
                self.add(
                    f"90.01.0{number}.{1001 if kelurahan else 2000 + village}",
                    Kind.KELURAHAN if kelurahan else Kind.DESA,
                    f"{name} {village}",
                )
        self.office = Office.objects.create(area=self.regency, name="Diskominfo Uji")

    def add(self, code: str, kind: Kind, name: str, **facts: Any) -> Area:
        parts = [] if code == "ID" else code.split(".")
        level = [Level.NATION, Level.PROVINCE, Level.REGENCY, Level.DISTRICT, Level.VILLAGE][len(parts)]
        above = [".".join(parts[:size]) if len(parts) >= size else "" for size in (1, 2, 3)]
        area = Area(
            code=code,
            level=level,
            kind=kind,
            name=name,
            parent_id=(".".join(parts[:-1]) or "ID") if parts else None,
            province_code=above[0],
            regency_code=above[1],
            district_code=above[2],
            **facts,
        )
        area.save(force_insert=True)
        return area

    def group(self, area: str, formed_on: dt.date = dt.date(2020, 3, 4), **facts: Any) -> Group:
        number = Group.objects.filter(area_id=area).count() + 1
        return Group.objects.create(
            code=f"{area}-{number}", area_id=area, name=f"KIM {area} {number}", formed_on=formed_on, **facts
        )

    def decree(self, group: Group, ends_on: dt.date, starts_on: dt.date = dt.date(2020, 4, 1)) -> Decree:
        number = f"141/{group.decrees.count() + 1}/{group.pk}"
        return Decree.objects.create(group=group, number=number, starts_on=starts_on, ends_on=ends_on)

    def case(self, area: str, opened_on: dt.date = dt.date(2023, 1, 9), **facts: Any) -> FormationCase:
        return FormationCase.objects.create(area_id=area, opened_on=opened_on, **facts)


@pytest.fixture
def register(db: None) -> Register:
    return Register()


@pytest.fixture
def person(register: Register) -> Callable[[str, str], Any]:
    """``person("office_admin", "90.01")``"""
    from tests.conftest import make_user

    count = iter(range(100, 1000))

    def make(role: str, area: str, group_code: str = "") -> Any:
        return make_user("Orang Uji", f"+62812{next(count):08}", role, area, group_code)  # type: ignore[arg-type]

    return make
