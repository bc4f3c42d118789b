"""The desk's pages, each by the same ladder: works, anonymous, somebody else's, without the right, bad input."""

import datetime as dt
from typing import Any

import pytest

from kentongan.newsroom.actions import (
    approve,
    comment,
    save_article,
    send_back,
    set_desk,
    submit,
    withdraw,
)
from kentongan.newsroom.enums import ArticleKind, Review, State
from kentongan.newsroom.models import Article, Desk, GroupDesk
from tests.conftest import TODAY, Cast, make_group

STORY = (
    "Warga RW 02 menata gapura timur bersama sejak pagi. Dua puluh orang datang, dan catnya sumbangan toko bangunan."
)


@pytest.fixture(autouse=True)
def _the_day(settings) -> None:
    settings.FIXED_TODAY = TODAY


def text(response) -> str:
    return response.content.decode()


def written(cast: Cast, by: Any = None, **fields: Any) -> Article:
    fields = {"title": "Gapura baru di RW 02", "body": STORY, **fields}
    return save_article(group=cast.kayutangan, by=by or cast.member, fields=fields)


def waiting(cast: Cast, **fields: Any) -> Article:
    return submit(article=written(cast, **fields), by=cast.member)


def shown(cast: Cast, **fields: Any) -> Article:
    return approve(article=waiting(cast, **fields), by=cast.leader)


GETS = ["", "tarik/", "perubahan/"]
POSTS = ["kirim/", "setujui/", "jadwal/", "kembalikan/", "catatan/", "tarik/", "tayangkan-lagi/"]


def paths(article: Article) -> list[str]:
    return [f"/redaksi/{article.code}/{end}" for end in GETS]


def test_anonymous_people_sign_in_first(client, cast: Cast) -> None:
    article = shown(cast)
    for path in [*paths(article), "/redaksi/", "/tulisan/", "/redaksi/pengaturan/"]:
        response = client.get(path)
        assert (response.status_code, response.url.startswith("/masuk/")) == (302, True), path
    for end in [*POSTS]:
        assert client.post(f"/redaksi/{article.code}/{end}").status_code == 302
    article.refresh_from_db()
    assert article.state == State.PUBLISHED


def test_somebody_elses_article_is_not_there(cast: Cast, sign_in) -> None:
    article = shown(cast)
    for person in (cast.staff, cast.stranger, cast.viewer, cast.district_officer):
        client = sign_in(person)
        for path in paths(article):
            assert client.get(path).status_code == 404, path
        for end in POSTS:
            assert client.post(f"/redaksi/{article.code}/{end}").status_code == 404, end
    assert sign_in(cast.leader).get("/redaksi/adadeh/").status_code == 404


def test_without_the_right_it_is_refused_with_a_sentence(cast: Cast, sign_in) -> None:
    article = waiting(cast)
    client = sign_in(cast.member)
    for end in ("setujui/", "jadwal/", "kembalikan/", "tayangkan-lagi/"):
        assert client.post(f"/redaksi/{article.code}/{end}").status_code == 403, end
    assert sign_in(cast.forum).post(f"/redaksi/{article.code}/kirim/").status_code == 403
    article.refresh_from_db()
    assert article.state == State.WAITING


# --- The queue ------------------------------------------------------------------------------------------


def test_the_queue_says_who_waits_for_whom(cast: Cast, sign_in) -> None:
    set_desk(office=cast.kota, by=cast.city_admin, review=Review.FORUM)
    waiting(cast)
    page = text(sign_in(cast.forum).get("/redaksi/"))
    assert "1 tulisan menunggu Anda." in page
    assert "Menunggu Forum KIM" in page
    page = text(sign_in(cast.city_admin).get("/redaksi/"))
    assert "Tidak ada yang menunggu Anda." in page
    assert "1 menunggu pembaca lain." in page


def test_an_empty_queue_says_so(cast: Cast, sign_in) -> None:
    written(cast)
    page = text(sign_in(cast.forum).get("/redaksi/"))
    assert "Tidak ada yang menunggu hari ini." in page
    assert "Gapura" not in page


@pytest.mark.parametrize("slug", ["menunggu", "dikembalikan", "terjadwal", "tayang", "ditarik", "apa-ini", ""])
def test_the_queue_is_filtered_by_state_and_place(cast: Cast, sign_in, slug: str) -> None:
    shown(cast)
    client = sign_in(cast.city_admin)
    page = text(client.get(f"/redaksi/?keadaan={slug}&wilayah=35.73.02"))
    assert ("Gapura baru" in page) == (slug == "tayang")
    assert "Gapura baru" not in text(client.get(f"/redaksi/?keadaan={slug}&wilayah=35.73.01"))
    assert client.get("/redaksi/?wilayah=35.07").status_code == 404


