"""Evidence of what is shown: each piece once, copies of one text for the group that showed it first.

Called inside the transaction of the verbs, which hold the article, its copies and their groups.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from kentongan.accounts.models import Office
from kentongan.evidence.actions import record, review
from kentongan.evidence.enums import Source, Verdict
from kentongan.evidence.models import Evidence
from kentongan.newsroom import addresses, elsewhere
from kentongan.newsroom.actions.sites import site_of
from kentongan.newsroom.enums import State
from kentongan.newsroom.models import Article, has_text
from kentongan.newsroom.rules.counting import ALL_KINDS, first_shown, kinds_of
from kentongan.registry.models import Group

REASON_LENGTH = 300


def settle(article: Article, former_fingerprints: Iterable[str] = ()) -> None:
    """Make the ledger say what readers see of this article and of its copies, here and elsewhere."""
    prints = {article.fingerprint, *former_fingerprints} - {""}
    _settle_articles(prints, article)
    elsewhere.settle(prints)


def settle_copies(fingerprints: Collection[str]) -> None:
    """The same for all articles with these texts, where what was shown elsewhere has changed."""
    _settle_articles(fingerprints)


def _settle_articles(prints: Collection[str], *articles: Article) -> None:
    rows = Article.objects.filter(has_text(prints), published_at__isnull=False).select_related("group__area")
    concerned = {row.pk: row for row in rows} | {article.pk: article for article in articles}
    before = elsewhere.first_shown(prints)
    counted = first_shown(
        (row.pk, row.fingerprint, row.published_at)
        for row in concerned.values()
        if row.state == State.PUBLISHED and not _was_shown_before(row, before)
    )
    # Reasons are read by everybody, in the office's language.
    with override(settings.LANGUAGE_CODE):
        for row in concerned.values():
            kinds = kinds_of(row.kind, row.body, is_repost=row.is_repost) if row.pk in counted else frozenset()
            _write(row, kinds)


def _was_shown_before(article: Article, first_elsewhere: Mapping[str, dt.datetime]) -> bool:
    first = first_elsewhere.get(article.fingerprint)
    return first is not None and first < article.published_at  # type: ignore[operator]


def _write(article: Article, kinds: frozenset[str]) -> None:
    keys = {kind: f"{kind}:{article.code}" for kind in ALL_KINDS}
    known = {row.key: row for row in Evidence.objects.filter(group=article.group_id, key__in=keys.values())}
    for kind, key in keys.items():
        evidence = known.get(key)
        if evidence is None:
            if kind in kinds:
                _record(article, kind, key)
        elif _is_withdrawn(evidence) and kind in kinds:
            review(evidence=evidence, verdict=Verdict.REOPENED, reason=_("Tulisannya tayang lagi dan dihitung lagi."))
        elif not _is_withdrawn(evidence) and kind not in kinds:
            review(evidence=evidence, verdict=Verdict.WITHDRAWN, reason=_reason(article))


def _record(article: Article, kind: str, key: str) -> None:
    site_of(article.group)
    article.group = Group.objects.select_related("site", "area").get(pk=article.group_id)
    record(
        group=article.group,
        kind=kind,
        occurred_on=local_day(article.group, article.published_at),  # type: ignore[arg-type]
        source=Source.PUBLISHED,
        key=key,
        title=article.title,
        url=addresses.article_path(article),
        by=article.author,
    )


def local_day(group: Group, moment: dt.datetime) -> dt.date:
    """The day of the moment where the group's office is."""
    zones = dict(Office.objects.filter(pk__in=group.area.ancestor_codes).values_list("pk", "time_zone"))
    name = next((zones[code] for code in reversed(group.area.ancestor_codes) if code in zones), settings.TIME_ZONE)
    return moment.astimezone(ZoneInfo(name)).date()


def _reason(article: Article) -> str:
    if article.state == State.WITHDRAWN:
        return article.withdrawn_reason[:REASON_LENGTH]
    return _("Tulisan ini dihitung sebagai jenis lain, atau sebagai salinan dari yang tayang lebih dulu.")


def _is_withdrawn(evidence: Evidence) -> bool:
    latest = evidence.reviews.order_by("-at", "-pk").values_list("verdict", flat=True).first()
    return latest == Verdict.WITHDRAWN
