"""The pages of determinations, each with its ladder, and the files to take away."""

import datetime as dt
import io
import re
import zipfile

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from kentongan.accounts.enums import Role
from kentongan.accounts.models import Duty
from kentongan.assessment.models import Determination
from kentongan.assessment.queries.determinations import content_of
from kentongan.assessment.rules.determination import digest_of
from kentongan.core.printing import is_printable, printable
from tests.assessment.test_determinations import AS_OF, SIGNER, network, opened, signed  # noqa: F401
from tests.conftest import Cast

LIST = "/penetapan/"
ONE = "/penetapan/35.73/1/"
PAGES = [ONE, f"{ONE}tanda-tangan/", f"{ONE}betulkan/", f"{ONE}kim/35.73.02.1007-1/"]
POSTS = [f"{ONE}baca-ulang/", f"{ONE}buang/"]
FILES = [f"{ONE}unduh.pdf", f"{ONE}unduh.xlsx"]


@pytest.fixture
def people(network: Cast) -> Cast:  # noqa: F811
    """Also the city's staff, its kecamatan Klojen, and a reader."""
    for name, role, area in (
        ("stranger", Role.DISTRICT_OFFICER, "35.73.02"),
        ("viewer", Role.VIEWER, "35.73"),
        ("staff", Role.OFFICE_STAFF, "35.73"),
    ):
        person = getattr(network, name)
        Duty.objects.filter(user=person).delete()
        Duty.objects.create(user=person, role=role, area=network.area(area))
    return network


@pytest.mark.parametrize("path", [LIST, "/penetapan/susun/", *PAGES, *POSTS, *FILES])
def test_everything_needs_a_person(people: Cast, client, path: str) -> None:
    opened(people)
    assert client.get(path).url.startswith("/masuk/")


# The city's admin, staff, kecamatan, forum, reader and a group's leader; last the regency's admin, who has an own list to open.
SEEN = """
list                200   200    200     200   200    404    200
open                200   200    403     403   403    404    200
draft               200   200    404     404   404    404    404
draft sign          200   403    404     404   404    404    404
draft row           200   200    404     404   404    404    404
draft pdf           200   200    404     404   404    404    404
signed              200   200    200     200   200    404    404
signed pdf          200   200    200     200   403    404    404
signed xlsx         200   200    200     200   403    404    404
signed sign         302   403    403     403   403    404    404
signed row          404   404    404     404   404    404    404
signed correct      200   200    403     403   403    404    404
"""
PEOPLE = ("city_admin", "staff", "stranger", "forum", "viewer", "leader", "admin")
PATHS = {
    "list": LIST,
    "open": "/penetapan/susun/",
    "": ONE,
    "sign": PAGES[1],
    "correct": PAGES[2],
    "row": PAGES[3],
    "pdf": FILES[0],
    "xlsx": FILES[1],
}


@pytest.mark.parametrize("line", SEEN.strip().splitlines(), ids=lambda line: line[:16].strip())
def test_who_sees_what(people: Cast, sign_in, line: str) -> None:
    words = line.split()
    name, answers = " ".join(words[:-7]), [int(word) for word in words[-7:]]
    made = opened(people)
    if name.startswith("signed"):
        signed(made)
    path = PATHS[name.removeprefix("draft").removeprefix("signed").strip()]
    assert [status_of(sign_in(getattr(people, person)).get(path)) for person in PEOPLE] == answers


def status_of(answer) -> int:
    if answer.streaming:
        content_of_file(answer)
    return answer.status_code


def content_of_file(answer) -> bytes:
    """Read to the end, which closes it."""
    return b"".join(answer.streaming_content)


@pytest.mark.parametrize("path", POSTS)
def test_who_may_press_the_buttons(people: Cast, sign_in, path: str) -> None:
    opened(people)
    assert sign_in(people.city_admin).get(path).status_code == 405
    answers = [sign_in(getattr(people, person)).post(path).status_code for person in PEOPLE[::-1]]
    # The last one, the admin, drops the list; before that the staff did.
    assert answers[:5] == [404, 404, 404, 404, 404]
    assert answers[5] == 302


@pytest.mark.parametrize(
    "path", ["/penetapan/35.07/1/", "/penetapan/35.73/99/", "/penetapan/x/1/", "/penetapan/35.73/x/"]
)
def test_what_is_not_there(people: Cast, sign_in, path: str) -> None:
    opened(people)
    assert sign_in(people.city_admin).get(path).status_code == 404


def test_the_empty_list_teaches(people: Cast, sign_in) -> None:
    page = sign_in(people.city_admin).get(LIST).content.decode()
    assert "Belum ada penetapan." in page
    assert "keadaan 31 Agustus 2025" in page
    assert "Susun penetapan" not in sign_in(people.forum).get(LIST).content.decode()


def test_without_an_instrument_the_form_says_so(people: Cast, sign_in) -> None:
    Duty.objects.filter(user=people.staff).update(area="35.07")
    page = sign_in(people.staff).get("/penetapan/susun/").content.decode()
    assert "Belum ada instrumen yang berlaku" in page