def test_a_volunteer_is_led_to_the_own_group_s_list(cast: Cast, sign_in) -> None:
    assert sign_in(cast.leader).get("/redaksi/").url == "/tulisan/"
    assert sign_in(cast.viewer).get("/redaksi/").status_code == 403


def test_a_long_queue_needs_no_more_queries(cast: Cast, sign_in, django_assert_max_num_queries) -> None:
    client = sign_in(cast.city_admin)
    for number in range(12):
        group = make_group(cast.area("35.73.02.1011"), f"KIM Ke-{number}", dt.date(2020, 1, 1))
        article = save_article(group=group, by=None, fields={"title": f"Kabar {number}", "body": STORY + str(number)})
        Article.objects.filter(pk=article.pk).update(state=State.WAITING)
    with django_assert_max_num_queries(30):
        page = text(client.get("/redaksi/"))
    assert page.count("Menunggu ketua KIM") == 12


# --- One article ----------------------------------------------------------------------------------------


def test_the_leader_approves_with_one_tap(cast: Cast, sign_in) -> None:
    article = waiting(cast)
    client = sign_in(cast.leader)
    page = text(client.get(f"/redaksi/{article.code}/"))
    assert "Setujui dan tayangkan" in page
    assert "Anggota Kayutangan" in page
    response = client.post(f"/redaksi/{article.code}/setujui/", follow=True)
    assert "Sudah tayang." in text(response)
    article.refresh_from_db()
    assert article.state == State.PUBLISHED
    # A double tap.
    assert client.post(f"/redaksi/{article.code}/setujui/", follow=True).status_code == 200


def test_the_writer_sees_the_state_and_no_button_of_a_reader(cast: Cast, sign_in) -> None:
    article = waiting(cast)
    page = text(sign_in(cast.member).get(f"/redaksi/{article.code}/"))
    assert "Menunggu ketua KIM" in page
    assert "Setujui" not in page
    assert "Kembalikan dengan catatan" not in page


def test_it_goes_back_with_words_or_not_at_all(cast: Cast, sign_in) -> None:
    article = waiting(cast)
    client = sign_in(cast.leader)
    response = client.post(f"/redaksi/{article.code}/kembalikan/", {"kurang": " "})
    assert "Tulis apa yang perlu dilengkapi" in text(response)
    client.post(f"/redaksi/{article.code}/kembalikan/", {"kurang": "Tambahkan tanggalnya."})
    article.refresh_from_db()
    assert article.state == State.RETURNED
    assert "Tambahkan tanggalnya." in text(sign_in(cast.member).get("/tulisan/"))


def test_too_long_a_note_comes_back_with_what_was_typed(cast: Cast, sign_in) -> None:
    article = waiting(cast)
    response = sign_in(cast.leader).post(f"/redaksi/{article.code}/catatan/", {"catatan": "kata " * 200})
    assert response.status_code == 200
    assert "kata kata kata" in text(response)
    assert not article.notes.exists()


def test_a_note_is_kept_and_moves_nothing(cast: Cast, sign_in) -> None:
    article = waiting(cast)
    sign_in(cast.forum).post(f"/redaksi/{article.code}/catatan/", {"catatan": "Bagus.\u200b <b>Lanjutkan</b>"})
    page = text(sign_in(cast.member).get(f"/redaksi/{article.code}/"))
    assert "&lt;b&gt;Lanjutkan&lt;/b&gt;" in page
    article.refresh_from_db()
    assert article.state == State.WAITING


@pytest.mark.parametrize(
    ("day", "clock", "sentence"),
    [
        ("2025-09-24", "07:00", "Waktu itu sudah lewat"),
        ("2027-09-24", "07:00", "Paling lambat setahun"),
        ("besok", "07:00", "salah"),
        ("2025-09-27", "25:00", "Jam ini tidak terbaca"),
        ("", "", "Isi tanggal"),
    ],
)
def test_a_schedule_must_lie_ahead(cast: Cast, sign_in, day: str, clock: str, sentence: str) -> None:
    article = waiting(cast)
    response = sign_in(cast.leader).post(f"/redaksi/{article.code}/jadwal/", {"hari": day, "jam": clock})
    assert response.status_code == 200
    assert sentence in text(response)
    article.refresh_from_db()
    assert article.state == State.WAITING


def test_a_scheduled_one_is_shown_at_its_time(cast: Cast, sign_in, settings) -> None:
    article = waiting(cast)
    client = sign_in(cast.leader)
    response = client.post(f"/redaksi/{article.code}/jadwal/", {"hari": "2025-09-27", "jam": "07.00"}, follow=True)
    assert "Tayang pada" in text(response)
    article.refresh_from_db()
    assert article.state == State.SCHEDULED
    settings.FIXED_TODAY = dt.date(2025, 9, 28)
    # Whoever opens the desk finds the promise kept, also where no worker runs.
    client.get("/tulisan/")
    article.refresh_from_db()
    assert article.state == State.PUBLISHED
    assert article.published_at is not None
    assert article.published_at.isoformat() == "2025-09-27T00:00:00+00:00"


