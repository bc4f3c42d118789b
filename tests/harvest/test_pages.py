"""The pages of channels and entries: what they say, who opens them, and what they cost."""

import datetime as dt
from unittest.mock import patch

import pytest
from django.test import Client
from django.urls import reverse

from kentongan.accounts.models import Notice
from kentongan.accounts.notices import notices_for
from kentongan.core.models import AuditEvent
from kentongan.harvest.actions import quarantine
from kentongan.harvest.actions.feeds import Look
from kentongan.harvest.enums import EntryState, Guard, Trouble, Way
from kentongan.harvest.models import EntryVersion, Feed, Stretch
from kentongan.harvest.rules.shapes import Discovery, Failed, Parsed, Seen
from tests.conftest import Cast
from tests.harvest.rows import DAY, NOW, make_entry, make_feed, page, quarantined

TITLE = "Kerja bakti RW 02"


# One channel ------------------------------------------------------------------------------------------------------


def test_a_channel_tells_how_it_is(cast: Cast, sign_in, feed: Feed) -> None:
    make_entry(feed, TITLE)
    Stretch.objects.create(feed=feed, first_at=NOW - 6 * DAY, last_at=NOW - DAY, times=12)
    text = page(sign_in(cast.member), f"/kanal/{feed.code}/")
    for words in (
        "Sehat, kabar terbaru 24 September 2025.",
        "Halaman depan situs menyebut alamat ini sebagai umpannya.",
        "https://kimcontoh.example/feed/",
        TITLE,
        "19 September 2025 sampai 24 September 2025",
        "12 kunjungan",
        "setiap 6 jam",
    ):
        assert words in text, words


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"newest_on": dt.date(2025, 6, 3)}, "Sepi 114 hari."),
        ({"newest_on": None, "found_at": None}, "Terbuka, tetapi belum ada kabar."),
        ({"newest_on": None}, "Kabarnya terbaca, tetapi tanpa tanggal."),
        (
            {"newest_on": None, "found_at": None, "trouble": Trouble.FORBIDDEN, "trouble_since": NOW, "failures": 1},
            "Belum ada kabar yang terbaca.",
        ),
        ({"is_paused": True}, "Dijeda."),
        ({"tried_at": None, "reached_at": None}, "Belum dikunjungi."),
        ({"way": Way.PASTED}, "Kirimannya ditempel KIM."),
        (
            {"trouble": Trouble.GONE, "trouble_since": NOW - DAY, "failures": 1},
            "Mati sejak Rabu, 24 September 2025.",
        ),
        (
            {"trouble": Trouble.BUSY, "trouble_since": NOW - DAY, "failures": 1},
            "Situs sedang kewalahan sejak Rabu, 24 September 2025.",
        ),
    ],
)
def test_its_headline(cast: Cast, sign_in, facts: dict, words: str) -> None:
    feed = make_feed(cast.kayutangan, **facts)
    assert words in page(sign_in(cast.member), f"/kanal/{feed.code}/")


def test_in_trouble_no_interval_is_told(cast: Cast, sign_in, feed: Feed) -> None:
    Feed.objects.filter(pk=feed.pk).update(trouble=Trouble.ROBOTS, trouble_since=NOW - DAY, failures=3)
    text = page(sign_in(cast.member), f"/kanal/{feed.code}/")
    assert "Kunjungan berikut" in text
    assert "setiap 6 jam" not in text


def test_one_hour_and_one_day_are_said_as_people_say_them(cast: Cast, sign_in, feed: Feed) -> None:
    for minutes, words in ((60, "setiap jam"), (120, "setiap 2 jam"), (1440, "setiap hari")):
        Feed.objects.filter(pk=feed.pk).update(interval=minutes)
        assert words in page(sign_in(cast.member), f"/kanal/{feed.code}/")


def test_a_site_that_was_overloaded_for_days_is_not_waited_for(cast: Cast, sign_in) -> None:
    feed = make_feed(cast.kayutangan, trouble=Trouble.BUSY, trouble_since=NOW - 9 * DAY, failures=9)
    text = page(sign_in(cast.member), f"/kanal/{feed.code}/")
    assert "Kabari pengelola situs." in text
    assert "Tidak perlu berbuat apa-apa" not in text


