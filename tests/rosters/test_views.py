"""The wizard's pages: works, anonymous, someone else's, without the right, bad input."""

import datetime as dt
import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kentongan.core.tables import read_table
from kentongan.registry.models import Decree, Group, Officer
from kentongan.rosters.models import Roster
from tests.conftest import make_group
from tests.rosters import sheets
from tests.rosters.test_actions import NEW, counts

BROKEN = ("KIM Rusak", "Codo", "Wajak", "", "31/02/2023", "", "", "")
UNKNOWN = ("KIM Salah Tulis", "Bambanc", "Wajak", "", "", "", "", "")
AMBIGUOUS = ("KIM Titir", "Arjosari", "", "", "19 Juni 2024", "", "", "")


@pytest.fixture
def uploaded(cast, sign_in, run_jobs, django_capture_on_commit_callbacks):
    def upload(*rows, content: bytes | None = None, user=None, purpose: str = "register") -> Roster:
        client = sign_in(user or cast.admin)
        file = SimpleUploadedFile("Daftar KIM.xlsx", content or sheets.simple(*rows))
        with django_capture_on_commit_callbacks(execute=True):
            response = client.post("/impor/", {"file": file, "purpose": purpose})
        assert response.status_code == 302
        with django_capture_on_commit_callbacks(execute=True):
            run_jobs()
        return Roster.objects.latest("pk")

    return upload


PAGES = ["", "kemajuan/", "kolom/", "baris/2/", "tidak-ada/", "perbaiki.xlsx", "hapus/"]
POSTS = ["lembar/", "kolom/", "baris/2/", "serupa/", "simpan/", "batal/", "ulang/", "hapus/"]


@pytest.mark.parametrize("page", PAGES)
def test_pages_of_a_roster(uploaded, client, cast, page):
    found = uploaded(BROKEN, NEW)
    address = f"/impor/{found.code}/{page}"
    assert client.get(address).status_code == 200
    for stranger in (cast.city_admin, cast.viewer, cast.district_officer, cast.leader, cast.stranger):
        client.force_login(stranger)
        assert client.get(address).status_code == 404, stranger
    client.logout()
    assert client.get(address).status_code == 302
    assert client.get(address).headers["Location"].startswith("/masuk/")


@pytest.mark.parametrize("page", POSTS)
def test_someone_elses_roster_takes_no_posts(uploaded, client, cast, page):
    found = uploaded(BROKEN, NEW)
    client.force_login(cast.city_admin)
    assert client.post(f"/impor/{found.code}/{page}").status_code == 404
    client.force_login(cast.viewer)
    assert client.post(f"/impor/{found.code}/{page}").status_code == 404
    found.refresh_from_db()
    assert (found.state, found.rows.count()) == (Roster.State.READY, 2)


@pytest.mark.parametrize("page", ["simpan/", "lembar/", "serupa/", "batal/", "ulang/"])
def test_what_writes_is_no_get(uploaded, client, page):
    found = uploaded(NEW)
    assert client.get(f"/impor/{found.code}/{page}").status_code == 405


def test_the_list_is_for_those_who_import(client, cast, sign_in):
    assert sign_in(cast.staff).get("/impor/").status_code == 200
    assert "Belum ada impor" in client.get("/impor/").content.decode()
    for user in (cast.viewer, cast.district_officer, cast.forum, cast.leader, cast.stranger):
        assert sign_in(user).get("/impor/").status_code == 403, user
    client.logout()
    assert client.get("/impor/").headers["Location"].startswith("/masuk/")


def test_an_upload_without_a_file_says_so(client, cast, sign_in):
    response = sign_in(cast.admin).post("/impor/", {"purpose": "register"})
    assert response.status_code == 200
    assert "Pilih berkasnya dulu" in response.content.decode()
    assert not Roster.objects.exists()


def test_a_hostile_file_ends_on_a_page_that_says_what_to_do(uploaded, client):
    found = uploaded(content=b"%PDF-1.4 hello")
    page = client.get(f"/impor/{found.code}/").content.decode()
    assert "Minta tabel aslinya" in page


