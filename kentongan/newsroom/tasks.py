"""What the newsroom does by itself."""

import datetime as dt

from kentongan.core.jobs import job, nightly
from kentongan.newsroom.actions.publishing import publish_due
from kentongan.newsroom.models import Photo
from kentongan.newsroom.photos.cleaning import forget_stale_uploads, mend_photos
from kentongan.newsroom.photos.forms import finish_photo_forms


@job(tries=10)
def show_due() -> int:
    """Show every scheduled article whose time has come."""
    return publish_due()


@job(tries=5)
def finish_photo(photo_id: int) -> bool:
    """Make the lighter formats of a picture that readers see."""
    photo = Photo.objects.select_related("article__group__area").filter(pk=photo_id).first()
    return photo is not None and finish_photo_forms(photo)


@job()
def clean_uploads() -> int:
    """Drop pictures that stopped on their way, and those whose article never came."""
    return forget_stale_uploads()


@job()
def mend_shown_photos() -> int:
    """Make again what readers should see and is not there, such as after a backup was played back."""
    return mend_photos()


# What a lost job left behind.
nightly(show_due, at=dt.time(0, 10))
nightly(clean_uploads, at=dt.time(2, 40))
nightly(mend_shown_photos, at=dt.time(2, 50))
