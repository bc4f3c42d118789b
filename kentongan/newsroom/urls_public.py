"""Public addresses: portals and groups' sites. The last of all, because a site's name is the first part of its address."""

from django.urls import path, register_converter

from kentongan.newsroom.enums import ArticleKind
from kentongan.newsroom.views.public import articles, homes, lists, search


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


register_converter(Kind, "article_kind")
register_converter(PageNumber, "page_number")

urlpatterns = [
    path("<slug:site>/", homes.site_home, name="site_home"),
    path("<slug:site>/cari/", search.site_search, name="site_search"),
    path("<slug:site>/tentang/", homes.site_about, name="site_about"),
    path("<slug:site>/wilayah/<str:code>/", lists.portal_area, name="portal_area"),
    path("<slug:site>/wilayah/<str:code>/halaman/<page_number:page>/", lists.portal_area, name="portal_area_page"),
    path("<slug:site>/<article_kind:kind>/", lists.site_list, name="site_list"),
    path("<slug:site>/<article_kind:kind>/halaman/<page_number:page>/", lists.site_list, name="site_list_page"),
    path("<slug:site>/<article_kind:kind>/<slug:slug>/", articles.site_article, name="site_article"),
]
