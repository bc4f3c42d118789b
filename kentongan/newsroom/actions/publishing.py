"""On the way to readers and back: sent, let through, shown when its time has come, withdrawn, shown again."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from kentongan.core.clock import now as this_moment
from kentongan.core.errors import Refused
from kentongan.newsroom.actions import effects, ledger, messages
from kentongan.newsroom.actions._common import locked, require_possible, tell
from kentongan.newsroom.enums import ArticleKind, NoteKind, State
from kentongan.newsroom.models import TITLE_LENGTH, Article, Event, ReviewNote
from kentongan.newsroom.permissions import (
    publish_refusal,
    review_refusal,
    show_again_refusal,
    withdraw_refusal,
    write_refusal,
)
from kentongan.newsroom.rules import marks
from kentongan.newsroom.rules.editing import Verb, state_after_sending
from kentongan.registry.permissions import require_of

SLUG_LENGTH = 72
REASON_LENGTH = 300


@transaction.atomic
def submit(
    *, article: Article, by: Any, publish_at: dt.datetime | None = None, now: dt.datetime | None = None
) -> Article:
    """A writer is done: readers see it, or see it at its time, or somebody reads it before. Sent twice, it is sent once."""
    moment = now or this_moment()
    article = locked(article)
    require_of(by, write_refusal, article.group)
    if article.state in (State.WAITING, State.SCHEDULED, State.PUBLISHED):
        return article
    require_possible(Verb.SUBMIT, article)
    _require_whole(article)
    article.publish_at = publish_at or article.publish_at
    cleared = by is None or publish_refusal(by, article) is None
    state = state_after_sending(cleared=cleared, publish_at=article.publish_at, now=moment)
    return _move(article, state, verb=Verb.SUBMIT, by=by, moment=moment)


@transaction.atomic
def approve(
    *, article: Article, by: Any, publish_at: dt.datetime | None = None, now: dt.datetime | None = None
) -> Article:
    """A reader of drafts lets it through: at once, or at ``publish_at``, else at the time its writer wished."""
    moment = now or this_moment()
    article = locked(article)
    require_of(by, review_refusal, article)
    if article.state == State.PUBLISHED:
        return article
    require_possible(Verb.APPROVE, article)
    if article.state == State.SCHEDULED:
        article.publish_at = publish_at
    else:
        article.publish_at = publish_at or article.publish_at
        ReviewNote.objects.create(article=article, kind=NoteKind.APPROVED, by=by, at=moment)
    state = state_after_sending(cleared=True, publish_at=article.publish_at, now=moment)
    return _move(article, state, verb=Verb.APPROVE, by=by, moment=moment)


def publish_due(*, now: dt.datetime | None = None) -> int:
    """Show every scheduled article whose time has come; says how many. Safe to run twice and at once."""
    moment = now or this_moment()
    due = Article.objects.filter(state=State.SCHEDULED, publish_at__lte=moment).order_by("publish_at", "pk")
    return sum(_publish_if_due(article, moment) for article in due)


@transaction.atomic
def _publish_if_due(article: Article, moment: dt.datetime) -> bool:
    article = locked(article)
    if article.state != State.SCHEDULED or not article.publish_at or article.publish_at > moment:
        return False
    # It was promised for that moment, even where the job came later.
    _move(article, State.PUBLISHED, verb="publish", by=None, moment=article.publish_at)
    return True


@transaction.atomic
def withdraw(*, article: Article, by: Any, reason: str, now: dt.datetime | None = None) -> Article:
    """Take it from its readers; it stays with the desk, and its address stays its own."""
    moment, reason = now or this_moment(), marks.clean(reason).replace("\n", " ")
    article = locked(article)
    require_of(by, withdraw_refusal, article)
    require_possible(Verb.WITHDRAW, article)
    if not reason:
        raise Refused(_("Tulis alasannya, supaya KIM tahu apa yang perlu diperbaiki."))
    if len(reason) > REASON_LENGTH:
        raise Refused(_("Alasan paling banyak 300 huruf."))
    article.state, article.withdrawn_at, article.withdrawn_reason = State.WITHDRAWN, moment, reason
    article.save()
    ReviewNote.objects.create(article=article, kind=NoteKind.WITHDRAWN, text=reason, by=by, at=moment)
    ledger.settle(article)
    effects.hidden(article)
    tell("withdraw", article, by=by, reason=reason, changes={"state": [State.PUBLISHED, State.WITHDRAWN]}, at=moment)
    messages.withdrawn(article, by=by, at=moment)
    return article


@transaction.atomic
def show_again(*, article: Article, by: Any, now: dt.datetime | None = None) -> Article:
    """A withdrawn article is shown again, under its old address and from its old day."""
    moment = now or this_moment()
    article = locked(article)
    require_of(by, show_again_refusal, article)
    if article.state == State.PUBLISHED:
        return article
    require_possible(Verb.SHOW_AGAIN, article)
    article.withdrawn_at, article.withdrawn_reason = None, ""
    return _move(article, State.PUBLISHED, verb=Verb.SHOW_AGAIN, by=by, moment=moment)


def show_at(moment: dt.datetime) -> None:
    """Have ``publish_due`` done at a moment of the clock people see, as soon as the caller's transaction holds."""
    from kentongan.newsroom.tasks import show_due  # The job does this module's verb.

    show_due.using(run_after=timezone.now() + (moment - this_moment())).enqueue()


def _move(article: Article, state: State, *, verb: str, by: Any, moment: dt.datetime) -> Article:
    """Write the new state with everything that goes with it."""
    before, article.state = article.state, state
    if state == State.PUBLISHED:
        article.published_at = article.published_at or moment
        article.slug = article.slug or _free_slug(article)
        article.publish_at = None
    article.save()
    if state == State.PUBLISHED:
        ledger.settle(article)
        effects.shown(article)
    elif state == State.SCHEDULED:
        show_at(article.publish_at)  # type: ignore[arg-type]
    tell(verb, article, by=by, changes={"state": [before, state]}, at=moment)
    messages.moved(article, by=by, at=moment)
    return article


def _require_whole(article: Article) -> None:
    """Refuse what readers could make nothing of, and make a title of the first words where there is none."""
    has_photo = article.photos.filter(removed_at=None).exists()
    if not (article.title or article.body or has_photo):
        raise Refused(_("Tulis judul atau ceritanya dulu."))
    if article.kind == ArticleKind.VIDEO and not article.video_url:
        raise Refused(_("Tempel tautan videonya dulu."))
    if article.kind == ArticleKind.EVENT and not Event.objects.filter(article=article).exists():
        raise Refused(_("Isi tanggal dan jam acaranya dulu."))
    if not article.title:
        words = marks.lead(article.body, 80) or _("%(kind)s dari %(group)s") % {
            "kind": article.get_kind_display(),
            "group": article.group,
        }
        article.title = words[:TITLE_LENGTH]


def _free_slug(article: Article) -> str:
    """The title's words as an address nobody of the group has for this kind."""
    base = slug_base(article)
    taken = set(
        Article.objects.filter(group=article.group, kind=article.kind, slug__startswith=base)
        .exclude(pk=article.pk)
        .values_list("slug", flat=True)
    )
    number, slug = 1, base
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug


def slug_base(article: Article) -> str:
    """The title's words as an address; where they hold no letters, the article's code."""
    words = slugify(article.title)[:SLUG_LENGTH].strip("-")
    return words if any(letter.isalpha() for letter in words) else f"kabar-{article.code}"
