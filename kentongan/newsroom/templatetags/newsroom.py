"""Tags of public pages: addresses, the inlined stylesheet, pictures and drawings, data for machines."""

import json
from functools import cache
from typing import Any

from django import template
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template import Context, Node, NodeList
from django.template.base import FilterExpression, Parser, Token
from django.template.loader import get_template
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext

from kentongan.core.stylesheets import flatten, minify, without_fonts, without_idle_tokens, without_layers
from kentongan.newsroom import addresses
from kentongan.newsroom.enums import ArticleKind
from kentongan.newsroom.models import Article, Photo, Site
from kentongan.newsroom.photos import Sources, sources
from kentongan.newsroom.rules import marks
from kentongan.newsroom.rules.drawings import drawing_of
from kentongan.newsroom.rules.titles import unbroken

register = template.Library()

# Pieces of its pages that a site remembers.
MOST_PIECES = 500

SHEET = "newsroom/public.css"
LEAD_LENGTH = 180


@register.simple_tag
def site_path(site: Site, *parts: str) -> str:
    """ "/kayutangan/kabar/": any path of a site, also of one with a domain of its own."""
    return addresses.path(site, *(str(part) for part in parts))


@register.simple_tag
def article_path(article: Article) -> str:
    """Where readers find the article."""
    return addresses.article_path(article)


@register.simple_tag
def sign_in_path(site: Site) -> str:
    """The way in for those who work here; on the installation's own host also from a site with a domain."""
    path = reverse(settings.LOGIN_URL)
    return addresses.whole(path) if site.domain else path


# What is the same on many pages of a site -------------------------------------------------------------------------------


class Once(Node):
    """``{% once "bar" kind %}…{% endonce %}``: rendered once for the site, its language and each value of what stands behind the name.

    It is remembered with the site, and forgotten as the site's pages are; so it may tell of nothing but what they are tagged with.
    """

    def __init__(self, name: str, values: list[FilterExpression], content: NodeList) -> None:
        self.name, self.values, self.content = name, values, content

    def render(self, context: Context) -> SafeString:
        pieces = context["site"].fragments
        key = (self.name, get_language(), *(value.resolve(context, ignore_failures=True) for value in self.values))
        piece = pieces.get(key)
        if piece is None:
            piece = self.content.render(context)
            if len(pieces) >= MOST_PIECES:
                pieces.clear()
            pieces[key] = piece
        return piece


@register.tag
def once(parser: Parser, token: Token) -> Once:
    _tag, name, *values = token.split_contents()
    content = parser.parse(("endonce",))
    parser.delete_first_token()
    return Once(name.strip('"'), [parser.compile_filter(value) for value in values], content)


class Titled(Node):
    """``{% titled site.name %}…{% endtitled %}``: what stands between, as the page's title and as that of Open Graph."""

    def __init__(self, site: FilterExpression, nodelist: NodeList) -> None:
        self.site, self.nodelist = site, nodelist

    def render(self, context: Context) -> SafeString:
        title = self.nodelist.render(context)
        return format_html(
            '<title>{0} · {1}</title>\n<meta property="og:title" content="{0}">', title, self.site.resolve(context)
        )


@register.tag
def titled(parser: Parser, token: Token) -> Titled:
    _tag, site = token.split_contents()
    content = parser.parse(("endtitled",))
    parser.delete_first_token()
    return Titled(parser.compile_filter(site), content)


# Words ------------------------------------------------------------------------------------------------------------------

register.filter("unbroken", unbroken)


@register.filter
def page_text(text: str) -> SafeString:
    """The HTML of a text with marks."""
    return marks.to_html(text)


@register.filter
def lead_words(text: str) -> str:
    """The first paragraph, for the article a portal opens with."""
    return marks.lead(text, LEAD_LENGTH)


@register.filter
def reading_time(text: str) -> str:
    """ "Baca 4 menit."."""
    minutes = marks.reading_minutes(text)
    return ngettext("Baca %(count)d menit.", "Baca %(count)d menit.", minutes) % {"count": minutes}


# Pictures ---------------------------------------------------------------------------------------------------------------


@register.simple_tag
def photo_sources(photo: Photo, use: str = "story", small: bool = False) -> Sources | None:
    """What readers' browsers may choose from; None where the picture is not there for them."""
    return sources(photo, use=use or "story", small=bool(small))


@register.simple_tag
def drawn(article: Article) -> SafeString:
    """The drawing that stands in for an article's photo."""
    product = getattr(article, "product", None) if article.kind == ArticleKind.PRODUCT else None
    return _drawing(drawing_of(article.kind, product.kind if product else "", article.code))


@cache
def _drawing(name: str) -> SafeString:
    return mark_safe(get_template(f"newsroom/drawn/{name}.svg").render().strip())  # noqa: S308 - the project's own


# The head ---------------------------------------------------------------------------------------------------------------


@register.simple_tag
def linked_data(data: dict[str, Any] | None) -> SafeString:
    """schema.org data in the page. No browser runs it; a title with "</script>" in it stays a title all the same."""
    if not data:
        return SafeString()
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for sign, escaped in (
        ("<", "\\u003C"),
        (">", "\\u003E"),
        ("&", "\\u0026"),
        ("\u2028", "\\u2028"),
        ("\u2029", "\\u2029"),
    ):
        text = text.replace(sign, escaped)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308 - escaped above


@register.simple_tag
def public_sheet(saves_data: bool = False) -> SafeString:
    """All CSS of a public page. Someone who asked to save data gets no font."""
    return _sheet(bool(saves_data)) if settings.DEBUG else _sheet_once(bool(saves_data))


@cache
def _sheet_once(saves_data: bool) -> SafeString:
    return _sheet(saves_data)


def _sheet(saves_data: bool) -> SafeString:
    def read(name: str) -> str:
        found = finders.find(name)
        if not isinstance(found, str):
            raise FileNotFoundError(name)
        with open(found, encoding="utf-8") as file:
            return file.read()

    css = without_idle_tokens(minify(without_layers(flatten(SHEET, read, address=static))))
    return mark_safe(without_fonts(css) if saves_data else css)  # noqa: S308 - the project's own stylesheet
