"""What the harvest shows on a group's page in the register: how its channels are, and the newest of what it published there."""

import datetime as dt

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse

from kentongan.core.clock import now, today
from kentongan.harvest.permissions import judge_refusal, paste_refusal
from kentongan.harvest.queries.screens import feeds_of_group, newest_of_group, weeks_of
from kentongan.harvest.views._common import add_entry_words, add_judging, add_words, waits_with_channel
from kentongan.registry.models import Group
from kentongan.registry.permissions import edit_group_refusal
from kentongan.registry.queries.group_page import numbered

NEWEST = 4


def channels_panel(request: HttpRequest, group: Group, as_of: dt.date) -> str:
    """Instead of the register's plain list, on today's page: each channel with its state and its last twelve weeks."""
    if as_of != today():
        return ""
    feeds = feeds_of_group(group, on=as_of)
    if not feeds:
        return ""
    weeks, moment = weeks_of(feeds, on=as_of), now()
    numbers = {channel.pk: channel.nth for channel in numbered(group.channels.all())}
    can_edit = edit_group_refusal(request.user, group) is None
    for feed in feeds:
        add_words(feed, now=moment)
        feed.weeks = weeks[feed.channel_id]  # type: ignore[attr-defined]
        feed.most = max(feed.weeks)  # type: ignore[attr-defined]
        feed.total = sum(feed.weeks)  # type: ignore[attr-defined]
        feed.edit_href = reverse("channel_edit", args=[group.code, numbers[feed.channel_id]]) if can_edit else ""  # type: ignore[attr-defined]
    newest = newest_of_group(group, NEWEST)
    may_judge = judge_refusal(request.user, group) is None
    for entry in newest:
        add_judging(add_entry_words(entry), may_judge=may_judge and not waits_with_channel(entry))
    context = {
        "group": group,
        "feeds": feeds,
        "newest": newest,
        "can_paste": any(feed.takes_links for feed in feeds) and paste_refusal(request.user, group) is None,
    }
    return render_to_string("harvest/_channels.html", context, request=request)