def test_a_channel_that_lets_nobody_in_has_one_main_button(cast: Cast, sign_in) -> None:
    feed = make_feed(
        cast.kayutangan, way="", address="", why=[], trouble=Trouble.ROBOTS, trouble_since=NOW - DAY, failures=1
    )
    text = page(sign_in(cast.leader), f"/kanal/{feed.code}/")
    assert text.count("btn utama") == 1
    assert "Belum ditemukan" in text
    assert "Sedang dicari" not in text


def test_a_channel_costs_the_same_however_much_is_there(
    cast: Cast, sign_in, feed: Feed, django_assert_max_num_queries
) -> None:
    for number in range(10):
        make_entry(feed, f"Kabar {number}")
        Stretch.objects.create(feed=feed, first_at=NOW, last_at=NOW)
    client = sign_in(cast.city_admin)
    client.get(f"/kanal/{feed.code}/")
    with django_assert_max_num_queries(15):
        client.get(f"/kanal/{feed.code}/")


PATHS = ("feed", "entry")
POSTS = (
    "feed_look",
    "feed_choose",
    "feed_pause",
    "feed_release",
    "feed_hold",
    "feed_confirm",
    "feed_ask",
    "entry_release",
    "entry_reject",
    "entry_take_back",
    "entry_ask",
)


def path_of(name: str, feed: Feed) -> str:
    if not name.startswith("entry"):
        return reverse(name, args=[feed.code])
    entry = feed.entries.first() or make_entry(feed, state=EntryState.QUARANTINED)
    return reverse(name, args=[feed.code, entry.code])


@pytest.mark.parametrize("name", PATHS)
def test_pages_are_for_those_who_see_the_group(cast: Cast, client: Client, sign_in, feed: Feed, name: str) -> None:
    path = path_of(name, feed)
    assert client.get(path).headers["Location"].startswith("/masuk/")
    assert sign_in(cast.forum).get(path).status_code == 200
    for person in (cast.admin, cast.stranger):
        assert sign_in(person).get(path).status_code == 404


@pytest.mark.parametrize("name", POSTS)
def test_verbs_are_not_reached_by_a_link_nor_by_others(
    cast: Cast, client: Client, sign_in, feed: Feed, name: str
) -> None:
    path = path_of(name, feed)
    assert client.post(path).headers["Location"].startswith("/masuk/")
    assert sign_in(cast.city_admin).get(path).status_code == 405
    assert sign_in(cast.admin).post(path).status_code == 404


@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("feed_look", "member"),
        ("feed_choose", "forum"),
        ("feed_pause", "member"),
        ("feed_release", "leader"),
        ("feed_hold", "leader"),
        ("feed_confirm", "leader"),
        ("feed_ask", "city_admin"),
        ("entry_release", "member"),
        ("entry_reject", "leader"),
        ("entry_take_back", "leader"),
        ("entry_ask", "forum"),
    ],
)
def test_who_lacks_the_right_is_told_why(cast: Cast, sign_in, feed: Feed, name: str, person: str) -> None:
    answer = sign_in(getattr(cast, person)).post(path_of(name, feed))
    assert answer.status_code == 403


def test_an_entry_of_another_channel_is_not_found_here(cast: Cast, sign_in, feed: Feed) -> None:
    other = make_entry(make_feed(cast.kayutangan, "https://lain.example/"))
    assert sign_in(cast.forum).get(f"/kanal/{feed.code}/kabar/{other.code}/").status_code == 404
    assert sign_in(cast.forum).get("/kanal/tidakada/").status_code == 404


# Trying, choosing, pausing ------------------------------------------------------------------------------------------

FOUND = Look(
    discovery=Discovery(
        way=Way.FEED,
        address="https://kimcontoh.example/rss.xml",
        why=({"found": "well_known", "address": "https://kimcontoh.example/rss.xml"},),
        parsed=Parsed(form="rss", entries=(Seen(link="https://kimcontoh.example/1", title=TITLE, published=NOW),)),
    )
)


