"""The pages of the ledger, each by the same ladder: works, anonymous, someone else's, without the right, bad input."""

import datetime as dt
import io
import re
from html import unescape

import pytest
from PIL import Image

from kentongan.evidence.actions import NewEvidence, record_many, review
from kentongan.evidence.enums import Source, Verdict
from kentongan.evidence.models import Review
from kentongan.evidence.photos import read_proof
from tests.conftest import Cast, make_group
from tests.evidence.conftest import DAY, PDF, uploaded

HOME = "/kim/35.73.02.1007-1/"
KEY = "kunci-sekali-pakai-1"
REPORT = {"kunci": KEY, "jenis": "rapat", "hari": "hari-ini", "isi": "Rapat pengurus, 12 orang hadir"}


def text(response) -> str:
    return response.content.decode()


GETS = [
    "/kim/35.73.02.1007-1/bukti/",
    "/kim/35.73.02.1007-1/bukti/lapor/",
    "/kim/35.73.02.1007-1/bukti/1/",
    "/kim/35.73.02.1007-1/bukti/1/terima-kasih/",
    "/kim/35.73.02.1007-1/bukti/1/berkas/",
    "/kim/35.73.02.1007-1/bukti/1/kecil/",
    "/kim/35.73.02.1007-1/bukti/1/ragukan/",
    "/kim/35.73.02.1007-1/bukti/1/tarik/",
    "/kim/35.73.02.1007-1/bukti/1/buka-lagi/",
]


@pytest.mark.parametrize("path", [*GETS, "/bukti/", "/bukti/kim-saya/"])
def test_anonymous_people_sign_in_first(client, cast: Cast, with_photo, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 302
    assert response.url.startswith("/masuk/")


@pytest.mark.parametrize("path", GETS)
def test_somebody_elses_group_is_not_there(cast: Cast, sign_in, with_photo, path: str) -> None:
    assert sign_in(cast.staff).get(path).status_code == 404
    assert sign_in(cast.stranger).get(path).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        HOME + "bukti/2/",
        HOME + "bukti/0/",
        HOME + f"bukti/{10**24}/",
        HOME + "bukti/2/berkas/",
        HOME + "bukti/2/tarik/",
    ],
)
def test_a_record_that_is_not_there_is_not_there(cast: Cast, sign_in, with_photo, path: str) -> None:
    assert sign_in(cast.city_admin).get(path).status_code == 404


# The list ---------------------------------------------------------------------------------------------------------


def test_the_list_shows_months_chips_and_standings(cast: Cast, sign_in, reported) -> None:
    reported()
    reported("lapor:2", kind="umkm", occurred_on=dt.date(2025, 9, 1), title="Foto produk")
    reported("k:3", kind="berita", source=Source.HARVESTED, title="")
    page = text(sign_in(cast.leader).get(HOME + "bukti/"))
    assert "3 bukti dihitung." in page
    assert "2 belum dikonfirmasi." in page
    assert page.index("September 2025</h2>") < page.index("Agustus 2025</h2>")
    assert "?jenis=kegiatan" in page
    assert "?keadaan=belum-dikonfirmasi" in page
    assert "Laporkan kegiatan" in page


def test_chips_narrow_and_add_up(cast: Cast, sign_in, reported) -> None:
    reported()
    reported("lapor:2", kind="umkm", title="Foto produk")
    reported("lapor:3", kind="bencana", title="Liputan banjir")
    client = sign_in(cast.leader)
    page = text(client.get(HOME + "bukti/?jenis=kegiatan"))
    assert "Foto produk" in page
    assert "Liputan banjir" in page
    assert "Rapat pengurus" not in page
    assert "Tidak ada bukti yang cocok" in text(client.get(HOME + "bukti/?jenis=kegiatan&keadaan=ditarik"))
    assert "Rapat pengurus" in text(client.get(HOME + "bukti/?jenis=tidur&keadaan=mati&hal=99"))


