"""Pages of instruments: the ladder for each, and the way from an example to a version in force."""

import re

import pytest
from django.utils.html import escape

from kentongan.assessment.actions import instruments as actions
from kentongan.assessment.models import InstrumentVersion
from kentongan.assessment.rules.reading import read_document
from kentongan.evidence.actions import record
from kentongan.evidence.enums import Source
from kentongan.registry.models import Decree
from tests.assessment.test_instruments import FIRST, clusters  # noqa: F401
from tests.assessment.texts import PUBLISHED, SMALL, WITH_HIDDEN_RULE, shipped_text
from tests.conftest import TODAY, make_group

BOOK = "/instrumen/35.73/klaster-kota-malang/"
DRAFT = "/instrumen/35.73/klaster-kota-malang/rancangan/"
AS_OURS = 'kode = "klaster-kota-malang"'


def as_ours(text: str) -> str:
    return text.replace('kode = "klaster-terbitan"', AS_OURS)


@pytest.fixture
def draft(cast, clusters) -> InstrumentVersion:  # noqa: F811
    """Version 2: the published clusters with both holes and the hidden rule."""
    return actions.adopt(office=cast.kota, text=as_ours(WITH_HIDDEN_RULE), by=cast.city_admin)


# --- The ladder -----------------------------------------------------------------------------------------------

READ = [
    "/instrumen/",
    BOOK,
    "/instrumen/35.73/klaster-kota-malang/versi-1.toml",
    "/instrumen/contoh/aktif/",
    "/instrumen/contoh/aktif.toml",
]
CHANGE = [
    "/instrumen/baru/",
    "/instrumen/35.73/klaster-kota-malang/akhiri/",
    "/instrumen/35.73/klaster-kota-malang/rancangan/teks/",
    "/instrumen/35.73/klaster-kota-malang/rancangan/lubang/A/",
    "/instrumen/35.73/klaster-kota-malang/rancangan/buang/",
]
POSTS = [
    "/instrumen/35.73/klaster-kota-malang/rancangan/baru/",
    "/instrumen/35.73/klaster-kota-malang/rancangan/aturan/3b/hapus/",
    DRAFT,
    "/instrumen/contoh/aktif/",
]


@pytest.mark.parametrize("path", [*READ, DRAFT])
def test_works(draft, cast, sign_in, path: str) -> None:
    assert sign_in(cast.city_admin).get(path).status_code == 200


@pytest.mark.parametrize("path", CHANGE)
def test_works_for_who_may_change(draft, cast, sign_in, path: str) -> None:
    assert sign_in(cast.city_admin).get(path).status_code == 200


@pytest.mark.parametrize("path", [*READ, DRAFT, *CHANGE, "/instrumen/35.73/klaster-kota-malang/rancangan/berlakukan/"])
def test_signed_out(draft, client, path: str) -> None:
    assert client.get(path).url.startswith("/masuk/")


@pytest.mark.parametrize(
    "path",
    [
        BOOK,
        "/instrumen/35.73/klaster-kota-malang/versi-1.toml",
        DRAFT,
        "/instrumen/35.73/klaster-kota-malang/rancangan/teks/",
        "/instrumen/35.73/klaster-kota-malang/rancangan/berlakukan/",
        "/instrumen/35.73/klaster-kota-malang/akhiri/",
    ],
)
def test_someone_elses(draft, cast, sign_in, path: str) -> None:
    assert sign_in(cast.admin).get(path).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        DRAFT,
        "/instrumen/35.73/klaster-kota-malang/rancangan/teks/",
        "/instrumen/35.73/klaster-kota-malang/versi-2.toml",
    ],
)
@pytest.mark.parametrize("person", ["leader", "member"])
def test_drafts_are_the_offices_own(draft, cast, sign_in, path: str, person: str) -> None:
    assert sign_in(getattr(cast, person)).get(path).status_code == 404


