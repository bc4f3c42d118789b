"""What pages beside those of channels show of the harvest: pasting, the group's page, the phone's first page, settings, own data."""

import json

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kentongan.accounts.personal_data import erase_about
from kentongan.core.clock import now
from kentongan.core.models import AuditEvent
from kentongan.harvest.actions import quarantine
from kentongan.harvest.enums import EntryState, Trouble
from kentongan.harvest.models import Feed, HarvestDesk, Post
from kentongan.harvest.personal_data import HARVEST
from kentongan.registry.models import Channel
from tests.conftest import Cast
from tests.harvest.rows import NOW, make_entry, make_feed, page, pasted, quarantined

TITLE = "Kerja bakti RW 02"


# Pasting --------------------------------------------------------------------------------------------------------------

REEL = "https://www.instagram.com/reel/DOzuSvTgDA5/"


def test_what_keeps_visitors_out_is_left_to_paste(cast: Cast, sign_in) -> None:
    """YouTube does, by its robots.txt."""
    feed = make_feed(
        cast.kayutangan,
        "https://www.youtube.com/@kimkayutangan",
        kind="youtube",
        trouble=Trouble.ROBOTS,
        trouble_since=NOW,
    )
    user = sign_in(cast.leader)
    assert "Tempel tautan kiriman" in page(user, f"/kanal/{feed.code}/")
    assert "Tempel tautan kiriman" in page(user, "/beranda/")
    answer = user.post(
        f"/kim/{cast.kayutangan.code}/tempel/",
        {"tautan": "https://youtu.be/dQw4w9WgXcQ?si=abc", "tanggal": "2025-09-24", "isi": "Kerja bakti RW 02"},
    )
    assert answer.status_code == 302
    assert Post.objects.get().link == "https://www.youtube.com/watch?v=dQw4w9WgXcQ"


def test_a_member_pastes_a_post(cast: Cast, sign_in) -> None:
    pasted(cast.kayutangan)
    path = f"/kim/{cast.kayutangan.code}/tempel/"
    client = sign_in(cast.member)
    assert "@kimkayutangan" in page(client, path)
    answer = client.post(path, {"tautan": REEL, "isi": TITLE, "tanggal": ""})
    post = Post.objects.get()
    assert answer.headers["Location"] == f"{path}#{post.code}"
    text = page(client, path)
    assert TITLE in text
    assert "Belum dikonfirmasi" in text
    assert TITLE in page(sign_in(cast.forum), "/bukti/")


def test_what_was_typed_stays_when_it_is_refused(cast: Cast, sign_in) -> None:
    pasted(cast.kayutangan)
    answer = sign_in(cast.member).post(
        f"/kim/{cast.kayutangan.code}/tempel/", {"tautan": "https://www.instagram.com/kimkayutangan/", "isi": TITLE}
    )
    assert answer.status_code == 200
    text = answer.content.decode()
    assert "bukan ke satu kiriman" in text
    assert f'value="{TITLE}"' in text


def test_pasting_is_for_the_group_and_its_office(cast: Cast, client: Client, sign_in) -> None:
    path = f"/kim/{cast.kayutangan.code}/tempel/"
    assert client.get(path).headers["Location"].startswith("/masuk/")
    assert sign_in(cast.forum).get(path).status_code == 403
    assert sign_in(cast.admin).get(path).status_code == 404


# The group's page and the phone's first page --------------------------------------------------------------------------


def test_the_groups_page_shows_its_channels_alive(cast: Cast, sign_in, feed: Feed) -> None:
    make_entry(feed, TITLE)
    pasted(cast.kayutangan)
    text = page(sign_in(cast.leader), f"/kim/{cast.kayutangan.code}/")
    for words in (f"/kanal/{feed.code}/", TITLE, "1 kabar dalam 12 pekan", "Tempel tautan kiriman", "/kanal/1/"):
        assert words in text, words
    past = page(sign_in(cast.leader), f"/kim/{cast.kayutangan.code}/", per="2024-06-01")
    assert "kimcontoh.example" in past
    assert f"/kanal/{feed.code}/" not in past


def test_a_channel_added_a_moment_ago_is_there_already(cast: Cast, sign_in, feed: Feed) -> None:
    Channel.objects.create(group=cast.kayutangan, kind="website", url="https://baru.example/")
    text = page(sign_in(cast.leader), f"/kim/{cast.kayutangan.code}/")
    assert "baru.example" in text
    assert "Belum dikunjungi" in text


def test_a_channel_that_is_recorded_is_read_from_now_on(cast: Cast, sign_in) -> None:
    """Nobody waits for the worker to see the channel's page, try the address, or mend a misspelt one."""
    client, path = sign_in(cast.leader), f"/kim/{cast.kayutangan.code}/kanal/"
    answer = client.post(f"{path}baru/", {"kind": "website", "url": "https://mekr.example/"})
    feed = Feed.objects.get()
    assert answer.url == f"/kanal/{feed.code}/"
    assert "Coba sekarang" in page(client, answer.url)
    Feed.objects.update(trouble=Trouble.GONE, trouble_since=NOW, failures=1, tried_at=NOW)
    assert f"{path}1/" in page(client, answer.url)
    assert client.post(f"{path}1/", {"kind": "website", "url": "https://mekar.example/"}).url == answer.url
    feed.refresh_from_db()
    assert (feed.host_id, feed.trouble) == ("mekar.example", "")
    assert "Belum dikunjungi." in page(client, answer.url)
    ended = {"kind": "website", "url": "https://mekar.example/", "until": "2025-01-01"}
    assert client.post(f"{path}1/", ended).url == f"/kim/{cast.kayutangan.code}/#kanal"


