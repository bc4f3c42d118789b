"""What the desk's verbs do to an article: nothing is lost, and nothing counts twice."""

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from kentongan.accounts.models import Notice
from kentongan.accounts.notices import notices_for
from kentongan.accounts.personal_data import erase_about, export_about, sections_about
from kentongan.core.clock import now
from kentongan.core.errors import Conflict, Refused
from kentongan.core.models import AuditEvent
from kentongan.evidence.kinds import BY_NUMBER
from kentongan.evidence.models import Evidence
from kentongan.evidence.queries.records import ledger_of
from kentongan.evidence.rules.standing import counts
from kentongan.newsroom.actions import (
    StaleVersion,
    approve,
    comment,
    publish_due,
    save_article,
    send_back,
    set_desk,
    set_group_desk,
    show_again,
    submit,
    withdraw,
)
from kentongan.newsroom.enums import ArticleKind, NoteKind, Review, State
from kentongan.newsroom.models import Article, Product, Revision, has_text
from kentongan.registry.models import Group
from tests.conftest import TODAY, Cast, make_group

STORY = (
    "Warga RW 02 menata gapura timur bersama sejak pagi. Dua puluh orang datang, dan catnya sumbangan toko bangunan."
)


@pytest.fixture(autouse=True)
def _the_day(settings) -> None:
    settings.FIXED_TODAY = TODAY


def save(
    cast: Cast, by: Any = None, article: Article | None = None, group: Group | None = None, **more: Any
) -> Article:
    settings = {name: more.pop(name) for name in ("base_version", "client_key", "now") if name in more}
    fields = more or {"title": "Gapura baru", "body": STORY}
    return save_article(group=group or cast.kayutangan, by=by, fields=fields, article=article, **settings)


def shown(cast: Cast, **more: Any) -> Article:
    """Shown by the office itself, which nobody needs to approve."""
    return submit(article=save(cast, **more), by=None)


def counted(group: Group) -> list[str]:
    """Kinds of evidence of the group that count today."""
    ledger = ledger_of(group, as_of=TODAY)
    return sorted(BY_NUMBER[one.kind].code for one in ledger.entries if counts(one.standing))


# --- The way --------------------------------------------------------------------------------------------


def test_a_member_s_article_is_read_by_the_leader_and_shown(cast: Cast) -> None:
    article = submit(article=save(cast, by=cast.member), by=cast.member)
    assert article.state == State.WAITING
    article = send_back(article=article, by=cast.leader, text="Tambahkan tanggalnya.")
    assert article.state == State.RETURNED
    article = approve(article=submit(article=article, by=cast.member), by=cast.leader)
    assert (article.state, article.slug) == (State.PUBLISHED, "gapura-baru")
    first = article.published_at
    article = withdraw(article=article, by=cast.leader, reason="Salah nama.")
    article = show_again(article=article, by=cast.leader)
    assert (article.state, article.published_at, article.slug) == (State.PUBLISHED, first, "gapura-baru")
    kinds = [note.kind for note in article.notes.all()]
    assert kinds == [NoteKind.RETURNED, NoteKind.APPROVED, NoteKind.WITHDRAWN]
    verbs = AuditEvent.objects.filter(subject_kind="article").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["create", "submit", "send_back", "submit", "approve", "withdraw", "show_again"]


#                       who reads:  nobody leader forum office
@pytest.mark.parametrize(
    ("who", "ways"),
    [("member", "pwww"), ("leader", "ppww"), ("city_admin", "pppp")],
)
def test_whose_article_is_shown_at_once(cast: Cast, who: str, ways: str) -> None:
    for review, way in zip(Review, ways, strict=True):
        set_group_desk(group=cast.kayutangan, office=cast.kota, by=cast.city_admin, review=review)
        writer = getattr(cast, who)
        article = save(cast, by=writer, title=f"Kabar {review.label}", body=f"{STORY} {review.label}")
        expected = State.PUBLISHED if way == "p" else State.WAITING
        assert submit(article=article, by=writer).state == expected


