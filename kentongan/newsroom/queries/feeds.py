"""What a feed holds: the newest of a site, of a kind, or of an area, as entries."""

from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kentongan.areas.models import Area
from kentongan.core.finished import file_size
from kentongan.core.templatetags.core import long_date
from kentongan.newsroom.addresses import article_canonical, origin, path, whole
from kentongan.newsroom.feeds import Entry, Picture, tag_uri
from kentongan.newsroom.models import Article, Site
from kentongan.newsroom.photos.forms import is_shown, public_address
from kentongan.newsroom.queries.public import of_kind, shown_in
from kentongan.newsroom.rules.marks import lead, to_html
from kentongan.newsroom.rules.trade import rupiah
from kentongan.newsroom.templatetags.market import event_time

# About a month of a busy network; more is what archives are for.
ENTRIES = 30


def entries_of(scope: Site | Area, kind: str | None, request) -> list[Entry]:
    """The newest, with their whole text."""
    found = of_kind(shown_in(scope), kind).prefetch_related("corrections")[:ENTRIES]
    return [entry_of(article, request) for article in found]


def entry_of(article: Article, request) -> Entry:
    published = article.published_at or article.changed_at
    host = origin(request).partition("://")[2].partition(":")[0]
    return Entry(
        # Of the installation's own host, so that it stays when a site moves to a domain of its own.
        key=tag_uri(host, published.date(), f"artikel/{article.code}"),
        url=article_canonical(article, request),
        title=article.title,
        html=html_of(article),
        summary=lead(article.body),
        published=timezone.localtime(published).replace(microsecond=0),
        updated=timezone.localtime(max(article.changed_at, published)).replace(microsecond=0),
        author=article.byline or article.group.name,
        author_url=whole(path(article.group.site), request),
        picture=_picture(article, request),
        tags=(str(article.get_kind_display()), article.place.full_name),
    )


def html_of(article: Article) -> SafeString:
    """The story with the facts that stand beside it on its page, and what was corrected."""
    facts = format_html_join("", "<p>{}</p>", ((fact,) for fact in _facts(article)))
    video = format_html('<p><a href="{0}">{0}</a></p>', article.video_url) if article.video_url else ""
    corrections = format_html_join(
        "",
        "<p>{}</p>",
        (
            (_("Ralat, %(day)s: %(text)s") % {"day": long_date(correction.on), "text": correction.text},)
            for correction in article.corrections.all()
        ),
    )
    return format_html("{}{}{}{}", facts, to_html(article.body), video, corrections)


def _facts(article: Article) -> list[str]:
    facts = []
    if product := getattr(article, "product", None):
        price = rupiah(product.price) or _("Tanya harga")
        unit = _("per %(unit)s") % {"unit": product.unit} if product.unit and product.price is not None else ""
        facts.append(f"{price} {unit}".strip() + f". {product.get_stock_display()}.")
    if event := getattr(article, "event", None):
        facts.append(f"{event_time(event)}. {event.venue}".strip(" ."))
    return facts


def _picture(article: Article, request) -> Picture | None:
    photo = next((photo for photo in article.photos.all() if is_shown(photo)), None)
    if photo is None:
        return None
    address = public_address(photo)
    return Picture(whole(address, request), "image/jpeg", file_size(address.removeprefix("/")))
