"""What the guard missed is rejected by a person, with a reason and a way back; everybody sees who decided what, and what it means."""

import datetime as dt

import pytest
from django.urls import reverse

from kentongan.accounts.models import Notice
from kentongan.core.clock import now
from kentongan.core.errors import Refused
from kentongan.core.models import AuditEvent
from kentongan.evidence.actions import review
from kentongan.evidence.enums import Verdict
from kentongan.evidence.models import Evidence
from kentongan.harvest.actions import quarantine
from kentongan.harvest.enums import EntryState, Guard
from kentongan.harvest.models import Entry, Feed
from tests.conftest import Cast
from tests.harvest.publishing import DAY, TEXT, credited, feed_for, hijacked, news, spam, states, visit
from tests.harvest.rows import make_entry, page, pasted

FIRST = "Kabar ke-1"


@pytest.fixture
def feed(cast: Cast) -> Feed:
    found = feed_for(cast.kayutangan)
    visit(found, *(news(n) for n in range(1, 4)))
    return found


def path_of(entry: Entry, name: str = "entry") -> str:
    return reverse(name, args=[entry.feed.code, entry.code])


# The verbs ----------------------------------------------------------------------------------------------------------


def test_what_the_guard_missed_is_rejected_and_taken_back(cast: Cast, feed: Feed) -> None:
    entry = feed.entries.get(title=FIRST)
    with pytest.raises(Refused, match="alasannya"):
        quarantine.reject_entry(entry=entry, by=cast.forum)
    quarantine.reject_entry(entry=entry, by=cast.forum, reason="Iklan judi")
    entry.refresh_from_db()
    assert (entry.state, entry.decided_by, entry.decided_from) == (EntryState.REJECTED, cast.forum, EntryState.ACCEPTED)
    assert FIRST not in dict(credited(cast.kayutangan))
    assert Evidence.objects.get(key=entry.evidence_key).reviews.get().reason == "Iklan judi"
    # It stays so, whatever the site shows.
    visit(feed, *(news(n) for n in range(1, 4)))
    assert Entry.objects.get(pk=entry.pk).state == EntryState.REJECTED

    quarantine.take_back(entry=entry, by=cast.city_admin)
    entry.refresh_from_db()
    assert (entry.state, entry.decided_by, entry.decided_at, entry.decided_reason) == (
        EntryState.ACCEPTED,
        None,
        None,
        "",
    )
    assert FIRST in dict(credited(cast.kayutangan))
    events = AuditEvent.objects.filter(subject_key=feed.code, changes__entry__1=entry.code).order_by("pk")
    assert [(event.verb, event.by, event.reason) for event in events] == [
        ("reject", cast.forum, "Iklan judi"),
        ("take_back", cast.city_admin, ""),
    ]


@pytest.mark.parametrize(("verb", "is_free"), [("release_entry", True), ("reject_entry", False)])
def test_what_was_held_is_held_again_after_a_decision_is_taken_back(
    cast: Cast, feed: Feed, verb: str, is_free: bool
) -> None:
    visit(feed, spam(9), *(news(n) for n in range(1, 12)))
    held = feed.entries.get(state=EntryState.QUARANTINED)
    getattr(quarantine, verb)(entry=held, by=cast.forum)
    assert (spam(9).title in dict(credited(cast.kayutangan))) is is_free
    quarantine.take_back(entry=held, by=cast.forum)
    held.refresh_from_db()
    assert (held.state, held.decided_by) == (EntryState.QUARANTINED, None)
    assert spam(9).title not in dict(credited(cast.kayutangan))
    # Taken back twice is taken back once.
    quarantine.take_back(entry=held, by=cast.forum)
    assert AuditEvent.objects.filter(verb="take_back").count() == 1