def test_a_try_shows_what_is_there_and_writes_nothing(cast: Cast, sign_in, feed: Feed) -> None:
    before = Feed.objects.values().get(pk=feed.pk)
    with patch("kentongan.harvest.actions.feeds.look", return_value=FOUND) as look:
        answer = sign_in(cast.leader).post(f"/kanal/{feed.code}/coba/", {"alamat": "kimcontoh.example"})
    assert look.call_args.kwargs["address"] == "https://kimcontoh.example"
    text = answer.content.decode()
    for words in ("1 kabar ditemukan.", TITLE, "Situs semacam ini lazim", "Pakai cara ini"):
        assert words in text
    assert Feed.objects.values().get(pk=feed.pk) == before
    assert not feed.entries.exists()


def test_a_try_of_a_held_channel_says_that_it_is_held(cast: Cast, sign_in) -> None:
    feed = quarantined(cast.kayutangan)
    with patch("kentongan.harvest.actions.feeds.look", return_value=FOUND):
        text = sign_in(cast.leader).post(f"/kanal/{feed.code}/coba/").content.decode()
    assert "Kanal ini sedang ditahan" in text


def test_a_try_that_fails_says_why(cast: Cast, sign_in, feed: Feed) -> None:
    with patch("kentongan.harvest.actions.feeds.look", return_value=Look(failed=Failed(Trouble.NAME))):
        text = sign_in(cast.leader).post(f"/kanal/{feed.code}/coba/").content.decode()
    assert "Tidak ada yang terbaca." in text
    assert "Nama situs ini tidak ditemukan." in text
    assert f"/kim/{cast.kayutangan.code}/kanal/1/" in text


def test_an_address_that_is_none_is_not_tried(cast: Cast, sign_in, feed: Feed) -> None:
    with patch("kentongan.harvest.actions.feeds.look") as look:
        text = sign_in(cast.leader).post(f"/kanal/{feed.code}/coba/", {"alamat": "bukan alamat"}).content.decode()
    look.assert_not_called()
    assert "Alamat ini tidak terbaca." in text
    assert "bukan alamat" in text


def test_a_way_is_chosen(cast: Cast, sign_in, feed: Feed) -> None:
    chosen = {"alamat": "https://kimcontoh.example/rss.xml", "cara": "feed"}
    answer = sign_in(cast.leader).post(f"/kanal/{feed.code}/pakai/", chosen)
    assert answer.headers["Location"] == f"/kanal/{feed.code}/"
    feed.refresh_from_db()
    assert (feed.address, feed.chosen_by) == ("https://kimcontoh.example/rss.xml", cast.leader)
    assert sign_in(cast.leader).post(f"/kanal/{feed.code}/pakai/", {"alamat": "?", "cara": "x"}).status_code == 302


def test_a_channel_is_paused_and_goes_on(cast: Cast, sign_in, feed: Feed) -> None:
    client = sign_in(cast.leader)
    client.post(f"/kanal/{feed.code}/jeda/", {"jeda": "ya"})
    feed.refresh_from_db()
    assert feed.is_paused
    assert "Lanjutkan kunjungan" in page(client, f"/kanal/{feed.code}/")
    client.post(f"/kanal/{feed.code}/jeda/", {"jeda": "tidak"})
    feed.refresh_from_db()
    assert not feed.is_paused


# Judging ------------------------------------------------------------------------------------------------------------


def test_what_was_seen_is_said(cast: Cast, sign_in) -> None:
    feed = quarantined(cast.kayutangan)
    make_entry(feed, "Situs slot gacor", EntryState.QUARANTINED)
    text = page(sign_in(cast.forum), f"/kanal/{feed.code}/")
    for words in ("Dikarantina sejak Rabu, 24 September 2025.", "slot gacor", "1 kabar ditahan", "Lepaskan kanal"):
        assert words in text
    own = page(sign_in(cast.member), f"/kanal/{feed.code}/")
    assert "Lepaskan kanal" not in own
    assert "Bila ini memang dibajak" in own
    assert "Ini kabar kami" in own


