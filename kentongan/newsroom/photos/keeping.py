"""What those who write do with pictures: add, attach, describe, order, take away and bring back."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from kentongan.core.audit import Changes, record_event
from kentongan.core.errors import Conflict, Refused
from kentongan.newsroom.models import Article, Photo
from kentongan.newsroom.photos.forms import hide_photos
from kentongan.newsroom.photos.reading import ReadPhoto, read_photo

# More than anyone looks at; each is a second of work and 300 KB.
MOST_PHOTOS = 20
CAPTION_LENGTH = 200


def photos_of(article: Article) -> list[Photo]:
    """The article's pictures in their order, without those taken away."""
    return list(article.photos.filter(removed_at=None))


def add_photo(
    *,
    article: Article | None,
    upload: Any,
    client_key: uuid.UUID | None = None,
    caption: str = "",
    by: Any,
    original_size: int = 0,
) -> Photo:
    """Read a file from outside and keep it behind the article's other pictures; UnfitPhoto when it is none.

    The same key, or the same picture in the same article, is kept once. Without an article the picture waits for ``attach_photos``.
    """
    if found := _arrived(client_key, article, by):
        return found
    if article and article.photos.filter(removed_at=None).count() >= MOST_PHOTOS:
        raise Refused(_("Tulisan ini sudah berisi %(count)d foto. Hapus satu dulu.") % {"count": MOST_PHOTOS})
    read = read_photo(upload)
    return keep_photo(
        article=article,
        read=read,
        client_key=client_key,
        caption=caption,
        by=by,
        original_size=max(original_size, upload.size or 0),
    )


@transaction.atomic
def keep_photo(
    *,
    article: Article | None,
    read: ReadPhoto,
    client_key: uuid.UUID | None = None,
    caption: str = "",
    by: Any,
    original_size: int = 0,
) -> Photo:
    """A picture that was read already."""
    if client_key is None and article and (same := article.photos.filter(digest=read.digest, removed_at=None).first()):
        return same
    photo = Photo(
        article=article,
        client_key=client_key,
        position=_next_position(article),
        caption=_line(caption),
        width=read.width,
        height=read.height,
        digest=read.digest,
        original_size=original_size or len(read.content),
        size=len(read.content),
        added_by=by,
    )
    # A name nobody can guess, and that says nothing.
    photo.file.save(f"{get_random_string(32)}.jpg", ContentFile(read.content), save=False)
    if client_key:
        kept, is_new = Photo.objects.get_or_create(client_key=client_key, defaults=_values(photo))
        if not is_new:
            photo.file.delete(save=False)
            if _arrived(client_key, article, by) is None:
                raise Conflict(_("Foto ini sudah dikirim oleh orang lain. Pilih lagi dari galeri."))
            return kept
        photo = kept
    else:
        photo.save()
    if article:
        _say(article, by, {"photos": [None, photo.code]})
    return photo


@dataclass(frozen=True, slots=True)
class Attached:
    """What became of the pictures a phone named."""

    photos: list[Photo] = field(default_factory=list)
    # Keys of pictures that have not arrived whole: the phone sends those again.
    missing: list[str] = field(default_factory=list)


@transaction.atomic
def attach_photos(*, article: Article, photos: Iterable[Mapping[str, Any]], by: Any) -> Attached:
    """Give the article the pictures a phone names, in that order and with these captions; doing it twice changes nothing more.

    Each is ``{"key": uuid of its upload, "caption": "..."}``, or ``{"code": ...}`` instead of the key for a picture that is there already.
    ``"removed": True`` takes one away (softly). Without ``"caption"`` the old one stays. Pictures of the article that are not named stay, behind those
    named, and pictures that were taken away stay so: an older list from another phone loses nothing and brings nothing back. Whoever calls has made
    sure that the person may edit the article. A picture that has not arrived, was sent by somebody else, or belongs to another article is returned in ``missing`` (as its key or code).
    """
    named = [dict(one) for one in photos]
    before = photos_of(article)
    ours, missing = [], []
    for one in named:
        photo = _named(one, article, by)
        if photo is None:
            missing.append(str(one.get("key") or one.get("code") or ""))
        elif photo.removed_at:
            # Taken away here or on another phone; an older list does not bring it back.
            continue
        elif one.get("removed"):
            _take_away(photo, article)
        else:
            if isinstance(one.get("caption"), str):
                photo.caption = _line(one["caption"])
            photo.article = article
            ours.append(photo)
    rest = [photo for photo in photos_of(article) if photo not in ours]
    for position, photo in enumerate([*dict.fromkeys(ours), *rest]):
        photo.position = position
        photo.save(update_fields=["article", "caption", "position"])
    now_there = photos_of(article)
    if _facts(now_there) != _facts(before):
        _say(article, by, {"photos": [_words(before), _words(now_there)]})
    return Attached(now_there, missing)


