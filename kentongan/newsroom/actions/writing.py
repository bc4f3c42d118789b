"""Saving what somebody wrote. Nothing written is lost: a change to an older version is written on, merged, or a conflict that shows both."""

import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kentongan.core.clock import now as this_moment
from kentongan.core.errors import Conflict, Refused
from kentongan.newsroom.actions import effects, ledger
from kentongan.newsroom.actions._common import locked, tell
from kentongan.newsroom.enums import State
from kentongan.newsroom.models import BODY_LENGTH, Article, Event, Product, Revision
from kentongan.newsroom.permissions import edit_refusal, sees_article, write_refusal
from kentongan.newsroom.rules import marks
from kentongan.newsroom.rules.editing import is_lossless
from kentongan.newsroom.rules.marks import fingerprint_of
from kentongan.registry.models import Group
from kentongan.registry.permissions import require, require_of

# What a writer says of an article itself; "product" and "event" hold the fields of theirs as mappings, or None.
ARTICLE_FIELDS = (
    *("kind", "title", "body", "place", "place_words", "happened_on"),
    *("video_url", "byline", "is_repost", "publish_at"),
)
PRODUCT_FIELDS = ("kind", "price", "unit", "stock", "seller", "whatsapp", "consent_on")
EVENT_FIELDS = ("starts_at", "ends_at", "venue", "fee")
PARTS = {"product": (Product, PRODUCT_FIELDS), "event": (Event, EVENT_FIELDS)}


class StaleVersion(Conflict):
    """Somebody saved other words meanwhile. ``article`` is what stands there, ``coming`` what was to be saved."""

    def __init__(self, article: Article, coming: dict[str, Any]) -> None:
        super().__init__(_("Tulisan ini sudah diubah di tempat lain. Bandingkan kedua versinya, lalu pilih."))
        self.article = article
        self.coming = coming


def save_article(
    *,
    group: Group,
    by: Any,
    fields: Mapping[str, Any],
    article: Article | None = None,
    base_version: int | None = None,
    client_key: UUID | None = None,
    now: dt.datetime | None = None,
) -> Article:
    """Save a new article, or other words of one; sent twice (``client_key``), it is one article.

    ``fields`` holds some of ``ARTICLE_FIELDS``, and "product" and "event" with theirs. ``base_version`` is the version the words grew
    from: where others were saved since, equal words are no news, words that only wrote on are taken, and the rest is ``StaleVersion``.
    """
    moment = now or this_moment()
    unknown = set(fields) - {*ARTICLE_FIELDS, *PARTS}
    if unknown:
        raise ValueError(f"not fields of an article: {sorted(unknown)}")
    coming = _cleaned(fields)
    with transaction.atomic():
        known = article or (client_key and Article.objects.filter(client_key=client_key).first()) or None
        if known is None:
            require_of(by, write_refusal, group)
            try:
                with transaction.atomic():
                    return _create(group, by, coming, client_key, moment)
            except IntegrityError:
                # The same draft came on another line meanwhile.
                known = Article.objects.filter(client_key=client_key).first() if client_key else None
                if known is None:
                    raise
        return _change(known, group, by, coming, base_version, moment)


def _create(group: Group, by: Any, coming: dict[str, Any], client_key: UUID | None, moment: dt.datetime) -> Article:
    article = Article(group=group, place=group.area, author=by, client_key=client_key, created_at=moment)
    _assign(article, coming, moment)
    article.save(force_insert=True)
    _write_parts(article, coming)
    _write_revision(article, by, moment)
    tell("create", article, by=by, at=moment)
    return article


