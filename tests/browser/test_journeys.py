"""What people come to do, done as they would do it."""

import re

import pytest
from django.conf import settings
from playwright.sync_api import expect

from kentongan.accounts.models import Duty, User
from kentongan.core.finished.journal import own_shelf
from kentongan.core.finished.layout import FILES
from kentongan.core.models import AuditEvent
from kentongan.demo.scans import example_pdf, example_picture
from kentongan.demo.spreadsheet import FILE_NAME
from kentongan.newsroom.actions.writing import save_article
from kentongan.newsroom.enums import State
from kentongan.newsroom.models import Article
from kentongan.registry.models import FormationCase, Group
from tests.conftest import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {"width": 390, "height": 844}
BAMBANG = "/desa/35.07.08.2003/"
KAYUTANGAN = "/kim/35.73.02.1007-1/"


def test_an_officer_looks_at_june_2023_and_opens_the_rows_behind_a_figure(page, site, enter, picture):
    enter("demo-kabupaten")
    expect(page.locator("h1")).to_contain_text("250 KIM")
    picture("kendali")
    control = page.locator("details.per").first
    control.locator("summary").click()
    control.locator("input[type=date]").fill("2023-06-15")
    control.locator("button").first.click()
    page.wait_for_url(re.compile("per=2023-06-15"))
    expect(page.locator("h1")).to_contain_text("215 KIM")
    expect(page.locator("main")).to_contain_text("dari 53")
    expect(page.locator("main")).to_contain_text("Kurang 25")
    picture("kendali-juni-2023")
    page.get_by_role("link", name="Kecamatan tanpa KIM").first.click()
    expect(page.locator("main")).to_contain_text("Wajak")
    assert "per=2023-06-15" in page.url
    page.goto(f"{site}/kim/?per=2023-06-15")
    expect(page.locator("h1")).to_contain_text("215 KIM")


def test_an_officer_imports_the_ugly_list(page, site, enter, picture, run_jobs):
    enter("demo-kabupaten")
    page.goto(f"{site}/impor/")
    picture("impor-mulai")
    page.get_by_label("Seret berkas ke sini, atau pilih").set_input_files(settings.DATA_DIR / "contoh" / FILE_NAME)
    page.get_by_role("button", name="Baca berkas").click()
    page.wait_for_url(re.compile("/impor/[a-z0-9]+/"))
    preview = _work_done(page, run_jobs)
    expect(page.locator("h1")).to_contain_text("212 baris siap")
    expect(page.locator("h1")).to_contain_text("6 perlu Anda lihat")
    for figure in ("264", "24", "188", "46"):
        expect(page.get_by_label("Saring baris")).to_contain_text(figure)
    picture("impor-periksa")
    assert Group.objects.filter(area__regency_code="35.07").count() == 250

    row = page.locator("#baris-41")
    row.get_by_role("button", name="Pakai dan ingat ejaan ini").click()
    expect(page.locator("h1")).to_contain_text("5 perlu Anda lihat")
    page.locator("#baris-103").get_by_role("button", name="12 Maret 2027").click()
    expect(page.locator("h1")).to_contain_text("4 perlu Anda lihat")
    page.locator("#baris-209").get_by_role("button", name="Lewati baris 209").click()
    expect(page.locator("h1")).to_contain_text("3 perlu Anda lihat")
    with page.expect_download() as mended:
        page.get_by_role("link", name="Unduh 3 baris untuk diperbaiki").click()
    assert mended.value.suggested_filename.endswith(".xlsx")

    page.get_by_role("button", name=re.compile("Simpan 21[0-9] baris")).click()
    page.wait_for_load_state()
    page.goto(preview)
    _work_done(page, run_jobs)
    expect(page.locator("h1")).to_contain_text("baris tersimpan")
    picture("impor-tersimpan")
    assert Group.objects.filter(area__regency_code="35.07").count() == 274
    page.goto(f"{site}/kendali/?per=2023-06-15")
    expect(page.locator("h1")).to_contain_text("215 KIM")


def _work_done(page, run_jobs) -> str:
    """Let the waiting jobs be done while no page asks how far they are; back on the page they were for."""
    address = page.url
    page.goto("about:blank")
    run_jobs()
    page.goto(address)
    return address


def test_a_district_officer_records_the_next_step_of_bambang(page, site, enter, picture):
    enter("demo-wajak")
    page.goto(site + BAMBANG)
    expect(page.locator("h1")).to_contain_text("Desa Bambang belum ada KIM")
    expect(page.get_by_role("heading", name="Empat dari enam langkah selesai")).to_be_visible()
    picture("desa-tanpa-kim")
    page.get_by_role("link", name="Catat pemeriksaan berkas").click()
    expect(page.get_by_label("Langkah")).to_have_value("checked")
    picture("langkah")
    page.get_by_label("Satu keterangan").fill("4 dari 4 berkas cocok")
    page.get_by_role("button", name="Simpan langkah").click()
    expect(page.get_by_role("heading", name="Lima dari enam langkah selesai")).to_be_visible()
    expect(page.locator("main")).to_contain_text("4 dari 4 berkas cocok")
    case = FormationCase.objects.get(area_id="35.07.08.2003")
    assert case.steps.count() == 5
    assert AuditEvent.objects.latest("id").by.username == "demo-wajak"