def test_the_preview_says_what_the_picture_says(uploaded, client, django_assert_max_num_queries):
    found = uploaded(BROKEN, UNKNOWN, AMBIGUOUS, NEW)
    with django_assert_max_num_queries(22):
        page = client.get(f"/impor/{found.code}/").content.decode()
    for words in (
        "2 baris siap,",
        "2 perlu Anda lihat.",
        "8 dari 10 kolom terbaca",
        "Kolom NO, KET tidak dipakai.",
        "Tanggal 31 Februari tidak ada.",
        "Tanggalnya tidak kami tebak.",
        "Kosongkan dulu",
        "Desa ini tidak ada di daftar resmi.",
        "Terdekat: <strong>Bambang</strong>, Wajak.",
        "Pakai dan ingat ejaan ini",
        "Yang disimpan: 2 KIM baru.",
        "Unduh 2 baris untuk diperbaiki",
        "Simpan 2 baris",
    ):
        assert words in page, words


def test_the_chips_add_up_and_filter(uploaded, client):
    found = uploaded(BROKEN, NEW, NEW)
    everything = client.get(f"/impor/{found.code}/")
    chips = {str(chip["label"]): chip["count"] for chip in everything.context["chips"]}
    assert chips == {"Semua": 3, "Bermasalah": 2, "Baru": 1, "Berubah": 0, "Sama": 0}
    only = client.get(f"/impor/{found.code}/?tampil=baru")
    assert [row.number for row in only.context["rows"]] == [3]
    assert client.get(f"/impor/{found.code}/?tampil=apa&hal=99").status_code == 200


def test_a_proposal_is_taken(uploaded, client):
    found = uploaded(UNKNOWN)
    address = f"/impor/{found.code}/baris/2/"
    response = client.post(address, {"usul": "unknown_village:village:0", "lihat": "tampil=bermasalah&x=1"})
    assert response.headers["Location"] == f"/impor/{found.code}/?tampil=bermasalah#baris-2"
    assert counts(found) == {"new": 1}
    # The proposal is gone: the same button once more is a conflict, not a guess.
    page = client.post(address, {"usul": "unknown_village:village:0"}, follow=True).content.decode()
    assert "baru saja berubah" in page
    client.post(address, {"kembali": "1"})
    assert counts(found) == {"new": 1}, "the spelling was remembered"


def test_after_a_mended_row_comes_the_next_one_to_look_at(uploaded, client):
    found = uploaded(BROKEN, NEW, UNKNOWN)
    mended = client.post(f"/impor/{found.code}/baris/2/", {"formed_on": "3 Maret 2023"})
    assert mended.headers["Location"] == f"/impor/{found.code}/#baris-4"
    refused = client.post(f"/impor/{found.code}/baris/4/", {"village": "Bambanx"})
    assert refused.headers["Location"] == f"/impor/{found.code}/#baris-4"
    back = client.post(f"/impor/{found.code}/baris/2/", {"kembali": "1"})
    assert back.headers["Location"] == f"/impor/{found.code}/#baris-2"


@pytest.mark.parametrize(
    "usul",
    ["", "unknown_village:village:9", "unknown_village:village:x", "twin:name:0", ":::", "unknown_village:village:-1"],
)
def test_a_made_up_proposal_changes_nothing(uploaded, client, usul):
    found = uploaded(UNKNOWN)
    assert client.post(f"/impor/{found.code}/baris/2/", {"usul": usul}).status_code == 302
    assert counts(found) == {"problem": 1}


def test_a_cell_is_typed_anew_in_place(uploaded, client):
    found = uploaded(BROKEN)
    client.post(f"/impor/{found.code}/baris/2/", {"formed_on": "3 Maret 2023"})
    assert found.rows.get().values["formed_on"] == "2023-03-03"
    assert client.get(f"/impor/{found.code}/baris/99/").status_code == 404


def test_a_nik_typed_into_a_cell_is_refused(uploaded, client):
    found = uploaded(NEW)
    page = client.post(f"/impor/{found.code}/baris/2/", {"kim_number": "3573010101010001"}, follow=True)
    assert "NIK tidak pernah disimpan" in page.content.decode()


def test_a_year_only_is_settled_for_all_rows_at_once(uploaded, client, run_jobs, django_capture_on_commit_callbacks):
    rows = [(f"KIM {n}", "Codo", "Wajak", "", "2021", "", "", "") for n in range(4)]
    found = uploaded(*rows)
    assert "4 baris hanya menyebut tahun" in client.get(f"/impor/{found.code}/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/impor/{found.code}/serupa/", {"masalah": "day_imprecise:formed_on"})
    run_jobs()
    assert counts(found) == {"new": 4}
    first = found.rows.first()
    assert (first.values["formed_on"], first.values["formed_exact"]) == ("2021-12-31", False)
    client.post(f"/impor/{found.code}/serupa/", {"masalah": "other_name:name"})
    found.refresh_from_db()
    assert found.state == Roster.State.READY


