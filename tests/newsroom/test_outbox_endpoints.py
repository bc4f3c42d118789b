"""What a phone's outbox is told: sent twice is one, an older version is a conflict, and nothing that can be saved is lost."""

import io
import json
import uuid
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from PIL import Image

from kentongan.newsroom.actions import save_article, submit
from kentongan.newsroom.enums import State
from kentongan.newsroom.models import Article, Revision
from kentongan.newsroom.photos import add_photo
from tests.conftest import Cast

KEY = "6f1c7f0e-3d6a-4f0a-9e0b-0c5b1a2d3e4f"
STORY = "Minggu pagi, 40 warga RW 02 turun ke bantaran."


@pytest.fixture
def phone(cast: Cast, sign_in) -> Client:
    return sign_in(cast.member)


def draft(cast: Cast, **more: Any) -> dict[str, Any]:
    isi = {"jenis": "kabar", "judul": "Kerja bakti", "cerita": STORY, **more.pop("isi", {})}
    return {"kunci": KEY, "kim": cast.kayutangan.code, "isi": isi, **more}


def send(client: Client, sent: Any) -> Any:
    return client.post("/kiriman/artikel/", json.dumps(sent), content_type="application/json")


def test_who_i_am_is_asked_before_each_sending(cast: Cast, phone: Client) -> None:
    answer = phone.get("/kiriman/")
    assert answer.json()["person"] == cast.member.username
    assert [group["name"] for group in answer.json()["groups"]] == ["KIM Kayutangan"]
    assert answer.json()["csrf"]
    assert "no-store" in answer.headers["Cache-Control"]


def test_signed_out_is_told_where_to_sign_in(cast: Cast, client: Client) -> None:
    for answer in (client.get("/kiriman/"), send(client, draft(cast))):
        assert answer.status_code == 401
        assert answer.json()["sign_in"] == "/masuk/"
        assert "aman di HP ini" in answer.json()["sentence"]
    assert Article.objects.count() == 0


def test_the_token_is_asked_for(cast: Cast) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.member)
    assert send(strict, draft(cast)).status_code == 403
    token = strict.get("/kiriman/").json()["csrf"]
    answer = strict.post(
        "/kiriman/artikel/", json.dumps(draft(cast)), content_type="application/json", headers={"X-CSRFToken": token}
    )
    assert answer.status_code == 200


def test_a_draft_is_saved_and_sent_again_as_one(cast: Cast, phone: Client) -> None:
    first = send(phone, draft(cast)).json()
    again = send(phone, draft(cast)).json()
    assert first == again
    assert (first["version"], first["state"]) == (1, State.DRAFT)
    assert Article.objects.get().client_key == uuid.UUID(KEY)


def test_sending_submits_once(cast: Cast, phone: Client) -> None:
    for _time in range(2):
        answer = send(phone, draft(cast, kirim=True)).json()
    assert (answer["state"], answer["sentence"]) == (State.WAITING, "Terkirim. Kabar ini dibaca dulu sebelum tayang.")
    assert Revision.objects.count() == 1


def test_an_older_version_is_a_conflict_with_both(cast: Cast, phone: Client) -> None:
    code = send(phone, draft(cast)).json()["code"]
    article = Article.objects.get()
    save_article(group=cast.kayutangan, by=cast.leader, fields={"body": "Dari ketua."}, article=article, base_version=1)
    answer = send(phone, draft(cast, artikel=code, versi=1, isi={"cerita": "Dari anggota."}))
    assert answer.status_code == 409
    told = answer.json()["conflict"]
    assert (told["version"], told["by"], told["isi"]["cerita"]) == (2, "Ketua Kayutangan", "Dari ketua.")
    assert told["mine"]["cerita"] == [["Dari ", False], ["anggota.", True]]
    assert told["gabungan"] == "Dari ketua.\n\nDari anggota."
    article.refresh_from_db()
    assert article.body == "Dari ketua."


