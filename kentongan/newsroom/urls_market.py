"""Addresses of articles, listings, events, villages, the finder, feeds and sitemaps. Before those of sites' own pages."""

from django.urls import path

from kentongan.newsroom import urls_public  # noqa: F401 - its kinds of address parts
from kentongan.newsroom.views.public import articles, events, feeds, machines, products, villages

FEEDS = [
    path(f"<site_name:site>/{scope}{file}", feeds.feed, {"form": form}, name=f"site_{form}")
    for form, file in (("rss", "rss.xml"), ("atom", "atom.xml"), ("json", "feed.json"))
    for scope in ("", "<article_kind:kind>/", "wilayah/<str:code>/")
]

urlpatterns = [
    # Made anew most often, and unlike all others.
    path("<site_name:site>/<article_kind:kind>/<slug:slug>/", articles.site_article, name="site_article"),
    path("sitemap.xml", machines.sitemap, name="sitemap"),
    path("sitemap-<page_number:page>.xml", machines.sitemap, name="sitemap"),
    path("robots.txt", machines.robots, name="robots"),
    path("<site_name:site>/sitemap.xml", machines.site_sitemap, name="site_sitemap"),
    path("<site_name:site>/sitemap-<page_number:page>.xml", machines.site_sitemap, name="site_sitemap"),
    *FEEDS,
    path("<site_name:site>/produk/", products.products, name="products"),
    path("<site_name:site>/produk/halaman/<page_number:page>/", products.products, name="products"),
    path("<site_name:site>/produk/jenis/<slug:kind>/", products.products, name="products"),
    path("<site_name:site>/produk/jenis/<slug:kind>/halaman/<page_number:page>/", products.products, name="products"),
    path("<site_name:site>/produk/wilayah/<str:code>/", products.products, name="products"),
    path("<site_name:site>/produk/wilayah/<str:code>/halaman/<page_number:page>/", products.products, name="products"),
    path("<site_name:site>/produk/jenis/<slug:kind>/wilayah/<str:code>/", products.products, name="products"),
    path(
        "<site_name:site>/produk/jenis/<slug:kind>/wilayah/<str:code>/halaman/<page_number:page>/",
        products.products,
        name="products",
    ),
    path("<site_name:site>/acara/", events.events, name="events"),
    path("<site_name:site>/acara/halaman/<page_number:page>/", events.events, name="events"),
    path("<site_name:site>/acara/<slug:slug>/kalender.ics", events.event_file, name="event_file"),
    path("<site_name:site>/potensi/", villages.potentials, name="potentials"),
    path("<site_name:site>/potensi/halaman/<page_number:page>/", villages.potentials, name="potentials"),
    path("<site_name:site>/desa/<str:code>/", villages.village_potential, name="village_potential"),
    path("<site_name:site>/kim/", villages.find_group, name="find_group"),
    path("<site_name:site>/kim/<str:code>/", villages.find_group, name="find_group"),
]
