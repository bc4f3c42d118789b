"""Pictures of an article: kept once, described, ordered, taken away and brought back; and what readers get of them."""

import io
import re
import uuid
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from PIL import Image

from kentongan.core.errors import Conflict, Refused
from kentongan.core.models import AuditEvent
from kentongan.newsroom.actions import withdraw
from kentongan.newsroom.models import Photo
from kentongan.newsroom.photos import (
    UnfitPhoto,
    add_photo,
    attach_photos,
    caption_photo,
    forms,
    is_shown,
    order_photos,
    photos_of,
    public_address,
    read_photo,
    remove_photo,
    restore_photo,
    show_photos,
    sources,
)
from kentongan.newsroom.photos.cleaning import mend_photos
from tests.conftest import Cast
from tests.newsroom.photos import file, photo


@pytest.fixture(autouse=True)
def folders(settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.PUBLIC_ROOT = tmp_path / "public"
    return tmp_path


@pytest.fixture
def draft(cast: Cast, write):
    return write(cast.kayutangan, state="draft", published_at=None, slug="")


@pytest.fixture
def article(cast: Cast, write):
    return write(cast.kayutangan)


def public(folders: Path) -> set[str]:
    return {path.name for path in (folders / "public/files/foto").glob("*")}


# --- Reading ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Foto ini kosong"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "bukan foto"),
        (b"<!doctype html><script>", "bukan foto"),
        (photo()[:900], "tidak utuh"),
        (photo("PNG", (5_100, 5_000)), "terlalu besar untuk dibuka"),
        (photo().ljust(20 * 1024 * 1024 + 1), "lebih besar dari 20 MB"),
    ],
    ids=["empty", "svg", "html", "cut-off", "pixels", "bytes"],
)
def test_what_is_no_picture_ends_in_a_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(UnfitPhoto, match=sentence):
        read_photo(io.BytesIO(content))


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "besar.jpg"
    with path.open("wb") as sparse:
        sparse.truncate(200 * 1024 * 1024)
    with path.open("rb") as huge, pytest.raises(UnfitPhoto, match="20 MB"):
        read_photo(huge)


def test_a_picture_is_ours_and_at_most_1600_long() -> None:
    read = read_photo(io.BytesIO(photo(size=(2_000, 1_000))))
    assert (read.width, read.height, len(read.digest)) == (1600, 800, 64)
    assert Image.open(io.BytesIO(read.content)).size == (1600, 800)


# --- Keeping ----------------------------------------------------------------------------------------


def test_a_picture_is_added_once_however_often_it_is_sent(cast: Cast, draft) -> None:
    key = uuid.uuid4()
    first = add_photo(article=draft, upload=file(), client_key=key, caption="  Gapura \n timur ", by=cast.member)
    again = add_photo(article=draft, upload=file(), client_key=key, by=cast.member)
    assert first == again
    assert first.caption == "Gapura timur"
    assert (first.width, first.height, first.added_by) == (800, 600, cast.member)
    assert re.fullmatch(r"foto/\w{32}\.jpg", first.file.name)
    assert first.original_size == len(photo())
    # A form without JavaScript, sent twice: the same picture in the same article.
    assert add_photo(article=draft, upload=file(seed=1), by=cast.member) == add_photo(
        article=draft, upload=file(seed=1), by=cast.member
    )
    assert [one.position for one in photos_of(draft)] == [0, 1]


