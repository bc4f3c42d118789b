"""Who hears of an article's way: readers of drafts when something waits, its group when something was decided."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from kentongan.accounts.enums import Capability
from kentongan.accounts.notices import notify
from kentongan.core.templatetags.core import clock_time, long_date
from kentongan.newsroom.enums import NoteKind, Review, State
from kentongan.newsroom.models import Article, ReviewNote
from kentongan.newsroom.permissions import review_in
from kentongan.registry.models import Group

LONGEST_QUOTE = 200


def moved(article: Article, *, by: Any, at: dt.datetime) -> None:
    """The article has a new state. Nobody is told what they did themselves."""
    # A notice is one text for everybody, in the office's language.
    with override(settings.LANGUAGE_CODE):
        if article.state == State.WAITING:
            _to_readers(article, at)
        elif by is None or by.pk != article.author_id:
            _to_writers(article, at)


def withdrawn(article: Article, *, by: Any, at: dt.datetime) -> None:
    """Readers see it no more; its writers hear why, also when it was one of them."""
    with override(settings.LANGUAGE_CODE):
        _to_writers(article, at)


def commented(note: ReviewNote, *, by: Any, at: dt.datetime) -> None:
    """Somebody left a note; the group hears of it unless its author wrote it."""
    article = note.article
    if by is None or by.pk == article.author_id:
        return
    with override(settings.LANGUAGE_CODE):
        _tell(article, f"catatan:{note.pk}", Capability.WRITE_ARTICLES, _("Catatan untuk “%(title)s”"), note.text, at)


def _to_readers(article: Article, at: dt.datetime) -> None:
    """To those who may let it through; where the group's leader reads, the office of 250 groups is left in peace."""
    review = review_in(article.group)
    _tell(
        article,
        f"menunggu:{article.code}:{article.version}:{at:%Y%m%d%H%M%S}",
        Capability.REVIEW_ARTICLES,
        _("Menunggu dibaca: %(title)s"),
        _("Ditulis %(author)s untuk %(group)s.")
        % {"author": article.author.name if article.author else article.group, "group": article.group},
        at,
        action=_("Baca naskah"),
        is_inside_group=review <= Review.LEADER,
    )


def _to_writers(article: Article, at: dt.datetime) -> None:
    words = {
        State.PUBLISHED: lambda: (_("Tayang: %(title)s"), _("Sudah dapat dibaca semua orang.")),
        State.SCHEDULED: lambda: (
            _("Disetujui: %(title)s"),
            _("Tayang %(day)s, %(time)s.") % {"day": _local_day(article), "time": clock_time(article.publish_at)},
        ),
        State.RETURNED: lambda: (_("Dikembalikan: %(title)s"), _last_words(article)),
        State.WITHDRAWN: lambda: (_("Ditarik: %(title)s"), article.withdrawn_reason),
    }
    if article.state not in words:
        return
    title, text = words[State(article.state)]()
    key = f"naskah:{article.state}:{article.code}:{at:%Y%m%d%H%M%S}"
    _tell(article, key, Capability.WRITE_ARTICLES, title, text, at)


def _tell(
    article: Article,
    key: str,
    audience: Capability,
    title: str,
    text: str,
    at: dt.datetime,
    *,
    action: str = "",
    is_inside_group: bool = True,
) -> None:
    group: Group = article.group
    notify(
        key=key,
        area=group.area,
        group_code=group.code,
        audience=audience,
        title=title % {"title": _shortened(str(article), 80)},
        text=_shortened(text, LONGEST_QUOTE),
        href=f"/redaksi/{article.code}/",
        action=action or _("Buka tulisan"),
        on=timezone.localdate(at),
        is_inside_group=is_inside_group,
        at=at,
    )


def _last_words(article: Article) -> str:
    last = article.notes.filter(kind=NoteKind.RETURNED).last()
    return last.text if last else ""


def _local_day(article: Article) -> str:
    return long_date(article.publish_at)


def _shortened(text: str, limit: int) -> str:
    return text if len(text) <= limit else f"{text[: limit - 1].rstrip()}…"
