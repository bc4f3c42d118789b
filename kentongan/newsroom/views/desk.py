"""The desk: what waits for whom, and one article with everything a reader of drafts can do with it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from kentongan.accounts.enums import Capability
from kentongan.accounts.permissions import has_anywhere
from kentongan.accounts.queries import home_duty_area
from kentongan.core.clock import now
from kentongan.core.errors import Conflict, Refused
from kentongan.newsroom import addresses
from kentongan.newsroom.actions import approve, comment, publish_due, send_back, show_again, submit, withdraw
from kentongan.newsroom.enums import NoteKind, Review, State
from kentongan.newsroom.forms.desk import NoteForm, ReturnForm, ScheduleForm, WithdrawForm
from kentongan.newsroom.models import Article
from kentongan.newsroom.permissions import (
    comment_refusal,
    edit_refusal,
    publish_refusal,
    reads_for_an_area,
    review_in,
    review_refusal,
    show_again_refusal,
    withdraw_refusal,
    write_refusal,
)
from kentongan.newsroom.photos import photos_of
from kentongan.newsroom.queries.desk import (
    QUEUE_STATES,
    counts_by_state,
    in_order_of,
    read_by,
    reviews_in,
    shown_rows,
    waiting_order,
)
from kentongan.newsroom.rules.editing import Verb, is_possible
from kentongan.newsroom.views._desk import TAGS, add_words, article_or_404, differing
from kentongan.registry.forms.lists import area_asked, choice_asked
from kentongan.registry.queries.places import place_of
from kentongan.registry.views._common import allow, crumbs, form_page, page_of

ROWS_A_PAGE = 30
# The state as the address writes it.
SLUGS = {
    State.WAITING: "menunggu",
    State.RETURNED: "dikembalikan",
    State.SCHEDULED: "terjadwal",
    State.PUBLISHED: "tayang",
    State.WITHDRAWN: "ditarik",
}
ORDER = {
    State.RETURNED: "-changed_at",
    State.SCHEDULED: "publish_at",
    State.PUBLISHED: "-published_at",
    State.WITHDRAWN: "-withdrawn_at",
}
REVISIONS_SHOWN = 200


@require_GET
def newsroom_queue(request: HttpRequest) -> HttpResponse:
    """Who waits for whom, those who wait for the person first; ``?keadaan=`` and ``?wilayah=``."""
    user = request.user
    if not reads_for_an_area(user) and has_anywhere(user, Capability.WRITE_ARTICLES):
        return redirect("own_articles")
    allow(None if reads_for_an_area(user) else _("Naskah dibaca oleh Forum KIM dan Diskominfo."))
    # No worker may run on a small machine; whoever looks finds the promise kept.
    publish_due()
    area = area_asked(request)
    articles = read_by(user, area)
    slug = choice_asked(request, "keadaan", list(SLUGS.values()), SLUGS[State.WAITING])
    state = next(one for one, word in SLUGS.items() if word == slug)
    counts = counts_by_state(articles)
    keys, mine = waiting_order(user, articles)
    listed = shown_rows(articles)
    if state == State.WAITING:
        page = page_of(request, keys, ROWS_A_PAGE)
        rows = in_order_of(listed, list(page.object_list))
    else:
        page = page_of(request, listed.filter(state=state).order_by(ORDER[state], "-pk"), ROWS_A_PAGE)
        rows = list(page.object_list)
    reviews = reviews_in({row.group for row in rows})
    for row in rows:
        add_words(row, reviews[row.group_id])
        row.is_mine = row.pk in keys[:mine]
    context = {
        "page": page,
        "rows": rows,
        "state": state,
        "mine": mine,
        "others": len(keys) - mine,
        "chips": _chips(area, counts, state),
        "area": area or home_duty_area(user),
        "is_narrowed": area is not None,
        "can_set": has_anywhere(user, Capability.SET_NEWSROOM),
    }
    return render(request, "newsroom/desk/queue.html", context)


def _chips(area: Any, counts: dict[str, int], current: State) -> list[dict[str, Any]]:
    place = f"&wilayah={area.pk}" if area else ""
    return [
        {
            "label": state.label,
            "count": counts.get(state, 0),
            "href": f"?keadaan={SLUGS[state]}{place}",
            "current": state == current,
            "kind": TAGS[state],
        }
        for state in QUEUE_STATES
    ]


# --- One article ----------------------------------------------------------------------------------------


@require_GET
def article_desk(request: HttpRequest, code: str) -> HttpResponse:
    """The article as readers will see it, who wrote it, where it stands, and what can be done next."""
    publish_due()
    return _page(request, article_or_404(request, code))


@require_POST
def article_submit(request: HttpRequest, code: str) -> HttpResponse:
    """Its writer is done."""
    article = article_or_404(request, code)
    allow(write_refusal(request.user, article.group))
    return _simply(request, article, lambda: submit(article=article, by=request.user))


@require_POST
def article_approve(request: HttpRequest, code: str) -> HttpResponse:
    """One tap: readers see it."""
    article = article_or_404(request, code)
    allow(review_refusal(request.user, article))
    return _simply(request, article, lambda: approve(article=article, by=request.user))


@require_POST
def article_show_again(request: HttpRequest, code: str) -> HttpResponse:
    """A withdrawn one is shown again."""
    article = article_or_404(request, code)
    allow(show_again_refusal(request.user, article))
    return _simply(request, article, lambda: show_again(article=article, by=request.user))


@require_POST
def article_schedule(request: HttpRequest, code: str) -> HttpResponse:
    """Let through, for a time to come."""
    article = article_or_404(request, code)
    allow(review_refusal(request.user, article))
    form = ScheduleForm(request.POST, now=now())
    return _with_words(
        request, article, "schedule", form, lambda: approve(article=article, by=request.user, publish_at=form.moment)
    )


@require_POST
def article_return(request: HttpRequest, code: str) -> HttpResponse:
    """Back to its writers, with what is missing."""
    article = article_or_404(request, code)
    allow(review_refusal(request.user, article))
    form = ReturnForm(request.POST)
    return _with_words(
        request,
        article,
        "return",
        form,
        lambda: send_back(article=article, by=request.user, text=form.cleaned_data["kurang"]),
    )


@require_POST
def article_comment(request: HttpRequest, code: str) -> HttpResponse:
    """A note that moves nothing."""
    article = article_or_404(request, code)
    allow(comment_refusal(request.user, article))
    form = NoteForm(request.POST)

    def act() -> Article:
        comment(article=article, by=request.user, text=form.cleaned_data["catatan"])
        return article

    return _with_words(request, article, "note", form, act, done=_("Catatan tersimpan."))


def article_withdraw(request: HttpRequest, code: str) -> HttpResponse:
    """Readers see it no more; with a reason, on a page of its own so that nobody does it by a slip."""
    article = article_or_404(request, code)
    allow(withdraw_refusal(request.user, article))
    form = WithdrawForm(request.POST or None)
    here = reverse("article_desk", args=[article.code])
    return form_page(
        request,
        form,
        lambda: withdraw(article=article, by=request.user, reason=form.cleaned_data["alasan"]),
        back=here,
        title=_("Tarik tulisan ini"),
        lead=_("Pembaca tidak melihatnya lagi, dan buktinya ikut ditarik. Tulisannya tetap tersimpan di sini."),
        save=_("Tarik tulisan"),
        save_kind="bahaya",
        done=_("Tulisan ditarik."),
        crumbs=_crumbs(request, article, (str(article), here), (_("Tarik tulisan"), "")),
    )


@require_GET
def article_revisions(request: HttpRequest, code: str) -> HttpResponse:
    """The versions, and what one changed against another; ``?versi=`` and ``?dengan=``."""
    article = article_or_404(request, code)
    revisions = list(article.revisions.select_related("by")[:REVISIONS_SHOWN])
    by_number = {one.number: one for one in revisions}
    after = by_number.get(_number(request, "versi"), revisions[0])
    earlier = [one for one in revisions if one.number < after.number]
    before = by_number.get(_number(request, "dengan"), earlier[0] if earlier else None)
    context = {
        "article": article,
        "revisions": revisions,
        "after": after,
        "before": before,
        "difference": differing(before, after),
        "crumbs": _crumbs(
            request, article, (str(article), reverse("article_desk", args=[article.code])), (_("Perubahan"), "")
        ),
    }
    return render(request, "newsroom/desk/revisions.html", context)


def _number(request: HttpRequest, name: str) -> int:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else 0


# --- Shared ---------------------------------------------------------------------------------------------

DONE = {
    State.WAITING: gettext_lazy("Terkirim. Tulisan ini dibaca dulu sebelum tayang."),
    State.RETURNED: gettext_lazy("Dikembalikan. Penulisnya diberi tahu."),
    State.SCHEDULED: gettext_lazy("Terjadwal. Tulisan tayang sendiri pada waktunya."),
    State.PUBLISHED: gettext_lazy("Sudah tayang."),
}


def _simply(request: HttpRequest, article: Article, act: Callable[[], Article]) -> HttpResponse:
    """Do what one button asks, say what came of it, and stay with the article."""
    try:
        after = act()
    except (Conflict, Refused) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, str(DONE.get(State(after.state), _("Tersimpan."))))
    return redirect("article_desk", article.code)


def _with_words(
    request: HttpRequest,
    article: Article,
    name: str,
    form: forms.Form,
    act: Callable[[], Article],
    *,
    done: str = "",
) -> HttpResponse:
    """Do what a form on the article's page asks; whatever is refused comes back on it with what was typed."""
    if form.is_valid():
        try:
            after = act()
        except (Conflict, Refused) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, done or str(DONE.get(State(after.state), _("Tersimpan."))))
            return redirect("article_desk", article.code)
    return _page(request, article_or_404(request, article.code), **{name: form})