def test_withdrawing_asks_for_a_reason(cast: Cast, sign_in) -> None:
    article = shown(cast)
    client = sign_in(cast.city_admin)
    assert "Tulis alasannya" in text(client.post(f"/redaksi/{article.code}/tarik/", {"alasan": ""}))
    client.post(f"/redaksi/{article.code}/tarik/", {"alasan": "Nama warga keliru."})
    article.refresh_from_db()
    assert (article.state, article.withdrawn_reason) == (State.WITHDRAWN, "Nama warga keliru.")
    # The leader does not overrule the office.
    assert sign_in(cast.leader).post(f"/redaksi/{article.code}/tayangkan-lagi/").status_code == 403
    sign_in(cast.city_admin).post(f"/redaksi/{article.code}/tayangkan-lagi/")
    article.refresh_from_db()
    assert article.state == State.PUBLISHED


def test_sending_from_the_desk(cast: Cast, sign_in) -> None:
    article = written(cast)
    sign_in(cast.member).post(f"/redaksi/{article.code}/kirim/")
    article.refresh_from_db()
    assert article.state == State.WAITING


STEPS: dict[str, Any] = {
    "": lambda article, cast: None,
    "submit": lambda article, cast: submit(article=article, by=cast.member),
    "send_back": lambda article, cast: send_back(article=article, by=cast.leader, text="Lengkapi."),
    "approve": lambda article, cast: approve(article=article, by=cast.leader),
    "withdraw": lambda article, cast: withdraw(article=article, by=cast.leader, reason="Salah."),
}


def test_every_kind_and_state_has_its_page(cast: Cast, sign_in) -> None:
    client = sign_in(cast.leader)
    whole: dict[str, Any] = {
        ArticleKind.PRODUCT: {"product": {"kind": "kerajinan", "price": 45000, "unit": "buah", "seller": "Bu Sri"}},
        ArticleKind.EVENT: {"event": {"starts_at": dt.datetime(2025, 10, 1, 2, 0, tzinfo=dt.UTC), "venue": "Balai RW"}},
        ArticleKind.VIDEO: {"video_url": "https://video.example/x"},
    }
    for kind in ArticleKind:
        article = written(cast, kind=kind, title=f"Satu {kind.label}", **whole.get(kind, {}))
        for step in ("", "submit", "send_back", "submit", "approve", "withdraw"):
            STEPS[step](article, cast)
            response = client.get(f"/redaksi/{article.code}/")
            assert response.status_code == 200
            assert f"Satu {kind.label}" in text(response)


# --- Revisions ------------------------------------------------------------------------------------------


def test_versions_show_words_that_went_and_came(cast: Cast, sign_in) -> None:
    article = written(cast)
    save_article(
        group=cast.kayutangan,
        by=cast.leader,
        article=article,
        fields={"body": STORY.replace("Dua puluh", "Tiga puluh"), "byline": "Tim Kayutangan"},
    )
    page = text(sign_in(cast.member).get(f"/redaksi/{article.code}/perubahan/"))
    assert "Versi 2 dibanding versi 1." in page
    assert "Dua</del>" in page
    assert "Tiga</ins>" in page
    assert "Tim Kayutangan" in page
    for query in ("?versi=1", "?versi=99", "?versi=x&dengan=-1", "?versi=2&dengan=1", "?versi=" + "9" * 40):
        assert sign_in(cast.member).get(f"/redaksi/{article.code}/perubahan/{query}").status_code == 200


# --- The group's own list -------------------------------------------------------------------------------


def test_a_leader_s_list_begins_with_what_waits(cast: Cast, sign_in) -> None:
    waiting(cast)
    page = text(sign_in(cast.leader).get("/tulisan/"))
    assert "1 tulisan menunggu Anda baca." in page
    assert "Baca naskah" in page
    page = text(sign_in(cast.member).get("/tulisan/"))
    assert "1 tulisan sedang dibaca." in page
    assert "Baca naskah" not in page


def test_a_draft_waits_for_its_own_author_only(cast: Cast, sign_in) -> None:
    written(cast)
    assert "Lanjutkan tulisan" in text(sign_in(cast.member).get("/tulisan/"))
    assert "Lanjutkan tulisan" not in text(sign_in(cast.leader).get("/tulisan/"))