def test_kinds_days_and_what_counts_narrow_together(cast: Cast, sign_in, reported) -> None:
    reported()
    reported("lapor:2", kind="umkm", title="Foto produk")
    reported("lapor:3", kind="berita", title="Kabar pasar", occurred_on=dt.date(2025, 8, 1))
    doubted = reported("lapor:4", title="Rapat yang diragukan")
    review(evidence=doubted, verdict=Verdict.DISPUTED, reason="Bukan rapat.", by=cast.forum)
    client = sign_in(cast.leader)
    asked = f"{HOME}bukti/?jenis=rapat,berita&keadaan=dihitung"
    whole = client.get(asked)
    assert whole.context["page"].paginator.count == 2
    assert "<span>Rapat dengan notulen, Berita</span> <b>2</b>" in text(whole)
    assert "Rapat yang diragukan" not in text(whole)
    narrow = text(client.get(f"{asked}&dari=2025-08-02&sampai=2025-09-25"))
    assert "Yang terjadi 2 Agustus 2025 sampai 25 September 2025." in narrow
    assert "1 bukti dihitung." in narrow
    assert "Kabar pasar" not in narrow
    assert "Yang terjadi sejak 2 Agustus 2025." in text(client.get(f"{asked}&dari=2025-08-02"))
    assert "Yang terjadi sampai 2 Agustus 2025." in text(client.get(f"{asked}&sampai=2025-08-02"))


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("dari=kemarin", "Tanggal “kemarin” tidak terbaca"),
        ("sampai=2025-13-01", "Tanggal “2025-13-01” tidak terbaca"),
        ("dari=2025-09-02&sampai=2025-09-01", "Hari pertama ada setelah hari terakhir"),
    ],
)
def test_days_that_cannot_be_are_said_and_left_out(cast: Cast, sign_in, reported, query: str, sentence: str) -> None:
    reported()
    page = text(sign_in(cast.leader).get(f"{HOME}bukti/?{query}"))
    assert sentence in page
    assert "Rapat pengurus" in page


def test_records_too_near_for_a_finger_are_opened_together(cast: Cast, sign_in, reported) -> None:
    for place, day in enumerate((1, 2, 2, 20), start=1):
        reported(f"k:{place}", kind="unggahan", occurred_on=dt.date(2025, 9, day), title=f"Unggahan {place}")
    client = sign_in(cast.leader)
    page = text(client.get(HOME))
    (link,) = re.findall(r'href="([^"]*dari=2025-09-01[^"]*)" title="3 unggahan, 1 September 2025 sampai', page)
    assert client.get(unescape(link)).context["page"].paginator.count == 3
    assert f'href="{HOME}bukti/4/"' in page


def test_as_of_and_as_known_on_are_two_questions(cast: Cast, sign_in, reported) -> None:
    late = reported(at=dt.datetime(2025, 9, 20, 3, 0, tzinfo=dt.UTC))
    reported(
        "lapor:2",
        occurred_on=dt.date(2025, 9, 10),
        title="Rapat September",
        at=dt.datetime(2025, 9, 10, 3, 0, tzinfo=dt.UTC),
    )
    review(
        evidence=late, verdict=Verdict.DISPUTED, reason="Foto lama.", at=dt.datetime(2025, 9, 22, 3, 0, tzinfo=dt.UTC)
    )
    client = sign_in(cast.leader)

    def shown(query: str) -> tuple[bool, bool, bool]:
        page = text(client.get(HOME + "bukti/" + query))
        return "Rapat pengurus" in page, "Rapat September" in page, "Diragukan" in page

    assert shown("") == (True, True, True)
    assert shown("?per=2025-09-01") == (True, False, True)
    assert shown("?diketahui=2025-09-15") == (False, True, False)
    assert shown("?diketahui=2025-09-21") == (True, True, False)
    assert shown("?per=2025-09-01&diketahui=2025-09-21") == (True, False, False)
    assert shown("?diketahui=kemarin") == (True, True, True)
    assert "Belum tercatat pada 15 September 2025" in text(client.get(HOME + "bukti/1/?diketahui=2025-09-15"))
    assert "Laporkan kegiatan" not in text(client.get(HOME + "bukti/?per=2025-09-01"))


