"""What the page and the phone's outbox share: finding where somebody may write, and taking in what was written."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from kentongan.accounts.enums import Capability
from kentongan.accounts.permissions import groups_with
from kentongan.core.errors import Conflict, Refused
from kentongan.newsroom.actions import save_article, submit
from kentongan.newsroom.enums import State
from kentongan.newsroom.forms.compose import ComposeForm
from kentongan.newsroom.models import Article
from kentongan.newsroom.permissions import edit_refusal, sees_article, write_refusal
from kentongan.newsroom.photos import UnfitPhoto, add_photo
from kentongan.registry.models import Group

SAVED_BEFORE_SENT = frozenset({State.DRAFT, State.RETURNED})


@dataclass
class Received:
    """What became of what was written: the article, where anything could be saved, and sentences by field."""

    article: Article | None = None
    problems: dict[str, list[str]] = field(default_factory=dict)


def groups_to_write_for(user: Any) -> list[Group]:
    """The groups the person serves in and writes for, by code."""
    codes = groups_with(user, Capability.WRITE_ARTICLES)
    groups = Group.objects.filter(code__in=codes).select_related("area__parent__parent").order_by("code")
    return [group for group in groups if write_refusal(user, group) is None]


def article_or_404(request: HttpRequest, code: str) -> Article:
    article = get_object_or_404(Article.objects.select_related("group__area__parent__parent", "place"), code=code)
    if not sees_article(request.user, article):
        raise Http404
    return article


def article_of_key(key: uuid.UUID, group: Group) -> Article | None:
    """What an earlier sending of the same draft has made."""
    found = Article.objects.filter(client_key=key, group=group).select_related("group__area__parent__parent", "place")
    return found.first()


def take_in(
    form: ComposeForm,
    *,
    by: Any,
    article: Article | None = None,
    base_version: int | None = None,
    key: uuid.UUID | None = None,
    files: Iterable[UploadedFile] = (),
    sends: bool,
) -> Received:
    """Save what was understood, add the pictures that came along, and submit it when everything fits.

    Raises Refused, and StaleVersion where somebody has changed the article meanwhile.
    """
    files = list(files)
    refusal = edit_refusal(by, article) if article else write_refusal(by, form.group)
    if refusal:
        raise Refused(refusal)
    form.is_valid()
    if form.is_blank and not files and article is None:
        form.add_error("judul", _("Belum ada yang ditulis. Mulai dari judulnya."))
        return Received(None, _problems(form))
    saved = save_article(
        group=form.group,
        by=by,
        fields=form.fields_read,
        article=article,
        base_version=base_version,
        client_key=key,
        now=timezone.now(),
    )
    for file in files:
        try:
            add_photo(article=saved, upload=file, client_key=None, caption="", by=by)
        except UnfitPhoto as problem:
            form.add_error(None, f"{file.name}: {problem}")
    if sends:
        form.ask_for_what_readers_need(has_photos=saved.photos.filter(removed_at=None).exists())
        if form.errors:
            return Received(saved, _problems(form))
        if saved.state in SAVED_BEFORE_SENT:
            saved = submit(article=saved, by=by, publish_at=form.publish_at, now=timezone.now())
    return Received(saved, _problems(form))


def _problems(form: ComposeForm) -> dict[str, list[str]]:
    return {name: [str(sentence) for sentence in sentences] for name, sentences in form.errors.items()}


__all__ = ["Conflict", "Received", "article_of_key", "article_or_404", "groups_to_write_for", "take_in"]
