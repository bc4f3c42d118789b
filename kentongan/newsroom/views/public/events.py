"""Events: what is coming, what was, and one as a file for the calendar."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.text import Truncator

from kentongan.core.clock import now
from kentongan.core.finished import kept
from kentongan.newsroom.addresses import article_canonical, origin
from kentongan.newsroom.enums import ArticleKind
from kentongan.newsroom.models import Site
from kentongan.newsroom.queries.market import coming_events, past_events
from kentongan.newsroom.queries.public import article_at
from kentongan.newsroom.rules.calendar import CalendarEvent, ics
from kentongan.newsroom.rules.marks import to_plain
from kentongan.newsroom.rules.places import place_line
from kentongan.newsroom.tags import site_tags
from kentongan.newsroom.views.public._page import site_page
from kentongan.newsroom.views.public.lists import list_page

PART = "acara"


@site_page
def events(request: HttpRequest, site: Site, page: int = 1) -> HttpResponse:
    """Coming ones first, the next on top; below them those that are over."""
    moment = now()
    past = past_events(site, moment, page)
    context = {"kind": PART, "coming": coming_events(site, moment) if page == 1 else [], "past": past}
    return list_page(request, site, past, (PART,), context, tags=("day",), template="newsroom/public/events.html")


@site_page
def event_file(request: HttpRequest, site: Site, slug: str) -> HttpResponse:
    """The event for the calendar of a phone."""
    article = article_at(site, ArticleKind.EVENT, slug)
    if article is None or not article.is_public or not hasattr(article, "event"):
        raise Http404
    event = article.event
    host = origin(request).partition("://")[2]
    content = ics(
        CalendarEvent(
            key=f"{article.code}@{host}",
            title=article.title,
            starts_at=event.starts_at,
            ends_at=event.ends_at,
            changed_at=article.changed_at,
            place=place_line([event.venue, article.place_words], article.place.name, article.place.full_name),
            text=Truncator(to_plain(article.body)).chars(600),
            url=article_canonical(article, request),
        )
    )
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{article.slug}.ics"'
    return kept(response, f"article:{article.code}", *site_tags(site))
