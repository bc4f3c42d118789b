"""What the newsroom does by itself."""

import datetime as dt

from django.conf import settings

from kentongan.core.jobs import job, nightly
from kentongan.newsroom.actions.publishing import publish_due
from kentongan.newsroom.actions.reports import forget_contacts
from kentongan.newsroom.actions.subscribers import topics_of
from kentongan.newsroom.clients import tell_hub
from kentongan.newsroom.models import Photo
from kentongan.newsroom.photos.cleaning import forget_stale_uploads, mend_photos
from kentongan.newsroom.photos.forms import finish_photo_forms
from kentongan.newsroom.search_index import reindex_all


@job(tries=10)
def show_due() -> int:
    """Show every scheduled article whose time has come."""
    return publish_due()


@job(tries=5)
def finish_photo(photo_id: int) -> bool:
    """Make the lighter formats of a picture that readers see."""
    photo = Photo.objects.select_related("article__group__area").filter(pk=photo_id).first()
    return photo is not None and finish_photo_forms(photo)


@job(tries=6)
def tell_hub_of(article_id: int) -> None:
    """Tell the WebSub hub that feeds with this article have news."""
    if settings.WEBSUB_HUB:
        tell_hub(settings.WEBSUB_HUB, topics_of(article_id))


@job()
def forget_old_contacts() -> int:
    """Delete what readers left to be reached by, where nobody answered for three months."""
    return forget_contacts()


@job()
def clean_uploads() -> int:
    """Drop pictures that stopped on their way, and those whose article never came."""
    return forget_stale_uploads()


@job()
def mend_shown_photos() -> int:
    """Make again what readers should see and is not there, such as after a backup was played back."""
    return mend_photos()


@job()
def mend_search() -> int:
    """Let search know of every shown article, such as after a backup was played back."""
    return reindex_all()


# What a lost job left behind.
nightly(show_due, at=dt.time(0, 10))
nightly(forget_old_contacts, at=dt.time(2, 30))
nightly(clean_uploads, at=dt.time(2, 40))
nightly(mend_shown_photos, at=dt.time(2, 50))
nightly(mend_search, at=dt.time(2, 55))
