"""What a phone's outbox talks to: who I am, and what was written. Never a redirect: a phone that sends by itself reads JSON only."""

import json
import uuid
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse, RawPostDataException
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.dateformat import format as format_date
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from kentongan.core.errors import Conflict, Refused
from kentongan.newsroom.actions import StaleVersion
from kentongan.newsroom.actions.keeping import keep_beside
from kentongan.newsroom.forms.compose import ComposeForm, typed_from
from kentongan.newsroom.models import Article
from kentongan.newsroom.permissions import sees_article
from kentongan.newsroom.rules.comparing import Piece, compared, joined
from kentongan.newsroom.views._receiving import article_of_key, groups_to_write_for, sentence_of, take_in
from kentongan.registry.models import Group

MOST_PHOTOS = 40


def for_a_phone(view: Any) -> Any:
    """Answer someone signed out with 401 and where to sign in, instead of with a page."""

    @login_not_required
    @never_cache
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            sentence = _("Masuk dulu, tulisan Anda aman di HP ini.")
            return JsonResponse({"sign_in": reverse("account_login"), "sentence": sentence}, status=401)
        return view(request, *args, **kwargs)

    return answer


@for_a_phone
@require_GET
def outbox(request: HttpRequest) -> HttpResponse:
    """Who is signed in, for which groups they write, and a fresh token: asked before each sending."""
    groups = [{"code": group.code, "name": group.name} for group in groups_to_write_for(request.user)]
    return JsonResponse({"csrf": get_token(request), "person": request.user.username, "groups": groups})


@for_a_phone
@require_POST
def outbox_article(request: HttpRequest) -> HttpResponse:
    """Take in one draft.

    Sent: ``kunci`` (the draft's own), ``kim``, ``artikel`` (code) and ``versi`` where they are known, ``isi`` (fields of the form),
    ``foto`` (``kunci`` or ``kode`` and ``isi`` of each picture, in order; ``buang`` for one taken away), ``kirim`` (not only a draft),
    ``pilih`` "lain" (keep mine in the history, leave the article as it is).
    """
    try:
        sent = _storable(json.loads(request.body))
        key = uuid.UUID(str(sent["kunci"]))
        typed = {str(name): _typed(value) for name, value in dict(sent["isi"]).items()}
        version = int(sent["versi"]) if sent.get("versi") else None
    except (ValueError, KeyError, TypeError, RecursionError, OverflowError, RawPostDataException):
        return JsonResponse({"sentence": _("Kiriman ini tidak terbaca. Muat ulang halamannya.")}, status=400)
    except RequestDataTooBig:
        return JsonResponse({"sentence": _("Cerita ini terlalu panjang. Bagi menjadi dua kabar.")}, status=413)
    article, group = _meant(request.user, sent, key)
    if group is None:
        return JsonResponse({"sentence": _("KIM atau kabar ini tidak ada pada akun Anda.")}, status=404)
    form = ComposeForm(
        {name: value for name, value in typed.items() if value is not False}, group=group, article=article
    )
    try:
        if article and sent.get("pilih") == "lain":
            form.is_valid()
            return JsonResponse(_answer(keep_beside(article=article, fields=form.fields_read, by=request.user)))
        received = take_in(
            form,
            by=request.user,
            article=article,
            # The first saving's answer was lost on the way: what the phone has grew from the first version.
            base_version=version or (1 if article else None),
            key=key,
            photos=_photos(sent),
            sends=bool(sent.get("kirim")),
        )
    except StaleVersion as stale:
        return JsonResponse({"conflict": _both(typed, stale.article)}, status=409)
    except (Refused, Conflict) as refusal:
        return JsonResponse({"sentence": str(refusal)}, status=403)
    answer = _answer(received.article) if received.article else {}
    if received.problems:
        return JsonResponse({**answer, "problems": received.problems}, status=422)
    return JsonResponse(answer)


def _meant(user: Any, sent: dict[str, Any], key: uuid.UUID) -> tuple[Article | None, Group | None]:
    """The article that is meant, and its group; nothing where it is not the person's."""
    articles = Article.objects.select_related("group__area__parent__parent")
    if code := sent.get("artikel"):
        article = articles.filter(code=str(code)).first()
        if article is None or not sees_article(user, article):
            return None, None
        return article, article.group
    groups = Group.objects.visible_to(user).select_related("area__parent__parent")
    group = groups.filter(code=str(sent.get("kim", ""))).first()
    return (article_of_key(key, group) if group else None), group


def _storable(sent: Any) -> Any:
    """What was sent, without what no database keeps: the character NUL, and half an emoji that a phone cut in two."""
    if isinstance(sent, str):
        return sent.replace("\0", "").encode("utf-8", "ignore").decode()
    if isinstance(sent, dict):
        return {_storable(name): _storable(value) for name, value in sent.items()}
    return [_storable(one) for one in sent] if isinstance(sent, list) else sent


def _typed(value: Any) -> Any:
    """A field as a form would bring it: text, or a tick."""
    return value if isinstance(value, bool) else str("" if value is None else value)


def _photos(sent: dict[str, Any]) -> list[dict[str, Any]]:
    """The pictures as ``photos.attach_photos`` wants them."""
    photos = sent.get("foto")
    named = [one for one in photos[:MOST_PHOTOS] if isinstance(one, dict)] if isinstance(photos, list) else []
    return [
        {
            "key": str(one.get("kunci", "")),
            "code": str(one.get("kode", "")),
            "removed": bool(one.get("buang")),
            **({"caption": str(_typed(one["isi"]))} if "isi" in one else {}),
        }
        for one in named
    ]


def _answer(article: Article) -> dict[str, Any]:
    return {
        "code": article.code,
        "version": article.version,
        "state": article.state,
        "href": reverse("compose_article", args=[article.code]),
        "sentence": sentence_of(article),
    }


def _both(typed: dict[str, Any], article: Article) -> dict[str, Any]:
    """Both versions, with what differs marked, and both texts joined."""
    newest = article.revisions.select_related("by").first()
    mine_title, their_title = compared(str(typed.get("judul", "")), article.title)
    mine_body, their_body = compared(str(typed.get("cerita", "")).replace("\r\n", "\n"), article.body)
    at = localtime(article.changed_at)
    return {
        **_answer(article),
        "by": newest.by.name if newest and newest.by else "",
        "at": f"{format_date(at, 'j F Y')}, {at:%H.%M}",
        "isi": typed_from(article),
        "mine": {"judul": _pieces(mine_title), "cerita": _pieces(mine_body)},
        "theirs": {"judul": _pieces(their_title), "cerita": _pieces(their_body)},
        "gabungan": joined(article.body, str(typed.get("cerita", ""))),
    }


def _pieces(pieces: list[Piece]) -> list[tuple[str, bool]]:
    return [(piece.text, piece.differs) for piece in pieces]
