"""The office's page of channels: the answer first, what needs a person on top, and a file of it."""

import datetime as dt

import pytest
from django.urls import reverse

from kentongan.harvest.enums import EntryState, Trouble
from kentongan.harvest.models import Feed
from tests.conftest import Cast, make_group
from tests.harvest.rows import make_entry, make_feed, page, pasted, quarantined

TITLE = "Kerja bakti RW 02"


@pytest.fixture
def many(cast: Cast) -> list[Feed]:
    """One channel of each kind of trouble, and two that are well."""
    group = cast.kayutangan
    return [
        make_feed(group, "https://satu.example/"),
        make_feed(group, "https://dua.example/"),
        quarantined(group),
        make_feed(
            group,
            "https://mati.example/",
            trouble=Trouble.FORBIDDEN,
            trouble_detail="HTTP 403",
            trouble_since=dt.datetime(2025, 9, 9, 3, 0, tzinfo=dt.UTC),
            failures=20,
        ),
        make_feed(group, "https://sepi.example/", newest_on=dt.date(2025, 6, 3)),
        pasted(group),
    ]


def test_the_answer_comes_first(cast: Cast, sign_in, many: list[Feed]) -> None:
    text = page(sign_in(cast.city_admin), "/kanal/")
    assert "2 dari 5 kanal sehat." in text
    assert "1 dikarantina, 1 mati, 1 sepi." in text
    assert "1 kanal lain tidak dibaca sendiri: KIM menempel tautan kirimannya." in text


def test_nobody_is_blamed_for_channels_that_nobody_visits(cast: Cast, sign_in) -> None:
    pasted(cast.kayutangan)
    text = page(sign_in(cast.city_admin), "/kanal/")
    assert "1 kanal tercatat." in text
    assert "sehat." not in text
    assert "Tidak ada kanal yang cocok." in page(sign_in(cast.city_admin), "/kanal/", q="tidakada")


@pytest.mark.parametrize(
    ("facts", "line"),
    [
        ({"found_at": None}, "Situs terbuka, tetapi belum ada kabar yang terbaca."),
        ({"trouble": ""}, "Kabarnya terbaca, tetapi tanpa tanggal."),
        ({"found_at": None, "trouble": Trouble.FORBIDDEN}, "Situs menolak kami sejak Selasa, 23 September 2025."),
        ({"trouble": Trouble.ROBOTS}, "Situs meminta pembaca otomatis tidak masuk sejak Selasa, 23 September 2025."),
    ],
)
def test_a_row_without_a_day_says_why(cast: Cast, sign_in, facts: dict, line: str) -> None:
    since = dt.datetime(2025, 9, 23, 3, 0, tzinfo=dt.UTC)
    make_feed(cast.kayutangan, newest_on=None, reached_at=None, trouble_since=since, failures=1, **facts)
    assert line in page(sign_in(cast.city_admin), "/kanal/")


def test_a_volunteer_sees_addresses_and_an_officer_names(cast: Cast, sign_in, many: list[Feed]) -> None:
    """Whoever serves one group need not read its name at each of its channels, nor search among them."""
    own = page(sign_in(cast.leader), "/kanal/")
    assert ">satu.<wbr>example</a>" in own
    assert ">Instagram @kimkayutangan</a>" in own
    assert "Saring daftar kanal" not in own
    office = page(sign_in(cast.city_admin), "/kanal/")
    assert ">KIM Kayutangan</a>" in office
    assert "Saring daftar kanal" in office


def test_what_needs_a_person_stands_on_top(cast: Cast, sign_in, many: list[Feed]) -> None:
    answer = sign_in(cast.city_admin).get("/kanal/")
    assert [str(feed.state.value) for feed in answer.context["page"]] == [
        "quarantined",
        "dead",
        "silent",
        "healthy",
        "healthy",
        "pasted",
    ]
    text = answer.content.decode()
    assert "Situs menolak kami sejak Selasa, 9 September 2025 (HTTP 403)." in text
    assert "Kabar terbaru Selasa, 3 Juni 2025." in text
    assert "slot gacor" in text


