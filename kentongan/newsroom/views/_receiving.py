"""What the page and the phone's outbox share: finding where somebody may write, and taking in what was written."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kentongan.accounts.enums import Capability
from kentongan.accounts.permissions import groups_with
from kentongan.core.errors import Refused
from kentongan.newsroom.actions import save_article, submit
from kentongan.newsroom.enums import Review, State
from kentongan.newsroom.forms.compose import ComposeForm
from kentongan.newsroom.models import Article
from kentongan.newsroom.permissions import edit_refusal, level_in, review_in, sees_article, write_refusal
from kentongan.newsroom.photos import UnfitPhoto, add_photo, attach_photos, photos_of
from kentongan.newsroom.rules.editing import may_publish
from kentongan.registry.models import Group

# What is not sent yet; everything later is only saved again.
UNSENT = frozenset({State.DRAFT, State.RETURNED})
READERS = {
    Review.LEADER: gettext_lazy("Setelah dibaca ketua"),
    Review.FORUM: gettext_lazy("Setelah dibaca Forum KIM"),
    Review.OFFICE: gettext_lazy("Setelah dibaca Diskominfo"),
}


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
    articles = Article.objects.select_related("group__area__parent__parent", "place")
    article = get_object_or_404(articles, code=code)
    if not sees_article(request.user, article):
        raise Http404
    return article


def article_of_key(key: uuid.UUID, group: Group) -> Article | None:
    """What an earlier sending of the same draft has made."""
    return Article.objects.filter(client_key=key, group=group).select_related("group__area__parent__parent").first()


def when_shown(user: Any, group: Group) -> str:
    """When readers see what the person sends."""
    review = review_in(group)
    if may_publish(level_in(user, group), review):
        return _("Langsung setelah dikirim")
    return str(READERS[review])


def take_in(
    form: ComposeForm,
    *,
    by: Any,
    article: Article | None = None,
    base_version: int | None = None,
    key: uuid.UUID | None = None,
    files: Iterable[UploadedFile] = (),
    photos: Iterable[dict[str, Any]] = (),
    sends: bool,
) -> Received:
    """Save what was understood, add the pictures that came along, and submit it when everything fits.

    A field that does not fit keeps nothing else from being saved. Raises Refused, and StaleVersion where somebody saved other words.
    """
    files, photos = list(files), list(photos)
    form.is_valid()
    if form.is_blank and not files and not photos and article is None:
        form.add_error("judul", _("Belum ada yang ditulis. Mulai dari judulnya."))
        return Received(None, _problems(form))
    saved = save_article(
        group=form.group,
        by=by,
        fields=form.fields_read,
        article=article,
        base_version=base_version,
        client_key=key,
    )
    _take_photos(form, saved, files, photos, by)
    if not sends:
        return Received(saved, _problems(form))
    form.ask_for_what_readers_need(has_photos=saved.photos.filter(removed_at=None).exists())
    if not form.errors and saved.state in UNSENT:
        saved = submit(article=saved, by=by)
    return Received(saved, _problems(form))


def _take_photos(
    form: ComposeForm, article: Article, files: list[UploadedFile], photos: list[dict[str, Any]], by: Any
) -> None:
    if not files and not photos:
        return
    refusal = edit_refusal(by, article)
    if refusal and files:
        raise Refused(refusal)
    for file in files:
        try:
            add_photo(article=article, upload=file, by=by)
        except (UnfitPhoto, Refused) as problem:
            form.add_error(None, f"{file.name}: {problem}")
    with transaction.atomic():
        before = _as_readers_see(article)
        attach_photos(article=article, photos=photos, by=by)
        # What was sent before may come once more; who may not change the article changes none of its pictures.
        if refusal and _as_readers_see(article) != before:
            raise Refused(refusal)


def _as_readers_see(article: Article) -> list[tuple[str, str]]:
    return [(photo.code, photo.caption) for photo in photos_of(article)]


def sentence_of(article: Article) -> str:
    """What became of it, for whoever has just sent it."""
    return {
        State.DRAFT: _("Tersimpan sebagai draf."),
        State.WAITING: _("Terkirim. Kabar ini dibaca dulu sebelum tayang."),
        State.RETURNED: _("Tersimpan. Kirim lagi bila sudah selesai."),
        State.SCHEDULED: _("Terkirim. Kabar ini tayang pada waktunya."),
        State.PUBLISHED: _("Sudah tayang."),
        State.WITHDRAWN: _("Tersimpan. Kabar ini sudah ditarik dari pembaca."),
    }[State(article.state)]


def _problems(form: ComposeForm) -> dict[str, list[str]]:
    return {name: [str(sentence) for sentence in sentences] for name, sentences in form.errors.items()}