def test_columns_are_chosen(uploaded, client, run_jobs, django_capture_on_commit_callbacks):
    found = uploaded(
        content=sheets.workbook([["NAMA KIM", "LOKASI", "NIK"], ["KIM A", "Codo", "1"], ["KIM B", "Bambang", "2"]])
    )
    page = client.get(f"/impor/{found.code}/", follow=True).content.decode()
    assert "Desa atau kelurahan ada di kolom mana?" in page
    assert "tidak dibaca dan tidak disimpan" in page
    bad = client.post(f"/impor/{found.code}/kolom/", {"kolom-0": "name", "kolom-1": "name"})
    assert "Dua kolom" in bad.content.decode()
    assert client.post(f"/impor/{found.code}/kolom/", {"kolom-0": "bukan"}).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/impor/{found.code}/kolom/", {"kolom-0": "name", "kolom-1": "village"})
    run_jobs()
    assert counts(found) == {"new": 2}


def test_a_sheet_is_chosen(uploaded, client, run_jobs, django_capture_on_commit_callbacks):
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(sheets.simple(NEW)))
    recap = book.create_sheet("Rekap")
    recap.append(["Tahun", "Jumlah"])
    recap.append([2025, 1])
    found = uploaded(content=sheets.saved(book))
    assert "Lembar mana daftarnya?" in client.get(f"/impor/{found.code}/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/impor/{found.code}/lembar/", {"lembar": "Sept 2025"})
    run_jobs()
    assert "1 baris siap," in client.get(f"/impor/{found.code}/").content.decode()


def test_progress_is_told_and_stopped(uploaded, client, cast):
    found = uploaded(NEW)
    Roster.objects.filter(pk=found.pk).update(state=Roster.State.PLANNING, done=5, total=10)
    page = client.get(f"/impor/{found.code}/").content.decode()
    assert "Memeriksa setiap baris" in page
    assert 'http-equiv="refresh"' in page
    answer = json.loads(client.get(f"/impor/{found.code}/kemajuan/").content)
    assert answer == {"done": 5, "total": 10, "message": "50 persen"}
    client.post(f"/impor/{found.code}/batal/")
    found.refresh_from_db()
    assert found.state == Roster.State.MAPPING
    assert json.loads(client.get(f"/impor/{found.code}/kemajuan/").content)["href"] == f"/impor/{found.code}/"
    assert "Tidak ada yang sedang berjalan" in client.post(f"/impor/{found.code}/batal/", follow=True).content.decode()


def test_a_silent_worker_is_noticed(uploaded, client, cast):
    found = uploaded(NEW)
    past = found.moved_at - dt.timedelta(minutes=5)
    Roster.objects.filter(pk=found.pk).update(state=Roster.State.SAVING, moved_at=past)
    assert "Mulai lagi" in client.get(f"/impor/{found.code}/").content.decode()
    assert client.post(f"/impor/{found.code}/ulang/").status_code == 302


def test_saving_twice_saves_once_and_shows_the_result(uploaded, client):
    found = uploaded(NEW, BROKEN)
    client.post(f"/impor/{found.code}/simpan/")
    again = client.post(f"/impor/{found.code}/simpan/", follow=True).content.decode()
    assert "Tidak ada yang disimpan dua kali" in again
    assert "1 baris tersimpan," in again
    assert Group.objects.filter(area_id="35.07.08.2003").count() == 1
    assert "Impor sebelumnya" in client.get("/impor/").content.decode()


def test_the_file_to_mend_can_be_imported_again(uploaded, client):
    found = uploaded(BROKEN, UNKNOWN, NEW)
    response = client.get(f"/impor/{found.code}/perbaiki.xlsx")
    content = b"".join(response.streaming_content)
    rows = read_table(content).sheets[0].rows
    assert [rows[0].text(1), rows[0].text(11)] == ["NAMA KIM", "Yang perlu diperbaiki"]
    assert rows[1].text(11).startswith("Tanggal 31 Februari tidak ada.")
    assert counts(uploaded(content=content)) == {"problem": 2}