def test_an_officer_adds_a_decree_with_its_scan(page, site, enter, picture, tmp_path):
    scan = tmp_path / "sk kayutangan.pdf"
    scan.write_bytes(example_pdf(["CONTOH", "SK perpanjangan"]))
    enter("demo-kota")
    page.goto(site + KAYUTANGAN)
    picture("kim")
    page.goto(f"{site}{KAYUTANGAN}sk/baru/")
    page.get_by_label("Nomor SK").fill("188.45/07/2026")
    page.get_by_label("Mulai berlaku").fill("2026-01-10")
    page.get_by_label("Hari terakhir berlaku").fill("2025-01-09")
    page.get_by_label("Pindaian SK").set_input_files(scan)
    picture("sk-baru")
    page.get_by_role("button", name="Simpan SK").click()
    # The typed number survives the mistake in the days.
    expect(page.get_by_label("Nomor SK")).to_have_value("188.45/07/2026")
    page.get_by_label("Hari terakhir berlaku").fill("2029-01-09")
    page.get_by_label("Pindaian SK").set_input_files(scan)
    page.get_by_role("button", name="Simpan SK").click()
    page.wait_for_url(lambda url: "/sk/baru/" not in url)
    decree = Group.objects.get(name="KIM Kayutangan").decrees.get(number="188.45/07/2026")
    assert decree.scan_type == "application/pdf"
    page.goto(f"{site}{KAYUTANGAN}riwayat/")
    expect(page.locator("main")).to_contain_text("188.45/07/2026")


def test_the_forum_finds_a_group_by_a_misspelt_name(page, enter, picture):
    enter("demo-forum")
    page.get_by_label("Cari KIM, desa, atau SK").first.fill("kayu tanggan")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/cari/"))
    picture("cari")
    page.get_by_role("main").get_by_role("link", name="KIM Kayutangan").click()
    expect(page.locator("h1")).to_have_text("KIM Kayutangan")


def test_a_leader_changes_the_contact_on_a_phone(page, site, enter, picture):
    page.set_viewport_size(PHONE)
    enter("demo-kayutangan")
    expect(page.locator("h1")).to_have_text("KIM Kayutangan")
    page.goto(site + KAYUTANGAN)
    page.get_by_role("link", name="Ubah data").click()
    page.get_by_label("Nama narahubung").fill("Pengurus Contoh 1002")
    page.get_by_label("Nomor HP narahubung").fill("0812 0000 1101")
    picture("narahubung")
    page.get_by_role("button", name="Simpan perubahan").click()
    page.wait_for_url(lambda url: url.endswith(KAYUTANGAN))
    group = Group.objects.get(name="KIM Kayutangan")
    assert (group.contact_name, group.contact_phone) == ("Pengurus Contoh 1002", "+6281200001101")


def test_a_volunteer_reports_from_a_phone_and_the_office_confirms(page, site, enter, picture, tmp_path):
    photo = tmp_path / "notulen.png"
    photo.write_bytes(example_picture(["CONTOH", "Notulen"]))
    enter("demo-kota")
    page.goto(site + KAYUTANGAN)
    meetings = page.get_by_role("link", name=re.compile(r"rapat\s*: Organisasi"))
    before = int(meetings.inner_text().split()[0])

    page.context.clear_cookies()
    page.set_viewport_size(PHONE)
    enter("demo-kayutangan")
    picture("beranda")
    page.get_by_role("link", name=re.compile("^Lapor kegiatan")).click()
    page.get_by_text("Kegiatan bersama warga").click()
    expect(page.get_by_label("Pendampingan UMKM")).to_be_visible()
    page.get_by_label("Rapat dengan notulen").check()
    page.get_by_label("Satu kalimat tentang ini").fill("Rapat rencana Oktober")
    page.get_by_label("Foto atau PDF notulen").set_input_files(photo)
    picture("lapor")
    page.get_by_role("button", name="Kirim laporan").click()
    page.wait_for_url(re.compile("/terima-kasih/"))
    expect(page.locator("main")).to_contain_text("Belum dikonfirmasi")

    page.context.clear_cookies()
    page.set_viewport_size({"width": 1440, "height": 900})
    enter("demo-kota")
    page.goto(f"{site}/bukti/")
    picture("bukti-antrean")
    page.get_by_role("button", name=re.compile(r"Konfirmasi\s*: Rapat rencana Oktober")).click()
    page.goto(site + KAYUTANGAN)
    expect(meetings).to_contain_text(f"{before + 1} rapat")
    meetings.click()
    expect(page.locator("ol.bukti > li")).to_have_count(before + 1)
    expect(page.locator("main")).to_contain_text("Rapat rencana Oktober")