def test_an_article_holds_only_so_many(cast: Cast, draft, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kentongan.newsroom.photos.keeping.MOST_PHOTOS", 1)
    add_photo(article=draft, upload=file(), by=cast.member)
    with pytest.raises(Refused, match="1 foto"):
        add_photo(article=draft, upload=file(seed=1), by=cast.member)


def test_an_unfit_picture_leaves_nothing(cast: Cast, draft, folders: Path) -> None:
    with pytest.raises(UnfitPhoto):
        add_photo(article=draft, upload=file(b"<svg/>"), by=cast.member)
    assert not Photo.objects.exists()
    assert not (folders / "files").exists()


def test_pictures_a_phone_names_are_attached_in_its_order(cast: Cast, draft) -> None:
    keys = [uuid.uuid4() for _ in range(3)]
    for number, key in enumerate(keys):
        add_photo(article=None, upload=file(seed=number), client_key=key, by=cast.member)
    named = [{"key": str(keys[2]), "caption": "Tamu"}, {"key": str(keys[0])}, {"key": str(uuid.uuid4())}]
    for _time in range(2):
        done = attach_photos(article=draft, photos=named, by=cast.member)
        assert [one.client_key for one in done.photos] == [keys[2], keys[0]]
        assert done.missing == [named[2]["key"]]
    assert [one.caption for one in done.photos] == ["Tamu", ""]
    assert AuditEvent.objects.filter(subject_key=draft.code).count() == 1, "the second time changed nothing"
    # Another list, from a phone that knows one of them only: nothing is lost.
    done = attach_photos(article=draft, photos=[{"code": done.photos[1].code, "caption": "Pintu"}], by=cast.member)
    assert [one.caption for one in done.photos] == ["Pintu", "Tamu"]
    done = attach_photos(article=draft, photos=[{"key": str(keys[2]), "removed": True}], by=cast.member)
    assert [one.caption for one in done.photos] == ["Pintu"]
    assert Photo.objects.get(client_key=keys[2]).removed_at
    done = attach_photos(article=draft, photos=named, by=cast.member)
    assert [one.caption for one in done.photos] == ["Pintu"], "an older list brings nothing back"


def test_pictures_of_others_are_not_attached(cast: Cast, draft, write) -> None:
    theirs, elsewhere = uuid.uuid4(), uuid.uuid4()
    add_photo(article=None, upload=file(), client_key=theirs, by=cast.leader)
    other = write(cast.kayutangan, "Lain", slug="lain")
    add_photo(article=other, upload=file(), client_key=elsewhere, by=cast.member)
    named = [{"key": str(theirs)}, {"key": str(elsewhere)}, {"key": "bukan kunci"}, {"code": "xxxxxxxx"}, {}]
    done = attach_photos(article=draft, photos=named, by=cast.member)
    assert (done.photos, len(done.missing)) == ([], 5)
    assert photos_of(other)


def test_a_key_of_somebody_else_is_refused(cast: Cast, draft, folders: Path) -> None:
    key = uuid.uuid4()
    add_photo(article=None, upload=file(), client_key=key, by=cast.leader)
    with pytest.raises(Conflict):
        add_photo(article=draft, upload=file(), client_key=key, by=cast.member)
    assert len(list((folders / "files/foto").iterdir())) == 1


def test_captions_and_order_change_and_are_remembered(cast: Cast, draft) -> None:
    one, two = (add_photo(article=draft, upload=file(seed=number), by=cast.member) for number in (1, 2))
    caption_photo(photo=one, caption="Wajan " * 60, by=cast.member)
    assert len(Photo.objects.get(pk=one.pk).caption) <= 200
    assert order_photos(article=draft, codes=[two.code], by=cast.member) == [two, one]
    verbs = AuditEvent.objects.filter(subject_kind="article", subject_key=draft.code)
    assert verbs.count() == 4
    assert {event.by for event in verbs} == {cast.member}


def test_a_picture_taken_away_comes_back(cast: Cast, draft, folders: Path) -> None:
    one, two = (add_photo(article=draft, upload=file(seed=number), by=cast.member) for number in (1, 2))
    remove_photo(photo=one, by=cast.member)
    remove_photo(photo=one, by=cast.member)
    assert photos_of(draft) == [two]
    assert Path(folders / "files" / one.file.name).exists()
    restore_photo(photo=one, by=cast.member)
    assert photos_of(draft) == [two, one]


# --- What readers get -------------------------------------------------------------------------------


def test_what_nobody_may_see_yet_is_nowhere_public(cast: Cast, draft, folders: Path, run_jobs) -> None:
    one = add_photo(article=draft, upload=file(), by=cast.member)
    run_jobs()
    assert public(folders) == set()
    assert sources(one) is None
    assert public_address(one) == ""
    assert render_to_string("newsroom/_photo.html", {"photo": one, "use": "story"}).strip() == ""
    stand_in = render_to_string("newsroom/_photo.html", {"photo": one, "use": "lead"})
    assert "<svg" in stand_in
    assert "<img" not in stand_in


def test_small_jpegs_are_there_at_once_and_the_rest_soon(cast: Cast, article, folders: Path, run_jobs) -> None:
    one = add_photo(article=article, upload=file(photo(size=(1_500, 1_000))), by=cast.member)
    name = one.digest[:16]
    at_once = {f"{name}-{slot}.jpg" for slot in ("320", "640", "k176", "k352")}
    assert public(folders) == at_once
    listed = sources(one)
    assert listed
    assert listed.srcsets == []
    assert listed.srcset == f"/foto/{name}-320.jpg 320w, /foto/{name}-640.jpg 640w"
    assert public_address(one) == f"/foto/{name}-640.jpg"
    assert run_jobs() == 1
    whole = {
        f"{name}-{slot}.{end}" for slot in ("320", "640", "1280", "k176", "k352") for end in ("jpg", "webp", "avif")
    }
    assert public(folders) == whole
    listed = sources(one)
    assert listed
    assert [kind for kind, _srcset in listed.srcsets] == ["image/avif", "image/webp"]
    assert (listed.width, listed.height) == (1280, 853)
    assert public_address(one) == f"/foto/{name}-1280.jpg"
    for each in whole:
        path = folders / "public/files/foto" / each
        assert path.stat().st_size <= (12_000 if "-k" in each else 60_000)
        if "-k" in each:
            with Image.open(path) as square:
                assert square.width == square.height


def test_pages_are_made_anew_when_the_lighter_forms_are_there(
    cast: Cast, article, run_jobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_photo(article=article, upload=file(), by=cast.member)
    dropped: set[str] = set()
    monkeypatch.setattr("kentongan.newsroom.photos.forms.forget", lambda *tags: dropped.update(tags))
    run_jobs()
    assert dropped >= {f"article:{article.code}", f"group:{cast.kayutangan.code}", "area:35.73"}


@pytest.mark.parametrize(
    ("size", "slots"),
    [
        ((100, 80), ["100", "k80"]),
        ((320, 400), ["320", "k176", "k320"]),
        ((700, 300), ["320", "640", "700", "k176", "k300"]),
        ((1600, 20), ["320", "640", "1280", "k20"]),
    ],
)
def test_no_form_is_larger_than_its_picture(size: tuple[int, int], slots: list[str]) -> None:
    assert sorted(form.slot for form in forms.forms_of(*size)) == sorted(slots)


def test_a_worst_picture_still_weighs_little(cast: Cast, article, folders: Path, run_jobs) -> None:
    noise = io.BytesIO()
    Image.effect_noise((1_600, 1_200), 120).convert("RGB").save(noise, "JPEG", quality=90)
    add_photo(article=article, upload=file(noise.getvalue()), by=cast.member)
    run_jobs()
    sizes = {path.name: path.stat().st_size for path in (folders / "public/files/foto").glob("*")}
    assert len(sizes) == 15
    assert max(sizes.values()) <= 60_000
    assert max(size for name, size in sizes.items() if "-k" in name) <= 12_000
    # What telephones take of the picture that a page opens with.
    assert max(size for name, size in sizes.items() if name.endswith("-640.avif")) <= 26_000


def test_a_page_lists_the_lightest_first_with_fixed_sizes(cast: Cast, article, run_jobs) -> None:
    one = add_photo(article=article, upload=file(), caption='Tamu di "gapura" <timur>', by=cast.member)
    run_jobs()
    page = render_to_string("newsroom/_photo.html", {"photo": one, "use": "lead", "eager": True})
    assert page.index("image/avif") < page.index("image/webp") < page.index("<img")
    assert 'width="800" height="600"' in page
    assert 'alt="Tamu di &quot;gapura&quot; &lt;timur&gt;"' in page
    assert "lazy" not in page
    assert 'fetchpriority="high"' in page
    early = render_to_string("newsroom/public/_early.html", {"photo": one})
    assert early.count("<link") == 1
    # The same as the picture says further below, so that it is fetched once.
    for said in ('type="image/avif"', ".avif 640w", "85vw"):
        assert said in early
        assert said in page
    square = render_to_string("newsroom/_photo.html", {"photo": one, "use": "square", "alt": ""})
    assert 'width="352" height="352"' in square
    assert 'alt=""' in square
    assert 'loading="lazy"' in square
    small = render_to_string("newsroom/_photo.html", {"photo": one, "small": True})
    assert "640w" not in small
    assert "320w" in small
    caption_photo(photo=one, caption="", by=cast.member)
    assert f'alt="{article.title}"' in render_to_string("newsroom/_photo.html", {"photo": one})


def test_a_withdrawn_picture_is_gone_unless_another_article_shows_it(
    cast: Cast, write, folders: Path, run_jobs, django_capture_on_commit_callbacks
) -> None:
    first = write(cast.kayutangan, author=cast.member)
    second = write(cast.gubugklakah, "Lain", slug="lain")
    for article in (first, second):
        add_photo(article=article, upload=file(), by=cast.member)
    run_jobs()
    assert len(public(folders)) == 15
    with django_capture_on_commit_callbacks(execute=True):
        withdraw(article=first, by=cast.leader, reason="Keliru.")
    assert len(public(folders)) == 15
    with django_capture_on_commit_callbacks(execute=True):
        remove_photo(photo=photos_of(second)[0], by=cast.admin)
    assert public(folders) == set()
    with django_capture_on_commit_callbacks(execute=True):
        restore_photo(photo=second.photos.get(), by=cast.admin)
    assert is_shown(second.photos.get())


def test_what_is_withdrawn_before_the_job_runs_is_not_made(
    cast: Cast, article, folders: Path, run_jobs, django_capture_on_commit_callbacks
) -> None:
    add_photo(article=article, upload=file(), by=cast.member)
    with django_capture_on_commit_callbacks(execute=True):
        withdraw(article=article, by=cast.leader, reason="Keliru.")
    run_jobs()
    assert public(folders) == set()


def test_a_lost_file_keeps_no_article_from_its_readers(cast: Cast, draft, caplog: pytest.LogCaptureFixture) -> None:
    one = add_photo(article=draft, upload=file(), by=cast.member)
    one.file.storage.delete(one.file.name)
    show_photos(draft)
    assert "cannot be made" in caplog.text
    assert sources(one) is None


def test_what_readers_should_see_is_made_again_at_night(cast: Cast, article, folders: Path, run_jobs) -> None:
    add_photo(article=article, upload=file(), by=cast.member)
    run_jobs()
    for path in (folders / "public/files/foto").glob("*"):
        path.unlink()
    assert mend_photos() == 1
    assert len(public(folders)) == 15
    assert mend_photos() == 0


def test_showing_twice_makes_nothing_twice(cast: Cast, article, run_jobs) -> None:
    add_photo(article=article, upload=file(), by=cast.member)
    run_jobs()
    show_photos(article)
    assert run_jobs() == 0
