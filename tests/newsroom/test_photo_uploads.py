"""Pictures that come piece by piece, over a weak signal, twice, from others, or not at all; and their private preview."""

import datetime as dt
import io
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest
from django.http.request import UnreadablePostError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kentongan.newsroom.models import Photo, Upload
from kentongan.newsroom.photos import add_photo, attach_photos
from kentongan.newsroom.photos.cleaning import forget_stale_uploads
from kentongan.newsroom.photos.pieces import Elsewhere, begin, finish, path_of, take
from tests.conftest import Cast
from tests.newsroom.photos import file, photo

KEY = uuid.UUID("6f1c9d52-6f0f-4f0c-9a53-1f7a2a7b0c11")
PHOTO = photo()


@pytest.fixture(autouse=True)
def folders(settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.PUBLIC_ROOT = tmp_path / "public"
    return tmp_path


@pytest.fixture
def send(cast: Cast, client: Client) -> Callable:
    """``send(0, PHOTO[:1000])``, as the member of Kayutangan."""
    client.force_login(cast.member)

    def post(offset: int, piece: bytes, *, length: int = len(PHOTO), key: uuid.UUID = KEY, group: str = "", **more):
        headers = {
            "Upload-Offset": str(offset),
            "Upload-Length": str(length),
            "Upload-Group": group or cast.kayutangan.code,
            **more,
        }
        return client.post(f"/kiriman/foto/{key}/", piece, content_type="application/octet-stream", headers=headers)

    return post


def received(client: Client, key: uuid.UUID = KEY) -> dict:
    return client.get(f"/kiriman/foto/{key}/").json()


def parts(folders: Path) -> list[str]:
    return [path.name for path in (folders / "files/kiriman").glob("*")]


# --- It works ---------------------------------------------------------------------------------------


def test_pieces_become_a_picture_that_waits_for_its_article(
    cast: Cast, client: Client, send, folders: Path, write
) -> None:
    client.force_login(cast.member)
    assert received(client) == {"received": 0, "photo": None}
    assert send(0, PHOTO[:1000], **{"Upload-Original": "2000000"}).json() == {"received": 1000, "photo": None}
    assert received(client) == {"received": 1000, "photo": None}
    done = send(1000, PHOTO[1000:]).json()
    kept = Photo.objects.get()
    assert done == {"received": len(PHOTO), "photo": kept.code}
    assert (kept.article, kept.client_key, kept.added_by, kept.original_size) == (None, KEY, cast.member, 2_000_000)
    assert not Upload.objects.exists()
    article = write(cast.kayutangan)
    assert attach_photos(article=article, photos=[{"key": str(KEY)}], by=cast.member).photos == [kept]


def test_the_last_answer_lost_on_the_way_is_given_again(cast: Cast, client: Client, send) -> None:
    code = send(0, PHOTO).json()["photo"]
    assert received(client)["photo"] == code
    assert send(0, PHOTO).json()["photo"] == code
    assert send(400, PHOTO[400:]).json()["photo"] == code
    assert Photo.objects.count() == 1


# --- Weak signals, second tabs and killed servers ---------------------------------------------------


def test_a_piece_that_was_here_already_is_told_where_to_go_on(client: Client, send) -> None:
    send(0, PHOTO[:1000])
    for offset in (0, 500, 2000):
        again = send(offset, PHOTO[offset : offset + 1000])
        assert (again.status_code, again.json()["received"]) == (409, 1000)
    assert received(client) == {"received": 1000, "photo": None}
    assert send(1000, PHOTO[1000:]).json()["photo"]


def test_two_tabs_send_the_same_piece_at_once(cast: Cast, folders: Path) -> None:
    """Both looked at the row before either wrote."""
    one = begin(key=KEY, group=cast.kayutangan, by=cast.member, size=len(PHOTO))
    two = Upload.objects.get(pk=one.pk)
    assert take(one, 0, io.BytesIO(PHOTO[:1000])).received == 1000
    with pytest.raises(Elsewhere) as elsewhere:
        take(two, 0, io.BytesIO(PHOTO[:1000]))
    assert elsewhere.value.received == 1000
    whole = take(Upload.objects.get(pk=one.pk), 1000, io.BytesIO(PHOTO[1000:]))
    assert finish(whole, cast.member) == finish(whole, cast.member)
    assert len(list((folders / "files/foto").iterdir())) == 1


def test_a_server_killed_before_it_noted_a_piece_writes_over_it(send, cast: Cast) -> None:
    send(0, PHOTO[:1000])
    path = path_of(Upload.objects.get())
    with path.open("ab") as half:
        half.write(b"half a piece that no row knows of")
    assert send(1000, PHOTO[1000:]).json()["photo"]
    assert Photo.objects.get().digest == add_photo(article=None, upload=file(PHOTO), by=cast.member).digest


def test_a_server_killed_before_the_picture_was_made_makes_it_later(client: Client, send, monkeypatch) -> None:
    with monkeypatch.context() as dying:
        dying.setattr("kentongan.newsroom.photos.pieces.read_photo", lambda file: (_ for _ in ()).throw(SystemExit))
        with pytest.raises(SystemExit):
            send(0, PHOTO)
    assert received(client) == {"received": len(PHOTO), "photo": None}
    assert send(len(PHOTO), b"").json()["photo"]


def test_a_lost_folder_means_beginning_again(client: Client, send) -> None:
    send(0, PHOTO[:1000])
    path_of(Upload.objects.get()).unlink()
    assert send(1000, PHOTO[1000:]).json() == {"received": 0, "photo": None}
    assert send(0, PHOTO).json()["photo"]


def test_what_came_of_a_piece_that_broke_off_counts(cast: Cast, db) -> None:
    class Breaking(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if self.tell() >= 500:
                raise UnreadablePostError("the signal went")
            return super().read(min(size or 500, 500))

    upload = begin(key=KEY, group=cast.kayutangan, by=cast.member, size=len(PHOTO))
    assert take(upload, 0, Breaking(PHOTO)).received == 500


def test_more_than_was_said_is_not_taken(send, folders: Path) -> None:
    assert send(0, PHOTO + b"more" * 1000).json()["received"] == len(PHOTO)
    assert parts(folders) == [] or Photo.objects.exists()


def test_a_picture_made_small_anew_begins_anew(client: Client, send) -> None:
    send(0, PHOTO[:1000])
    other = photo(seed=3)
    again = send(1000, other[1000:], length=len(other))
    assert (again.status_code, again.json()["received"]) == (409, 0)
    assert send(0, other, length=len(other)).json()["photo"]


# --- Unfit ones -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("length", "sentence"),
    [("209715200", "20 MB"), ("0", "kosong"), ("-5", "kosong"), ("banyak", "kosong"), ("9" * 30, "kosong")],
)
def test_a_length_that_does_not_fit_is_refused_before_a_byte(send, folders: Path, length: str, sentence: str) -> None:
    answer = send(0, PHOTO, **{"Upload-Length": length})
    assert answer.status_code == 422
    assert sentence in answer.json()["sentence"]
    assert not Upload.objects.exists()
    assert parts(folders) == []


def test_what_is_no_picture_is_told_when_it_is_whole_and_dropped(
    client: Client, send, folders: Path, django_capture_on_commit_callbacks
) -> None:
    page = b"<!doctype html><script>alert(1)</script>"
    with django_capture_on_commit_callbacks(execute=True):
        answer = send(0, page, length=len(page))
    assert answer.status_code == 422
    assert "bukan foto" in answer.json()["sentence"]
    assert not Upload.objects.exists()
    assert parts(folders) == []
    assert received(client) == {"received": 0, "photo": None}


def test_a_person_has_only_so_many_on_their_way(send, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kentongan.newsroom.photos.pieces.MOST_OPEN", 1)
    send(0, PHOTO[:1000])
    answer = send(0, PHOTO[:1000], key=uuid.uuid4())
    assert answer.status_code == 429
    assert "1 foto" in answer.json()["sentence"]
    assert send(1000, PHOTO[1000:]).json()["photo"], "the one on its way may go on"


def test_one_that_was_never_finished_makes_room(send, client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kentongan.newsroom.photos.pieces.MOST_OPEN", 1)
    send(0, PHOTO[:1000])
    Upload.objects.update(started_at=timezone.now() - dt.timedelta(hours=2))
    assert send(0, PHOTO[:500], key=uuid.uuid4()).json()["received"] == 500
    assert Upload.objects.get().received == 500
    assert received(client) == {"received": 0, "photo": None}, "the first one begins anew"


def test_an_odd_offset_is_zero(send) -> None:
    assert send(0, PHOTO[:10], **{"Upload-Offset": "-1"}).json()["received"] == 10


# --- Whose ------------------------------------------------------------------------------------------


def test_signed_out_phones_are_told_in_their_own_language(client: Client, db) -> None:
    address = reverse("outbox_photo", args=[KEY])
    assert address == f"/kiriman/foto/{KEY}/"
    for answer in (client.get(address), client.post(address)):
        assert answer.status_code == 401
        assert answer.json()["sign_in"] == "/masuk/"


def test_uploads_of_others_are_not_there(cast: Cast, client: Client, send) -> None:
    send(0, PHOTO[:1000])
    client.force_login(cast.leader)
    assert client.get(f"/kiriman/foto/{KEY}/").status_code == 404
    assert send(1000, PHOTO[1000:]).status_code == 404
    client.force_login(cast.member)
    assert send(1000, PHOTO[1000:]).json()["photo"]
    client.force_login(cast.leader)
    assert client.get(f"/kiriman/foto/{KEY}/").status_code == 404


def test_groups_of_others_are_not_there(cast: Cast, client: Client, send) -> None:
    assert send(0, PHOTO, group=cast.gubugklakah.code).status_code == 404
    assert send(0, PHOTO, group="tidak-ada").status_code == 404
    client.force_login(cast.viewer)
    assert send(0, PHOTO, group=cast.gubugklakah.code).status_code == 403
    assert not Upload.objects.exists()


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(cast: Cast, client: Client, method: str) -> None:
    client.force_login(cast.member)
    assert getattr(client, method)(f"/kiriman/foto/{KEY}/").status_code == 405


# --- At night ---------------------------------------------------------------------------------------


def test_what_stopped_on_its_way_goes_after_a_week(
    cast: Cast, send, folders: Path, django_capture_on_commit_callbacks
) -> None:
    send(0, PHOTO[:1000])
    waiting = add_photo(article=None, upload=file(seed=2), by=cast.member)
    path = Path(waiting.file.path)
    assert forget_stale_uploads() == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert forget_stale_uploads(timezone.now() + dt.timedelta(days=8)) == 1
    assert parts(folders) == []
    assert path.exists(), "what the phone was told is safe waits longer"
    assert forget_stale_uploads(timezone.now() + dt.timedelta(days=61)) == 1
    assert not path.exists()


# --- Seen by those who write ------------------------------------------------------------------------


@pytest.fixture
def address(cast: Cast, write) -> str:
    article = write(cast.kayutangan, state="draft", published_at=None, slug="")
    return f"/tulisan/foto/{add_photo(article=article, upload=file(PHOTO), by=cast.member).code}/"


@pytest.mark.parametrize("role", ["member", "leader", "forum", "city_admin"])
def test_those_beside_the_article_see_its_picture(cast: Cast, sign_in, address: str, role: str) -> None:
    client = sign_in(getattr(cast, role))
    whole, small = client.get(address), client.get(address + "?kecil")
    assert whole["Content-Type"] == small["Content-Type"] == "image/jpeg"
    assert len(small.content) < len(b"".join(whole.streaming_content))
    assert whole["Cache-Control"] == "private, max-age=604800, immutable"
    assert whole["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("role", ["admin", "viewer", "stranger"])
def test_nobody_else_does(cast: Cast, sign_in, address: str, role: str) -> None:
    assert sign_in(getattr(cast, role)).get(address).status_code == 404


def test_anonymous_people_sign_in_first(client: Client, address: str) -> None:
    assert client.get(address)["Location"].startswith("/masuk/")


def test_a_picture_without_an_article_is_its_senders(cast: Cast, sign_in) -> None:
    code = add_photo(article=None, upload=file(PHOTO), by=cast.member).code
    assert sign_in(cast.member).get(f"/tulisan/foto/{code}/?kecil").status_code == 200
    assert sign_in(cast.leader).get(f"/tulisan/foto/{code}/").status_code == 404
    assert sign_in(cast.member).get("/tulisan/foto/tidak-ada/").status_code == 404


def test_a_lost_file_is_not_there(cast: Cast, sign_in, address: str) -> None:
    one = Photo.objects.get()
    one.file.storage.delete(one.file.name)
    for each in (address, address + "?kecil"):
        assert sign_in(cast.member).get(each).status_code == 404
