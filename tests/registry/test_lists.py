"""Lists: the rows behind the figures, narrowed by the address, in a constant number of queries."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kentongan.areas.models import Area, AreaSpelling
from kentongan.insights.queries import figures
from kentongan.registry import actions
from kentongan.registry.models import FormationCase, Group
from tests.conftest import Cast, make_group

LISTS = ["/kim/", "/desa/", "/sk/", "/target/", "/cari/"]


@pytest.fixture
def network(cast: Cast) -> Cast:
    """Two more groups in the regency, one of them ended, one without a decree; one ends soon, one has ended."""
    make_group(cast.area("35.07.08.2008"), "KIM Codo", dt.date(2023, 3, 1), ends_on=dt.date(2025, 10, 1))
    make_group(cast.area("35.07.11.2006"), "KIM Arjosari", dt.date(2019, 5, 1), ended_on=dt.date(2024, 1, 1))
    make_group(cast.area("35.07.11.2006"), "KIM Arjosari Baru", dt.date(2024, 2, 1))
    make_group(
        cast.area("35.07.07.2016"), "KIM Kedua", dt.date(2022, 7, 7), ends_on=dt.date(2024, 7, 7), formed_precision="by"
    )
    return cast


def names(response) -> list[str]:
    return [row.name for row in response.context["page"]]


@pytest.mark.parametrize("path", LISTS)
def test_who_sees_a_list(cast: Cast, client, sign_in, path: str) -> None:
    assert client.get(path).url.startswith("/masuk/")
    for person in (cast.admin, cast.viewer, cast.district_officer, cast.forum, cast.leader, cast.member):
        assert sign_in(person).get(path).status_code == 200, person.name


@pytest.mark.parametrize("path", ["/kim/", "/desa/", "/sk/", "/target/"])
def test_another_regencys_list_is_not_found(cast: Cast, sign_in, path: str) -> None:
    client = sign_in(cast.admin)
    assert client.get(path, {"wilayah": "35.07"}).status_code == 200
    for code in ("35.73", "35", "ID", "99.99", "x'; --"):
        assert client.get(path, {"wilayah": code}).status_code == 404, code


@pytest.mark.parametrize("path", LISTS)
def test_somebody_without_duty_sees_nothing(cast: Cast, sign_in, path: str) -> None:
    response = sign_in(cast.stranger).get(path, {"q": "kayutangan"})
    assert response.status_code in {200, 404}
    assert "Kayutangan" not in response.content.decode().replace('placeholder="Kayutangan"', "")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        pytest.param({}, ["KIM Gubugklakah", "KIM Kedua", "KIM Codo", "KIM Arjosari Baru"], id="all, by village"),
        pytest.param({"per": "2023-12-31"}, ["KIM Gubugklakah", "KIM Kedua", "KIM Codo", "KIM Arjosari"], id="as of"),
        pytest.param({"keadaan": "berakhir"}, ["KIM Arjosari"], id="ended"),
        pytest.param({"wilayah": "35.07.08"}, ["KIM Codo"], id="one kecamatan"),
        pytest.param({"q": "arjosari"}, ["KIM Arjosari Baru"], id="by village"),
        pytest.param({"q": "KIM Codo"}, ["KIM Codo"], id="by name with KIM"),
        pytest.param({"q": "gubug-klakah"}, ["KIM Gubugklakah", "KIM Kedua"], id="by name and village, folded"),
        pytest.param({"q": "poncokusumo"}, ["KIM Gubugklakah", "KIM Kedua"], id="by kecamatan"),
        pytest.param({"q": "35.07.08.2008"}, ["KIM Codo"], id="by code"),
        pytest.param({"q": "!!!"}, [], id="by nothing that can be searched"),
        pytest.param({"sk": "none"}, ["KIM Arjosari Baru"], id="no decree"),
        pytest.param({"sk": "ending"}, ["KIM Codo"], id="ending"),
        pytest.param({"sk": "ended"}, ["KIM Kedua"], id="decree ended"),
        pytest.param({"sk": "in_force"}, ["KIM Gubugklakah"], id="in force"),
        pytest.param(
            {"sk": "nonsense"}, ["KIM Gubugklakah", "KIM Kedua", "KIM Codo", "KIM Arjosari Baru"], id="unknown"
        ),
        pytest.param({"terbentuk_dari": "2023-01-01", "terbentuk_sampai": "31/12/2023"}, ["KIM Codo"], id="formed in"),
        pytest.param({"terbentuk_dari": "2023-01-01", "per": "2023-12-31"}, ["KIM Codo"], id="formed since, as of"),
    ],
)
def test_the_list_is_narrowed(network: Cast, sign_in, query: dict, expected: list[str]) -> None:
    response = sign_in(network.admin).get("/kim/", query)
    assert names(response) == expected
    assert response.context["shown"] == len(expected)


def test_a_filter_that_cannot_be_read_is_said(network: Cast, sign_in) -> None:
    response = sign_in(network.admin).get("/kim/", {"terbentuk_dari": "31 Februari 2023"})
    assert len(names(response)) == 4
    assert "31 Februari tidak ada" in response.content.decode()


def test_the_headline_says_the_count_and_the_day(network: Cast, sign_in) -> None:
    page = sign_in(network.admin).get("/kim/", {"per": "2023-06-15", "wilayah": "35.07"}).content.decode()
    assert "4 KIM pada 15 Juni 2023." in page
    assert "/kim/35.07.08.2008-1/?per=2023-06-15" in page


@pytest.mark.parametrize("day", ["2025-09-25", "2023-06-15", "2015-01-01"])
@pytest.mark.parametrize("code", ["35.07", "35.07.08", "35.07.07.2016"])
def test_the_counts_are_the_figures(network: Cast, sign_in, day: str, code: str) -> None:
    client, query = sign_in(network.admin), {"per": day, "wilayah": code}
    published = figures(Area.objects.get(pk=code), dt.date.fromisoformat(day))
    groups = client.get("/kim/", query).context
    assert groups["counts"]["all"] == published.groups_formed
    decrees = client.get("/sk/", query).context["counts"]
    shown = (decrees["in_force"], decrees["ending"], decrees["ended"], decrees["none"])
    states = published.decrees
    assert shown == (states.in_force, states.ending, states.ended, states.none)
    assert sum(shown) == decrees["all"]
    villages = client.get("/desa/", query).context
    assert villages["counts"]["all"] == published.coverage.villages
    assert villages["with_count"] == published.coverage.covered
    assert villages["in_process_count"] == published.coverage.in_process


def test_the_decrees_are_ordered_by_deadline(network: Cast, sign_in) -> None:
    response = sign_in(network.admin).get("/sk/")
    assert names(response) == ["KIM Kedua", "KIM Codo", "KIM Gubugklakah", "KIM Arjosari Baru"]
    assert "Catat SK" in response.content.decode()
    assert names(sign_in(network.admin).get("/sk/?keadaan=ending")) == ["KIM Codo"]
    assert "Catat SK<" not in sign_in(network.viewer).get("/sk/").content.decode()


def test_nobody_records_a_decree_on_a_page_of_the_past(network: Cast, sign_in) -> None:
    assert "Catat SK<" not in sign_in(network.admin).get("/sk/?per=2025-01-01").content.decode()


@pytest.fixture
def way(network: Cast) -> FormationCase:
    return actions.start_case(area=network.area("35.07.08.2003"), on=dt.date(2025, 7, 1))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, ["Gubugklakah", "Bambang", "Codo", "Arjosari"]),
        ({"keadaan": "ber-kim"}, ["Gubugklakah", "Codo", "Arjosari"]),
        ({"keadaan": "tanpa-kim"}, ["Bambang"]),
        ({"keadaan": "diproses"}, ["Bambang"]),
        ({"keadaan": "diproses", "per": "2025-06-30"}, []),
        ({"keadaan": "tanpa-kim", "per": "2020-01-01"}, ["Bambang", "Codo"]),
        ({"wilayah": "35.07.08"}, ["Bambang", "Codo"]),
        ({"q": "mbambang"}, ["Bambang"]),
        ({"q": "wajak"}, ["Bambang", "Codo"]),
        ({"q": "2003"}, ["Bambang"]),
        ({"q": "?"}, []),
    ],
)
def test_the_villages_are_narrowed(network: Cast, way, sign_in, query: dict, expected: list[str]) -> None:
    for spelling in ("Mbambang", "M Bambang"):
        AreaSpelling.objects.create(
            area=way.area, spelling=spelling, folded=spelling.lower().replace(" ", "") + spelling[1:2]
        )
    assert names(sign_in(network.admin).get("/desa/", query)) == expected


def test_a_leader_sees_the_own_group_and_village_only(network: Cast, sign_in) -> None:
    client = sign_in(network.leader)
    assert names(client.get("/kim/")) == ["KIM Kayutangan"]
    assert names(client.get("/desa/")) == ["Kauman"]
    assert "Catat KIM" not in client.get("/kim/").content.decode()


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("/kim/?q=tidakada", "Tidak ada KIM yang cocok"),
        ("/kim/?wilayah=35.07.08", "Belum ada KIM yang tercatat"),
        ("/kim/?wilayah=35.07.08", "<h1>Belum ada KIM."),
        ("/kim/?wilayah=35.07.08&per=2020-01-01", "Belum ada KIM pada hari itu"),
        ("/desa/?q=tidakada", "Tidak ada desa yang cocok"),
        ("/sk/?keadaan=ending", "Tidak ada SK yang habis dalam 90 hari"),
        ("/sk/?q=tidakada", "Tidak ada KIM yang cocok"),
        ("/target/", "Belum ada target sampai tanggal ini"),
        ("/target/", "<h1>Belum ada target.</h1>"),
        ("/cari/?q=zzzzqqq", "Coba kata yang lebih pendek"),
    ],
)
def test_empty_lists_teach(cast: Cast, sign_in, path: str, sentence: str) -> None:
    assert sentence in sign_in(cast.admin).get(path).content.decode()


@pytest.mark.parametrize("path", ["/kim/", "/sk/", "/desa/", "/kim/?q=kim&sk=none", "/desa/?keadaan=tanpa-kim"])
def test_the_number_of_queries_does_not_grow(network: Cast, sign_in, path: str) -> None:
    client = sign_in(network.admin)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200
        return len(captured)

    client.get(path)
    few = queries()
    for number in range(30):
        area = Area.objects.create(
            code=f"35.07.08.3{number:03}",
            level="village",
            kind="desa",
            name=f"Desa {number}",
            parent_id="35.07.08",
            province_code="35",
            regency_code="35.07",
            district_code="35.07.08",
        )
        if number % 2:
            make_group(area, f"KIM {number}", dt.date(2020, 1, 1))
    assert queries() == few
    assert few <= 16


def test_long_lists_have_pages(network: Cast, sign_in) -> None:
    area = network.area("35.07.08.2003")
    Group.objects.bulk_create(
        Group(area=area, name=f"KIM {number:03}", code=f"{area.pk}-{number}", formed_on=dt.date(2020, 1, 1))
        for number in range(1, 61)
    )
    client = sign_in(network.admin)
    assert len(names(client.get("/kim/"))) == 50
    assert len(names(client.get("/kim/?hal=2"))) == 14
    assert len(names(client.get("/kim/?hal=999"))) == 14, "past the end is the last page"
    assert len(names(client.get("/kim/?hal=x"))) == 50
    assert "hal=" not in client.get("/kim/?hal=2").context["chips"][1]["href"], "a filter begins on its first page"


# Search --------------------------------------------------------------------------------------------------------------


def found(response, kind: str) -> list[str]:
    return [str(getattr(one.thing, "code", one.thing)) for one in getattr(response.context["findings"], kind)]


@pytest.mark.parametrize(
    ("text", "kind", "first"),
    [
        ("kayutangan", "groups", "35.73.02.1007-1"),
        ("KIM kayutngan", "groups", "35.73.02.1007-1"),
        ("35.73.02.1007-1", "groups", "35.73.02.1007-1"),
        ("rampalcelaket", "areas", "35.73.02.1011"),
        ("Rampal celakett", "areas", "35.73.02.1011"),
        ("35.73.02", "areas", "35.73.02"),
        ("celaket tempo dulu", "areas", "35.73.02.1011"),
        ("141/1/35.73.02.1007", "decrees", "141/1/35.73.02.1007"),
    ],
)
def test_search_forgives_spelling(cast: Cast, sign_in, text: str, kind: str, first: str) -> None:
    AreaSpelling.objects.create(
        area=cast.area("35.73.02.1011"), spelling="Celaket Tempo Dulu", folded="celakettempodulu"
    )
    assert found(sign_in(cast.city_admin).get("/cari/", {"q": text}), kind)[0] == first


def test_what_is_only_alike_steps_back(cast: Cast, sign_in) -> None:
    make_group(cast.area("35.07.08.2003"), "KIM Kodomas", dt.date(2020, 1, 1))
    response = sign_in(cast.admin).get("/cari/", {"q": "codo"})
    assert found(response, "areas") == ["35.07.08.2008"]
    assert found(response, "groups") == []


def test_search_finds_nothing_of_others(cast: Cast, sign_in) -> None:
    response = sign_in(cast.admin).get("/cari/", {"q": "kayutangan"})
    assert "35.73.02.1007-1" not in found(response, "groups")
    assert found(sign_in(cast.admin).get("/cari/", {"q": "Arjosari"}), "areas") == ["35.07.11.2006"]
    assert found(sign_in(cast.leader).get("/cari/", {"q": "Kauman"}), "areas") == ["35.73.02.1007"]


def test_search_of_nothing_asks(cast: Cast, sign_in) -> None:
    page = sign_in(cast.admin).get("/cari/").content.decode()
    assert "Nama, kode wilayah, atau nomor SK" in page
    assert sign_in(cast.admin).get("/cari/", {"q": "'\" OR %_ *" * 30}).status_code == 200


def test_places_are_proposed_while_typing(cast: Cast, sign_in) -> None:
    places = sign_in(cast.admin).get("/desa/usul/?q=bamb").json()["places"]
    assert {"value": "35.07.08.2003", "label": "Desa Bambang, Kecamatan Wajak, Kabupaten Malang"} in places
    assert sign_in(cast.viewer).get("/desa/usul/?q=bamb").json()["places"] == []


def test_the_villages_go_out_as_the_file_of_the_same_rows(network: Cast, sign_in) -> None:
    page = sign_in(network.staff).get("/desa/?keadaan=tanpa-kim&per=2023-06-15").content.decode()
    link = "/desa/unduh.csv?keadaan=tanpa-kim&amp;per=2023-06-15"
    assert f'href="{link}"' in page
    assert sign_in(network.staff).get(link.replace("&amp;", "&")).status_code == 200
    assert "/desa/unduh" not in sign_in(network.viewer).get("/desa/").content.decode()