@transaction.atomic
def caption_photo(*, photo: Photo, caption: str, by: Any) -> Photo:
    """Say what the picture shows."""
    caption = _line(caption)
    if caption != photo.caption:
        changes: Changes = {"caption": [photo.caption, caption]}
        photo.caption = caption
        photo.save(update_fields=["caption"])
        if photo.article:
            _say(photo.article, by, changes)
    return photo


@transaction.atomic
def order_photos(*, article: Article, codes: Iterable[str], by: Any) -> list[Photo]:
    """Put the pictures named first, in this order; the others keep theirs behind them."""
    return attach_photos(article=article, photos=[{"code": code} for code in codes], by=by).photos


@transaction.atomic
def remove_photo(*, photo: Photo, by: Any) -> None:
    """Take the picture from the article; readers see it no more at once, and it can be brought back."""
    if photo.removed_at is None and photo.article:
        _take_away(photo, photo.article)
        _say(photo.article, by, {"photos": [photo.code, None]})


@transaction.atomic
def restore_photo(*, photo: Photo, by: Any) -> None:
    """Bring back a picture that was taken away."""
    if photo.removed_at is not None and photo.article:
        photo.removed_at, photo.position = None, _next_position(photo.article)
        photo.save(update_fields=["removed_at", "position"])
        _say(photo.article, by, {"photos": [None, photo.code]})


def _take_away(photo: Photo, article: Article) -> None:
    photo.removed_at = timezone.now()
    photo.save(update_fields=["removed_at"])
    if article.is_public:
        hide_photos(article, only=photo)


def _arrived(key: uuid.UUID | None, article: Article | None, by: Any) -> Photo | None:
    """The picture an earlier sending has made, if it is this person's or this article's."""
    found = Photo.objects.filter(client_key=key).first() if key else None
    if found and ((by and found.added_by_id == by.pk) or (article and found.article_id == article.pk)):
        return found
    return None


def _named(one: Mapping[str, Any], article: Article, by: Any) -> Photo | None:
    if one.get("code"):
        return article.photos.filter(code=str(one["code"])).first()
    try:
        key = uuid.UUID(str(one.get("key")))
    except ValueError:
        return None
    found = _arrived(key, article, by)
    return found if found and found.article_id in (None, article.pk) else None


def _next_position(article: Article | None) -> int:
    last = article.photos.aggregate(last=Max("position"))["last"] if article else None
    return 0 if last is None else last + 1


def _values(photo: Photo) -> dict[str, Any]:
    fields = [one.attname for one in Photo._meta.concrete_fields if not one.primary_key]
    return {name: getattr(photo, name) for name in fields if name != "client_key"}


def _line(words: str) -> str:
    return " ".join(words.split())[:CAPTION_LENGTH]


def _facts(photos: Iterable[Photo]) -> list[tuple[str, str]]:
    return [(photo.code, photo.caption) for photo in photos]


def _words(photos: Iterable[Photo]) -> str:
    return ", ".join(f"{photo.code} ({photo.caption})" if photo.caption else photo.code for photo in photos)


def _say(article: Article, by: Any, changes: Changes) -> None:
    """Into the article's history, and to readers where it is shown."""
    record_event(
        verb="change",
        kind="article",
        key=article.code,
        label=str(article),
        area_code=article.group.area_id,
        by=by,
        changes=changes,
    )
    if article.is_public:
        # Showing an article shows its pictures, so that module imports this one.
        from kentongan.newsroom.actions import effects

        effects.changed(article)
