"""What the newsroom shows on a group's page in the register: how much it shows its readers, and the newest of it."""

import datetime as dt

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse

from kentongan.newsroom import addresses
from kentongan.newsroom.models import Article, Site
from kentongan.newsroom.permissions import set_site_refusal, write_refusal
from kentongan.registry.models import Group

NEWEST = 3


def shown_panel(request: HttpRequest, group: Group, as_of: dt.date) -> str:
    """The newest articles shown by the day, how many there are, and the way to write one."""
    shown = Article.objects.published().filter(group=group, published_at__date__lte=as_of)
    newest = list(shown.select_related("group__site").newest()[:NEWEST])
    can_write = write_refusal(request.user, group) is None
    if not newest and not can_write:
        return ""
    for article in newest:
        article.href = addresses.article_path(article)  # type: ignore[attr-defined]
    context = {
        "group": group,
        "newest": newest,
        "total": shown.count(),
        "site_href": addresses.path(newest[0].group.site) if newest else "",
        "settings_href": _settings_href(request, group),
        "can_write": can_write,
    }
    return render_to_string("newsroom/desk/_panel.html", context)


def _settings_href(request: HttpRequest, group: Group) -> str:
    """Where this person may say how the group's site presents itself."""
    site = Site.objects.filter(group=group).select_related("group__area").first()
    if site is None or set_site_refusal(request.user, site):
        return ""
    return reverse("site_settings", args=[site.slug])