@pytest.mark.parametrize("path", [*CHANGE, "/instrumen/35.73/klaster-kota-malang/rancangan/berlakukan/"])
def test_role_without_the_right(draft, cast, sign_in, path: str) -> None:
    assert sign_in(cast.forum).get(path).status_code == 403


@pytest.mark.parametrize("path", POSTS)
def test_role_without_the_right_sends_nothing(draft, cast, sign_in, path: str) -> None:
    assert sign_in(cast.forum).post(path).status_code == 403
    assert InstrumentVersion.objects.count() == 2


@pytest.mark.parametrize(
    "path",
    [
        "/instrumen/35.73/tidak-ada/",
        "/instrumen/35.73/klaster-kota-malang/rancangan/lubang/Z/",
        "/instrumen/contoh/tidak-ada/",
        "/instrumen/contoh/tidak-ada.toml",
        "/instrumen/35.73/klaster-kota-malang/versi-9.toml",
        "/instrumen/35.99/aktif/",
    ],
)
def test_what_is_not_there(draft, cast, sign_in, path: str) -> None:
    assert sign_in(cast.city_admin).get(path).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/instrumen/35.73/klaster-kota-malang/rancangan/baru/",
        "/instrumen/35.73/klaster-kota-malang/rancangan/aturan/3b/hapus/",
    ],
)
def test_looking_changes_nothing(draft, cast, sign_in, path: str) -> None:
    assert sign_in(cast.city_admin).get(path).status_code == 405


# --- The list -------------------------------------------------------------------------------------------------


def test_the_empty_list_teaches(cast, sign_in) -> None:
    page = sign_in(cast.admin).get("/instrumen/").content.decode()
    assert "Belum ada instrumen yang berlaku." in page
    assert "Mulailah dari salah satu contoh" in page
    assert page.count("/instrumen/contoh/") >= 5


def test_the_list_says_what_holds_since_when(draft, cast, sign_in) -> None:
    page = sign_in(cast.city_admin).get("/instrumen/").content.decode()
    assert "1 instrumen berlaku." in page
    assert "Versi 1, sejak Jumat, 1 Januari 2021." in page
    assert "Buka rancangan versi 2" in page


def test_a_group_reads_by_what_it_is_judged(draft, cast, sign_in) -> None:
    page = sign_in(cast.leader).get(BOOK).content.decode()
    assert "rutin memberitakan" in page
    assert "Buka rancangan" not in page
    assert "Susun versi baru" not in page


def test_the_list_asks_little(cast, sign_in, django_assert_max_num_queries) -> None:
    for code in actions.SHIPPED:
        actions.adopt(office=cast.kota, code=code, by=cast.city_admin)
    client = sign_in(cast.city_admin)
    client.get("/instrumen/")
    with django_assert_max_num_queries(12):
        client.get("/instrumen/")


def test_one_instrument_reads_aloud(draft, cast, sign_in) -> None:
    page = sign_in(cast.forum).get(BOOK).content.decode()
    assert "walau organisasi tidur." in page
    assert 'href="#syarat-media"' in page
    assert "Klaster baru turun setelah 30 hari" in page


def test_the_text_goes_out_as_written(draft, cast, sign_in) -> None:
    response = sign_in(cast.forum).get("/instrumen/35.73/klaster-kota-malang/versi-1.toml")
    assert response.content.decode() == shipped_text("klaster-kota-malang")
    assert response["Content-Disposition"] == 'attachment; filename="klaster-kota-malang-1.toml"'


# --- The checker ------------------------------------------------------------------------------------------------


def test_the_page_of_the_design(draft, cast, sign_in) -> None:
    page = sign_in(cast.city_admin).get(DRAFT).content.decode()
    assert "Belum bisa berlaku: 2 lubang," in page
    assert "20 dari 32 keadaan punya klaster" in page
    assert "Pilih klaster untuk A" in page
    assert "SK berlaku + organisasi berjalan + tidak ada berita" in page
    assert "Hapus aturan 3b" in page
    assert "Berlakukan setelah 2 lubang ditutup" in page
    assert page.count('class="sel lubang"') == 12
    assert page.count('class="sel s') == 20