def _page(request: HttpRequest, article: Article, **bound: forms.Form) -> HttpResponse:
    user = request.user
    review = review_in(article.group)
    add_words(article, review)
    can = _can(user, article)
    shown_forms = {
        "note": NoteForm(auto_id="catatan-%s"),
        "return": ReturnForm(auto_id="kembali-%s"),
        "schedule": ScheduleForm(now=now(), auto_id="jadwal-%s"),
        **bound,
    }
    site = getattr(article.group, "site", None)
    context = {
        "article": article,
        "place": place_of(article.group.area),
        "reader": max(review, Review.LEADER).label,
        "is_trusted": review == Review.NOBODY,
        "can": can,
        "forms": shown_forms,
        "opened": next(iter(bound), ""),
        "notes": _notes(article),
        "photos": photos_of(article),
        "product": getattr(article, "product", None),
        "event": getattr(article, "event", None),
        "versions": article.revisions.count(),
        "public_href": addresses.article_path(article) if article.is_public and site else "",
        "crumbs": _crumbs(request, article, (str(article), "")),
    }
    return render(request, "newsroom/desk/article.html", context)


def _can(user: Any, article: Article) -> dict[str, bool]:
    """What the person may do with the article where it stands now."""

    def may(verb: Verb, refusal: str | None) -> bool:
        return is_possible(verb, article.state) and refusal is None

    reviews = review_refusal(user, article)
    return {
        "edit": edit_refusal(user, article) is None,
        "submit": may(Verb.SUBMIT, write_refusal(user, article.group)),
        "publishes": publish_refusal(user, article) is None,
        "approve": may(Verb.APPROVE, reviews),
        "send_back": may(Verb.SEND_BACK, reviews),
        "withdraw": may(Verb.WITHDRAW, withdraw_refusal(user, article)),
        "show_again": may(Verb.SHOW_AGAIN, show_again_refusal(user, article)),
        "comment": comment_refusal(user, article) is None,
    }


def _notes(article: Article) -> list[Any]:
    kinds = {NoteKind.COMMENT: "", NoteKind.APPROVED: "ok", NoteKind.RETURNED: "warn", NoteKind.WITHDRAWN: "bad"}
    notes = list(article.notes.select_related("by"))
    for note in notes:
        note.tag_kind = kinds[NoteKind(note.kind)]  # type: ignore[attr-defined]
    return notes


def _crumbs(request: HttpRequest, article: Article, *more: tuple[str, str]) -> list[dict[str, str]]:
    if reads_for_an_area(request.user):
        return crumbs(
            (_("Kabar"), reverse("newsroom_queue")),
            (article.group.name, reverse("group", args=[article.group.code])),
            *more,
        )
    return crumbs((_("Tulisan"), reverse("own_articles")), *more)