@pytest.mark.parametrize(
    ("who", "review", "may"),
    [
        ("member", Review.NOBODY, False),
        ("leader", Review.LEADER, True),
        ("leader", Review.FORUM, False),
        ("forum", Review.FORUM, True),
        ("forum", Review.OFFICE, False),
        ("city_admin", Review.OFFICE, True),
        ("admin", Review.LEADER, False),
        ("viewer", Review.LEADER, False),
    ],
)
def test_who_lets_it_through(cast: Cast, who: str, review: Review, may: bool) -> None:
    article = submit(article=save(cast, by=cast.member), by=cast.member)
    set_desk(office=cast.kota, by=cast.city_admin, review=review)
    if may:
        assert approve(article=article, by=getattr(cast, who)).state == State.PUBLISHED
    else:
        with pytest.raises(Refused):
            approve(article=article, by=getattr(cast, who))


def test_a_double_tap_does_everything_once(cast: Cast) -> None:
    article = save(cast, by=cast.member)
    for _tap in range(2):
        assert submit(article=article, by=cast.member).state == State.WAITING
    for _tap in range(2):
        assert approve(article=article, by=cast.leader).state == State.PUBLISHED
    assert AuditEvent.objects.filter(subject_kind="article").count() == 3
    assert counted(cast.kayutangan) == ["berita", "situs"]


def test_what_moved_meanwhile_is_a_conflict(cast: Cast) -> None:
    article = save(cast, by=cast.member)
    with pytest.raises(Conflict):
        approve(article=article, by=cast.leader)
    with pytest.raises(Conflict):
        withdraw(article=article, by=cast.leader, reason="x")
    with pytest.raises(Conflict):
        send_back(article=article, by=cast.leader, text="x")


def test_readers_get_something_to_read(cast: Cast) -> None:
    for fields in (
        {"title": "", "body": " \u200b "},
        {"kind": ArticleKind.VIDEO, "title": "Video"},
        {"kind": ArticleKind.EVENT, "title": "Acara"},
    ):
        with pytest.raises(Refused):
            submit(article=save(cast, by=cast.member, **fields), by=cast.member)
    article = submit(article=save(cast, by=cast.leader, title="", body=STORY), by=cast.leader)
    assert article.title.startswith("Warga RW 02 menata gapura timur")


def test_an_ended_group_writes_no_more(cast: Cast) -> None:
    Group.objects.filter(pk=cast.kayutangan.pk).update(ended_on=TODAY)
    cast.kayutangan.refresh_from_db()
    with pytest.raises(Refused):
        save(cast, by=cast.leader)


# --- Addresses ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Kerja bakti, RW 02!", "kerja-bakti-rw-02"),
        ("Café & Kopi", "cafe-kopi"),
        ("ꦏꦧꦂ ꦢꦺꦱ", None),
        ("2025", None),
        ("😀😀", None),
        ("kata " * 60, "kata-" * 14 + "ka"),
    ],
)
def test_an_address_comes_from_the_title(cast: Cast, title: str, slug: str | None) -> None:
    article = shown(cast, title=title, body=STORY)
    assert article.slug == (slug or f"kabar-{article.code}")
    assert len(article.slug) <= 80


def test_two_of_one_title_have_two_addresses(cast: Cast) -> None:
    slugs = [shown(cast, title="Panen", body=f"{STORY} {number}").slug for number in range(3)]
    assert slugs == ["panen", "panen-2", "panen-3"]


# --- Nothing written is lost ----------------------------------------------------------------------------


def test_the_same_draft_twice_is_one_article(cast: Cast) -> None:
    key = uuid.uuid4()
    first = save(cast, by=cast.member, client_key=key)
    again = save(cast, by=cast.member, client_key=key)
    assert (again.pk, again.version) == (first.pk, 1)
    longer = save(cast, by=cast.member, client_key=key, title="Gapura baru", body=f"{STORY} Selesai.")
    assert (longer.pk, longer.version, longer.body) == (first.pk, 2, f"{STORY} Selesai.")
    assert Revision.objects.filter(article=first).count() == 2


