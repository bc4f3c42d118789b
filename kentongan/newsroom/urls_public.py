"""Public addresses: portals and groups' sites, each under its name."""

from django.urls import path, register_converter
from django.urls.converters import SlugConverter

from kentongan.newsroom.addresses import reserved
from kentongan.newsroom.enums import ArticleKind
from kentongan.newsroom.views.public import homes, lists, search


class SiteName(SlugConverter):
    """The first part of a site's addresses; those of other rooms pass it by."""

    def to_python(self, value: str) -> str:
        if value in reserved():
            raise ValueError
        return value


class Kind:
    regex = "|".join(ArticleKind.values)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return str(value)


class PageNumber:
    """The second page and those after it; the first is the list's own address."""

    regex = "[2-9]|[1-9][0-9]{1,3}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


register_converter(SiteName, "site_name")
register_converter(Kind, "article_kind")
register_converter(PageNumber, "page_number")

urlpatterns = [
    path("<site_name:site>/", homes.site_home, name="site_home"),
    path("<site_name:site>/cari/", search.site_search, name="site_search"),
    path("<site_name:site>/tentang/", homes.site_about, name="site_about"),
    path("<site_name:site>/wilayah/<str:code>/", lists.portal_area, name="portal_area"),
    path("<site_name:site>/wilayah/<str:code>/halaman/<page_number:page>/", lists.portal_area, name="portal_area_page"),
    path("<site_name:site>/<article_kind:kind>/", lists.site_list, name="site_list"),
    path("<site_name:site>/<article_kind:kind>/halaman/<page_number:page>/", lists.site_list, name="site_list_page"),
]
