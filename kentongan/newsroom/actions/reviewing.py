"""What readers of drafts say beside an article."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kentongan.core.clock import now as this_moment
from kentongan.core.errors import Refused
from kentongan.newsroom.actions import messages
from kentongan.newsroom.actions._common import locked, require_possible, tell
from kentongan.newsroom.enums import NoteKind, State
from kentongan.newsroom.models import Article, ReviewNote
from kentongan.newsroom.permissions import comment_refusal, review_refusal
from kentongan.newsroom.rules import marks
from kentongan.newsroom.rules.editing import Verb
from kentongan.registry.permissions import require_of

NOTE_LENGTH = 600


@transaction.atomic
def send_back(*, article: Article, by: Any, text: str, now: dt.datetime | None = None) -> Article:
    """Give it back to its writers with the words that say what is missing."""
    moment, text = now or this_moment(), _fit(text)
    article = locked(article)
    require_of(by, review_refusal, article)
    require_possible(Verb.SEND_BACK, article)
    before, article.state = article.state, State.RETURNED
    article.publish_at = None
    article.save()
    ReviewNote.objects.create(article=article, kind=NoteKind.RETURNED, text=text, by=by, at=moment)
    tell(Verb.SEND_BACK, article, by=by, reason=text[:300], changes={"state": [before, State.RETURNED]}, at=moment)
    messages.moved(article, by=by, at=moment)
    return article


@transaction.atomic
def comment(*, article: Article, by: Any, text: str, now: dt.datetime | None = None) -> ReviewNote:
    """A note beside the article that moves nothing."""
    moment, text = now or this_moment(), _fit(text)
    require_of(by, comment_refusal, article)
    note = ReviewNote.objects.create(article=article, text=text, by=by, at=moment)
    tell("comment", article, by=by, reason=text[:300], at=moment)
    messages.commented(note, by=by, at=moment)
    return note


def _fit(text: str) -> str:
    text = marks.clean(text)
    if not text:
        raise Refused(_("Tulis catatannya dulu."))
    if len(text) > NOTE_LENGTH:
        raise Refused(_("Catatan paling banyak 600 huruf."))
    return text
