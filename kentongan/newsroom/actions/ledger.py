"""Evidence of what is shown: each piece once, copies of one text for the group that showed it first.

Called inside the transaction of the verbs, which hold the article, its copies and their groups.
"""

from collections.abc import Iterable

from django.utils import timezone

from kentongan.evidence.actions import record, review
from kentongan.evidence.enums import Source, Verdict
from kentongan.evidence.models import Evidence
from kentongan.newsroom.enums import ArticleKind, State
from kentongan.newsroom.models import Article
from kentongan.newsroom.rules import marks

OWN_TEXT_KINDS = frozenset({ArticleKind.NEWS, ArticleKind.POTENTIAL, ArticleKind.EVENT, ArticleKind.ANNOUNCEMENT})
OWN_TEXT_WORDS = 15


def settle(article: Article, former_fingerprints: Iterable[str] = ()) -> None:
    """Make the ledger say what readers see of this article and of its copies."""
    prints = {article.fingerprint, *former_fingerprints} - {""}
    rows = Article.objects.filter(fingerprint__in=prints, published_at__isnull=False).select_related("group")
    concerned = {row.pk: row for row in rows}
    concerned[article.pk] = article
    first: dict[str, Article] = {}
    for row in sorted(concerned.values(), key=lambda row: (row.published_at, row.pk)):
        if row.state == State.PUBLISHED and row.fingerprint:
            first.setdefault(row.fingerprint, row)
    for row in concerned.values():
        is_first = row.state == State.PUBLISHED and first.get(row.fingerprint, row).pk == row.pk
        _write(row, kinds_of(row) if is_first else frozenset())


def kinds_of(article: Article) -> frozenset[str]:
    """As what a shown article counts."""
    if article.is_repost:
        return frozenset({"situs", "terusan"})
    if article.kind == ArticleKind.PRODUCT:
        return frozenset({"situs"})
    if article.kind in OWN_TEXT_KINDS and marks.words(article.body) >= OWN_TEXT_WORDS:
        return frozenset({"situs", "berita"})
    return frozenset({"situs", "terusan"})


def watch(article: Article) -> None:
    """Have the article shown when its time has come."""


def _write(article: Article, kinds: frozenset[str]) -> None:
    keys = {kind: f"{kind}:{article.code}" for kind in ("situs", "berita", "terusan")}
    known = {row.key: row for row in Evidence.objects.filter(group=article.group, key__in=keys.values())}
    for kind, key in keys.items():
        evidence = known.get(key)
        if kind in kinds and evidence is None:
            record(
                group=article.group,
                kind=kind,
                occurred_on=timezone.localdate(article.published_at),
                source=Source.PUBLISHED,
                key=key,
                title=article.title,
                url="",
                by=article.author,
            )
        elif kind in kinds and evidence is not None and _is_withdrawn(evidence):
            review(evidence=evidence, verdict=Verdict.REOPENED, reason="tayang lagi")
        elif kind not in kinds and evidence is not None and not _is_withdrawn(evidence):
            review(evidence=evidence, verdict=Verdict.WITHDRAWN, reason=article.withdrawn_reason or "salinan")


def _is_withdrawn(evidence: Evidence) -> bool:
    latest = evidence.reviews.order_by("-at", "-pk").values_list("verdict", flat=True).first()
    return latest == Verdict.WITHDRAWN
