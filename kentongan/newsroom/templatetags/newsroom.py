"""Tags of public pages: addresses, the inlined stylesheet, data for machines."""

from functools import cache

from django import template
from django.conf import settings
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe

from kentongan.core.stylesheets import flatten, minify, without_fonts
from kentongan.newsroom import addresses
from kentongan.newsroom.models import Article, Photo, Site
from kentongan.newsroom.photos import Sources, sources

register = template.Library()

SHEET = "newsroom/public.css"


@register.simple_tag
def site_path(site: Site, *parts: str) -> str:
    """ "/kayutangan/kabar/": any path of a site, also of one with a domain of its own."""
    return addresses.path(site, *(str(part) for part in parts))


@register.simple_tag
def article_path(article: Article) -> str:
    """Where readers find the article."""
    return addresses.article_path(article)


@register.simple_tag
def public_sheet(saves_data: bool = False) -> SafeString:
    """All CSS of a public page. Someone who asked to save data gets no font."""
    css = _sheet() if settings.DEBUG else _sheet_once()
    return mark_safe(without_fonts(css) if saves_data else css)  # noqa: S308 - the project's own stylesheet


@cache
def _sheet_once() -> str:
    return _sheet()


def _sheet() -> str:
    def read(name: str) -> str:
        found = finders.find(name)
        if not isinstance(found, str):
            raise FileNotFoundError(name)
        with open(found, encoding="utf-8") as file:
            return file.read()

    return minify(flatten(SHEET, read, address=static))


@register.simple_tag
def photo_sources(photo: Photo, use: str = "story", small: bool = False) -> Sources | None:
    """What readers' browsers may choose from; None where the picture is not there for them."""
    return sources(photo, use=use or "story", small=bool(small))