def test_an_empty_ledger_teaches(cast: Cast, sign_in) -> None:
    assert "Laporkan kegiatan pertama" in text(sign_in(cast.leader).get(HOME + "bukti/"))
    page = text(sign_in(cast.forum).get(HOME + "bukti/"))
    assert "jejak kegiatan" in page
    assert "Laporkan" not in page


def test_a_full_list_asks_few_questions(cast: Cast, sign_in, django_assert_max_num_queries) -> None:
    many = [
        NewEvidence(cast.kayutangan.pk, "berita", DAY - dt.timedelta(days=k), Source.REPORTED, f"k{k}")
        for k in range(90)
    ]
    record_many(entries=many)
    client = sign_in(cast.leader)
    client.get("/akun/")
    with django_assert_max_num_queries(12):
        page = text(client.get(HOME + "bukti/?hal=2"))
    assert "61 sampai 90 dari 90" in page


# One record and its proof -----------------------------------------------------------------------------------------


def test_a_record_shows_where_it_came_from_and_what_was_said(cast: Cast, sign_in, with_photo) -> None:
    review(evidence=with_photo, verdict=Verdict.DISPUTED, reason="Foto lama.", by=cast.forum)
    page = text(sign_in(cast.city_admin).get(HOME + "bukti/1/"))
    for words in (
        "Rapat pengurus",
        "laporan KIM",
        "Ketua Kayutangan",
        "Foto lama.",
        "Forum Kota",
        HOME + "bukti/1/berkas/",
    ):
        assert words in page


def test_the_photo_goes_to_those_beside_the_group_only(cast: Cast, sign_in, with_photo) -> None:
    response = sign_in(cast.forum).get(HOME + "bukti/1/berkas/")
    assert response.headers["Content-Type"] == "image/jpeg"
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert b"".join(response.streaming_content)[:2] == b"\xff\xd8"
    small = sign_in(cast.member).get(HOME + "bukti/1/kecil/")
    assert Image.open(io.BytesIO(small.content)).size == (80, 40)
    assert "immutable" in small.headers["Cache-Control"]


def test_a_viewer_sees_the_record_but_no_photo(cast: Cast, sign_in, with_photo) -> None:
    cast.viewer.duties.update(area_id="35.73")
    client = sign_in(cast.viewer)
    page = text(client.get(HOME + "bukti/1/"))
    assert "Foto atau notulennya tersimpan" in page
    assert "/berkas/" not in page
    assert client.get(HOME + "bukti/1/berkas/").status_code == 403
    assert client.get(HOME + "bukti/1/kecil/").status_code == 403


def test_minutes_as_pdf_are_downloaded(cast: Cast, sign_in, reported, files) -> None:
    evidence = reported(file=read_proof(uploaded(PDF)))
    client = sign_in(cast.leader)
    response = client.get(HOME + "bukti/1/berkas/")
    assert "attachment" in response.headers["Content-Disposition"]
    assert b"".join(response.streaming_content) == PDF
    assert client.get(HOME + "bukti/1/kecil/").status_code == 404
    (files / evidence.file.name).unlink()
    assert client.get(HOME + "bukti/1/berkas/").status_code == 404


# Saying something about it ----------------------------------------------------------------------------------------

VERDICTS = {
    "konfirmasi": Verdict.CONFIRMED,
    "ragukan": Verdict.DISPUTED,
    "tarik": Verdict.WITHDRAWN,
    "buka-lagi": Verdict.REOPENED,
}
# Who may say what of a member's report. A row a person, a mark a verdict.
#                konfirmasi ragukan tarik buka-lagi
WHO = """
city_admin       x          x       x     x
forum            x          x       -     -
leader           -          -       -     -
member           -          -       x     -
"""