def test_deleting_asks_first(uploaded, client):
    found = uploaded(NEW)
    assert "Hapus isi impor ini?" in client.get(f"/impor/{found.code}/hapus/").content.decode()
    assert Roster.objects.exists()
    client.post(f"/impor/{found.code}/hapus/")
    assert not Roster.objects.exists()
    saved = uploaded(NEW)
    client.post(f"/impor/{saved.code}/simpan/")
    client.post(f"/impor/{saved.code}/hapus/")
    page = client.get(f"/impor/{saved.code}/").content.decode()
    assert "Isi barisnya sudah dihapus" in page


def test_a_comparison_with_kimid(uploaded, client):
    content = sheets.workbook(
        [
            ["NO KIM", "NAMA KIM", "KODE WILAYAH"],
            ["K-7", "Gubugklakah", "35.07.07.2016"],
            ["K-8", "Lain", "35.07.08.2008"],
        ]
    )
    found = uploaded(content=content, purpose="kimid")
    page = client.get(f"/impor/{found.code}/").content.decode()
    assert "Hanya di KIM.ID" in page
    assert "nomor dan alamat situs 1 KIM" in page


def test_text_from_a_file_is_only_text(uploaded, client):
    found = uploaded(("<script>alert(1)</script>", "<b>Codo</b>", "Wajak", "", "<i>", "<u>", "", ""))
    page = client.get(f"/impor/{found.code}/").content.decode()
    assert "<script>alert" not in page
    assert "<b>Codo" not in page


# --- Exports ----------------------------------------------------------------------------------------------

EXPORTS = ["/kim/unduh", "/kim/sk", "/kim/kim-id", "/kim/pengurus", "/sk/unduh", "/desa/unduh"]


@pytest.mark.parametrize("form", ["xlsx", "csv"])
@pytest.mark.parametrize("address", EXPORTS)
def test_exports(client, cast, sign_in, address, form):
    Officer.objects.create(group=cast.gubugklakah, position="chair", name="=Harun", phone="+6281234567890")
    Officer.objects.create(group=cast.kayutangan, position="chair", name="Orang Kota", phone="+6281234567891")
    response = sign_in(cast.admin).get(f"{address}.{form}")
    assert response.status_code == 200
    assert response.headers["Content-Disposition"].endswith(f'per-2025-09-25.{form}"')
    content = b"".join(response.streaming_content)
    text = str([row.values for row in read_table(content).sheets[0].rows])
    assert "Gubugklakah" in text
    assert "Kayutangan" not in text
    assert "Orang Kota" not in text
    assert client.get(f"{address}.exe").status_code == 404
    for user in (cast.viewer, cast.leader, cast.stranger):
        assert sign_in(user).get(f"{address}.{form}").status_code == 403, user
    client.logout()
    assert client.get(f"{address}.{form}").headers["Location"].startswith("/masuk/")


def test_a_formula_in_a_name_is_neutralised(client, cast, sign_in):
    Group.objects.filter(pk=cast.gubugklakah.pk).update(name="=HYPERLINK(1)")
    response = sign_in(cast.admin).get("/kim/unduh.csv")
    assert b"'=HYPERLINK" in b"".join(response.streaming_content)


def test_exports_follow_the_filters_and_the_day(client, cast, sign_in):
    sign_in(cast.admin)
    before = b"".join(client.get("/kim/unduh.csv?per=2015-01-01").streaming_content)
    assert b"Gubugklakah" not in before
    assert b"Gubugklakah" not in b"".join(client.get("/kim/unduh.csv?wilayah=35.07.08").streaming_content)
    assert client.get("/kim/unduh.csv?wilayah=35.73").status_code == 404


def test_phones_only_for_those_who_see_them(client, cast, sign_in, monkeypatch):
    Group.objects.filter(pk=cast.gubugklakah.pk).update(contact_phone="+6281234567890")
    assert b"81234567890" in b"".join(sign_in(cast.admin).get("/kim/unduh.csv").streaming_content)
    from kentongan.accounts import permissions
    from kentongan.accounts.enums import Capability, Role

    fewer = dict(permissions.CAPABILITIES)
    fewer[Role.OFFICE_ADMIN] = fewer[Role.OFFICE_ADMIN] - {Capability.SEE_PHONES}
    monkeypatch.setattr(permissions, "CAPABILITIES", fewer)
    assert b"81234567890" not in b"".join(sign_in(cast.admin).get("/kim/unduh.csv").streaming_content)


