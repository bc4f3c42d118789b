"""Reporting from a telephone: thanked, never twice, nothing typed is lost, nothing hostile is kept."""

import datetime as dt
import re

import pytest
from PIL import Image

from kentongan.evidence.enums import Source
from kentongan.evidence.models import Evidence
from kentongan.evidence.photos import UnfitProof, read_proof
from tests.conftest import Cast
from tests.evidence.conftest import PDF, photo, uploaded
from tests.evidence.test_pages import HOME, REPORT, text

# Reporting --------------------------------------------------------------------------------------------------------


def test_a_volunteer_reports_and_is_thanked(cast: Cast, sign_in, files) -> None:
    client = sign_in(cast.member)
    response = client.post(HOME + "bukti/lapor/", {**REPORT, "berkas": uploaded(photo(size=(4000, 3000)))})
    assert response.status_code == 302
    assert response.url == HOME + "bukti/1/terima-kasih/"
    evidence = Evidence.objects.get()
    assert (evidence.occurred_on, evidence.source, evidence.recorded_by) == (
        dt.date(2025, 9, 25),
        Source.REPORTED,
        cast.member,
    )
    assert evidence.file_type == "image/jpeg"
    with evidence.file.open() as file:
        assert Image.open(file).size == (1600, 1200)
    page = text(client.get(response.url))
    assert "Terima kasih" in page
    assert "Diskominfo Kota Malang mengonfirmasinya kemudian" in page
    assert "Laporkan kegiatan lain" in page


def test_sending_twice_records_once(cast: Cast, sign_in, files) -> None:
    client = sign_in(cast.leader)
    first = client.post(HOME + "bukti/lapor/", {**REPORT, "berkas": uploaded(photo())})
    again = client.post(HOME + "bukti/lapor/", {**REPORT, "berkas": uploaded(photo())})
    assert first.url == again.url
    assert Evidence.objects.count() == 1
    assert len([path for path in files.rglob("*") if path.is_file()]) == 1


def test_a_form_sent_again_with_something_else_loses_nothing(cast: Cast, sign_in) -> None:
    client = sign_in(cast.leader)
    client.post(HOME + "bukti/lapor/", REPORT)
    answer = client.post(HOME + "bukti/lapor/", REPORT | {"isi": "Menulis berita pasar"})
    assert "sudah terkirim: “Rapat pengurus, 12 orang hadir” tersimpan" in text(answer)
    key = answer.context["form"]["kunci"].value()
    assert client.post(HOME + "bukti/lapor/", REPORT | {"isi": "Menulis berita pasar", "kunci": key}).status_code == 302
    assert set(Evidence.objects.values_list("title", flat=True)) == {REPORT["isi"], "Menulis berita pasar"}


def test_hidden_characters_do_not_reach_the_ledger(cast: Cast, sign_in) -> None:
    sign_in(cast.leader).post(HOME + "bukti/lapor/", REPORT | {"isi": "Rapat \u202e12\x1b[31m \u200borang 👩\u200d🌾"})
    assert Evidence.objects.get().title == "Rapat 12[31m orang 👩\u200d🌾"


def test_what_the_office_writes_down_needs_no_confirmation(cast: Cast, sign_in) -> None:
    sign_in(cast.city_admin).post(HOME + "bukti/lapor/", {**REPORT, "hari": "kemarin"})
    evidence = Evidence.objects.get()
    assert (evidence.source, evidence.occurred_on) == (Source.STAFF, dt.date(2025, 9, 24))


def test_the_kind_may_be_chosen_beforehand(cast: Cast, sign_in) -> None:
    client = sign_in(cast.leader)
    page = text(client.get(HOME + "bukti/lapor/?jenis=rapat"))
    assert re.search(r'value="rapat"[^>]* checked', page)
    assert not re.search(r'name="jenis"[^>]* checked', text(client.get(HOME + "bukti/lapor/?jenis=undangan-dihadiri")))


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"hari": "lain", "tanggal": "1 Mei 2026"}, "belum tiba"),
        ({"hari": "lain", "tanggal": "2013-01-01"}, "mendahului terbentuknya"),
        ({"hari": "lain"}, "Isi tanggal kegiatannya"),
        ({"hari": "lain", "tanggal": "31 Februari 2025"}, "tidak ada"),
        ({"jenis": "undangan-dihadiri"}, "salah"),
        ({"jenis": "program-kerja"}, "Isi hari terakhir program kerja"),
        ({"tautan": "javascript:alert(1)"}, "tidak terbaca"),
        ({"kunci": "../../etc"}, "Formulir ini rusak"),
    ],
)
def test_bad_reports_come_back_with_what_was_typed(cast: Cast, sign_in, changed: dict, words: str) -> None:
    response = sign_in(cast.leader).post(HOME + "bukti/lapor/", REPORT | changed)
    assert response.status_code == 200
    assert words in text(response)
    assert 'value="Rapat pengurus, 12 orang hadir"' in text(response)
    assert not Evidence.objects.exists()


@pytest.mark.parametrize(
    "content",
    [b"", b"<script>alert(1)</script>", photo("GIF"), photo()[:120], b"%PNG" + photo(), PDF.ljust(11 * 1024 * 1024)],
    ids=["empty", "page", "gif", "half", "disguised", "11 MB"],
)
def test_hostile_files_are_refused(cast: Cast, sign_in, files, content: bytes) -> None:
    response = sign_in(cast.leader).post(HOME + "bukti/lapor/", {**REPORT, "berkas": uploaded(content)})
    assert response.status_code == 200
    assert 'value="Rapat pengurus, 12 orang hadir"' in text(response)
    assert not Evidence.objects.exists()
    assert not files.exists()


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_a_small_file_that_opens_into_a_gigabyte_is_refused(kind: str) -> None:
    with pytest.raises(UnfitProof):
        read_proof(uploaded(photo(kind, (6000, 5000))))
    assert read_proof(uploaded(photo("JPEG", (6000, 5000)))).content_type == "image/jpeg"


def test_a_photo_whose_notes_are_broken_is_kept_as_it_lies(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_picture: Image.Image) -> Image.Image:
        raise TypeError("as of some damaged EXIF")

    monkeypatch.setattr("kentongan.core.pictures.ImageOps.exif_transpose", broken)
    assert Image.open(read_proof(uploaded(photo())).file).size == (80, 40)


def test_photos_lose_where_and_with_what_they_were_taken() -> None:
    exif = Image.Exif()
    exif[0x0110] = "Telepon Uji"
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[1] = "S"
    kept = read_proof(uploaded(photo(size=(80, 40), exif=exif)))
    picture = Image.open(kept.file)
    assert picture.size == (40, 80)
    assert not picture.getexif()
    assert b"Telepon Uji" not in kept.file.open().read()


def test_only_the_group_and_its_office_report(cast: Cast, sign_in) -> None:
    assert sign_in(cast.forum).get(HOME + "bukti/lapor/").status_code == 403
    assert sign_in(cast.forum).post(HOME + "bukti/lapor/", REPORT).status_code == 403
    cast.kayutangan.ended_on = dt.date(2025, 9, 1)
    cast.kayutangan.save()
    assert sign_in(cast.leader).get(HOME + "bukti/lapor/").status_code == 403
    assert sign_in(cast.city_admin).get(HOME + "bukti/lapor/").status_code == 200
