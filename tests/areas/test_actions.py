"""What changes areas."""

import datetime as dt

import pytest

from kentongan.areas import actions
from kentongan.areas.models import Area, AreaSpelling, AreaSuccession
from kentongan.areas.queries import build_name_index, find_areas
from kentongan.areas.rules import Ambiguous, Found, VillageQuery, resolve_village
from kentongan.core.errors import Conflict, Refused
from kentongan.core.models import AuditEvent

DAY = dt.date(2025, 1, 1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def malang() -> None:
    actions.import_areas(only=["35.07", "35.73"])


def area(code: str) -> Area:
    return Area.objects.get(code=code)


def test_two_regencies_come_with_what_is_above_them() -> None:
    steps: list[tuple[int, int]] = []
    report = actions.import_areas(only=["35.07", "3573"], progress=lambda done, total: steps.append((done, total)))
    assert (report.total, report.added) == (489, 489)  # nation, province, 2 regencies, 38 districts, 447 villages
    assert steps[-1] == (489, 489)
    bambang = area("35.07.08.2003")
    assert (bambang.full_name, bambang.parent_id) == ("Desa Bambang", "35.07.08")
    assert bambang.ancestor_codes == ("ID", "35", "35.07", "35.07.08", "35.07.08.2003")
    assert area("35").parent_id == "ID"
    assert AuditEvent.objects.filter(verb="import", subject_kind="area").count() == 1


def test_a_second_import_changes_nothing(malang: None) -> None:
    before = list(Area.objects.values_list())
    report = actions.import_areas(only=["35.07", "35.73"])
    assert (report.added, report.renamed, report.unchanged) == (0, 0, 489)
    assert list(Area.objects.values_list()) == before
    assert AuditEvent.objects.count() == 1


def test_an_import_revives_no_area_and_loses_no_spelling(malang: None) -> None:
    actions.add_spelling(area=area("35.07.08.2003"), spelling="Bambank")
    actions.end_area(area=area("35.07.08.2008"), on=DAY)
    Area.objects.filter(code="35.07.08.2008").update(name="Codo Lama")
    Area.objects.filter(code="35.07.08.2006").update(name="Patok Picis Kulon")
    report = actions.import_areas(only=["35.07"])
    assert (report.added, report.renamed) == (0, 1)
    assert (area("35.07.08.2008").valid_until, area("35.07.08.2008").name) == (DAY, "Codo Lama")
    assert AreaSpelling.objects.get(spelling="Bambank").area_id == "35.07.08.2003"
    assert AreaSpelling.objects.get(area_id="35.07.08.2006").spelling == "Patok Picis Kulon"
    assert area("35.07.08.2006").name != "Patok Picis Kulon"


def test_a_code_that_does_not_exist_is_refused() -> None:
    with pytest.raises(Refused, match=r"99\.99"):
        actions.import_areas(only=["99.99"])
    assert not Area.objects.exists()


@pytest.mark.slow
def test_the_whole_country_twice() -> None:
    assert actions.import_areas().added == 91_600
    assert actions.import_areas().unchanged == 91_600
    assert Area.objects.filter(level="village").count() == 83_762
    assert find_areas("gubuklakah")[0].code == "35.07.07.2016"


def test_a_spelling_is_remembered_once_and_never_the_official_name(malang: None) -> None:
    celaket = area("35.73.02.1002")
    for spelling in ("Rampal Selaket", "rampal-selaket", " Kel. Rampal  Selaket "):
        actions.add_spelling(area=celaket, spelling=spelling)
    actions.add_spelling(area=celaket, spelling="Rampal Celaket")
    assert [(one.spelling, one.folded) for one in celaket.spellings.all()] == [("Rampal Selaket", "rampalselaket")]
    with pytest.raises(Refused):
        actions.add_spelling(area=celaket, spelling=" - ")


def test_the_index_knows_spellings_and_only_living_areas_in_one_query(malang: None, django_assert_num_queries) -> None:
    actions.add_spelling(area=area("35.73.02.1002"), spelling="Rampal Selaket")
    actions.end_area(area=area("35.07.08.2008"), on=DAY)
    scope = area("35")
    with django_assert_num_queries(1):
        index = build_name_index(scope, DAY)
    assert resolve_village(VillageQuery("Rampal Selaket"), index) == Found("35.73.02.1002")
    assert isinstance(resolve_village(VillageQuery("Arjosari"), index), Ambiguous)
    assert "35.07.08.2008" not in index.areas
    assert "35.07.08.2008" in build_name_index(scope, DAY - dt.timedelta(days=1)).areas


def test_the_index_of_a_district_knows_what_is_above_it_and_not_beside(malang: None) -> None:
    index = build_name_index(area("35.07.08"), DAY)
    assert resolve_village(VillageQuery("Bambang", "Wajak", "Kab. Malang"), index) == Found("35.07.08.2003")
    assert len([code for code in index.areas if len(code) == 13]) == 13
    assert index.place_of("35.07.08.2003") == "Bambang, Wajak, Kabupaten Malang"


def test_an_area_ends_on_a_day(malang: None) -> None:
    actions.end_area(area=area("35.07.08.2008"), on=DAY)
    actions.end_area(area=area("35.07.08.2008"), on=DAY)
    assert not Area.objects.valid_on(DAY).filter(code="35.07.08.2008").exists()
    assert Area.objects.valid_on(DAY - dt.timedelta(days=1)).filter(code="35.07.08.2008").exists()
    assert AuditEvent.objects.filter(verb="end").count() == 1
    with pytest.raises(Conflict):
        actions.end_area(area=area("35.07.08.2008"), on=DAY + dt.timedelta(days=9))
    with pytest.raises(Refused, match="Desa"):
        actions.end_area(area=area("35.07.08"), on=DAY)


def test_a_village_is_split_and_goes_on(malang: None) -> None:
    made = actions.split_area(
        area=area("35.07.08.2003"), into={"35.07.08.2003": "", "35.07.08.2099": "Bambang Baru"}, on=DAY
    )
    assert [(one.code, one.kind, one.valid_from) for one in made] == [("35.07.08.2099", "desa", DAY)]
    assert area("35.07.08.2003").valid_until is None
    assert AreaSuccession.objects.values_list("predecessor_id", "successor_id", "on").get() == (
        "35.07.08.2003",
        "35.07.08.2099",
        DAY,
    )
    assert not Area.objects.valid_on(DAY - dt.timedelta(days=1)).filter(code="35.07.08.2099").exists()


def test_a_village_is_divided_among_others_and_ends(malang: None) -> None:
    actions.split_area(area=area("35.07.08.2003"), into={"35.07.08.2098": "Bambang Wetan", "35.07.08.2008": ""}, on=DAY)
    assert area("35.07.08.2003").valid_until == DAY
    assert AreaSuccession.objects.count() == 2


@pytest.mark.parametrize(
    ("into", "error"),
    [
        ({}, Refused),
        ({"35.07.08.2003": ""}, Refused),
        ({"35.07.08": "Wajak"}, Refused),
        ({"bukan kode": "X"}, Refused),
        ({"35.07.99.2001": "X"}, Refused),
        ({"35.07.08.2099": ""}, Refused),
        ({"35.07.08.2008": "Bukan Codo"}, Conflict),
    ],
)
def test_a_split_that_makes_no_sense_writes_nothing(malang: None, into: dict[str, str], error: type[Exception]) -> None:
    with pytest.raises(error):
        actions.split_area(area=area("35.07.08.2003"), into=into, on=DAY)
    assert (Area.objects.count(), AreaSuccession.objects.count()) == (489, 0)
    assert area("35.07.08.2003").valid_until is None
