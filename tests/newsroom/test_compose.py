"""Writing by hand: the page, what it keeps when something does not fit, and two versions side by side."""

import io
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from kentongan.newsroom.actions import save_article
from kentongan.newsroom.enums import State
from kentongan.newsroom.models import Article, Revision
from tests.conftest import Cast

STORY = "Minggu pagi, 40 warga RW 02 turun ke bantaran. Sampah diangkat dengan tiga gerobak, lalu soto untuk semua."


def typed(**more: str) -> dict[str, str]:
    return {"jenis": "kabar", "judul": "Kerja bakti bantaran", "cerita": STORY, "kunci": str(uuid.uuid4()), **more}


@pytest.fixture
def writer(cast: Cast, sign_in) -> Client:
    return sign_in(cast.member)


def begun(cast: Cast, **fields: str) -> Article:
    return save_article(group=cast.kayutangan, by=cast.member, fields={"title": "Kerja bakti", "body": STORY, **fields})


def test_the_page_opens_on_the_own_group(cast: Cast, writer: Client) -> None:
    page = writer.get("/tulis/").content.decode()
    assert "KIM Kayutangan" in page
    assert "Setelah dibaca ketua" in page
    assert page.count('name="jenis"') == 6


def test_a_kind_can_be_chosen_beforehand(writer: Client) -> None:
    page = writer.get("/tulis/?jenis=produk").content.decode()
    field = next(line for line in page.splitlines() if 'name="judul"' in line)
    assert "checked" in page.partition('value="produk"')[2].partition(">")[0]
    assert "Keripik tempe" in field
    assert "Kerja bakti" not in field


def test_signed_out_leads_to_the_door(client: Client, cast: Cast) -> None:
    assert client.get("/tulis/").status_code == 302
    assert client.get("/tulis/abc/").status_code == 302


@pytest.mark.parametrize("role", ["viewer", "stranger", "district_officer"])
def test_who_writes_for_nobody_finds_no_page(cast: Cast, sign_in, role: str) -> None:
    assert sign_in(getattr(cast, role)).get("/tulis/").status_code == 404


def test_somebody_elses_group_is_not_there(cast: Cast, writer: Client) -> None:
    assert writer.get(f"/tulis/?kim={cast.gubugklakah.code}").status_code == 404
    assert writer.post("/tulis/", typed(kim=cast.gubugklakah.code)).status_code == 404
    assert Article.objects.count() == 0


def test_an_office_writes_for_its_groups(cast: Cast, sign_in) -> None:
    assert sign_in(cast.city_admin).get(f"/tulis/?kim={cast.kayutangan.code}").status_code == 200


def test_what_a_member_sends_waits_for_the_leader(cast: Cast, writer: Client) -> None:
    response = writer.post("/tulis/", typed(aksi="kirim", tempat="RW 02", tanggal="2025-09-21"), follow=True)
    article = Article.objects.get()
    assert (article.state, article.title, article.body, article.place_words) == (
        State.WAITING,
        "Kerja bakti bantaran",
        STORY,
        "RW 02",
    )
    assert "Terkirim" in response.content.decode()


def test_what_a_leader_sends_is_shown(cast: Cast, sign_in) -> None:
    sign_in(cast.leader).post("/tulis/", typed(aksi="kirim"))
    assert Article.objects.get().state == State.PUBLISHED


def test_a_double_tap_makes_one(writer: Client) -> None:
    form = typed(aksi="kirim")
    writer.post("/tulis/", form)
    writer.post("/tulis/", form)
    assert Article.objects.count() == 1
    assert Revision.objects.count() == 1


def test_a_draft_is_kept_and_sent_later(cast: Cast, writer: Client) -> None:
    response = writer.post("/tulis/", typed(aksi="simpan"), follow=True)
    article = Article.objects.get()
    assert article.state == State.DRAFT
    assert STORY in response.content.decode()
    writer.post(f"/tulis/{article.code}/", typed(aksi="kirim", versi="1", cerita=STORY + " Selesai jam sepuluh."))
    article.refresh_from_db()
    assert (article.state, article.version) == (State.WAITING, 2)


def test_who_wrote_it_is_written_and_stays_where_a_phone_does_not_say(writer: Client) -> None:
    assert 'name="penulis"' in writer.get("/tulis/").content.decode()
    writer.post("/tulis/", typed(aksi="simpan", penulis="Nabila Putri"))
    article = Article.objects.get()
    assert article.byline == "Nabila Putri"
    for byline, more in (("Nabila Putri", {}), ("Nabila Putri", {"penulis": "N" * 200}), ("", {"penulis": ""})):
        article.refresh_from_db()
        writer.post(f"/tulis/{article.code}/", typed(aksi="simpan", versi=str(article.version), **more))
        article.refresh_from_db()
        assert article.byline == byline