def test_who_may_only_look_sees_no_controls(draft, cast, sign_in) -> None:
    page = sign_in(cast.forum).get(DRAFT).content.decode()
    assert "20 dari 32 keadaan" in page
    assert "<select" not in page
    assert "Pilih klaster untuk A" not in page


def test_the_effect_on_todays_network(draft, cast, sign_in) -> None:
    """One group meets and writes nothing; of the other, which writes, the decree has run out."""
    lapsed = make_group(
        cast.area("35.73.02.1011"), "KIM Rampal", TODAY.replace(year=2020), ends_on=TODAY.replace(year=2022)
    )
    assert Decree.objects.filter(group=cast.kayutangan, ends_on__gt=TODAY).exists()
    for group in (cast.kayutangan, lapsed):
        for number, day in enumerate((TODAY.replace(month=6), TODAY.replace(month=7))):
            record(group=group, kind="rapat", occurred_on=day, source=Source.STAFF, key=f"rapat:{number}")
    for number in range(3):
        record(
            group=lapsed,
            kind="berita",
            occurred_on=TODAY.replace(month=7 + number % 2, day=20),
            source=Source.STAFF,
            key=f"berita:{number}",
        )
    page = sign_in(cast.city_admin).get(DRAFT).content.decode()
    assert "2 KIM tidak mendapat klaster." in page
    assert "Bila berlaku hari ini, 2 dari 2 KIM pindah" in page
    assert "KIM Kayutangan</a>, dari 2, lubang A" in page
    assert "KIM Rampal</a>, dari 3, lubang B" in page


def test_limits_change_from_the_table(draft, cast, sign_in) -> None:
    client = sign_in(cast.city_admin)
    asked = {"known": draft.fingerprint, "batas-media": "8", "rentang-media": "6b", "turun_setelah": "14"}
    assert client.post(DRAFT, asked).url == "/instrumen/35.73/klaster-kota-malang/rancangan/#arti"
    draft.refresh_from_db()
    document = read_document(draft.text)
    assert (document.by_key["media"].limit, document.by_key["media"].window.months, document.grace) == (8, 6, 14)
    page = client.get(DRAFT).content.decode()
    assert re.search(r'<option value="8" selected>8 unggahan', page)


@pytest.mark.parametrize(
    "asked",
    [{"batas-media": "x"}, {"batas-media": "999"}, {"rentang-media": "0h"}, {"batas-media": "8", "known": "lama"}],
)
def test_a_limit_that_is_no_choice_changes_nothing(draft, cast, sign_in, asked: dict) -> None:
    sign_in(cast.city_admin).post(DRAFT, {"known": draft.fingerprint, **asked})
    assert InstrumentVersion.objects.get(pk=draft.pk).text == draft.text


def test_from_holes_to_in_force(draft, cast, sign_in) -> None:
    client = sign_in(cast.city_admin)
    client.post("/instrumen/35.73/klaster-kota-malang/rancangan/aturan/3b/hapus/", {"known": draft.fingerprint})
    # While holes are open there is nothing to put in force.
    assert client.get("/instrumen/35.73/klaster-kota-malang/rancangan/berlakukan/").url == DRAFT
    for tier in ("Klaster 2", "Klaster 3"):
        page = client.get("/instrumen/35.73/klaster-kota-malang/rancangan/lubang/A/").content.decode()
        known = re.search(r'name="known" value="(\w+)"', page)[1]
        response = client.post(
            "/instrumen/35.73/klaster-kota-malang/rancangan/lubang/A/",
            {"known": known, "tier": tier, "reason": "Rapat forum 3 Juli"},
        )
        assert response.url == DRAFT
    page = client.get(DRAFT).content.decode()
    assert "Setiap keadaan punya tepat satu klaster." in page
    assert "Alasan: Rapat forum 3 Juli" in page
    response = client.post(
        "/instrumen/35.73/klaster-kota-malang/rancangan/berlakukan/", {"holds_from": "1 Oktober 2025"}
    )
    assert response.url == BOOK
    assert client.get(DRAFT).status_code == 404
    # A second tap on the same button.
    again = client.post("/instrumen/35.73/klaster-kota-malang/rancangan/berlakukan/", {}, follow=True)
    assert again.redirect_chain == [(BOOK, 302)]
    assert "Tidak ada rancangan yang menunggu diberlakukan." in again.content.decode()
    page = client.get("/instrumen/").content.decode()
    assert "Versi 2 mulai Rabu, 1 Oktober 2025." in page


