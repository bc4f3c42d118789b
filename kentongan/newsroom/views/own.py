"""What a volunteer's own group wrote, made for a phone: first what needs a step, then everything."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kentongan.accounts.enums import Capability
from kentongan.accounts.permissions import groups_with
from kentongan.newsroom import addresses
from kentongan.newsroom.actions import publish_due
from kentongan.newsroom.enums import NoteKind, Review, State
from kentongan.newsroom.models import Article, ReviewNote
from kentongan.newsroom.permissions import level_in, review_in, write_refusal
from kentongan.newsroom.queries.desk import counts_by_state, shown_rows
from kentongan.newsroom.queries.reports import open_reports
from kentongan.newsroom.rules.editing import may_approve
from kentongan.newsroom.views._desk import TAGS, add_words
from kentongan.registry.forms.lists import choice_asked
from kentongan.registry.models import Group
from kentongan.registry.views._common import page_of

ROWS_A_PAGE = 20
STEPS_SHOWN = 12
SLUGS = {
    State.DRAFT: "draf",
    State.WAITING: "menunggu",
    State.RETURNED: "dikembalikan",
    State.SCHEDULED: "terjadwal",
    State.PUBLISHED: "tayang",
    State.WITHDRAWN: "ditarik",
}


@require_GET
def own_articles(request: HttpRequest) -> HttpResponse:
    """The articles of the group the person serves; ``?kim=`` chooses among several, ``?keadaan=`` among states."""
    user = request.user
    served = list(
        Group.objects.filter(code__in=groups_with(user, Capability.WRITE_ARTICLES))
        .select_related("area__parent__parent", "site")
        .order_by("code")
    )
    group = next((one for one in served if one.code == request.GET.get("kim", one.code)), None)
    if group is None:
        raise Http404
    publish_due()
    review = review_in(group)
    reads = may_approve(level_in(user, group), review)
    articles = Article.objects.filter(group=group)
    counts = counts_by_state(articles)
    slug = choice_asked(request, "keadaan", list(SLUGS.values()))
    rows = articles.filter(state=next(one for one, word in SLUGS.items() if word == slug)) if slug else articles
    page = page_of(request, shown_rows(rows).order_by("-changed_at", "-pk"), ROWS_A_PAGE)
    for row in page.object_list:
        add_words(row, review)
        row.href = reverse("article_desk", args=[row.code])  # type: ignore[attr-defined]
    site = getattr(group, "site", None)
    context = {
        "group": group,
        "groups": _group_chips(served, group),
        "steps": _steps(articles, user, review, reads=reads),
        "counts": {state.value: counts.get(state, 0) for state in State},
        "to_read": counts.get(State.WAITING, 0) if reads else 0,
        "total": sum(counts.values()),
        "chips": _state_chips(counts, slug, group if len(served) > 1 else None),
        "page": page,
        "can_write": write_refusal(user, group) is None,
        "site_href": addresses.path(site) if site else "",
        "reads": reads,
        "reports": open_reports(user) if reads else 0,
    }
    return render(request, "newsroom/desk/own.html", context)


def _steps(articles: QuerySet[Article], user: Any, review: Review, *, reads: bool) -> list[dict[str, Any]]:
    """What waits for this person: to be read, to be mended, to be finished; the newest first in each."""
    wanted = Q(state=State.RETURNED) | Q(state=State.DRAFT, author=user)
    if reads:
        wanted |= Q(state=State.WAITING)
    urgency = {State.WAITING: 0, State.RETURNED: 1, State.DRAFT: 2}
    rows = list(articles.filter(wanted).select_related("author").order_by("-changed_at", "-pk")[:STEPS_SHOWN])
    said = dict(
        ReviewNote.objects.filter(article__in=rows, kind=NoteKind.RETURNED)
        .order_by("at", "pk")
        .values_list("article_id", "text")
    )
    steps = []
    for row in sorted(rows, key=lambda one: urgency[State(one.state)]):
        add_words(row, review)
        steps.append(
            {
                "title": row.heading,
                "tag_kind": row.tag_kind,
                "tag": _("Menunggu Anda") if row.state == State.WAITING else row.tag_word,
                "detail": said.get(row.pk, "") if row.state == State.RETURNED else _author(row),
                "href": reverse("article_desk" if row.state == State.WAITING else "compose_article", args=[row.code]),
                "title_href": reverse("article_desk", args=[row.code]),
                "action": {
                    State.WAITING: _("Baca naskah"),
                    State.RETURNED: _("Lengkapi tulisan"),
                    State.DRAFT: _("Lanjutkan tulisan"),
                }[State(row.state)],
            }
        )
    return steps


def _author(row: Article) -> str:
    return _("Ditulis %(name)s.") % {"name": row.author.name} if row.author and row.state == State.WAITING else ""


def _group_chips(served: list[Group], current: Group) -> list[dict[str, Any]]:
    if len(served) < 2:
        return []
    return [
        {"label": one.name, "href": f"?{urlencode({'kim': one.code})}", "current": one.code == current.code}
        for one in served
    ]


def _state_chips(counts: dict[str, int], slug: str, group: Group | None) -> list[dict[str, Any]]:
    """All, then every state there is something in."""

    def href(**parts: str) -> str:
        return "?" + urlencode({**({"kim": group.code} if group else {}), **parts})

    chips: list[dict[str, Any]] = [
        {"label": _("Semua"), "count": sum(counts.values()), "href": href(), "current": not slug}
    ]
    return chips + [
        {
            "label": state.label,
            "count": counts.get(state, 0),
            "href": href(keadaan=word),
            "current": word == slug,
            "kind": TAGS[state],
        }
        for state, word in SLUGS.items()
        if counts.get(state) or word == slug
    ]
