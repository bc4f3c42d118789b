"""Working addresses of the newsroom: writing, reading before others, settings."""

from django.urls import path

from kentongan.newsroom.views import compose, outbox, uploads

writing_patterns = [
    path("tulis/", compose.compose, name="compose"),
    path("tulis/<str:code>/", compose.compose_article, name="compose_article"),
    path("kiriman/", outbox.outbox, name="outbox"),
    path("kiriman/artikel/", outbox.outbox_article, name="outbox_article"),
]
photo_patterns = [
    path("kiriman/foto/<uuid:key>/", uploads.outbox_photo, name="outbox_photo"),
    path("tulisan/foto/<str:code>/", uploads.article_photo, name="article_photo"),
]

urlpatterns = [*writing_patterns, *photo_patterns]
