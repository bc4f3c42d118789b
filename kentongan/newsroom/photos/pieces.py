"""Pictures on their way: pieces are put into a private file one behind the other, and the row says how far it is.

The row rules. A server killed between writing a piece and saying so leaves a file longer than its row: what is too much is written over.
Two tabs that send the same piece both come to the row; the second finds it taken and is told where to go on.
"""

import datetime as dt
import os
import shutil
import tempfile
import uuid
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import transaction
from django.http.request import UnreadablePostError
from django.utils import timezone
from django.utils.translation import gettext as _

from kentongan.core.errors import Conflict
from kentongan.newsroom.models import Photo, Upload
from kentongan.newsroom.photos.keeping import keep_photo
from kentongan.newsroom.photos.reading import UnfitPhoto, read_photo, refuse_size
from kentongan.registry.models import Group

FOLDER = "kiriman"
# One person's pictures on their way at once: what an article holds, twice.
MOST_OPEN = 40
# Begun longer ago than this, one makes room for the next.
IDLE = dt.timedelta(hours=1)
_CHUNK = 64 * 1024


class TooMany(Conflict):
    """The person has too many pictures on their way. The message says what to do."""


class Elsewhere(Conflict):
    """The piece does not begin where the others end; ``received`` says where that is."""

    def __init__(self, received: int) -> None:
        super().__init__(_("Sebagian foto ini sudah sampai."))
        self.received = received


def find(key: uuid.UUID, by: Any) -> Upload | None:
    """This person's upload of that key."""
    return Upload.objects.select_related("group").filter(key=key, user=by).first()


def arrived(key: uuid.UUID, by: Any) -> Photo | None:
    """The picture this person's upload has become."""
    return Photo.objects.filter(client_key=key, added_by=by).first()


def is_somebody_elses(key: uuid.UUID, by: Any) -> bool:
    """Whether the key is taken by another person."""
    return (
        Upload.objects.filter(key=key).exclude(user=by).exists()
        or Photo.objects.filter(client_key=key).exclude(added_by=by).exists()
    )


def begin(*, key: uuid.UUID, group: Group, by: Any, size: int, name: str = "", original_size: int = 0) -> Upload:
    """Note that a picture of so many bytes is coming; UnfitPhoto where it is too large, before a byte is taken."""
    refuse_size(size)
    _make_room(by)
    upload, _is_new = Upload.objects.get_or_create(
        key=key,
        defaults={
            "user": by,
            "group": group,
            "size": size,
            "name": name[:120],
            "original_size": min(max(original_size, size), 2**31 - 1),
        },
    )
    return upload


def _make_room(by: Any) -> None:
    """The longest idle makes room for one more; the phone still has its picture, and begins anew."""
    others = Upload.objects.filter(user=by).order_by("started_at")
    if others.count() < MOST_OPEN:
        return
    idle = others.filter(started_at__lt=timezone.now() - IDLE).first()
    if idle is None:
        raise TooMany(
            _("Masih ada %(count)d foto yang belum selesai terkirim. Tunggu sampai terkirim.") % {"count": MOST_OPEN}
        )
    forget(idle)


def take(upload: Upload, offset: int, body: IO[bytes]) -> Upload:
    """Put a piece behind the others; Elsewhere when it does not begin where they end.

    It is read from the network before the row is taken: a slow phone keeps nobody waiting. What came of a piece that broke off is kept.
    """
    if offset != upload.received:
        raise Elsewhere(upload.received)
    with tempfile.SpooledTemporaryFile(max_size=1024 * 1024) as piece:
        length = _copied(body, piece, upload.size - offset)
        piece.seek(0)
        with transaction.atomic():
            row = Upload.objects.select_for_update().filter(pk=upload.pk).first()
            is_next = row is not None and row.received == offset
            if row and is_next:
                row.received = offset + length if _write(path_of(row), offset, piece) else 0
                row.save(update_fields=["received"])
    if row is None or not is_next:
        raise Elsewhere(row.received if row else 0)
    return row


def finish(upload: Upload, by: Any) -> Photo:
    """All of it is here: it becomes a picture that waits for its article. UnfitPhoto when it is none, and then it is dropped."""
    path = path_of(upload)
    if _length(path) < upload.size:
        Upload.objects.filter(pk=upload.pk).update(received=0)
        raise Elsewhere(0)
    try:
        with path.open("rb+") as file:
            file.truncate(upload.size)
            read = read_photo(file)
    except UnfitPhoto:
        forget(upload)
        raise
    with transaction.atomic():
        photo = keep_photo(article=None, read=read, client_key=upload.key, by=by, original_size=upload.original_size)
        forget(upload)
    return photo


def forget(upload: Upload) -> None:
    """Drop the row, and the file once that is certain."""
    path = path_of(upload)
    Upload.objects.filter(pk=upload.pk).delete()
    transaction.on_commit(lambda: path.unlink(missing_ok=True))


def path_of(upload: Upload) -> Path:
    return Path(settings.MEDIA_ROOT) / FOLDER / f"{upload.key}.part"


def _copied(body: IO[bytes], piece: Any, most: int) -> int:
    length = 0
    try:
        while length < most and (chunk := body.read(min(_CHUNK, most - length))):
            piece.write(chunk)
            length += len(chunk)
    except (UnreadablePostError, OSError):
        pass  # The signal went; what has come counts.
    return length


def _write(path: Path, offset: int, piece: Any) -> bool:
    """Put the piece behind what is known to be there; False where that is gone, as after a folder was lost."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.touch(mode=0o600, exist_ok=True)
    if _length(path) < offset:
        return False
    with path.open("rb+") as file:
        file.seek(offset)
        file.truncate()
        shutil.copyfileobj(piece, file)
        file.flush()
        os.fsync(file.fileno())
    return True


def _length(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