def test_an_unfit_field_keeps_nothing_from_being_saved(writer: Client) -> None:
    form = typed(aksi="kirim", jenis="produk", harga="murah saja", satuan="bungkus", tanggal="besok lusa")
    page = writer.post("/tulis/", form).content.decode()
    article = Article.objects.get()
    assert (article.state, article.body, article.product.unit) == (State.DRAFT, STORY, "bungkus")
    assert "Harga ini tidak terbaca" in page
    assert "murah saja" in page
    assert "besok lusa" in page
    assert "Tidak ada yang hilang" in page


def test_a_field_that_does_not_fit_stays_as_readers_know_it(cast: Cast, stall: Article, sign_in) -> None:
    """Neither a slip of the finger nor a text that is too long takes a price or a title from a page that is shown."""
    form = typed(
        aksi="kirim",
        versi=str(stall.version),
        jenis="batu",
        judul="K" * 9_000,
        harga="lima belas",
        satuan="kotak",
        persediaan="entah",
        penjual="Bu Contoh",
    )
    page = sign_in(cast.leader).post(f"/tulis/{stall.code}/", form).content.decode()
    before = {"title": stall.title, "kind": stall.kind, "price": stall.product.price, "stock": stall.product.stock}
    article = Article.objects.select_related("product").get()
    product = article.product
    assert before == {"title": article.title, "kind": article.kind, "price": product.price, "stock": product.stock}
    assert (product.unit, product.seller, article.state) == ("kotak", "Bu Contoh", State.PUBLISHED)
    assert "lima belas" in page
    assert "tetap seperti sebelumnya" in page


def test_nothing_written_is_nothing_saved(writer: Client) -> None:
    page = writer.post("/tulis/", {"jenis": "kabar", "kunci": str(uuid.uuid4()), "aksi": "kirim"}).content.decode()
    assert "Mulai dari judulnya" in page
    assert Article.objects.count() == 0


@pytest.mark.parametrize(
    ("written", "price"), [("45000", 45_000), ("45.000", 45_000), ("Rp45.000,00", 45_000), ("rp 1.250.000", 1_250_000)]
)
def test_prices_as_people_write_them(writer: Client, written: str, price: int) -> None:
    writer.post("/tulis/", typed(jenis="produk", harga=written, aksi="simpan"))
    assert Article.objects.get().product.price == price


@pytest.mark.parametrize(
    ("written", "unit"),
    [
        ("bungkus", "bungkus"),
        ("per biji", "biji"),
        ("Per  250 gram", "250 gram"),
        ("/kg", "kg"),
        ("perkilo", "perkilo"),
    ],
    ids=str,
)
def test_units_as_people_write_them(writer: Client, written: str, unit: str) -> None:
    writer.post("/tulis/", typed(aksi="simpan", jenis="produk", satuan=written))
    assert Article.objects.get().product.unit == unit


def test_a_sellers_number_needs_the_sellers_consent(cast: Cast, writer: Client) -> None:
    page = writer.post("/tulis/", typed(jenis="produk", whatsapp="0812 3456 7890", aksi="kirim")).content.decode()
    article = Article.objects.get()
    assert (article.state, article.product.whatsapp) == (State.DRAFT, "")
    assert "Tanyakan dulu" in page
    writer.post(
        f"/tulis/{article.code}/",
        typed(jenis="produk", whatsapp="0812 3456 7890", setuju="on", aksi="kirim", versi="1"),
    )
    article = Article.objects.get()
    assert (article.product.whatsapp, article.product.consent_on.isoformat()) == ("+6281234567890", "2025-09-25")


def test_an_event_has_its_hours(writer: Client) -> None:
    form = typed(jenis="acara", mulai_tanggal="2025-10-04", mulai_jam="09.00", selesai_jam="12:00", lokasi="Balai RW")
    writer.post("/tulis/", {**form, "aksi": "simpan"})
    event = Article.objects.get().event
    assert f"{event.starts_at:%Y-%m-%d %H:%M} {event.ends_at:%H:%M}" == "2025-10-04 02:00 05:00"


