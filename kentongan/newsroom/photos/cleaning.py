"""What happens at night: pictures that never arrived go, and those that readers should see are looked after."""

import datetime as dt
import logging

from django.db.models import Q
from django.utils import timezone

from kentongan.newsroom.enums import State
from kentongan.newsroom.models import Photo, Upload
from kentongan.newsroom.photos.forms import finish_photo_forms, is_whole
from kentongan.newsroom.photos.pieces import forget

logger = logging.getLogger(__name__)

# A phone without a signal may come back after a week's work in the field; the picture itself is still on the phone.
UPLOADS_STAY = dt.timedelta(days=7)
# The phone has confirmed these, so its own copy may be gone: they wait longer for their article.
WAITING_STAY = dt.timedelta(days=60)


def forget_stale_uploads(now: dt.datetime | None = None) -> int:
    """Drop uploads that stopped, and pictures without an article; says how many."""
    moment = now or timezone.now()
    stale = list(Upload.objects.filter(started_at__lt=moment - UPLOADS_STAY))
    for upload in stale:
        forget(upload)
    waiting = list(Photo.objects.filter(article=None, added_at__lt=moment - WAITING_STAY))
    for photo in waiting:
        photo.delete()
        photo.file.delete(save=False)
    return len(stale) + len(waiting)


def mend_photos() -> int:
    """Make the forms that are missing of pictures readers should see; says how many pictures lacked some."""
    shown = Photo.objects.filter(~Q(file=""), removed_at=None, article__state=State.PUBLISHED)
    mended = 0
    for photo in shown.select_related("article__group__area").order_by("-pk").iterator(500):
        if is_whole(photo):
            continue
        try:
            mended += finish_photo_forms(photo)
        except OSError:
            logger.exception("The picture %s cannot be made for readers", photo.code)
    return mended