def test_a_key_of_another_group_s_draft_opens_nothing(cast: Cast) -> None:
    key = uuid.uuid4()
    theirs = save(cast, group=cast.gubugklakah, client_key=key)
    with pytest.raises(Refused):
        save(cast, by=cast.member, client_key=key)
    theirs.refresh_from_db()
    assert theirs.body == STORY


def test_other_words_for_an_older_version_are_a_conflict_with_both(cast: Cast) -> None:
    article = save(cast, by=cast.member)
    save(cast, by=cast.leader, article=article, body="Kalimat dari ketua.", base_version=1)
    with pytest.raises(StaleVersion) as stale:
        save(cast, by=cast.member, article=article, body="Kalimat dari anggota.", base_version=1)
    assert stale.value.article.body == "Kalimat dari ketua."
    assert stale.value.coming["body"] == "Kalimat dari anggota."
    article.refresh_from_db()
    assert (article.body, article.version) == ("Kalimat dari ketua.", 2)


def test_equal_words_for_an_older_version_are_no_news(cast: Cast) -> None:
    article = save(cast, by=cast.member)
    save(cast, by=cast.leader, article=article, body="Sama saja.", base_version=1)
    again = save(cast, by=cast.member, article=article, body="Sama  saja.\u200b", base_version=1)
    assert again.version == 2


def test_whoever_only_wrote_on_is_not_asked(cast: Cast) -> None:
    """The answer to a phone was lost, and it wrote on from the version it knew."""
    article = save(cast, by=cast.member, body="Satu dua.")
    save(cast, by=cast.member, article=article, body="Satu dua. Tiga.", base_version=1)
    again = save(cast, by=cast.member, article=article, body="Satu dua. Tiga. Empat.", base_version=1)
    assert (again.version, again.body) == (3, "Satu dua. Tiga. Empat.")


def test_other_facts_for_an_older_version_are_a_conflict(cast: Cast) -> None:
    article = save(cast, by=cast.member, body="Satu dua.", place_words="RW 01")
    save(cast, by=cast.leader, article=article, place_words="RW 02", base_version=1)
    with pytest.raises(StaleVersion):
        save(cast, by=cast.member, article=article, place_words="RW 03", base_version=1)


def test_a_shown_article_is_changed_by_those_who_may_show_it(cast: Cast) -> None:
    article = shown(cast)
    with pytest.raises(Refused):
        save(cast, by=cast.member, article=article, body=f"{STORY} Lagi.")
    assert save(cast, by=cast.leader, article=article, body=f"{STORY} Lagi.").version == 2
    set_group_desk(group=cast.kayutangan, office=cast.kota, by=cast.city_admin, review=Review.NOBODY)
    changed = save(cast, by=cast.member, article=article, body=f"{STORY} Lagi dan lagi.")
    assert (changed.version, changed.state) == (3, State.PUBLISHED)
    with pytest.raises(Refused):
        save(cast, by=cast.member, article=article, kind=ArticleKind.EVENT)


BAD = {
    "a title of 5,000 letters": ({"title": "kata " * 1000, "body": STORY}, "…kata"),
    "a paste from Word": ({"title": "Panen\u00a0raya", "body": "•\tkopi\r\n•\tapel\x0b\u2028“Baik”"}, "- kopi\n- apel"),
    "a forward": ({"title": "\u200bKabar\u2060", "body": f"\ufeff{STORY}\u200e"}, STORY),
    "emoji and Javanese": ({"title": "👨‍👩‍👧 ꦏꦧꦂ", "body": "ꦏꦧꦂ ꦢꦺꦱ 🏳️‍🌈"}, "ꦏꦧꦂ ꦢꦺꦱ 🏳️‍🌈"),
    "NUL": ({"title": "Ka\x00bar", "body": "Isi\x00 kabar\x00"}, "Isi kabar"),
    "half a letter": ({"title": "Kabar\ud83d", "body": "Isi\udc00"}, "Isi"),
    "elements": ({"title": "<b>Kabar</b>", "body": "<script>alert(1)</script>"}, "<script>alert(1)</script>"),
}


