"""A portal with its newest articles, a list in pages of twenty, and articles."""

from django.core.paginator import Paginator
from django.db import models
from wagtail.fields import RichTextField
from wagtail.models import Page


class Portal(Page):
    def get_context(self, request, *args, **kwargs):
        newest = Article.objects.live().order_by("-first_published_at")[:12]
        return {**super().get_context(request, *args, **kwargs), "newest": newest}


class ArticleList(Page):
    def get_context(self, request, *args, **kwargs):
        articles = Article.objects.live().child_of(self).order_by("-first_published_at")
        page = Paginator(articles, 20).get_page(request.GET.get("p"))
        return {**super().get_context(request, *args, **kwargs), "articles": page}


class Article(Page):
    body = RichTextField()
    place = models.CharField(max_length=120, blank=True)