def test_groups_the_file_does_not_name_are_listed_and_kept(uploaded, client, cast):
    make_group(cast.area("35.07.08.2008"), "KIM Tetap Ada", dt.date(2020, 1, 1))
    found = uploaded(NEW)
    page = client.get(reverse("roster_missing", args=[found.code])).content.decode()
    assert "KIM Tetap Ada" in page
    client.post(reverse("roster_save", args=[found.code]))
    assert Group.objects.filter(name="KIM Tetap Ada", ended_on=None).exists()


def test_rows_left_behind_can_still_be_taken_away_after_saving(uploaded, client, cast):
    found = uploaded(BROKEN, NEW)
    client.post(reverse("roster_save", args=[found.code]))
    mend = reverse("roster_mend", args=[found.code])
    assert f'href="{mend}"' in client.get(reverse("roster", args=[found.code])).content.decode()
    file = io.BytesIO(b"".join(client.get(mend).streaming_content))
    assert "KIM Rusak" in str(read_table(file.getvalue(), filename="perbaiki.xlsx").sheets[0].rows)


def test_many_decrees_are_left_out_with_one_button(uploaded, client, run_jobs, django_capture_on_commit_callbacks):
    rows = [(f"KIM {n}", "Codo", "Wajak", "", "", f"141/{n}", "2024", "2027") for n in range(3)]
    found = uploaded(*rows, ("KIM Lain", "Bambang", "Wajak", "", "", "141/9", "2 Mei 2024", "1 Mei 2024"))
    page = client.get(f"/impor/{found.code}/").content.decode()
    assert "3 baris hanya menyebut tahun atau bulan SK." in page
    assert "Simpan 3 baris ini tanpa SK" in page
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/impor/{found.code}/serupa/", {"masalah": "day_imprecise:decree_number"})
    run_jobs()
    assert counts(found) == {"new": 3, "problem": 1}
    assert "decree_number" not in found.rows.order_by("number").first().values


@pytest.mark.parametrize("query", ["", "keadaan=none", "keadaan=ending&per=2027-12-01", "keadaan=ended&q=gubuk"])
def test_the_file_of_decrees_holds_the_rows_of_the_page(cast, sign_in, query):
    make_group(cast.area("35.07.08.2003"), "KIM Tanpa SK", dt.date(2020, 1, 1))
    ended = make_group(cast.area("35.07.08.2008"), "KIM Habis", dt.date(2020, 1, 1), ends_on=dt.date(2023, 1, 1))
    Group.objects.filter(pk=ended.pk).update(name="KIM Gubuk Habis")
    client = sign_in(cast.admin)
    page = client.get(f"/sk/?{query}")
    assert f"/sk/unduh.xlsx?{query.replace('&', '&amp;')}" in page.content.decode()
    file = b"".join(client.get(f"/sk/unduh.csv?{query}").streaming_content)
    sheet = read_table(file).sheets[0]
    at = next(number for number, row in enumerate(sheet.rows) if "Kode KIM" in row.values)
    assert [row.values[1] for row in sheet.rows[at + 1 :]] == [group.code for group in page.context["page"]]


def test_what_else_can_be_taken_away_is_linked(cast, sign_in):
    page = sign_in(cast.admin).get("/kim/?q=gubug").content.decode()
    for name in ("pengurus", "sk", "kim-id"):
        assert f"/kim/{name}.xlsx?q=gubug" in page
    assert "/kim/pengurus.xlsx" not in sign_in(cast.viewer).get("/kim/").content.decode()


def test_a_web_page_named_xls_goes_through_the_import(uploaded):
    rows = "".join(f"<tr><td>KIM {name}</td><td>Codo</td><td>Wajak</td></tr>" for name in "AB")
    page = f"<html><table><tr><th>NAMA KIM</th><th>DESA</th><th>KEC</th></tr>{rows}</table></html>"
    assert counts(uploaded(content=page.encode())) == {"new": 2}


def test_all_decrees_go_out_earlier_ones_too(cast, sign_in):
    first = cast.gubugklakah.decrees.get()
    Decree.objects.create(
        group=cast.gubugklakah, number="141/lama", starts_on=dt.date(2013, 1, 1), ends_on=dt.date(2016, 1, 1)
    )
    address = reverse("all_decrees_export", args=["csv"])
    text = b"".join(sign_in(cast.admin).get(f"{address}?q=gubug").streaming_content).decode()
    assert text.index(first.number) < text.index("141/lama")