def test_the_phones_first_page(cast: Cast, sign_in) -> None:
    make_entry(make_feed(cast.kayutangan), TITLE)
    pasted(cast.kayutangan)
    text = page(sign_in(cast.member), "/beranda/")
    assert "Kabar kami di tempat lain" in text
    assert 'href="/kanal/"' in text
    assert TITLE in text
    assert "tampak dibajak" not in text
    advert = "Situs slot gacor"
    make_entry(quarantined(cast.kayutangan), advert, EntryState.QUARANTINED)
    text = page(sign_in(cast.member), "/beranda/")
    assert "dibajak.<wbr>example tampak dibajak" in text
    assert TITLE in text
    assert advert not in text


def test_channels_on_both_pages_cost_the_same_however_many(cast: Cast, sign_in) -> None:
    def costs() -> list[int]:
        client, counted = sign_in(cast.member), []
        for path in ("/beranda/", f"/kim/{cast.kayutangan.code}/"):
            client.get(path)
            with CaptureQueriesContext(connection) as seen:
                client.get(path)
            counted.append(len(seen))
        return counted

    make_entry(make_feed(cast.kayutangan))
    few = costs()
    for number in range(6):
        make_entry(make_feed(cast.kayutangan, f"https://situs{number}.example/"))
    assert costs() == few


# Settings and the portal ------------------------------------------------------------------------------------------------


def test_only_an_admin_sets_the_harvest(cast: Cast, client: Client, sign_in) -> None:
    path = "/kanal/pengaturan/"
    assert client.get(path).headers["Location"].startswith("/masuk/")
    assert sign_in(cast.member).get(path).status_code == 404
    assert "hanya dapat diubah oleh admin" in page(sign_in(cast.staff), path)
    assert sign_in(cast.staff).post(path, {"portal": "on"}).status_code == 403
    assert sign_in(cast.admin).post(path, {"portal": "on"}).headers["Location"] == path
    assert HarvestDesk.objects.get().on_portal
    assert "tampil di portal." in page(sign_in(cast.admin), path)
    sign_in(cast.admin).post(path, {})
    assert not HarvestDesk.objects.get().on_portal
    assert AuditEvent.objects.filter(subject_kind="harvest_desk").count() == 2


# A person's own data --------------------------------------------------------------------------------------------------


def test_a_person_sees_and_takes_along_what_they_did(cast: Cast, sign_in) -> None:
    pasted(cast.kayutangan)
    sign_in(cast.member).post(f"/kim/{cast.kayutangan.code}/tempel/", {"tautan": REEL, "isi": TITLE})
    held = quarantined(cast.kayutangan)
    make_entry(held, "Slot gacor", EntryState.QUARANTINED)
    sign_in(cast.forum).post(reverse("feed_confirm", args=[held.code]))
    entry = make_entry(make_feed(cast.kayutangan), TITLE, EntryState.QUARANTINED)
    sign_in(cast.forum).post(reverse("entry_release", args=[entry.feed.code, entry.code]))
    assert [row.value for row in HARVEST.see(cast.member).rows] == ["1 tautan", "0 keputusan", "0 kanal"]
    assert [row.value for row in HARVEST.see(cast.forum).rows] == ["0 tautan", "2 keputusan", "0 kanal"]
    assert not HARVEST.see(cast.leader).rows
    assert json.loads(json.dumps(HARVEST.export(cast.member)))["posts"][0]["title"] == TITLE
    told = json.loads(json.dumps(HARVEST.export(cast.forum)))
    assert told["channels"][0]["guard"] == "confirmed"
    assert told["entries_decided"][0]["code"] == entry.code


def test_an_erased_person_is_named_nowhere(cast: Cast, sign_in) -> None:
    entry = make_entry(make_feed(cast.kayutangan), TITLE, EntryState.QUARANTINED)
    sign_in(cast.forum).post(reverse("entry_reject", args=[entry.feed.code, entry.code]))
    path = f"/kanal/{entry.feed.code}/kabar/{entry.code}/"
    assert "Forum Kota" in page(sign_in(cast.city_admin), path)
    erase_about(cast.forum)
    assert "Forum Kota" not in page(sign_in(cast.city_admin), path)


def test_who_decided_what_stands_on_the_channels_page(cast: Cast, sign_in, feed: Feed) -> None:
    quarantine.quarantine_feed(feed=feed, reasons=(), named=[], now=now())
    entry = make_entry(feed, "Kerja bakti", state=EntryState.QUARANTINED)
    client = sign_in(cast.city_admin)
    client.post(f"/kanal/{feed.code}/kabar/{entry.code}/lepaskan/")
    client.post(f"/kanal/{feed.code}/lepaskan/")
    text = page(client, f"/kanal/{feed.code}/")
    told = ["Kanal dilepaskan", "Satu kabar dilepaskan", "Kanal ditahan penjaga"]
    assert sorted(told, key=text.index) == told, "the newest first"
    assert cast.city_admin.name in text


def test_an_address_may_break_at_its_dots(cast: Cast, sign_in, feed: Feed) -> None:
    body = sign_in(cast.city_admin).get(f"/kanal/{feed.code}/").content.decode()
    assert "<wbr>" in body.partition("<h1>")[2].partition("</h1>")[0]
