"""The pages of readers' reports, by the ladder: works, anonymous, someone else's, without the right, bad input."""

import re

import pytest
from django.core.cache import cache

from kentongan.newsroom.actions import report_error
from kentongan.newsroom.enums import ReportReason, ReportState, State
from kentongan.newsroom.models import Article, ReaderReport
from tests.conftest import Cast


def text(response) -> str:
    return response.content.decode()


@pytest.fixture(autouse=True)
def _nobody_counted() -> None:
    cache.clear()


def form_of(article: Article) -> str:
    return f"/lapor/{article.code}/"


@pytest.fixture
def form(tale: Article) -> str:
    return form_of(tale)


# Readers ------------------------------------------------------------------------------------------------------------


def test_anybody_reports_and_gets_a_code(client, form: str) -> None:
    page = text(client.get(form))
    assert "Laporkan kekeliruan" in page
    assert "dihapus begitu laporan selesai" in page
    assert "alasan" not in page
    done = client.post(form, {"isi": "RW 09, bukan RW 06.", "kontak": "0812"})
    report = ReaderReport.objects.get()
    assert done.url == f"/lapor/terima/{report.code}/"
    assert (report.text, report.contact, report.reason) == ("RW 09, bukan RW 06.", "0812", ReportReason.ERROR)
    thanks = text(client.get(done.url))
    assert report.code in thanks
    assert "0812" not in thanks


def test_a_listing_has_ready_choices(client, stall: Article) -> None:
    form = form_of(stall)
    page = text(client.get(form))
    for word in ("Harga salah", "Sudah tidak dijual", "Penipuan", "Gambar tidak pantas", "Lainnya"):
        assert word in page
    assert "Ada yang keliru" not in page
    assert client.post(form, {"alasan": "scam"}).status_code == 302
    assert ReaderReport.objects.get().reason == ReportReason.SCAM


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "Tulis apa yang keliru."),
        ({"isi": "   "}, "Tulis apa yang keliru."),
        ({"isi": "x" * 1001}, "Paling banyak 1.000 huruf"),
        ({"isi": "Keliru", "kontak": "x" * 121}, "120"),
        ({"isi": "Beli obat", "situs_web": "http://x"}, "Kosongkan kolom"),
    ],
)
def test_bad_input_keeps_what_was_typed(client, form: str, sent: dict, sentence: str) -> None:
    response = client.post(form, sent)
    assert response.status_code == 200
    assert sentence in text(response)
    assert sent.get("isi", "").strip() in text(response)
    assert not ReaderReport.objects.exists()


@pytest.mark.parametrize("sent", [{}, {"alasan": "keliru"}, {"alasan": "other"}, {"alasan": "error", "isi": "x"}])
def test_a_listing_needs_a_choice(client, stall: Article, sent: dict) -> None:
    assert client.post(form_of(stall), sent).status_code == 200
    assert not ReaderReport.objects.exists()


def test_one_address_cannot_flood(client, form: str) -> None:
    for n in range(5):
        assert client.post(form, {"isi": f"Keliru {n}"}).status_code == 302
    refused = client.post(form, {"isi": "Keliru keenam"})
    assert "satu jam kemudian" in text(refused)
    assert "Keliru keenam" in text(refused)
    assert client.post(form, {"isi": "Dari tetangga"}, REMOTE_ADDR="10.0.0.7").status_code == 302
    # One connection of IPv6 has more addresses than anybody can count.
    for n in range(5):
        client.post(form, {"isi": f"IPv6 {n}"}, REMOTE_ADDR=f"2001:db8:1:2::{n + 1}")
    assert "satu jam" in text(client.post(form, {"isi": "Lagi"}, REMOTE_ADDR="2001:db8:1:2::99"))


def test_one_article_cannot_be_flooded_from_everywhere(client, form: str) -> None:
    for n in range(25):
        assert client.post(form, {"isi": f"Keliru {n}"}, REMOTE_ADDR=f"10.0.1.{n}").status_code == 302
    assert "besok" in text(client.post(form, {"isi": "Keliru lagi"}, REMOTE_ADDR="10.0.2.1"))


def test_what_is_not_shown_has_no_form(client, form: str, tale: Article) -> None:
    Article.objects.update(state=State.WITHDRAWN)
    assert client.get(form).status_code == 404
    assert client.post(form, {"isi": "Keliru"}).status_code == 404
    assert client.get("/lapor/tidakada/").status_code == 404
    assert client.get("/lapor/terima/tidakada/").status_code == 404
    assert client.delete(form).status_code == 405