def _change(
    known: Article, group: Group, by: Any, coming: dict[str, Any], base_version: int | None, moment: dt.datetime
) -> Article:
    if known.group_id != group.pk:
        raise Refused(_("Tulisan ini milik KIM lain."))
    before = known.fingerprint
    after = fingerprint_of(coming.get("title", known.title), coming.get("body", known.body))
    article = locked(known, [after])
    if by is not None and not sees_article(by, article):
        require(write_refusal(by, group))
    stored = facts_of(article)
    wished = {**stored, **_comparable(coming)}
    if wished == stored:
        return article
    require_of(by, edit_refusal, article)
    _settle_versions(article, stored, wished, coming, base_version)
    if article.published_at and coming.get("kind", article.kind) != article.kind:
        raise Refused(_("Jenis tulisan yang sudah tayang tidak dapat diganti, karena alamatnya sudah dibagikan."))
    _assign(article, coming, moment)
    article.version += 1
    article.save()
    _write_parts(article, coming)
    _write_revision(article, by, moment)
    if article.state == State.PUBLISHED:
        ledger.settle(article, [before])
        effects.changed(article)
    if article.state != State.DRAFT:
        tell("change", article, by=by, at=moment)
    return article


def _settle_versions(
    article: Article, stored: dict[str, Any], wished: dict[str, Any], coming: dict[str, Any], base_version: int | None
) -> None:
    """Raise the conflict, unless the newer words are a part of those that come."""
    if base_version is None or base_version >= article.version:
        return
    same_facts = all(stored[name] == wished[name] for name in stored if name not in ("title", "body"))
    if same_facts and all(is_lossless(stored[name], wished[name]) for name in ("title", "body")):
        return
    raise StaleVersion(article, coming)


# --- Fields ---------------------------------------------------------------------------------------------


def _cleaned(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields as they are kept: texts without what nobody sees, the end of a title that is too long in the text."""
    coming = dict(fields)
    for name in ("place_words", "byline", "video_url"):
        if name in coming:
            limit = Article._meta.get_field(name).max_length  # type: ignore[union-attr]
            coming[name] = marks.clean(coming[name] or "").replace("\n", " ")[:limit]
    if "body" in coming:
        coming["body"] = marks.clean(coming["body"] or "")
    if "title" in coming:
        coming["title"], rest = marks.clean_title(coming["title"] or "")
        if rest:
            lengthened = _("Lanjutan judul: %(rest)s") % {"rest": rest}
            coming["body"] = f"{lengthened}\n\n{coming.get('body', '')}".strip()
    if len(coming.get("body", "")) > BODY_LENGTH:
        raise Refused(_("Ceritanya lebih dari 40.000 huruf. Bagi menjadi dua tulisan."))
    return coming


def _assign(article: Article, coming: dict[str, Any], moment: dt.datetime) -> None:
    for name in ARTICLE_FIELDS:
        if name in coming:
            setattr(article, name, coming[name])
    if article.place_id is None:
        article.place = article.group.area
    article.fingerprint = fingerprint_of(article.title, article.body)
    article.changed_at = moment


def _write_parts(article: Article, coming: dict[str, Any]) -> None:
    """The rows of a product and of an event, where the article's kind has them."""
    for name, (model, names) in PARTS.items():
        values = coming.get(name)
        if values is None or (model is Event and not values.get("starts_at")):
            continue
        unknown = set(values) - set(names)
        if unknown:
            raise ValueError(f"not fields of a {name}: {sorted(unknown)}")
        if model is Product and not values.get("consent_on"):
            values = {**values, "whatsapp": "", "consent_on": None}
        part, _created = model._default_manager.update_or_create(article=article, defaults=dict(values))
        setattr(article, name, part)


def _write_revision(article: Article, by: Any, moment: dt.datetime) -> None:
    facts = facts_of(article)
    Revision.objects.create(
        article=article,
        number=article.version,
        title=facts.pop("title"),
        body=facts.pop("body"),
        facts=facts,
        at=moment,
        by=by,
    )


def facts_of(article: Article) -> dict[str, Any]:
    """What a writer said, JSON-safe and comparable."""
    values: dict[str, Any] = {name: getattr(article, name) for name in ARTICLE_FIELDS}
    for name, (model, names) in PARTS.items():
        part = model._default_manager.filter(article=article).first()
        values[name] = {field: getattr(part, field) for field in names} if part else None
    return _comparable(values)


def _comparable(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _plain(value) for name, value in values.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _plain(inner) for name, inner in value.items()}
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(getattr(value, "pk", value))