def test_chips_add_up_and_narrow(cast: Cast, sign_in, many: list[Feed]) -> None:
    client = sign_in(cast.city_admin)
    first, *others = client.get("/kanal/").context["chips"]
    assert first["count"] == sum(chip["count"] for chip in others) == 6
    assert len(client.get("/kanal/?keadaan=dead").context["page"]) == 1
    assert len(client.get("/kanal/?keadaan=apa").context["page"]) == 6
    assert len(client.get("/kanal/?q=mati.example").context["page"]) == 1
    assert "Tidak ada kanal yang cocok" in page(client, "/kanal/", q="tidak ada")


def test_an_area_narrows_the_list(cast: Cast, sign_in, feed: Feed) -> None:
    client = sign_in(cast.city_admin)
    assert len(client.get("/kanal/?wilayah=35.73.02").context["page"]) == 1
    assert len(client.get("/kanal/?wilayah=35.73.01").context["page"]) == 0
    assert client.get("/kanal/?wilayah=35.07.08").status_code == 404


def test_a_channel_given_up_and_one_of_an_ended_group_do_not_count(cast: Cast, sign_in, feed: Feed) -> None:
    gone = make_feed(cast.kayutangan, "https://lama.example/")
    gone.channel.until = dt.date(2025, 1, 1)
    gone.channel.save()
    ended = make_group(cast.area("35.73.02.1011"), "KIM Lama", dt.date(2015, 1, 1), ended_on=dt.date(2020, 1, 1))
    make_feed(ended, "https://berakhir.example/")
    assert [row.pk for row in sign_in(cast.city_admin).get("/kanal/").context["page"]] == [feed.pk]


def test_everybody_sees_their_own_only(cast: Cast, sign_in, feed: Feed) -> None:
    other = make_feed(cast.gubugklakah, "https://gubugklakah.example/")
    seen = {
        "city_admin": [feed.pk],
        "forum": [feed.pk],
        "member": [feed.pk],
        "admin": [other.pk],
        "viewer": [other.pk],
        "stranger": [],
    }
    for person, expected in seen.items():
        rows = sign_in(getattr(cast, person)).get("/kanal/").context["page"]
        assert [row.pk for row in rows] == expected, person


def test_who_may_not_judge_sees_no_buttons(cast: Cast, sign_in) -> None:
    feed = quarantined(cast.gubugklakah)
    path = reverse("feed_release", args=[feed.code])
    assert path in page(sign_in(cast.staff), "/kanal/")
    assert path not in page(sign_in(cast.viewer), "/kanal/")


def test_empty_teaches(cast: Cast, sign_in) -> None:
    text = page(sign_in(cast.admin), "/kanal/")
    assert "Belum ada kanal." in text
    assert "Setelah itu kami yang berkunjung" in text


def test_the_list_as_a_file(cast: Cast, sign_in, many: list[Feed]) -> None:
    client = sign_in(cast.city_admin)
    answer = client.get("/kanal/unduh.csv?keadaan=dead")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert "https://mati.example/" in lines[1]
    assert "Mati" in lines[1]
    sheet = client.get("/kanal/unduh.xlsx")
    assert b"".join(sheet.streaming_content)[:2] == b"PK"
    assert sign_in(cast.member).get("/kanal/unduh.csv").status_code == 403


def test_the_lists_cost_the_same_however_long(cast: Cast, sign_in, django_assert_max_num_queries) -> None:
    for number in range(12):
        found = make_feed(cast.kayutangan, f"https://situs{number}.example/")
        make_entry(found, state=EntryState.QUARANTINED if number % 2 else EntryState.ACCEPTED)
    quarantined(cast.kayutangan)
    client = sign_in(cast.city_admin)
    for path, most in (("/kanal/", 18), ("/kanal/kabar/", 12)):
        client.get(path)
        with django_assert_max_num_queries(most):
            client.get(path)


def test_what_is_held_is_work_for_those_who_judge(cast: Cast, sign_in) -> None:
    quarantined(cast.gubugklakah)
    quarantined(cast.kayutangan)
    rows = sign_in(cast.staff).get("/kendali/tindakan/").context["works"]
    (row,) = [row for row in rows if row["title"] == "1 kanal atau kabar ditahan penjaga"]
    assert row["href"] == "/kanal/?wilayah=35.07"
    text = page(sign_in(cast.viewer), "/kendali/tindakan/")
    assert "ditahan penjaga" not in text
    assert "ditahan penjaga" not in page(sign_in(cast.staff), "/kendali/tindakan/", per="2025-06-01")