@pytest.mark.parametrize(
    ("person", "verb", "allowed"),
    [
        (name, verb, mark == "x")
        for name, *marks in (line.split() for line in WHO.strip().splitlines())
        for verb, mark in zip(VERDICTS, marks, strict=True)
    ],
)
def test_who_may_say_what(cast: Cast, sign_in, reported, person: str, verb: str, allowed: bool) -> None:
    evidence = reported(by=cast.member)
    if verb == "buka-lagi":
        review(evidence=evidence, verdict=Verdict.DISPUTED, reason="Foto lama.")
    before = Review.objects.count()
    client = sign_in(getattr(cast, person))
    button = f"{HOME}bukti/1/{verb}/"
    assert (button in text(client.get(HOME + "bukti/1/"))) == allowed
    response = client.post(button, {"reason": "Sudah dicek di tempat."})
    assert response.status_code == (302 if allowed else 403)
    assert Review.objects.count() == before + allowed
    if allowed:
        assert Review.objects.first().verdict == VERDICTS[verb]


def test_a_district_officer_confirms_in_their_district_only(cast: Cast, sign_in, reported) -> None:
    group = make_group(cast.area("35.07.08.2003"), "KIM Bambang", dt.date(2020, 1, 1))
    reported(group=group)
    assert sign_in(cast.district_officer).post(f"/kim/{group.code}/bukti/1/konfirmasi/").status_code == 302
    reported()
    assert sign_in(cast.district_officer).post(HOME + "bukti/1/konfirmasi/").status_code == 404
    assert Review.objects.count() == 1


def test_nobody_confirms_their_own_report(cast: Cast, sign_in, reported) -> None:
    reported(by=cast.forum)
    assert sign_in(cast.forum).post(HOME + "bukti/1/konfirmasi/").status_code == 403


@pytest.mark.parametrize("verb", ["ragukan", "tarik", "buka-lagi"])
def test_a_reason_is_asked_for(cast: Cast, sign_in, reported, verb: str) -> None:
    reported()
    client = sign_in(cast.city_admin)
    assert "Alasan" in text(client.get(f"{HOME}bukti/1/{verb}/"))
    response = client.post(f"{HOME}bukti/1/{verb}/", {"reason": " "})
    assert response.status_code == 200
    assert "salah" in text(response)
    assert not Review.objects.exists()


def test_confirming_twice_says_so_and_changes_nothing(cast: Cast, sign_in, reported) -> None:
    reported()
    client = sign_in(cast.city_admin)
    client.post(HOME + "bukti/1/konfirmasi/")
    response = client.post(HOME + "bukti/1/konfirmasi/", follow=True)
    assert "sudah dikonfirmasi" in text(response)
    assert Review.objects.count() == 1


def test_confirming_is_no_link(cast: Cast, sign_in, reported) -> None:
    reported()
    assert sign_in(cast.city_admin).get(HOME + "bukti/1/konfirmasi/").status_code == 405


# What waits -------------------------------------------------------------------------------------------------------


def test_the_queue_holds_what_waits_the_oldest_first(cast: Cast, sign_in, reported, with_photo) -> None:
    other = make_group(cast.area("35.73.02.1011"), "KIM Celaket", dt.date(2020, 1, 1))
    reported("k:2", group=other, title="Rapat Celaket", at=dt.datetime(2025, 9, 1, tzinfo=dt.UTC))
    reported("k:3", title="Bukan urusan", source=Source.STAFF)
    confirmed = reported("k:4", title="Sudah dikonfirmasi")
    review(evidence=confirmed, verdict=Verdict.CONFIRMED)
    reported("k:5", group=cast.gubugklakah, title="Kabupaten lain")
    client = sign_in(cast.forum)
    page = text(client.get("/bukti/"))
    assert "2 laporan menunggu konfirmasi." in page
    assert page.index("Rapat Celaket") < page.index("Rapat pengurus")
    assert "Bukan urusan" not in page
    assert "Kabupaten lain" not in page
    assert HOME + "bukti/1/kecil/" in page
    response = client.post(f"/kim/{other.code}/bukti/1/konfirmasi/", {"kembali": "antrean"})
    assert response.url == "/bukti/"
    assert "1 laporan menunggu" in text(client.get("/bukti/"))
    assert "Tidak ada laporan" in text(client.get("/bukti/?wilayah=35.73.02.1011"))