def test_what_was_decided_together_is_taken_back_together(cast: Cast, feed: Feed) -> None:
    flood = [
        make_entry(
            feed, f"Kabar banjir {n}", EntryState.QUARANTINED, reasons=[{"code": "pace", "values": {}, "weight": 10}]
        )
        for n in range(3)
    ]
    alone = make_entry(feed, "Sendiri", EntryState.QUARANTINED, reasons=[{"code": "pace", "values": {}, "weight": 10}])
    quarantine.reject_entry(entry=flood[0], by=cast.forum, reason="Semuanya salinan")
    rejected = feed.entries.filter(state=EntryState.REJECTED)
    assert rejected.count() == 4
    # Decided otherwise meanwhile.
    quarantine.take_back(entry=alone, by=cast.forum)
    assert rejected.count() == 0
    quarantine.release_entry(entry=alone, by=cast.forum)
    assert feed.entries.filter(state=EntryState.ACCEPTED).count() == 7
    quarantine.reject_entry(entry=flood[1], by=cast.forum, reason="Iklan lain")
    quarantine.take_back(entry=flood[0], by=cast.forum)
    assert [one.state for one in feed.entries.filter(pk__in=[flood[1].pk, flood[2].pk]).order_by("pk")] == [
        EntryState.REJECTED,
        EntryState.QUARANTINED,
    ]


def test_after_the_channel_was_judged_taking_back_follows_the_channel(cast: Cast) -> None:
    feed = hijacked(cast)
    one, other, mild = feed.entries.filter(state=EntryState.QUARANTINED).order_by("pk")[:3]
    Entry.objects.filter(pk=mild.pk).update(reasons=[])
    for entry in (one, mild):
        quarantine.release_entry(entry=entry, by=cast.forum)
    quarantine.confirm_feed(feed=feed, by=cast.forum, reason="Isinya iklan judi")
    quarantine.take_back(entry=one, by=cast.forum)
    assert set(feed.entries.filter(pk__in=[one.pk, other.pk]).values_list("state", flat=True)) == {EntryState.REJECTED}
    quarantine.release_feed(feed=feed, by=cast.forum)
    # Held for the channel's sake alone, which is free now.
    quarantine.take_back(entry=mild, by=cast.forum)
    assert Entry.objects.get(pk=mild.pk).state == EntryState.ACCEPTED
    # A confirmation's rejections are nobody's single word: released one by one, as the guide says.
    quarantine.take_back(entry=other, by=cast.forum)
    assert Entry.objects.get(pk=other.pk).state == EntryState.REJECTED
    quarantine.release_entry(entry=other, by=cast.forum)
    assert Entry.objects.get(pk=other.pk).state == EntryState.ACCEPTED


def test_who_was_second_is_credited_while_the_first_is_rejected(cast: Cast) -> None:
    first, second = feed_for(cast.kayutangan), feed_for(cast.gubugklakah, "tani")
    visit(first, news(5, text=TEXT))
    visit(second, news(1, "tani", text=TEXT))
    entry = first.entries.get()
    quarantine.reject_entry(entry=entry, by=cast.forum, reason="Bukan tulisan KIM")
    assert states(second) == [EntryState.ACCEPTED]
    quarantine.take_back(entry=entry, by=cast.forum)
    assert (states(first), states(second)) == ([EntryState.ACCEPTED], [EntryState.COPY])
    assert credited(cast.gubugklakah) == []


def test_a_rejection_outweighs_what_was_said_of_the_evidence_before(cast: Cast, feed: Feed) -> None:
    entry = feed.entries.get(title=FIRST)
    evidence = Evidence.objects.get(key=entry.evidence_key)
    review(evidence=evidence, verdict=Verdict.WITHDRAWN, reason="Ragu", by=cast.city_admin, at=now() - DAY)
    review(evidence=evidence, verdict=Verdict.REOPENED, reason="Benar", by=cast.city_admin, at=now() - DAY / 2)
    quarantine.reject_entry(entry=entry, by=cast.forum, reason="Iklan judi")
    assert FIRST not in dict(credited(cast.kayutangan))


