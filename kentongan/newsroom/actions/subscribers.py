"""Telling whoever follows the feeds that they have news."""

from django.conf import settings

from kentongan.newsroom.addresses import canonical
from kentongan.newsroom.feeds import FORMS
from kentongan.newsroom.models import Article
from kentongan.newsroom.queries.public import portal_of


def tell_subscribers(article: Article) -> None:
    """Have the hub told once the change is kept; nothing where there is no hub."""
    if settings.WEBSUB_HUB:
        from kentongan.newsroom.tasks import tell_hub_of  # The job uses this module.

        tell_hub_of.enqueue(article.pk)


def topics_of(article_id: int) -> list[str]:
    """The whole addresses of all feeds the article stands, or stood, in."""
    articles = Article.objects.filter(group__site__isnull=False).select_related("group__site", "group__area")
    article = articles.filter(pk=article_id).first()
    if article is None:
        return []
    area = article.group.area
    feeds = [(article.group.site, ()), (article.group.site, (article.kind,))]
    if portal := portal_of(area):
        feeds += [(portal, ()), (portal, (article.kind,))]
        places = area.ancestor_codes[area.ancestor_codes.index(portal.area.pk) + 1 :]
        feeds += [(portal, ("wilayah", code)) for code in places]
    return [canonical(site, *parts, form.file) for site, parts in feeds for form in FORMS.values()]