@pytest.mark.parametrize(("name", "verb"), [("feed_release", "release_feed"), ("feed_confirm", "confirm_feed")])
def test_one_tap_judges_a_channel(cast: Cast, sign_in, name: str, verb: str) -> None:
    feed = quarantined(cast.kayutangan)
    with patch(f"kentongan.harvest.actions.quarantine.{verb}") as act:
        answer = sign_in(cast.forum).post(reverse(name, args=[feed.code]), {"kembali": "kanal"})
    assert answer.headers["Location"] == "/kanal/"
    assert (act.call_args.kwargs["feed"], act.call_args.kwargs["by"]) == (feed, cast.forum)
    if verb == "confirm_feed":
        assert "slot gacor" in act.call_args.kwargs["reason"]


def test_a_written_reason_stands_instead(cast: Cast, sign_in) -> None:
    feed = quarantined(cast.kayutangan)
    with patch("kentongan.harvest.actions.quarantine.confirm_feed") as act:
        sign_in(cast.forum).post(reverse("feed_confirm", args=[feed.code]), {"alasan": "Dicek bersama ketua"})
    assert act.call_args.kwargs["reason"] == "Dicek bersama ketua"


def test_the_group_says_it_is_its_own(cast: Cast, sign_in) -> None:
    feed = quarantined(cast.kayutangan)
    path = reverse("feed_ask", args=[feed.code])
    for _again in range(2):
        assert sign_in(cast.member).post(path, {"alasan": "Itu liputan razia"}).status_code == 302
    notice = Notice.objects.get()
    assert (notice.text, notice.href) == ("Itu liputan razia", f"/kanal/{feed.code}/")
    assert notice in notices_for(cast.forum)
    assert notice in notices_for(cast.city_admin)
    assert notice not in notices_for(cast.member)
    assert notice not in notices_for(cast.admin)
    assert AuditEvent.objects.filter(verb="ask", subject_key=feed.code, by=cast.member).exists()


def test_a_held_channel_that_is_paused_stays_in_the_offices_sight(cast: Cast, sign_in) -> None:
    feed = quarantined(cast.kayutangan, is_paused=True)
    text = page(sign_in(cast.leader), f"/kanal/{feed.code}/")
    for words in ("Dikarantina sejak", "Selama dijeda, kanal ini tidak kami periksa lagi.", "Lanjutkan kunjungan"):
        assert words in text, words
    assert "lepas sendiri" not in text
    assert "1 dikarantina." in page(sign_in(cast.city_admin), "/kanal/")


def test_the_group_says_that_its_site_is_clean_again(cast: Cast, sign_in) -> None:
    feed = quarantined(cast.kayutangan)
    Feed.objects.update(guard=Guard.CONFIRMED)
    path, client = f"/kanal/{feed.code}/", sign_in(cast.member)
    text = page(client, path)
    for words in ("Langkah membersihkannya", "Sudah kami bersihkan", "sampai kantor melepaskannya"):
        assert words in text, words
    assert "Ini kabar kami" not in text
    assert "Jeda kunjungan" not in page(sign_in(cast.leader), path)
    client.post(reverse("feed_ask", args=[feed.code]))
    notice = Notice.objects.get()
    assert "“Sudah kami bersihkan”" in notice.title
    assert notice in notices_for(cast.forum)
    assert "KIM menyatakan situsnya sudah bersih" in page(client, path)


def test_asking_about_a_healthy_channel_is_refused(cast: Cast, sign_in, feed: Feed) -> None:
    answer = sign_in(cast.member).post(reverse("feed_ask", args=[feed.code]), follow=True)
    assert "Tidak ada yang sedang menunggu keputusan" in answer.content.decode()
    assert not Notice.objects.exists()


# Entries ------------------------------------------------------------------------------------------------------------