def test_a_group_is_no_judge_and_is_told(cast: Cast, feed: Feed) -> None:
    entry = feed.entries.get(title=FIRST)
    for act in (quarantine.reject_entry, quarantine.take_back):
        with pytest.raises(Refused):
            act(entry=entry, by=cast.leader, **({"reason": "Iklan"} if act == quarantine.reject_entry else {}))
    quarantine.reject_entry(entry=entry, by=cast.forum, reason="Iklan judi")
    notice = Notice.objects.get(key__startswith="kabar-diputus:")
    assert (notice.title, notice.text) == ("Kabar ditolak: KIM Kayutangan", f"“{FIRST}”. Iklan judi")
    assert (notice.href, notice.is_inside_group) == (path_of(entry), True)


def test_a_person_holds_a_whole_channel_until_a_person_lets_it_go(cast: Cast, feed: Feed) -> None:
    with pytest.raises(Refused):
        quarantine.hold_feed(feed=feed, by=cast.leader, reason="Iklan judi")
    with pytest.raises(Refused, match="alasannya"):
        quarantine.hold_feed(feed=feed, by=cast.forum, reason=" ")
    quarantine.hold_feed(feed=feed, by=cast.forum, reason="Iklan judi di setiap kabar")
    feed.refresh_from_db()
    assert (feed.guard, feed.guard_by) == (Guard.QUARANTINED, cast.forum)
    notice = Notice.objects.filter(is_inside_group=True).get()
    assert "Iklan judi di setiap kabar" in notice.text
    assert len(credited(cast.kayutangan)) == 3
    # The guard sees nothing, as before: that frees nothing.
    for day in (1, 2, 3):
        visit(feed, *(news(n) for n in range(4)), at=now() + day * DAY)
    feed.refresh_from_db()
    assert feed.guard == Guard.QUARANTINED
    assert feed.entries.filter(state=EntryState.QUARANTINED).count() == 1
    quarantine.release_feed(feed=feed, by=cast.city_admin)
    feed.refresh_from_db()
    assert (feed.guard, len(credited(cast.kayutangan))) == (Guard.CLEAR, 4)


# The pages ----------------------------------------------------------------------------------------------------------


def test_one_tap_and_a_reason_on_the_channels_page(cast: Cast, sign_in, feed: Feed) -> None:
    client, entry = sign_in(cast.forum), feed.entries.get(title=FIRST)
    where = f"/kanal/{feed.code}/"
    assert path_of(entry, "entry_reject") in page(client, where)
    answer = client.post(path_of(entry, "entry_reject"), {"sebab": "gambling", "kembali": "kanal"})
    assert answer.headers["Location"] == f"{where}#{entry.code}"
    text = page(client, where)
    for words in (
        f'id="{entry.code}"',
        "Ditolak oleh Forum Kota, Kamis, 25 September 2025",
        "Alasan: Iklan judi",
        "Batalkan penolakan",
    ):
        assert words in text, words
    # The day of the channel's newest entry follows.
    assert "kabar terbaru 23 September 2025" in text
    answer = client.post(path_of(entry, "entry_take_back"), {"kembali": "kanal"})
    assert answer.headers["Location"] == f"{where}#{entry.code}"
    assert "Batalkan penolakan" not in page(client, where)


def test_a_whole_channel_is_held_on_its_page(cast: Cast, sign_in, feed: Feed) -> None:
    path, where = reverse("feed_hold", args=[feed.code]), f"/kanal/{feed.code}/"
    assert path not in page(sign_in(cast.leader), where)
    client = sign_in(cast.forum)
    assert path in page(client, where)
    assert "Tulis alasannya" in client.post(path, follow=True).content.decode()
    client.post(path, {"sebab": "gambling"})
    text = page(client, where)
    for words in (
        "Ditahan oleh Forum Kota",
        "Yang memeriksa menulis: “Iklan judi”.",
        "sampai orang melepaskannya",
        "Kanal ditahan",
        "Alasan: Iklan judi",
        "Lepaskan kanal",
        "Pastikan dibajak",
    ):
        assert words in text, words
    assert "lepas sendiri" not in text
    assert path not in text


