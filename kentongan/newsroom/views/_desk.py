"""What the desk's pages share: finding an article, the words of its state, and what differs between two versions."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kentongan.areas.models import Area
from kentongan.core.templatetags.core import clock_time, day_date, long_date, number
from kentongan.newsroom.enums import ArticleKind, ProductKind, Review, State, Stock
from kentongan.newsroom.models import Article, Revision
from kentongan.newsroom.rules import marks
from kentongan.newsroom.rules.comparing import Change, Piece, compared, woven
from kentongan.newsroom.views._receiving import article_or_404 as _article_or_404

TAGS = {
    State.DRAFT: "off",
    State.WAITING: "warn",
    State.RETURNED: "bad",
    State.SCHEDULED: "neutral",
    State.PUBLISHED: "ok",
    State.WITHDRAWN: "off",
}
# "Ditulis 24 September", "Tayang 24 September".
MOMENTS = {
    State.DRAFT: ("changed_at", gettext_lazy("Terakhir ditulis")),
    State.WAITING: ("changed_at", gettext_lazy("Dikirim")),
    State.RETURNED: ("changed_at", gettext_lazy("Dikembalikan")),
    State.SCHEDULED: ("publish_at", gettext_lazy("Tayang")),
    State.PUBLISHED: ("published_at", gettext_lazy("Tayang")),
    State.WITHDRAWN: ("withdrawn_at", gettext_lazy("Ditarik")),
}
FACTS = {
    "kind": gettext_lazy("Jenis"),
    "place": gettext_lazy("Wilayah"),
    "place_words": gettext_lazy("Tempat"),
    "happened_on": gettext_lazy("Tanggal"),
    "video_url": gettext_lazy("Tautan video"),
    "byline": gettext_lazy("Penulis"),
    "is_repost": gettext_lazy("Meneruskan"),
    "publish_at": gettext_lazy("Tayang pada"),
    "product.kind": gettext_lazy("Jenis produk"),
    "product.price": gettext_lazy("Harga"),
    "product.unit": gettext_lazy("Satuan"),
    "product.stock": gettext_lazy("Persediaan"),
    "product.seller": gettext_lazy("Penjual"),
    "product.whatsapp": gettext_lazy("WhatsApp penjual"),
    "product.consent_on": gettext_lazy("Penjual setuju pada"),
    "event.starts_at": gettext_lazy("Mulai"),
    "event.ends_at": gettext_lazy("Selesai"),
    "event.venue": gettext_lazy("Di mana"),
    "event.fee": gettext_lazy("Biaya"),
}
WORDS: dict[str, dict[str, Any]] = {
    "kind": dict(ArticleKind.choices),
    "product.kind": dict(ProductKind.choices),
    "product.stock": dict(Stock.choices),
}


def article_or_404(request: HttpRequest, code: str) -> Article:
    """The article with its group's site and its author."""
    article = _article_or_404(request, code)
    return Article.objects.select_related("group__area__parent__parent", "group__site", "author", "place").get(
        pk=article.pk
    )


def add_words(article: Any, review: Review) -> None:
    """The words a page shows of where the article stands."""
    state = State(article.state)
    name, word = MOMENTS[state]
    article.tag_kind = TAGS[state]
    article.moment, article.moment_word = getattr(article, name), word
    reader = max(review, Review.LEADER)
    article.tag_word = READERS[reader] if state == State.WAITING else state.label
    article.words_count = marks.words(article.body)
    article.heading = article.title or marks.lead(article.body, 80) or _("Tanpa judul")


READERS = {
    Review.LEADER: gettext_lazy("Menunggu ketua KIM"),
    Review.FORUM: gettext_lazy("Menunggu Forum KIM"),
    Review.OFFICE: gettext_lazy("Menunggu kantor"),
}


@dataclass(frozen=True)
class Difference:
    """What one version changed: the title and text in pieces, and the other facts from what to what."""

    title: list[Piece]
    old_title: list[Piece]
    body: list[Change]
    facts: list[dict[str, Any]]

    @property
    def is_empty(self) -> bool:
        return not self.facts and not any(piece.differs for piece in (*self.title, *self.old_title, *self.body))


def differing(before: Revision | None, after: Revision) -> Difference:
    """What ``after`` says otherwise than ``before``; the pieces of the text tell apart what went and what came."""
    old_title, new_title = compared(before.title if before else "", after.title)
    return Difference(
        title=new_title,
        old_title=old_title,
        body=woven(before.body if before else "", after.body),
        facts=_facts(before.facts, after.facts) if before else [],
    )


def _facts(before: dict[str, Any], after: dict[str, Any]) -> list[dict[str, Any]]:
    old, new = _flat(before), _flat(after)
    return [
        {"label": label, "before": _value(name, old.get(name)), "after": _value(name, new.get(name))}
        for name, label in FACTS.items()
        if (old.get(name) or None) != (new.get(name) or None)
    ]


def _flat(facts: dict[str, Any]) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in facts.items():
        if isinstance(value, dict):
            flat |= {f"{name}.{inner}": one for inner, one in value.items()}
        else:
            flat[name] = value
    return flat


def _value(name: str, value: Any) -> Any:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("ya") if value else _("tidak")
    if name in WORDS:
        return WORDS[name].get(value, value)
    if name == "place":
        area = Area.objects.filter(pk=value).first()
        return area.full_name if area else value
    if name == "product.price":
        return f"Rp{number(value)}"
    try:
        if name.endswith("_on"):
            return day_date(dt.date.fromisoformat(value))
        if name.endswith("_at"):
            moment = dt.datetime.fromisoformat(value)
            return f"{long_date(moment)}, {clock_time(moment)}"
    except ValueError:
        pass
    return value