def test_a_hole_that_was_closed_a_moment_ago(draft, cast, sign_in) -> None:
    hole = "/instrumen/35.73/klaster-kota-malang/rancangan/lubang/Z/"
    client = sign_in(cast.city_admin)
    assert client.get(hole).status_code == 404
    answer = client.post(hole, {"tier": "Klaster 2", "reason": "Rapat forum 3 Juli"}, follow=True)
    assert answer.redirect_chain == [(DRAFT, 302)]
    assert "Lubang Z sudah tidak ada." in answer.content.decode()


def test_a_hole_needs_a_reason(draft, cast, sign_in) -> None:
    response = sign_in(cast.city_admin).post(
        "/instrumen/35.73/klaster-kota-malang/rancangan/lubang/A/", {"tier": "Klaster 2", "reason": "", "known": ""}
    )
    assert response.status_code == 200
    assert InstrumentVersion.objects.get(pk=draft.pk).text == draft.text


def test_a_day_that_is_none(draft, cast, sign_in) -> None:
    actions.save_draft(version=draft, text=shipped_text("klaster-kota-malang"), known="", by=cast.city_admin)
    client = sign_in(cast.city_admin)
    for day in ("kemarin dulu", "", "31 Desember 2020"):
        assert (
            client.post("/instrumen/35.73/klaster-kota-malang/rancangan/berlakukan/", {"holds_from": day}).status_code
            == 200
        )
    assert InstrumentVersion.objects.get(pk=draft.pk).is_draft


# --- The text ---------------------------------------------------------------------------------------------------


def test_what_is_wrong_is_told_at_its_line_and_the_typing_stays(draft, cast, sign_in) -> None:
    typed = draft.text.replace('jenis = ["rapat"]', 'jenis = ["rapta"] # <ketikan>')
    response = sign_in(cast.city_admin).post(
        "/instrumen/35.73/klaster-kota-malang/rancangan/teks/", {"text": typed, "known": draft.fingerprint}
    )
    page = response.content.decode()
    assert response.status_code == 422
    line = typed[: typed.index("rapta")].count("\n") + 1
    assert f"<b>Baris {line}</b>: Jenis bukti “rapta” tidak dikenal." in page
    assert escape("# <ketikan>") in page
    assert InstrumentVersion.objects.get(pk=draft.pk).text == draft.text


def test_saving_the_text(draft, cast, sign_in) -> None:
    typed = as_ours(PUBLISHED).replace("\n", "\r\n")
    response = sign_in(cast.city_admin).post(
        "/instrumen/35.73/klaster-kota-malang/rancangan/teks/", {"text": typed, "known": draft.fingerprint}
    )
    assert response.url == DRAFT
    assert InstrumentVersion.objects.get(pk=draft.pk).text == as_ours(PUBLISHED).rstrip() + "\n"


