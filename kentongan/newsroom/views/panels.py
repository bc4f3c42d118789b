"""What the newsroom shows on a group's page in the register: how much it shows its readers, and the newest of it."""

import datetime as dt

from django.http import HttpRequest
from django.template.loader import render_to_string

from kentongan.newsroom import addresses
from kentongan.newsroom.models import Article
from kentongan.newsroom.permissions import write_refusal
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
        "can_write": can_write,
    }
    return render_to_string("newsroom/desk/_panel.html", context)