def test_opening_reviewing_and_signing(people: Cast, sign_in) -> None:
    client = sign_in(people.city_admin)
    form = client.get("/penetapan/susun/").content.decode()
    assert 'value="2025-08-31"' in form
    answer = client.post("/penetapan/susun/", {"as_of": "2025-08-31", "instrument": "klaster-kota-malang"})
    assert answer.url == ONE
    page = client.get(ONE).content.decode()
    assert "3 KIM pada 31 Agustus 2025." in page
    assert "Semuanya menurut bukti." in page
    assert page.count("Ubah dengan alasan<") == 3

    row = f"{ONE}kim/{people.kayutangan.code}/"
    asked = client.get(row).content.decode()
    assert "Menurut bukti: Klaster 2." in asked
    # Whether a reason is needed depends on the answer: it is not called optional.
    assert "boleh kosong" not in asked
    refused = client.post(row, {"given": "Klaster 1", "reason": ""})
    assert "Tulis alasannya" in refused.content.decode()
    assert client.post(row, {"given": "Klaster 1", "reason": "Notulen menyusul"}).url == ONE
    page = client.get(ONE, {"saring": "diubah"}).content.decode()
    assert "Notulen menyusul" in page
    assert "Admin Kota" in page
    assert "KIM Arjosari" not in page

    sheet = client.get(f"{ONE}tanda-tangan/")
    assert "Tidak dapat dibatalkan." in sheet.content.decode()
    assert "dari Klaster 2 menjadi Klaster 1" in sheet.content.decode()
    data = {**SIGNER, "signed_on": "2025-09-01", "seen": sheet.context["form"].initial["seen"]}
    assert "Saya sudah memeriksa" in client.post(f"{ONE}tanda-tangan/", data).content.decode()
    assert not Determination.objects.get().is_signed
    assert client.post(f"{ONE}tanda-tangan/", {**data, "checked": "on"}).url == ONE
    page = client.get(ONE).content.decode()
    assert "Ditandatangani, tidak berubah lagi." in page
    assert Determination.objects.get().digest in page
    assert "cocok" in page
    assert "Ubah dengan alasan<" not in page
    assert "Ditandatangani" in client.get(LIST).content.decode()


@pytest.mark.parametrize(
    ("field", "value", "error"),
    [
        ("signer_number", "123", "18 angka"),
        ("signed_on", "2025-08-30", "mendahului"),
        ("signed_on", "2025-09-26", "belum tiba"),
        ("signer_name", "", "1 hal perlu"),
        ("seen", "0" * 64, "berubah sejak"),
    ],
)
def test_bad_signatures(people: Cast, sign_in, field: str, value: str, error: str) -> None:
    seen = digest_of(content_of(opened(people)))
    data = {**SIGNER, "signed_on": "2025-09-01", "seen": seen, "checked": "on", field: value}
    page = sign_in(people.city_admin).post(f"{ONE}tanda-tangan/", data).content.decode()
    assert error in page
    assert "Kepala Dinas Komunikasi" in page
    assert not Determination.objects.get().is_signed
    # The page shown now can be signed once the mistake is mended.
    assert f'value="{digest_of(content_of(Determination.objects.get()))}"' in page or field != "seen"


@pytest.mark.parametrize(
    ("data", "error"),
    [
        ({"as_of": "2025-09-26", "instrument": "klaster-kota-malang"}, "belum tiba"),
        ({"as_of": "2019-01-01", "instrument": "klaster-kota-malang"}, "belum berlaku"),
        ({"as_of": "31 Februari 2025", "instrument": "klaster-kota-malang"}, "31 Februari"),
        ({"as_of": "2025-08-31", "instrument": "lain"}, "1 hal perlu"),
    ],
)
def test_bad_openings(people: Cast, sign_in, data: dict, error: str) -> None:
    assert error in sign_in(people.city_admin).post("/penetapan/susun/", data).content.decode()
    assert not Determination.objects.exists()


def test_a_correction_is_linked_both_ways(people: Cast, sign_in) -> None:
    signed(opened(people))
    client = sign_in(people.city_admin)
    assert client.post(f"{ONE}betulkan/", {"reason": " "}).status_code == 200
    assert client.post(f"{ONE}betulkan/", {"reason": "SK KIM Rampal tertinggal"}).url == "/penetapan/35.73/2/"
    assert "Sedang dibetulkan." in client.get(ONE).content.decode()
    assert "Membetulkan nomor 1." in client.get("/penetapan/35.73/2/").content.decode()
    signed(Determination.objects.get(number=2))
    assert "Sudah dibetulkan." in client.get(ONE).content.decode()
    assert "Membetulkan nomor 1" in client.get(LIST).content.decode()


