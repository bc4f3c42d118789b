"""Feeds of a site, of one kind, and of an area, in three forms."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from kentongan.areas.models import Area
from kentongan.core.finished import kept
from kentongan.newsroom.addresses import canonical
from kentongan.newsroom.enums import ArticleKind
from kentongan.newsroom.feeds import FORMS, Channel
from kentongan.newsroom.models import Site
from kentongan.newsroom.queries.feeds import entries_of
from kentongan.newsroom.tags import site_tags
from kentongan.newsroom.views.public._page import site_page


@site_page
def feed(request: HttpRequest, site: Site, form: str, kind: str = "", code: str = "") -> HttpResponse:
    """The newest with their whole text. What is written is Indonesian, so the words around it are, too."""
    area = None
    if code:
        area = Area.objects.within(site.area).filter(pk=code).first() if site.is_portal else None
        if area is None:
            raise Http404
    parts = (kind,) if kind else ("wilayah", code) if area else ()
    chosen = FORMS[form]
    with override(settings.LANGUAGE_CODE):
        title, description = _words(site, kind, area)
        channel = Channel(
            url=canonical(site, *parts, chosen.file, request=request),
            home=canonical(site, *parts, request=request),
            title=title,
            description=description,
            changed=timezone.localtime(site.created_at).replace(microsecond=0),
            entries=entries_of(area or site, kind or None, request),
            hub=settings.WEBSUB_HUB,
        )
    response = HttpResponse(chosen.write(channel), content_type=f"{chosen.mime}; charset=utf-8")
    scope = f"area:{(area or site.area).pk}" if site.is_portal else f"group:{site.group.code}"
    return kept(response, scope, *site_tags(site))


def _words(site: Site, kind: str, area: Area | None) -> tuple[str, str]:
    what = ArticleKind(kind).label if kind else area.full_name if area else ""
    title = f"{what}, {site.name}" if what else site.name
    return title, site.tagline or _("Ditulis warga dari desa dan kelurahan masing-masing.")