def test_two_people_at_one_text(draft, cast, sign_in) -> None:
    """The later one keeps the typing, hears of the other, and may save it knowingly."""
    client = sign_in(cast.city_admin)
    seen = draft.fingerprint
    actions.change_limits(version=draft, limits={"media": 7}, known=seen, by=cast.city_admin)
    typed = as_ours(PUBLISHED)
    page = client.post(
        "/instrumen/35.73/klaster-kota-malang/rancangan/teks/", {"text": typed, "known": seen}
    ).content.decode()
    assert "diubah orang lain" in page
    assert escape('nama = "Klaster 4"') in page
    known = re.search(r'name="known" value="(\w+)"', page)[1]
    assert (
        client.post("/instrumen/35.73/klaster-kota-malang/rancangan/teks/", {"text": typed, "known": known}).url
        == DRAFT
    )


def test_a_new_instrument_from_a_text(cast, sign_in) -> None:
    client = sign_in(cast.admin)
    assert client.post("/instrumen/baru/", {"text": "bukan"}).status_code == 422
    assert client.post("/instrumen/baru/", {"text": SMALL}).url == "/instrumen/35.07/kecil/rancangan/"
    assert client.get("/instrumen/35.07/kecil/").url == "/instrumen/35.07/kecil/rancangan/"
    # A second of the same code has its draft already.
    assert "sudah punya rancangan" in client.post("/instrumen/baru/", {"text": SMALL}).content.decode()


def test_a_bomb_is_refused(cast, sign_in) -> None:
    response = sign_in(cast.admin).post("/instrumen/baru/", {"text": "[[tingkat]]\n" * 2_700})
    assert response.status_code == 422
    assert len(response.content) < 200_000
    assert sign_in(cast.admin).post("/instrumen/baru/", {"text": "a" * 100_000}).status_code == 200
    assert not InstrumentVersion.objects.exists()


# --- The rest of its life ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", actions.SHIPPED)
def test_every_example_can_be_taken_over(cast, sign_in, code: str) -> None:
    client = sign_in(cast.city_admin)
    response = client.post(f"/instrumen/contoh/{code}/")
    assert response.url == f"/instrumen/35.73/{code}/rancangan/"
    page = client.get(response.url).content.decode()
    assert "Siap berlaku:" in page
    assert "Berlakukan versi 1" in page
    assert client.post(f"/instrumen/contoh/{code}/").url == "/instrumen/"


def test_scores_have_no_grid(cast, sign_in) -> None:
    text = (
        shipped_text("poin")
        .replace("skor_minimal = 0", "skor_minimal = 5")
        .replace("skor_minimal = 60", "skor_minimal = 900")
    )
    actions.adopt(office=cast.kota, text=text, by=cast.city_admin)
    page = sign_in(cast.city_admin).get("/instrumen/35.73/poin/rancangan/").content.decode()
    assert 'class="kisi"' not in page
    assert "Skor di bawah 5" in page
    assert "Utama tidak pernah tercapai" in page


def test_a_new_version_begins_with_the_old_text(cast, clusters, sign_in) -> None:  # noqa: F811
    response = sign_in(cast.city_admin).post("/instrumen/35.73/klaster-kota-malang/rancangan/baru/")
    assert response.url == DRAFT
    assert InstrumentVersion.objects.drafts().get().text == clusters.text


def test_throwing_a_draft_away(draft, cast, sign_in) -> None:
    assert (
        sign_in(cast.city_admin)
        .post("/instrumen/35.73/klaster-kota-malang/rancangan/buang/", {"known": draft.fingerprint})
        .url
        == "/instrumen/"
    )
    assert not InstrumentVersion.objects.drafts().exists()


def test_ending(cast, clusters, sign_in) -> None:  # noqa: F811
    client = sign_in(cast.city_admin)
    assert (
        client.post(
            "/instrumen/35.73/klaster-kota-malang/akhiri/", {"ends_on": "2025-01-01", "reason": " "}
        ).status_code
        == 200
    )
    assert (
        client.post(
            "/instrumen/35.73/klaster-kota-malang/akhiri/", {"ends_on": FIRST.isoformat(), "reason": "Salah"}
        ).url
        == BOOK
    )
    assert "Belum ada instrumen yang berlaku." in client.get("/instrumen/").content.decode()
    assert client.get(BOOK).status_code == 200