def test_an_entry_shows_its_archived_text_and_its_versions(cast: Cast, sign_in, feed: Feed) -> None:
    entry = make_entry(feed, TITLE, version=2)
    EntryVersion.objects.create(entry=entry, number=1, title="Kerja bakti", text="Warga bersih selokan.", seen_at=NOW)
    text = page(sign_in(cast.member), f"/kanal/{feed.code}/kabar/{entry.code}/")
    for words in (
        "Sampah dibawa ke bank sampah.",
        entry.link,
        "Versi 2 dibanding versi 1",
        "<ins>",
        "tertulis di sumbernya",
    ):
        assert words in text
    assert page(sign_in(cast.member), f"/kanal/{feed.code}/kabar/{entry.code}/", versi="99; drop")


def test_an_archived_text_is_text(cast: Cast, sign_in, feed: Feed) -> None:
    entry = make_entry(feed, "<script>alert(1)</script>", text="<img src=x onerror=alert(2)>")
    text = page(sign_in(cast.member), f"/kanal/{feed.code}/kabar/{entry.code}/")
    assert "<script>alert" not in text
    assert "<img src=x" not in text


@pytest.mark.parametrize("state", EntryState.values)
def test_every_state_has_its_reason(cast: Cast, sign_in, feed: Feed, state: str) -> None:
    entry = make_entry(feed, TITLE, state, reasons=[])
    client = sign_in(cast.forum)
    text = page(client, f"/kanal/{feed.code}/kabar/{entry.code}/")
    assert ("Lepaskan kabar" in text) is (state == EntryState.QUARANTINED)
    listed = page(client, "/kanal/kabar/", keadaan=state)
    assert TITLE in listed
    assert ("terlihat Rabu, 24 September 2025" in listed) is (state == EntryState.UNDATED)
    # Nobody is led to a page that may be dangerous.
    assert (f'href="{entry.link}"' in text) is (state not in quarantine.HELD)


@pytest.mark.parametrize(("name", "verb"), [("entry_release", "release_entry"), ("entry_reject", "reject_entry")])
def test_one_tap_judges_an_entry(cast: Cast, sign_in, feed: Feed, name: str, verb: str) -> None:
    entry = make_entry(feed, TITLE, EntryState.QUARANTINED)
    path = reverse(name, args=[feed.code, entry.code])
    with patch(f"kentongan.harvest.actions.quarantine.{verb}") as act:
        answer = sign_in(cast.forum).post(path)
        back = sign_in(cast.forum).post(path, {"lihat": "keadaan=quarantined"})
    assert answer.headers["Location"] == f"/kanal/{feed.code}/kabar/{entry.code}/"
    assert back.headers["Location"] == f"/kanal/kabar/?keadaan=quarantined&diputus={entry.code}#{entry.code}"
    assert act.call_args.kwargs["entry"] == entry


def test_the_group_speaks_for_a_held_entry(cast: Cast, sign_in, feed: Feed) -> None:
    entry = make_entry(feed, "Polsek gelar razia judi", EntryState.QUARANTINED)
    path = f"/kanal/{feed.code}/kabar/{entry.code}/"
    client = sign_in(cast.member)
    assert "Ini kabar kami" in page(client, path)
    client.post(reverse("entry_ask", args=[feed.code, entry.code]), {"alasan": "Liputan razia"})
    notice = Notice.objects.get()
    assert (notice.text, notice.href) == ("Liputan razia", path)
    assert notice in notices_for(cast.forum)


def test_single_held_entries_wait_on_the_offices_page(cast: Cast, sign_in, feed: Feed) -> None:
    make_entry(feed, "Polsek gelar razia judi", EntryState.QUARANTINED)
    make_entry(quarantined(cast.kayutangan), "Slot gacor", EntryState.QUARANTINED)
    client = sign_in(cast.city_admin)
    assert [entry.title for entry in client.get("/kanal/").context["held"]] == ["Polsek gelar razia judi"]
    rows = page(client, "/kanal/kabar/")
    assert rows.count("Periksa kanal") == 1
    assert sign_in(cast.member).get("/kanal/").context["held"] == []