def test_the_office_decides_otherwise_and_signs(page, site, enter, picture):
    enter("demo-kabupaten")
    page.goto(f"{site}/penetapan/35.07/1/")
    page.get_by_label("Cari KIM atau desa").fill("Titir Kedungsalam")
    page.get_by_label("Cari KIM atau desa").press("Enter")
    page.wait_for_url(re.compile("q=Titir"))
    page.get_by_role("link", name=re.compile("^Ubah dengan alasan")).first.click()
    page.get_by_label("Maju").check()
    page.get_by_label("Alasan").fill("Rapatnya digabung dengan LPMD.")
    page.locator("main form button.utama").click()
    page.goto(f"{site}/penetapan/35.07/1/tanda-tangan/")
    picture("penetapan-tanda-tangan")
    page.get_by_label("Nama").fill("Pejabat Contoh 9002")
    page.get_by_label("Jabatan").fill("Kepala Dinas (data contoh)")
    page.get_by_label("Saya sudah memeriksa daftar ini").check()
    page.get_by_role("button", name="Tanda tangani penetapan").click()
    expect(page.locator("main")).to_contain_text("Ditandatangani, tidak berubah lagi.")
    page.goto(f"{site}/penetapan/35.07/1/?q=Titir+Kedungsalam")
    expect(page.locator("main")).to_contain_text("Rapatnya digabung dengan LPMD.")


@pytest.mark.parametrize("path", [KAYUTANGAN, "/wilayah/35.73/", "/kendali/?wilayah=35.73", "/desa/35.73.02.1007/"])
def test_what_belongs_to_another_regency_is_not_there(page, site, enter, path):
    enter("demo-wajak")
    answer = page.goto(site + path)
    if answer.status != 404:
        expect(page.locator("main")).not_to_contain_text("Kayutangan")
        expect(page.locator("main")).not_to_contain_text("Kota Malang")


def test_sign_in_by_keyboard_alone(page, site, picture):
    user = User.objects.create_user(name="Contoh Kota", phone="+6281200009999", password=PASSWORD)
    Duty.objects.create(user=user, role="viewer", area_id="35.73")
    page.goto(f"{site}/masuk/")
    picture("masuk")
    for _press in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "login":
            break
    page.keyboard.type("0812 0000 9999")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/masuk/" not in url)
    page.goto(f"{site}/kendali/")
    expect(page.locator("h1")).to_contain_text("31 KIM")


def test_a_door_of_the_demo_opens_by_keyboard(page, site):
    page.goto(f"{site}/masuk/")
    for _press in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.value") == "demo-forum":
            break
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/masuk/" not in url)
    expect(page.locator("h1")).to_contain_text("31 KIM")


def test_pictures_of_the_other_pages(page, site, enter, picture):
    """Nothing is done here; the guide shows these pages too."""
    enter("demo-kabupaten")
    for path, name in (
        ("/kim/", "daftar-kim"),
        ("/kanal/", "kanal"),
        ("/target/", "target"),
        ("/orang/", "orang"),
        ("/orang/undang/", "undang"),
        ("/kim/baru/", "kim-baru"),
        ("/akun/data-saya/", "data-saya"),
    ):
        answer = page.goto(site + path)
        assert answer.status == 200
        picture(name)


def test_pictures_of_what_volunteers_meet(page, site, enter, picture):
    """The guide for those who write: the page to write on, two versions, and what neighbours see."""
    page.route(
        "**/foto/*.*",
        lambda route: route.fulfill(path=own_shelf().root / FILES / "foto" / route.request.url.rpartition("/")[2]),
    )
    enter("demo-kayutangan")
    page.goto(f"{site}/tulis/")
    page.get_by_label("Judul").fill("Gang 4 punya bangku baru")
    page.get_by_label("Cerita").fill(
        "Tiga bangku dari kayu bekas dipasang Minggu pagi.\n\n> Akhirnya bisa duduk.\n> — Bu Contoh"
    )
    picture("tulis")
    page.goto(f"{site}/tulisan/")
    picture("redaksi")
    page.goto(f"{site}/beranda/")
    page.get_by_role("link", name="Tempel tautan kiriman").click()
    expect(page.get_by_label("Tautan kiriman")).to_be_visible()
    picture("tempel-tautan")

    returned = Article.objects.get(state=State.RETURNED)
    page.goto(f"{site}/tulis/{returned.code}/")
    page.get_by_label("Cerita").fill("Dua puluh warga gang 6 mengangkat lumpur selokan sebelum hujan pertama.")
    fields = {"body": "Kerja bakti diikuti dua puluh warga. Selokan sudah lancar."}
    other = User.objects.get(username="demo-anggota-kayutangan")
    save_article(group=returned.group, article=returned, by=other, fields=fields)
    page.get_by_role("button", name="Kirim kabar").click()
    expect(page.get_by_role("heading", name="Ada dua versi.")).to_be_visible()
    picture("dua-versi")

    for path, name in (
        ("/kota-malang/", "portal"),
        ("/kayutangan/", "situs-kim"),
        ("/kota-malang/produk/", "buatan-tetangga"),
    ):
        page.goto(site + path)
        page.wait_for_load_state("networkidle")
        picture(name)

    page.context.clear_cookies()
    enter("demo-kota")
    page.goto(f"{site}/redaksi/laporan/")
    expect(page.locator("h1")).to_contain_text("laporan pembaca menunggu")
    picture("laporan-pembaca")