def test_a_lost_first_answer_does_not_overwrite_anybody(cast: Cast, phone: Client) -> None:
    """The phone knows neither code nor version, and somebody else has changed what it sent."""
    send(phone, draft(cast))
    save_article(
        group=cast.kayutangan,
        by=cast.leader,
        fields={"body": "Dari ketua."},
        article=Article.objects.get(),
        base_version=1,
    )
    assert send(phone, draft(cast, isi={"cerita": "Lebih panjang."})).status_code == 409


def test_the_other_version_may_be_chosen_and_mine_stays_in_the_history(cast: Cast, phone: Client) -> None:
    code = send(phone, draft(cast)).json()["code"]
    article = Article.objects.get()
    save_article(group=cast.kayutangan, by=cast.leader, fields={"body": "Dari ketua."}, article=article, base_version=1)
    answer = send(phone, draft(cast, artikel=code, versi=2, isi={"cerita": "Dari anggota."}, pilih="lain"))
    assert answer.json()["version"] == 4
    article.refresh_from_db()
    assert article.body == "Dari ketua."
    assert article.revisions.filter(body="Dari anggota.").exists()


def test_an_unfit_field_is_told_and_the_rest_is_saved(cast: Cast, phone: Client) -> None:
    answer = send(phone, draft(cast, kirim=True, isi={"jenis": "produk", "harga": "murah", "tanggal": "kapan-kapan"}))
    assert answer.status_code == 422
    assert set(answer.json()["problems"]) == {"harga", "tanggal"}
    article = Article.objects.get(code=answer.json()["code"])
    assert (article.body, article.state) == (STORY, State.DRAFT)


@pytest.mark.parametrize(
    "body",
    ["", "[]", "{", '"x"', "{}", '{"kunci": "bukan"}', f'{{{{"kunci": "{KEY}", "isi": 3}}}}', "[" * 100_000],
)
def test_what_is_no_draft_is_a_sentence(phone: Client, body: str) -> None:
    answer = phone.post("/kiriman/artikel/", body, content_type="application/json")
    assert answer.status_code == 400
    assert "tidak terbaca" in answer.json()["sentence"]


@pytest.mark.parametrize("versi", [None, "", 0, "2", 10**12])
def test_any_version_is_answered(cast: Cast, phone: Client, versi: Any) -> None:
    assert send(phone, draft(cast, versi=versi)).status_code == 200


def test_a_character_no_database_keeps_costs_only_itself(cast: Cast, phone: Client) -> None:
    send(phone, draft(cast, isi={"cerita": "Sung\0ai"}))
    assert Article.objects.get().body == "Sungai"


@pytest.mark.parametrize("role", ["viewer", "stranger", "admin"])
def test_somebody_elses_group_and_article_are_not_there(cast: Cast, sign_in, role: str) -> None:
    article = save_article(group=cast.kayutangan, by=cast.member, fields={"title": "Punya orang"})
    client = sign_in(getattr(cast, role))
    assert send(client, draft(cast, artikel=article.code, versi=1)).status_code == 404
    assert send(client, draft(cast)).status_code in {403, 404}
    assert Article.objects.count() == 1


def test_a_published_article_is_not_changed_by_those_who_may_not(cast: Cast, sign_in) -> None:
    code = send(sign_in(cast.leader), draft(cast, kirim=True)).json()["code"]
    answer = send(sign_in(cast.member), draft(cast, artikel=code, versi=1, isi={"cerita": "Lain."}))
    assert answer.status_code == 403
    assert "hanya dapat diubah oleh" in answer.json()["sentence"]


def test_photos_that_have_not_arrived_cost_nothing(cast: Cast, phone: Client) -> None:
    pictures = [{"kunci": str(uuid.uuid4()), "isi": "Sungai"}, {"kunci": "x"}, 3, {"kode": "tidakada", "buang": True}]
    assert send(phone, draft(cast, foto=pictures)).status_code == 200


