"""The page a volunteer writes on: one form, by itself or with the phone's outbox behind it."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from kentongan.core.clock import today
from kentongan.core.dates import ParsedDay, parse_day
from kentongan.core.errors import Refused
from kentongan.newsroom.actions import StaleVersion
from kentongan.newsroom.actions.keeping import keep_beside
from kentongan.newsroom.enums import ArticleKind, State
from kentongan.newsroom.forms.compose import TITLE_EXAMPLES, ComposeForm, typed_from
from kentongan.newsroom.models import Article
from kentongan.newsroom.permissions import edit_refusal, write_refusal
from kentongan.newsroom.photos import photos_of
from kentongan.newsroom.rules.comparing import compared, joined
from kentongan.newsroom.views._receiving import (
    article_of_key,
    article_or_404,
    groups_to_write_for,
    sentence_of,
    take_in,
    when_shown,
)
from kentongan.registry.models import Group
from kentongan.registry.views._common import allow, group_or_404

# Shorter than the words of the lists: five stand side by side on a phone.
KIND_WORDS = {ArticleKind.POTENTIAL: gettext_lazy("Potensi")}
SEND, SAVE, JOIN, THEIRS = "kirim", "simpan", "gabung", "pakai-yang-lain"


@require_http_methods(["GET", "POST"])
def compose(request: HttpRequest) -> HttpResponse:
    """A new one. ``?kim=`` chooses the group, ``?jenis=`` the kind."""
    group = _group(request)
    allow(write_refusal(request.user, group))
    key = _key(request.POST.get("kunci"))
    if request.method == "GET":
        return _page(request, _blank(request, group), key=key or uuid.uuid4())
    # The second tap of a form that was sent already, or one sent again from the browser's history.
    return _take(request, group, article_of_key(key, group) if key else None, key)


@require_http_methods(["GET", "POST"])
def compose_article(request: HttpRequest, code: str) -> HttpResponse:
    """One that was begun."""
    article = article_or_404(request, code)
    allow(edit_refusal(request.user, article))
    if request.method == "GET":
        return _page(request, ComposeForm(group=article.group, initial=typed_from(article)), article=article)
    return _take(request, article.group, article, None)


def _take(request: HttpRequest, group: Group, article: Article | None, key: uuid.UUID | None) -> HttpResponse:
    form = ComposeForm(request.POST, group=group, article=article)
    # Taking a picture away sends nothing yet.
    wish = SAVE if request.POST.get("buang") else request.POST.get("aksi", SEND)
    version = _version(request) if article else None
    if article and wish == THEIRS:
        return _keep_theirs(request, form, article)
    if article and wish == JOIN:
        return _joined(request, form, article)
    try:
        received = take_in(
            form,
            by=request.user,
            article=article,
            base_version=version,
            key=key,
            files=request.FILES.getlist("foto"),
            photos=_photos(request, article),
            sends=wish == SEND,
        )
    except StaleVersion as stale:
        return _page(request, form, article=stale.article, stale=True, status=409)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, form, article=article, key=key)
    saved = received.article
    if received.problems:
        return _page(request, form, article=saved, key=key, saved=saved is not None)
    assert saved is not None  # noqa: S101 - without problems something was saved
    messages.success(request, sentence_of(saved))
    return redirect("compose_article", saved.code)


def _photos(request: HttpRequest, article: Article | None) -> list[dict[str, Any]]:
    """What the pictures show, and the one whose button was tapped."""
    away = request.POST.get("buang")
    return [
        {"code": photo.code, "removed": True}
        if photo.code == away
        else {"code": photo.code, "caption": request.POST.get(f"isi-{photo.code}", photo.caption)}
        for photo in (photos_of(article) if article else ())
    ]


def _keep_theirs(request: HttpRequest, form: ComposeForm, article: Article) -> HttpResponse:
    form.is_valid()
    keep_beside(article=article, fields=form.fields_read, by=request.user)
    messages.success(request, _("Versi yang lain dipakai. Tulisan Anda tersimpan di riwayat."))
    return redirect("compose_article", article.code)


def _joined(request: HttpRequest, form: ComposeForm, article: Article) -> HttpResponse:
    """Both texts in one, to be read once more before it is sent."""
    together = request.POST.copy()
    together["cerita"] = joined(article.body, request.POST.get("cerita", ""))
    return _page(request, ComposeForm(together, group=form.group), article=article, checks=False)


def _page(
    request: HttpRequest,
    form: ComposeForm,
    *,
    article: Article | None = None,
    key: uuid.UUID | None = None,
    stale: bool = False,
    saved: bool = False,
    checks: bool = True,
    status: int = 200,
) -> HttpResponse:
    group = form.group
    if not checks:
        form._errors = {}
    chosen = form["jenis"].value()
    context = {
        "form": form,
        "group": group,
        "article": article,
        "key": "" if article else key,
        "version": article.version if article else "",
        "kinds": [
            {
                "value": kind.value,
                "label": KIND_WORDS.get(kind, kind.label),
                "example": TITLE_EXAMPLES[kind],
                "chosen": kind.value == chosen,
            }
            for kind in ArticleKind
        ],
        "photos": photos_of(article) if article else [],
        "reader": when_shown(request.user, group),
        "happened": _day(form["tanggal"].value()),
        "back": _back(request, group),
        "groups": [
            {"code": one.code, "name": one.name, "place": one.area.full_name}
            for one in groups_to_write_for(request.user)
        ],
        "stale": _both(form, article) if stale and article else None,
        "was_saved": saved,
        "is_shown": article is not None and article.state == State.PUBLISHED,
    }
    return render(request, "newsroom/compose.html", context, status=status)


def _both(form: ComposeForm, article: Article) -> dict[str, Any]:
    """Both versions, with what differs marked."""
    newest = article.revisions.select_related("by").first()
    mine_title, their_title = compared(form["judul"].value() or "", article.title)
    mine, theirs = compared((form["cerita"].value() or "").replace("\r\n", "\n"), article.body)
    return {
        "by": newest.by.name if newest and newest.by else "",
        "at": article.changed_at,
        "mine": {"title": mine_title, "body": mine},
        "theirs": {"title": their_title, "body": theirs},
    }


def _blank(request: HttpRequest, group: Group) -> ComposeForm:
    kind = request.GET.get("jenis", "")
    initial = {
        "jenis": kind if kind in ArticleKind.values else ArticleKind.NEWS,
        "tempat": group.area.full_name,
        "tanggal": today().isoformat(),
    }
    return ComposeForm(group=group, initial=initial)


def _group(request: HttpRequest) -> Group:
    """The group asked for, or the first the person writes for."""
    if code := request.POST.get("kim") or request.GET.get("kim"):
        return group_or_404(request, code)
    own = groups_to_write_for(request.user)
    if not own:
        raise Http404
    return own[0]


def _back(request: HttpRequest, group: Group) -> str:
    own = any(one.code == group.code for one in groups_to_write_for(request.user))
    return f"{reverse('home_of_group')}?kim={group.code}" if own else reverse("group", args=[group.code])


def _key(text: str | None) -> uuid.UUID | None:
    try:
        return uuid.UUID(text) if text else None
    except ValueError:
        return None


def _version(request: HttpRequest) -> int | None:
    text = request.POST.get("versi", "")
    return int(text) if text.isdecimal() and len(text) < 9 else None


def _day(written: Any) -> Any:
    read = parse_day(written or "")
    return read.day if isinstance(read, ParsedDay) else None