@pytest.mark.parametrize(("fields", "kept"), BAD.values(), ids=BAD.keys())
def test_bad_input_ends_in_a_good_article(cast: Cast, fields: dict[str, str], kept: str) -> None:
    article = submit(article=save(cast, by=cast.leader, **fields), by=cast.leader)
    article.refresh_from_db()
    assert article.state == State.PUBLISHED
    assert kept in article.body
    assert 0 < len(article.title) <= 160
    # What came out goes in again and changes nothing.
    assert save(cast, by=cast.leader, article=article, title=article.title, body=article.body).version == 1


def test_too_long_a_story_is_a_sentence(cast: Cast) -> None:
    with pytest.raises(Refused, match="Bagi menjadi dua"):
        save(cast, by=cast.member, body="k" * 40_001)


def test_a_seller_s_number_needs_consent(cast: Cast) -> None:
    product = {"kind": "makanan", "price": 12000, "whatsapp": "+6281234567890", "consent_on": None}
    article = save(cast, kind=ArticleKind.PRODUCT, title="Keripik", product=product)
    assert Product.objects.get(article=article).whatsapp == ""
    save(cast, article=article, product={**product, "consent_on": TODAY})
    assert Product.objects.get(article=article).whatsapp == "+6281234567890"
    assert article.revisions.count() == 2


# --- Evidence -------------------------------------------------------------------------------------------


def test_what_is_shown_is_evidence_and_what_is_withdrawn_is_not(cast: Cast) -> None:
    article = save(cast)
    assert counted(cast.kayutangan) == []
    article = submit(article=article, by=None)
    assert counted(cast.kayutangan) == ["berita", "situs"]
    proof = Evidence.objects.get(key=f"situs:{article.code}")
    assert (proof.occurred_on, proof.title) == (TODAY, "Gapura baru")
    assert proof.url == "/kayutangan/kabar/gapura-baru/"
    article = withdraw(article=article, by=cast.leader, reason="Salah.")
    assert counted(cast.kayutangan) == []
    show_again(article=article, by=cast.leader)
    assert counted(cast.kayutangan) == ["berita", "situs"]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL reads a few rows without an index")
def test_copies_are_found_by_their_index(cast: Cast) -> None:
    assert "article_copies" in Article.objects.filter(has_text({"a", "b"}), published_at__isnull=False).explain()


def test_copies_under_two_groups_count_once(cast: Cast) -> None:
    other = make_group(cast.area("35.73.02.1011"), "KIM Rampal", dt.date(2020, 1, 1))
    first = shown(cast)
    copy = shown(cast, group=other, title="Judul lain", body=STORY.upper())
    assert (counted(cast.kayutangan), counted(other)) == (["berita", "situs"], [])
    first = withdraw(article=first, by=cast.leader, reason="Salah.")
    assert (counted(cast.kayutangan), counted(other)) == ([], ["berita", "situs"])
    show_again(article=first, by=cast.leader)
    assert (counted(cast.kayutangan), counted(other)) == (["berita", "situs"], [])
    # Own words at last.
    save(cast, group=other, article=copy, body=f"{STORY} Di Rampal Celaket cerita kami lain, dan kami tulis sendiri.")
    assert counted(other) == ["berita", "situs"]


def test_a_repost_counts_as_what_it_is(cast: Cast) -> None:
    article = shown(cast, title="Diteruskan", body=STORY, is_repost=True)
    assert counted(cast.kayutangan) == ["situs", "terusan"]
    save(cast, article=article, is_repost=False)
    assert counted(cast.kayutangan) == ["berita", "situs"]
    save(cast, article=article, body="Pendek saja.")
    assert counted(cast.kayutangan) == ["situs", "terusan"]


def test_evidence_lies_on_the_day_of_the_group_s_office(cast: Cast) -> None:
    cast.kota.time_zone = "Asia/Jayapura"
    cast.kota.save()
    shown_at = dt.datetime(2025, 9, 20, 16, 0, tzinfo=dt.UTC)
    submit(article=save(cast), by=None, now=shown_at)
    assert Evidence.objects.first().occurred_on == dt.date(2025, 9, 21)  # type: ignore[union-attr]


