"""Search that forgives spelling; the same cases on SQLite and PostgreSQL."""

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.state import ProjectState
from hypothesis import given
from hypothesis import strategies as st

from kentongan.areas.actions import import_areas
from kentongan.areas.models import Area, AreaSpelling
from kentongan.core import search
from kentongan.core.column_index import trigger_names
from kentongan.core.search import fold_query, nearest, probes, score
from kentongan.registry.models import Decree, Group


@pytest.fixture
def malang(db: None) -> None:
    import_areas(only=["35.07", "35.73"])


def found(text: str, areas=None, limit: int = 5) -> list[str]:
    rows = Area.objects.all() if areas is None else areas
    return [area.code for area, _score in nearest(rows, "search_text", text, limit)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("gubugklakah", "35.07.07.2016"),
        ("Gubuk Klakah", "35.07.07.2016"),
        ("gubuklaka", "35.07.07.2016"),
        ("GUBUG-KLAKAH", "35.07.07.2016"),
        ("rampal celaket", "35.73.02.1002"),
        ("rampalselaket", "35.73.02.1002"),
        ("tasikmadu", "35.73.05.1012"),
        ("poncokusmo", "35.07.07"),
        ("wajk", "35.07.08"),
        ("35.07.08.2003", "35.07.08.2003"),
        ("3507082003", "35.07.08.2003"),
        ("desa bambang", "35.07.08.2003"),
        ("sumbermanjing wetn", "35.07.04"),
        ("do", "35.07.01"),
    ],
)
def test_the_first_result(malang: None, text: str, code: str) -> None:
    assert found(text)[0] == code


@pytest.mark.parametrize(
    "text", ["", " ", "-./", "zzzzqqqq", "%", "_", "'; DROP TABLE areas_area; --", '"', "x" * 500, "日本"]
)
def test_nothing_and_nonsense_find_nothing(malang: None, text: str) -> None:
    assert found(text) == []


def test_results_stay_in_their_queryset(malang: None) -> None:
    kota = Area.objects.get(code="35.73")
    assert found("arjosari", Area.objects.within(kota))[0] == "35.73.01.1002"
    assert all(code.startswith("35.73") for code in found("sumber", Area.objects.within(kota)))
    assert found("arjosari", Area.objects.none()) == []
    assert found("arjosari", Area.objects.filter(code__in=[])) == []
    assert found("ar", Area.objects.within(kota))[0].startswith("35.73")


def test_the_limit_holds(malang: None) -> None:
    assert len(found("sumber", limit=3)) == 3
    assert found("sumber", limit=0) == []


def test_bulk_writes_stay_in_step(malang: None) -> None:
    wajak = Area.objects.get(code="35.07.08")
    made = Area(
        code="35.07.08.2099", name="Qwertyuio", level="village", kind="desa", parent=wajak, district_code="35.07.08"
    )
    Area.objects.bulk_create([made])
    assert found("qwertyuio") == ["35.07.08.2099"]
    Area.objects.filter(code="35.07.08.2099").update(name="Asdfghjkl")
    assert (found("qwertyuio"), found("asdfghjkl")) == ([], ["35.07.08.2099"])
    Area.objects.filter(code="35.07.08.2099").delete()
    assert found("asdfghjkl") == []


def test_other_models_are_searched_too(cast) -> None:
    groups = [group.name for group, _score in nearest(Group.objects.all(), "search_text", "kayutngan", 5)]
    assert groups[0] == "KIM Kayutangan"
    assert nearest(Group.objects.all(), "search_text", cast.kayutangan.code, 5)[0] == (cast.kayutangan, 300.0)
    decree = Decree.objects.get(group=cast.kayutangan)
    assert nearest(Decree.objects.all(), "search_text", decree.number.replace("/", " - "), 5)[0] == (decree, 300.0)
    spelling = AreaSpelling.objects.create(area=cast.area("35.07.08.2003"), spelling="Bambank", folded="bambank")
    assert nearest(AreaSpelling.objects.all(), "folded", "bambnk", 5)[0][0] == spelling


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("model", "column"),
    [(Area, "search_text"), (AreaSpelling, "folded"), (Group, "search_text"), (Decree, "search_text")],
)
def test_the_last_migration_left_every_index_in_place(model, column: str) -> None:
    """Django drops triggers with the table it alters on SQLite: then TrigramIndex has to be said again."""
    table = model._meta.db_table
    if connection.vendor == "sqlite":
        names = trigger_names(table, column)
        sql = "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s AND name IN (%s, %s, %s)"
        parameters, count = [table, *names], 3
    else:
        sql = "SELECT count(*) FROM pg_indexes WHERE tablename = %s AND indexname = %s"
        parameters, count = [table, f"{table}_{column}_trigram"], 1
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        assert cursor.fetchone()[0] == count


@pytest.mark.django_db(transaction=True)
def test_the_operation_goes_back_and_indexes_rows_that_are_there_already() -> None:
    import_areas(only=["35.73"])
    operation = search.TrigramIndex("area", "search_text")
    state = ProjectState.from_apps(apps)
    with connection.schema_editor() as editor:
        operation.database_backwards("areas", editor, state, state)
        Area.objects.filter(code="35.73.01.1002").update(name="Qwertyuio")
    for _again in range(2):
        with connection.schema_editor() as editor:
            operation.database_forwards("areas", editor, state, state)
        assert found("qwertyuio") == ["35.73.01.1002"]
    assert operation.deconstruct() == ("TrigramIndex", ["area", "search_text"], {})


# The pure part --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "better", "worse"),
    [
        ("3507", "kimcodo|3507", "codo|35070820"),
        ("codo", "codo|35070820", "codokulon|3507"),
        ("codo", "codokulon|3507", "kulocodo|3507"),
        ("codo", "kimcodo|1", "kimcodokulonprogo|1"),
        ("codoo", "codo|1", "condong|1"),
        ("kayutngan", "kimkayutangan|35", "kimkauman|35"),
    ],
)
def test_what_fits_better_scores_higher(query: str, better: str, worse: str) -> None:
    assert score(query, better) > score(query, worse)


def test_codes_and_numbers_lead() -> None:
    assert (score("1412024", "1412024"), score("codo", "codo|1"), score("codo", "")) == (300.0, 250.0, 0.0)


@given(st.text(max_size=80))
def test_pieces_are_parts_of_the_query(text: str) -> None:
    query = fold_query(text)
    assert all(piece in query and len(piece) >= 3 for piece in probes(query))
    assert bool(probes(query)) == (len(query) >= 3)
