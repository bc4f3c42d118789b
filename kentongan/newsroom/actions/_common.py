"""What the verbs share: which rows are kept from others meanwhile, and what the trail hears."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from kentongan.core.audit import Changes, record_event
from kentongan.core.errors import Conflict
from kentongan.newsroom.models import Article, has_text
from kentongan.newsroom.rules.editing import Verb, is_possible
from kentongan.registry.models import Group


def locked(article: Article, fingerprints: Collection[str] = ()) -> Article:
    """The article as it is now, with its copies kept from others until the transaction ends, and all their groups.

    Rows are always taken in the same order, articles before groups, so that two people never wait for each other.
    """
    prints = {article.fingerprint, *fingerprints} - {""}
    rows = Article.objects.filter(Q(pk=article.pk) | has_text(prints)).order_by("pk")
    kept = {row.pk: row for row in rows.select_for_update(of=("self",))}
    groups = {row.group_id for row in kept.values()}
    list(Group.objects.filter(pk__in=groups).order_by("pk").select_for_update(of=("self",), no_key=True))
    return Article.objects.select_related("group__area", "author").get(pk=article.pk)


def require_possible(verb: Verb, article: Article) -> None:
    """Raise the conflict where the article is no longer where the person saw it."""
    if not is_possible(verb, article.state):
        raise Conflict(
            _("Tulisan ini sekarang “%(state)s”. Muat ulang halamannya.") % {"state": article.get_state_display()}
        )


def tell(
    verb: str,
    article: Article,
    *,
    by: Any,
    changes: Changes | None = None,
    reason: str = "",
    at: dt.datetime | None = None,
) -> None:
    """One event about the article."""
    record_event(
        verb=verb,
        kind="article",
        key=article.code,
        label=str(article),
        area_code=article.group.area_id,
        by=by,
        changes=changes,
        reason=reason,
        at=at,
    )