def test_nothing_is_held_where_nothing_is_read(cast: Cast, sign_in) -> None:
    feed = pasted(cast.kayutangan)
    client = sign_in(cast.forum)
    path = reverse("feed_hold", args=[feed.code])
    assert path not in page(client, f"/kanal/{feed.code}/")
    assert "dinilai di buku bukti" in client.post(path, {"sebab": "gambling"}, follow=True).content.decode()
    feed.refresh_from_db()
    assert feed.guard == Guard.CLEAR


def test_on_the_groups_page_too(cast: Cast, sign_in, feed: Feed) -> None:
    client, entry = sign_in(cast.forum), feed.entries.get(title=FIRST)
    where = f"/kim/{cast.kayutangan.code}/"
    assert path_of(entry, "entry_reject") in page(client, where)
    answer = client.post(path_of(entry, "entry_reject"), {"sebab": "gambling", "kembali": "kim"})
    assert answer.headers["Location"] == f"{where}#{entry.code}"
    assert "Batalkan penolakan" in page(client, where)
    assert "Batalkan penolakan" not in page(sign_in(cast.leader), where)


def test_the_entrys_page_says_who_decided_and_what_it_means(cast: Cast, sign_in, feed: Feed) -> None:
    client, entry = sign_in(cast.forum), feed.entries.get(title=FIRST)
    assert "Dihitung sebagai bukti KIM untuk Rabu, 24 September 2025." in page(client, path_of(entry))
    client.post(path_of(entry, "entry_reject"), {"alasan": "Disalin dari koran"})
    for person, may_undo in ((cast.forum, True), (cast.city_admin, True), (cast.member, False)):
        text = page(sign_in(person), path_of(entry))
        for words in (
            "Ditolak: tidak dihitung",
            "Ditolak oleh Forum Kota",
            "Alasan: Disalin dari koran",
            "Buktinya ditarik",
            "Tidak tampil.",
        ):
            assert words in text, (person, words)
        assert ("Batalkan penolakan" in text) is may_undo
    # Its own group may answer.
    assert "Ini kabar kami" in page(sign_in(cast.member), path_of(entry))
    sign_in(cast.member).post(path_of(entry, "entry_ask"), {"alasan": "Itu liputan kami"})
    client = sign_in(cast.forum)
    text = page(client, path_of(entry))
    told = ["KIM menyatakan satu kabar miliknya", "Satu kabar ditolak"]
    assert sorted(told, key=text.index) == told
    client.post(path_of(entry, "entry_take_back"))
    text = page(client, path_of(entry))
    assert "Keputusan tentang satu kabar dibatalkan" in text
    assert "Dihitung sebagai bukti KIM" in text


def test_who_is_credited_instead_is_named(cast: Cast, sign_in) -> None:
    first, second = feed_for(cast.kayutangan), feed_for(cast.gubugklakah, "tani")
    visit(first, news(5, text=TEXT))
    visit(second, news(1, "tani", text=TEXT))
    entry = first.entries.get()
    sign_in(cast.forum).post(path_of(entry, "entry_reject"), {"sebab": "foreign"})
    assert "Teks yang sama sekarang dihitung untuk KIM Gubugklakah." in page(sign_in(cast.forum), path_of(entry))