def test_the_own_list_is_a_volunteer_s(cast: Cast, sign_in) -> None:
    assert sign_in(cast.city_admin).get("/tulisan/").status_code == 404
    assert sign_in(cast.member).get("/tulisan/?kim=35.07.07.2016-1").status_code == 404
    page = text(sign_in(cast.member).get("/tulisan/?keadaan=tayang&hal=99"))
    assert "Kabar pertama" in page


# --- Settings -------------------------------------------------------------------------------------------


def test_an_office_says_who_reads(cast: Cast, sign_in) -> None:
    client = sign_in(cast.city_admin)
    assert "dibaca dulu oleh ketuanya" in text(client.get("/redaksi/pengaturan/"))
    client.post("/redaksi/pengaturan/", {"formulir": "bawaan", "dibaca": "2"})
    assert Desk.objects.get().review == Review.FORUM
    response = client.post("/redaksi/pengaturan/", {"formulir": "bawaan", "dibaca": "9"})
    assert response.status_code == 200
    assert Desk.objects.get().review == Review.FORUM


def test_a_trusted_group_is_added_and_removed(cast: Cast, sign_in) -> None:
    client = sign_in(cast.city_admin)
    client.post("/redaksi/pengaturan/", {"formulir": "kim", "kim": "kayutangan", "aturan": "0"})
    assert GroupDesk.objects.get().group == cast.kayutangan
    page = text(client.get("/redaksi/pengaturan/"))
    assert "1 KIM tepercaya langsung tayang." in page
    assert submit(article=written(cast), by=cast.member).state == State.PUBLISHED
    client.post("/redaksi/pengaturan/hapus/", {"kim": cast.kayutangan.code})
    assert not GroupDesk.objects.exists()


@pytest.mark.parametrize("typed", ["", "KIM Gubugklakah", "tidak ada", "kim", "%"])
def test_an_unknown_group_is_no_group_of_theirs(cast: Cast, sign_in, typed: str) -> None:
    response = sign_in(cast.city_admin).post("/redaksi/pengaturan/", {"formulir": "kim", "kim": typed, "aturan": "0"})
    assert response.status_code == 200
    assert not GroupDesk.objects.exists()


def test_groups_of_one_name_are_chosen_from(cast: Cast, sign_in) -> None:
    other = make_group(cast.area("35.73.02.1011"), "KIM Kayutangan", dt.date(2020, 1, 1))
    client = sign_in(cast.city_admin)
    data = {"formulir": "kim", "kim": "KIM Kayutangan", "aturan": "0"}
    assert "Pilih satu" in text(client.post("/redaksi/pengaturan/", data))
    client.post("/redaksi/pengaturan/", {**data, "kode": other.code})
    assert GroupDesk.objects.get().group == other


def test_settings_are_the_admin_s(cast: Cast, sign_in) -> None:
    assert sign_in(cast.leader).get("/redaksi/pengaturan/").status_code == 403
    forum = sign_in(cast.forum)
    assert "Simpan aturan" not in text(forum.get("/redaksi/pengaturan/"))
    assert forum.post("/redaksi/pengaturan/", {"formulir": "bawaan", "dibaca": "0"}).status_code == 403
    assert forum.post("/redaksi/pengaturan/hapus/", {"kim": cast.kayutangan.code}).status_code == 403
    admin = sign_in(cast.admin)
    assert admin.post("/redaksi/pengaturan/hapus/", {"kim": cast.kayutangan.code}).status_code == 404
    assert not Desk.objects.exists()


# --- Beside the register --------------------------------------------------------------------------------


def test_a_group_s_page_shows_what_it_shows(cast: Cast, sign_in) -> None:
    shown(cast)
    client = sign_in(cast.forum)
    page = text(client.get(f"/kim/{cast.kayutangan.code}/"))
    assert "1 tulisan tayang" in page
    assert "/kayutangan/kabar/gapura-baru-di-rw-02/" in page
    assert "1 tulisan tayang" not in text(client.get(f"/kim/{cast.kayutangan.code}/?per=2025-09-01"))


def test_the_bar_leads_to_the_desk(cast: Cast, sign_in) -> None:
    assert 'href="/redaksi/"' in text(sign_in(cast.forum).get("/kim/"))
    member = text(sign_in(cast.member).get("/kim/"))
    assert 'href="/tulisan/"' in member
    assert 'href="/redaksi/"' not in member


def test_comments_are_told_to_the_group_only(cast: Cast, sign_in) -> None:
    article = waiting(cast)
    comment(article=article, by=cast.forum, text="Fotonya bagus sekali.")
    assert "Fotonya bagus sekali." in text(sign_in(cast.member).get("/pemberitahuan/"))
    assert "Fotonya bagus sekali." not in text(sign_in(cast.city_admin).get("/pemberitahuan/"))