def test_dropping_and_reading_again(people: Cast, sign_in) -> None:
    opened(people)
    client = sign_in(people.city_admin)
    assert client.post(f"{ONE}baca-ulang/").url == ONE
    assert client.post(f"{ONE}buang/").url == LIST
    assert not Determination.objects.exists()
    assert client.post(f"{ONE}buang/").status_code == 404


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, {"KIM Arjosari", "KIM Kayutangan", "KIM Rampal"}),
        ({"saring": "2"}, {"KIM Kayutangan"}),
        ({"saring": "berubah"}, set()),
        ({"saring": "tenggang"}, set()),
        ({"saring": "9"}, {"KIM Arjosari", "KIM Kayutangan", "KIM Rampal"}),
        ({"saring": "1" * 5000}, {"KIM Arjosari", "KIM Kayutangan", "KIM Rampal"}),
        ({"saring": "²"}, {"KIM Arjosari", "KIM Kayutangan", "KIM Rampal"}),
        ({"q": "kauman"}, {"KIM Kayutangan"}),
        ({"q": "zzz"}, set()),
    ],
)
def test_rows_are_narrowed(people: Cast, sign_in, query: dict, expected: set) -> None:
    opened(people)
    page = sign_in(people.city_admin).get(ONE, query)
    assert {row.group_name for row in page.context["page"]} == expected


def test_a_kecamatan_sees_its_own_rows_and_takes_an_excerpt(people: Cast, sign_in) -> None:
    signed(opened(people))
    client = sign_in(people.stranger)
    page = client.get(ONE)
    assert {row.group_name for row in page.context["page"]} == {"KIM Kayutangan", "KIM Rampal"}
    assert "hanya KIM di wilayah tugas Anda" in page.content.decode()
    sheet = client.get(f"{ONE}unduh.xlsx")
    text = str(table_of(sheet))
    assert "Petikan: 2 dari 3 KIM." in text
    assert "KIM Arjosari" not in text
    assert "SK berlaku" in text


def table_of(answer) -> list[list[str]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content_of_file(answer)))
    return book.get_sheet_by_index(0).to_python()


def test_the_excel_list_runs_nothing(people: Cast, sign_in) -> None:
    group = people.kayutangan
    group.name = "=HYPERLINK(1)"
    group.save()
    opened(people)
    answer = sign_in(people.city_admin).get(f"{ONE}unduh.xlsx")
    assert answer["Content-Disposition"] == 'attachment; filename="penetapan-35.73-1-per-2025-08-31.xlsx"'
    content = content_of_file(answer)
    sheet = zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "Rancangan" in sheet


def test_the_printed_list(people: Cast, sign_in, settings) -> None:
    signed(opened(people))
    content = content_of_file(sign_in(people.city_admin).get(f"{ONE}unduh.pdf"))
    assert content.startswith(b"%PDF-")
    assert b"/Lang" in content
    assert b"FontFile2" in content


def test_letters_the_font_lacks_are_told_not_guessed(people: Cast, sign_in) -> None:
    """Javanese letters are written as code points in print, with a line that says so, and whole in the table."""
    group = people.kayutangan
    group.name = "KIM Kayutangan ꦏꦶꦩ꧀"
    group.save()
    assert printable("Ñandú é – “KIM” ꦏ") == "Ñandú é – “KIM” [U+A98F]"
    assert not is_printable(group.name)
    opened(people)
    client = sign_in(people.city_admin)
    assert content_of_file(client.get(FILES[0])).startswith(b"%PDF-")
    assert any(group.name in row for row in table_of(client.get(FILES[1])))


def test_what_looks_like_markup_is_printed_as_written(people: Cast, sign_in) -> None:
    group = people.kayutangan
    group.name = "<b>KIM</b> & <img src='/etc/passwd'/>"
    group.save()
    opened(people)
    assert content_of_file(sign_in(people.city_admin).get(FILES[0])).startswith(b"%PDF-")


def test_own_data_tells_of_lists(people: Cast, sign_in) -> None:
    signed(opened(people), by=people.city_admin)
    page = sign_in(people.city_admin).get("/akun/data-saya/").content.decode()
    assert "Penetapan yang ditandatangani" in page
    data = sign_in(people.city_admin).get("/akun/data-saya/unduh.json").json()
    assert data["assessment"] == {"opened": ["35.73 1"], "signed": ["35.73 1"], "decided": []}


def test_few_queries(people: Cast, sign_in, django_assert_max_num_queries) -> None:
    signed(opened(people))
    client = sign_in(people.city_admin)
    client.get(ONE)
    with django_assert_max_num_queries(26):
        client.get(ONE)
    with django_assert_max_num_queries(16):
        client.get(LIST)


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("determination", ONE),
        ("determination_sign", PAGES[1]),
        ("determination_correct", PAGES[2]),
        ("determination_refresh", POSTS[0]),
        ("determination_drop", POSTS[1]),
    ],
)
def test_addresses_hold_public_codes_only(name: str, path: str) -> None:
    assert reverse(name, args=["35.73", 1]) == path
    assert reverse("determination_row", args=["35.73", 1, "35.73.02.1007-1"]) == PAGES[3]
    assert reverse("determination_export", args=["35.73", 1, "pdf"]) == FILES[0]


def test_the_menu_leads_there(people: Cast, sign_in) -> None:
    assert re.search(r'href="/penetapan/"', sign_in(people.forum).get("/akun/").content.decode())
    assert 'href="/penetapan/"' not in sign_in(people.leader).get("/akun/").content.decode()
    assert reverse("determination_open") == "/penetapan/susun/"
    assert dt.date(2025, 8, 31) == AS_OF