def test_in_a_list_what_was_decided_stays_in_sight_with_its_way_back(cast: Cast, sign_in, feed: Feed) -> None:
    client, entry = sign_in(cast.forum), feed.entries.get(title=FIRST)
    query = f"kanal={feed.code}&keadaan=accepted"
    answer = client.post(path_of(entry, "entry_reject"), {"sebab": "advert", "lihat": query})
    back = answer.headers["Location"]
    assert back == f"/kanal/kabar/?{query}&diputus={entry.code}#{entry.code}"
    answer = client.get(back)
    assert (answer.context["total"], answer.context["gone"]) == (2, entry)
    assert "Batalkan penolakan" in answer.content.decode()
    client.post(path_of(entry, "entry_take_back"), {"lihat": query})
    answer = client.get(back)
    assert (answer.context["total"], answer.context["gone"]) == (3, None)
    # Others' decisions, and what is not theirs, are not shown by a guessed address.
    assert sign_in(cast.admin).get(back.replace(f"kanal={feed.code}&", "")).context["gone"] is None
    assert sign_in(cast.admin).get(back).status_code == 404


@pytest.mark.parametrize("values", [{}, {"sebab": "apa saja"}, {"alasan": "  "}, {"alasan": "a" * 301}])
def test_without_a_reason_nothing_is_rejected(cast: Cast, sign_in, feed: Feed, values: dict) -> None:
    entry = feed.entries.get(title=FIRST)
    answer = sign_in(cast.forum).post(path_of(entry, "entry_reject"), values, follow=True)
    assert "Tulis alasannya" in answer.content.decode()
    assert Entry.objects.get(pk=entry.pk).state == EntryState.ACCEPTED


def test_the_reason_is_kept_in_the_offices_language(cast: Cast, sign_in, feed: Feed) -> None:
    client, entry = sign_in(cast.forum), feed.entries.get(title=FIRST)
    client.cookies["django_language"] = "en"
    client.post(path_of(entry, "entry_reject"), {"sebab": "gambling"}, headers={"accept-language": "en"})
    assert Entry.objects.get(pk=entry.pk).decided_reason == "Iklan judi"


def test_who_may_not_judge_sees_no_buttons(cast: Cast, sign_in, feed: Feed) -> None:
    entry = feed.entries.get(title=FIRST)
    for person in (cast.member, cast.leader):
        for path in (f"/kanal/{feed.code}/", "/kanal/kabar/", path_of(entry)):
            assert path_of(entry, "entry_reject") not in page(sign_in(person), path)
        assert sign_in(person).post(path_of(entry, "entry_take_back")).status_code == 403


def test_what_waits_with_its_channel_has_no_buttons_of_its_own_in_lists(cast: Cast, sign_in) -> None:
    feed = hijacked(cast)
    held = feed.entries.filter(state=EntryState.QUARANTINED).first()
    client = sign_in(cast.forum)
    for path in (f"/kanal/{feed.code}/", f"/kanal/kabar/?kanal={feed.code}"):
        assert path_of(held, "entry_release") not in client.get(path).content.decode()
    assert path_of(held, "entry_release") in page(client, path_of(held))
    quarantine.confirm_feed(feed=feed, by=cast.forum, reason="Isinya iklan judi")
    text = page(client, path_of(held))
    assert "Ditolak bersama kanalnya" in text
    assert path_of(held, "entry_release") in text
    assert feed.guard == Guard.QUARANTINED


def test_all_entries_of_a_channel_are_one_tap_away(cast: Cast, sign_in, django_assert_max_num_queries) -> None:
    feed = feed_for(cast.kayutangan)
    for number in range(20):
        make_entry(feed, f"Kabar {number}", published_at=now() - number * DAY, decided_by=cast.forum, decided_at=now())
    client = sign_in(cast.forum)
    assert f"/kanal/kabar/?kanal={feed.code}" in page(client, f"/kanal/{feed.code}/")
    with django_assert_max_num_queries(16):
        answer = client.get("/kanal/kabar/", {"kanal": feed.code})
    assert answer.context["total"] == 20
    assert client.get("/kanal/kabar/?kanal=tidakada").status_code == 404


@pytest.fixture(autouse=True)
def _today(settings) -> None:
    settings.FIXED_TODAY = dt.date(2025, 9, 25)
