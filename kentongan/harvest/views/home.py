"""The harvest on the phone's first page: what we publish elsewhere, and what to do when a site was taken over."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from kentongan.core.clock import now, today
from kentongan.core.templatetags.core import long_date
from kentongan.harvest.models import Post
from kentongan.harvest.permissions import paste_refusal
from kentongan.harvest.queries.home import elsewhere
from kentongan.harvest.views._common import add_entry_words, add_words
from kentongan.harvest.views.posts import add_post_words
from kentongan.registry.models import Group


def elsewhere_section(request: HttpRequest, group: Group) -> str:
    """ "Kabar kami di tempat lain"; empty for a group without channels."""
    found = elsewhere(group, on=today())
    if not found.feeds:
        return ""
    rows = []
    for thing in found.newest:
        if isinstance(thing, Post):
            post = add_post_words(thing)
            rows.append({"href": post.link, "title": post.title or post.name, "day": long_date(post.posted_on),  # type: ignore[attr-defined]
                         "tag_kind": post.tag_kind, "tag": post.tag_word, "is_outside": True})  # type: ignore[attr-defined]  # fmt: skip
        else:
            entry = add_entry_words(thing)
            rows.append({"href": entry.href, "title": entry.heading, "day": entry.day,  # type: ignore[attr-defined]
                         "tag_kind": entry.tag_kind, "tag": entry.tag_word})  # type: ignore[attr-defined]  # fmt: skip
    for feed in found.held:
        add_words(feed, now=now())
    context = {
        "group": group,
        "held": found.held,
        "rows": rows,
        "can_paste": found.pastes and paste_refusal(request.user, group) is None,
    }
    return render_to_string("harvest/_elsewhere.html", context, request=request)