def test_a_reopened_report_waits_again(cast: Cast, sign_in, reported) -> None:
    evidence = reported()
    review(evidence=evidence, verdict=Verdict.DISPUTED, reason="Foto lama.")
    client = sign_in(cast.city_admin)
    assert "Tidak ada laporan yang menunggu" in text(client.get("/bukti/"))
    review(evidence=evidence, verdict=Verdict.REOPENED, reason="Fotonya benar.")
    assert "1 laporan menunggu" in text(client.get("/bukti/"))


def test_the_queue_asks_few_questions(cast: Cast, sign_in, django_assert_max_num_queries) -> None:
    record_many(entries=[NewEvidence(cast.kayutangan.pk, "berita", DAY, Source.REPORTED, f"k{k}") for k in range(40)])
    client = sign_in(cast.city_admin)
    client.get("/akun/")
    with django_assert_max_num_queries(12):
        assert "1 sampai 30 dari 40" in text(client.get("/bukti/"))


def test_the_queue_is_for_those_who_confirm(cast: Cast, sign_in) -> None:
    assert sign_in(cast.leader).get("/bukti/").status_code == 403
    assert sign_in(cast.viewer).get("/bukti/").status_code == 403
    assert sign_in(cast.city_admin).get("/bukti/?wilayah=35.07").status_code == 404


def test_a_groups_user_finds_their_own_evidence(cast: Cast, sign_in) -> None:
    assert sign_in(cast.member).get("/bukti/kim-saya/").url == HOME + "bukti/"
    assert sign_in(cast.forum).get("/bukti/kim-saya/").status_code == 404
    assert "/bukti/kim-saya/" in text(sign_in(cast.member).get(HOME))
    assert "/bukti/kim-saya/" not in text(sign_in(cast.forum).get(HOME))


# The time line ----------------------------------------------------------------------------------------------------


def test_the_time_line_has_a_lane_a_kind_and_a_slit_a_record(cast: Cast, sign_in, reported) -> None:
    reported()
    reported("k:2", kind="umkm")
    reported("k:3", kind="bencana")
    reported("k:4", kind="undangan-terlewat", source=Source.ATTENDANCE)
    reported("k:5", kind="undangan-dihadiri", source=Source.ATTENDANCE, occurred_on=dt.date(2025, 9, 2))
    reported("k:6", occurred_on=dt.date(2025, 3, 31), title="Terlalu lama")
    doubted = reported("k:7", title="Tidak dihitung")
    review(evidence=doubted, verdict=Verdict.DISPUTED, reason="Foto lama.")
    page = text(sign_in(cast.city_admin).get(HOME))
    assert "Garis waktu bukti" in page
    assert "90 hari terakhir" in page
    assert "2 kegiatan" in page
    assert "1 dari 2" in page
    assert "tanpa jawaban, 7 Agustus" in page
    assert f'href="{HOME}bukti/5/"' in page
    assert "Terlalu lama" not in page
    assert "Tidak dihitung" not in page
    earlier = text(sign_in(cast.city_admin).get(HOME + "?per=2025-04-30"))
    assert "Terlalu lama" in earlier
    assert f'href="{HOME}bukti/6/?per=2025-04-30"' in earlier


def test_a_group_without_evidence_says_so(cast: Cast, sign_in) -> None:
    page = text(sign_in(cast.leader).get(HOME))
    assert "Belum ada bukti dalam enam bulan terakhir." in page
    assert HOME + "bukti/lapor/" in page
    assert HOME + "bukti/lapor/" not in text(sign_in(cast.forum).get(HOME))


def test_own_data_tell_what_somebody_recorded_and_said(cast: Cast, sign_in, reported) -> None:
    evidence = reported()
    review(evidence=evidence, verdict=Verdict.CONFIRMED, by=cast.forum)
    assert "1 bukti" in text(sign_in(cast.leader).get("/akun/data-saya/"))
    assert "1 pernyataan" in text(sign_in(cast.forum).get("/akun/data-saya/"))