def test_the_form_is_guarded_and_never_kept(form: str) -> None:
    from django.test import Client

    careful = Client(enforce_csrf_checks=True)
    assert careful.post(form, {"isi": "Keliru"}).status_code == 403
    page = careful.get(form)
    assert "no-store" in page["Cache-Control"]
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', text(page))
    assert token
    assert careful.post(form, {"isi": "Keliru", "csrfmiddlewaretoken": token[1]}).status_code == 302


def test_the_reader_sees_what_became_of_it(client, sign_in, cast: Cast, report: ReaderReport) -> None:
    thanks = f"/lapor/terima/{report.code}/"
    assert "Menunggu dibaca" in text(client.get(thanks))
    sent = {"keadaan": "corrected", "ralat": "Yang benar RW 09.", "jawaban": "Terima kasih, Bu."}
    assert sign_in(cast.leader).post(f"/redaksi/laporan/{report.code}/", sent).url == "/redaksi/laporan/"
    client.logout()
    page = text(client.get(thanks))
    for words in ("Sudah dibetulkan.", "Yang benar RW 09.", "Terima kasih, Bu.", "25 September 2025"):
        assert words in page


# The desk -----------------------------------------------------------------------------------------------------------


def test_the_desk_sees_its_own_reports(sign_in, cast: Cast, report: ReaderReport, stall: Article) -> None:
    report_error(article=stall, text="", reason=ReportReason.SCAM)
    for reader in (cast.leader, cast.forum, cast.city_admin):
        page = text(sign_in(reader).get("/redaksi/laporan/"))
        assert "2 laporan pembaca menunggu jawaban." in page
        # Fraud first, although it came later.
        assert page.index("Penipuan") < page.index("Ada yang keliru")
    assert "Tidak ada laporan pembaca" in text(sign_in(cast.admin).get("/redaksi/laporan/"))
    assert sign_in(cast.member).get("/redaksi/laporan/").status_code == 403
    assert sign_in(cast.stranger).get("/redaksi/laporan/").status_code == 403


def test_anonymous_people_sign_in_first(client, report: ReaderReport) -> None:
    for path in ("/redaksi/laporan/", f"/redaksi/laporan/{report.code}/"):
        assert client.get(path).url.startswith("/masuk/")


def test_somebody_elses_report_is_not_there(sign_in, cast: Cast, report: ReaderReport) -> None:
    for person in (cast.admin, cast.member, cast.stranger, cast.viewer):
        assert sign_in(person).get(f"/redaksi/laporan/{report.code}/").status_code == 404
        assert sign_in(person).post(f"/redaksi/laporan/{report.code}/", {}).status_code == 404


def test_chips_and_articles_narrow(sign_in, cast: Cast, report: ReaderReport) -> None:
    client = sign_in(cast.leader)
    assert report.article.title in text(client.get(f"/redaksi/laporan/?tulisan={report.article.code}"))
    assert "tampil di sini" in text(client.get("/redaksi/laporan/?tulisan=tidakada&hal=99"))
    assert "tampil di sini" in text(client.get("/redaksi/laporan/?keadaan=dismissed"))
    assert report.article.title in text(client.get("/redaksi/laporan/?keadaan=apa"))


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "Apa hasilnya?"),
        ({"keadaan": "corrected"}, "Tulis apa yang dibetulkan"),
        ({"keadaan": "dismissed", "ralat": "x"}, "Tulis alasannya"),
        ({"keadaan": "hapus"}, "Apa hasilnya?"),
    ],
)
def test_an_answer_without_its_words_comes_back(sign_in, cast: Cast, report, sent: dict, sentence: str) -> None:
    response = sign_in(cast.leader).post(f"/redaksi/laporan/{report.code}/", sent)
    assert response.status_code == 200
    assert sentence in text(response)
    assert ReaderReport.objects.get().state == ReportState.OPEN


def test_a_scam_report_shows_the_leader_why_not(sign_in, cast: Cast, stall: Article) -> None:
    report = report_error(article=stall, text="", reason=ReportReason.SCAM)
    path = f"/redaksi/laporan/{report.code}/"
    page = text(sign_in(cast.leader).get(path))
    assert "Forum KIM atau kantor" in page
    assert "Kirim jawaban" not in page
    assert sign_in(cast.leader).post(path, {"keadaan": "dismissed", "jawaban": "Tidak."}).status_code == 403
    assert sign_in(cast.forum).post(path, {"keadaan": "dismissed", "jawaban": "Sudah dicek."}).status_code == 302


def test_the_list_asks_few_questions(sign_in, cast: Cast, tale: Article, django_assert_max_num_queries) -> None:
    for n in range(12):
        report_error(article=tale, text=f"Keliru {n}")
    client = sign_in(cast.leader)
    client.get("/redaksi/laporan/")
    with django_assert_max_num_queries(16):
        client.get("/redaksi/laporan/")