# --- At its time ----------------------------------------------------------------------------------------


def test_a_job_shows_what_is_due(cast: Cast, run_jobs: Callable[[], int], settings) -> None:
    article = submit(article=save(cast), by=None, publish_at=now() + dt.timedelta(hours=2))
    assert (article.state, counted(cast.kayutangan)) == (State.SCHEDULED, [])
    assert publish_due() == 0
    promised = article.publish_at
    settings.FIXED_TODAY = TODAY + dt.timedelta(days=1)
    from kentongan.newsroom.tasks import show_due

    show_due.enqueue()
    run_jobs()
    article.refresh_from_db()
    assert (article.state, article.published_at, article.publish_at) == (State.PUBLISHED, promised, None)
    assert publish_due() == 0


def test_a_schedule_makes_its_own_job(cast: Cast) -> None:
    from django.utils import timezone
    from django_tasks_db.models import DBTaskResult

    submit(article=save(cast), by=None, publish_at=now() + dt.timedelta(hours=2))
    due = DBTaskResult.objects.get(task_path__endswith="show_due").run_after - timezone.now()
    assert dt.timedelta(hours=1, minutes=59) < due <= dt.timedelta(hours=2)


def test_the_writer_s_wish_is_kept_by_the_reader(cast: Cast) -> None:
    wish = now() + dt.timedelta(days=2)
    article = submit(article=save(cast, by=cast.member), by=cast.member, publish_at=wish)
    assert (article.state, article.publish_at) == (State.WAITING, wish)
    article = approve(article=article, by=cast.leader)
    assert (article.state, article.publish_at) == (State.SCHEDULED, wish)
    # Another tap means now.
    assert approve(article=article, by=cast.leader).state == State.PUBLISHED


# --- Who hears of it ------------------------------------------------------------------------------------


def heard(person: Any) -> list[str]:
    return [notice.title.partition(":")[0] for notice in notices_for(type(person).objects.get(pk=person.pk))]


def test_those_hear_of_it_whom_it_concerns(cast: Cast) -> None:
    article = submit(article=save(cast, by=cast.member), by=cast.member)
    assert heard(cast.leader) == ["Menunggu dibaca"]
    assert [heard(person) for person in (cast.member, cast.forum, cast.city_admin, cast.admin)] == [[]] * 4
    article = send_back(article=article, by=cast.leader, text="Tambahkan tanggal.")
    assert heard(cast.member) == ["Dikembalikan"]
    Notice.objects.all().delete()
    set_desk(office=cast.kota, by=cast.city_admin, review=Review.FORUM)
    article = submit(article=article, by=cast.member)
    assert heard(cast.forum) == heard(cast.city_admin) == ["Menunggu dibaca"]
    assert heard(cast.admin) == []
    Notice.objects.all().delete()
    article = approve(article=article, by=cast.forum)
    assert heard(cast.member) == ["Tayang"]
    comment(article=article, by=cast.forum, text="Bagus.")
    withdraw(article=article, by=cast.city_admin, reason="Nama keliru.")
    assert len(heard(cast.member)) == 3
    assert heard(cast.forum) == []


def test_an_author_is_not_told_what_they_did(cast: Cast) -> None:
    submit(article=save(cast, by=cast.leader), by=cast.leader)
    assert heard(cast.leader) == []


# --- The person -----------------------------------------------------------------------------------------


def test_an_erased_writer_leaves_texts_and_no_name(cast: Cast) -> None:
    article = save(cast, by=cast.member, title="Gapura", body=STORY, byline=cast.member.name)
    comment(article=article, by=cast.member, text="Selesai.")
    section = next(one for one in sections_about(cast.member) if str(one.title) == "Kabar dan tulisan")
    assert [row.value for row in section.rows][:3] == ["1 tulisan", "1 versi", "1 catatan"]
    told = export_about(cast.member)["newsroom"]
    assert told["articles"][0]["title"] == "Gapura"
    name = cast.member.name
    erase_about(cast.member)
    article.refresh_from_db()
    assert (article.byline, article.body) == ("", STORY)
    assert name not in str(article.revisions.get().facts)