def test_an_event_that_ends_before_it_begins_is_asked_about(writer: Client) -> None:
    form = typed(jenis="acara", mulai_tanggal="2025-10-04", mulai_jam="09.00", selesai_jam="07.00", aksi="kirim")
    assert "selesai sebelum mulai" in writer.post("/tulis/", form).content.decode()
    assert Article.objects.get().state == State.DRAFT


@pytest.mark.parametrize("address", ["javascript:alert(1)", "ftp://contoh.id/a", "bukan alamat"])
def test_a_video_is_a_link_of_the_web(writer: Client, address: str) -> None:
    assert (
        "Alamat ini tidak terbaca"
        in writer.post("/tulis/", typed(jenis="video", video=address, aksi="kirim")).content.decode()
    )


def test_somebody_elses_draft_is_not_there(cast: Cast, sign_in) -> None:
    article = begun(cast)
    assert sign_in(cast.viewer).get(f"/tulis/{article.code}/").status_code == 404
    assert sign_in(cast.admin).get(f"/tulis/{article.code}/").status_code == 404


def test_two_versions_are_shown_and_none_is_dropped(cast: Cast, writer: Client) -> None:
    article = begun(cast)
    save_article(
        group=cast.kayutangan,
        by=cast.leader,
        fields={"body": "Lain sama sekali dari ketua."},
        article=article,
        base_version=1,
    )
    mine = typed(versi="1", judul="Kerja bakti", cerita="Sungai bersih menurut saya.", aksi="kirim")
    response = writer.post(f"/tulis/{article.code}/", mine)
    page = response.content.decode()
    assert response.status_code == 409
    assert "Ketua Kayutangan mengubah kabar ini" in page
    assert "Lain sama sekali" in page.replace("<mark>", "").replace("</mark>", "")
    assert 'name="versi" value="2"' in page

    together = writer.post(f"/tulis/{article.code}/", {**mine, "versi": "2", "aksi": "gabung"}).content.decode()
    assert "Lain sama sekali dari ketua.\n\nSungai bersih menurut saya." in together

    writer.post(f"/tulis/{article.code}/", {**mine, "versi": "2", "aksi": "pakai-yang-lain"})
    article.refresh_from_db()
    assert (article.body, article.version) == ("Lain sama sekali dari ketua.", 4)
    assert list(article.revisions.values_list("body", flat=True)) == [
        "Lain sama sekali dari ketua.",
        "Sungai bersih menurut saya.",
        "Lain sama sekali dari ketua.",
        STORY,
    ]


def test_mine_may_be_chosen(cast: Cast, writer: Client) -> None:
    article = begun(cast)
    save_article(group=cast.kayutangan, by=cast.leader, fields={"body": "Dari ketua."}, article=article, base_version=1)
    writer.post(f"/tulis/{article.code}/", typed(versi="2", cerita="Dari saya.", aksi="simpan"))
    article.refresh_from_db()
    assert article.body == "Dari saya."


def picture() -> SimpleUploadedFile:
    buffer = io.BytesIO()
    Image.new("RGB", (640, 400), "teal").save(buffer, "JPEG")
    return SimpleUploadedFile("sungai.jpg", buffer.getvalue(), "image/jpeg")


def test_pictures_come_along_and_are_described_later(writer: Client) -> None:
    writer.post("/tulis/", {**typed(aksi="simpan"), "foto": [picture()]})
    article = Article.objects.get()
    photo = article.photos.get()
    page = writer.get(f"/tulis/{article.code}/").content.decode()
    assert f"/tulisan/foto/{photo.code}/?kecil" in page
    assert "Tulis isi foto ini" in page
    writer.post(f"/tulis/{article.code}/", typed(versi="1", aksi="simpan", **{f"isi-{photo.code}": "Sungai di RW 02"}))
    photo.refresh_from_db()
    assert photo.caption == "Sungai di RW 02"
    writer.post(f"/tulis/{article.code}/", typed(versi="1", buang=photo.code))
    assert not article.photos.filter(removed_at=None).exists()
    article.refresh_from_db()
    assert article.state == State.DRAFT


def test_what_is_no_picture_is_said_and_the_words_are_kept(writer: Client) -> None:
    page = writer.post(
        "/tulis/",
        {**typed(aksi="kirim"), "foto": [SimpleUploadedFile("foto.jpg", b"<svg onload=alert(1)>", "image/jpeg")]},
    ).content.decode()
    article = Article.objects.get()
    assert "foto.jpg" in page
    assert (article.body, article.state, article.photos.count()) == (STORY, State.DRAFT, 0)