def test_a_picture_that_came_in_pieces_is_attached_described_and_taken_away(cast: Cast, phone: Client) -> None:
    picture = str(uuid.uuid4())
    content = picture_bytes()
    headers = {"Upload-Offset": "0", "Upload-Length": str(len(content)), "Upload-Group": cast.kayutangan.code}
    sent = phone.post(f"/kiriman/foto/{picture}/", content, content_type="application/octet-stream", headers=headers)
    photo = sent.json()["photo"]
    code = send(phone, draft(cast, foto=[{"kunci": picture, "isi": "Sungai di RW 02"}])).json()["code"]
    kept = Article.objects.get(code=code).photos.get()
    assert (kept.code, kept.caption) == (photo, "Sungai di RW 02")
    send(phone, draft(cast, artikel=code, versi=1, foto=[{"kode": photo, "buang": True}]))
    assert not Article.objects.get(code=code).photos.filter(removed_at=None).exists()


def picture_bytes() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (64, 48), "teal").save(buffer, "JPEG")
    return buffer.getvalue()


HALF = "\ud83d"


@pytest.mark.parametrize(
    "more",
    [
        {"isi": {"judul": f"Kerja bakti {HALF}", "cerita": f"{HALF}{STORY}", "penulis": HALF, "tempat": HALF}},
        {"isi": {"jenis": "produk", "penjual": f"Bu Sri {HALF}", "satuan": HALF, HALF: HALF}},
        {"isi": {"jenis": "acara", "mulai_tanggal": "2025-10-01", "lokasi": f"Balai {HALF}", "biaya": HALF}},
        {"foto": [{"kunci": HALF, "isi": HALF}, {"kode": HALF}, {"kode": "\0"}, None, 5]},
        {"foto": {"a": 1}},
        {"foto": 5},
    ],
    ids=["news", "product", "event", "photos", "photos-as-a-mapping", "photos-as-a-number"],
)
def test_half_an_emoji_or_odd_photos_keep_nothing_from_being_saved(
    cast: Cast, phone: Client, more: dict[str, Any]
) -> None:
    answer = send(phone, draft(cast, **more))
    assert answer.status_code == 200
    assert Article.objects.get().code == answer.json()["code"]


@pytest.mark.parametrize("named", [{"kim": HALF}, {"kim": "\0"}, {"artikel": f"x{HALF}"}, {"artikel": "x\0"}])
def test_a_name_no_database_keeps_is_nobodys(cast: Cast, phone: Client, named: dict[str, str]) -> None:
    assert send(phone, {**draft(cast), **named}).status_code == 404


def test_a_version_without_end_is_not_read(cast: Cast, phone: Client) -> None:
    assert send(phone, draft(cast, versi=float("inf"))).status_code == 400


def test_a_form_instead_of_a_draft_is_not_read(cast: Cast, phone: Client) -> None:
    answer = phone.post("/kiriman/artikel/", {"kunci": KEY})
    assert (answer.status_code, answer.json()["sentence"][:12]) == (400, "Kiriman ini ")


def test_a_price_of_thousands_of_digits_is_a_problem_of_its_field(cast: Cast, phone: Client) -> None:
    answer = send(phone, draft(cast, isi={"jenis": "produk", "harga": "9" * 5000}))
    assert (answer.status_code, list(answer.json()["problems"])) == (422, ["harga"])


@pytest.mark.parametrize("is_taken_away", [True, False], ids=["taken-away", "described-anew"])
def test_what_readers_see_keeps_its_photos_from_who_may_not_change_it(
    cast: Cast, phone: Client, is_taken_away: bool
) -> None:
    sent = draft(cast)
    send(phone, sent)
    article = Article.objects.get()
    picture = io.BytesIO()
    Image.new("RGB", (400, 300), "navy").save(picture, "JPEG")
    photo = add_photo(article=article, upload=ContentFile(picture.getvalue(), "foto.jpg"), by=cast.member)
    submit(article=article, by=cast.leader)
    words = {"buang": True} if is_taken_away else {"isi": "Bukan ini"}
    answer = send(phone, {**sent, "foto": [{"kode": photo.code, **words}]})
    photo.refresh_from_db()
    assert (answer.status_code, photo.removed_at, photo.caption) == (403, None, "")
    # The same sending as before says nothing new, and is no trouble.
    assert send(phone, {**sent, "foto": [{"kode": photo.code}]}).status_code == 200
