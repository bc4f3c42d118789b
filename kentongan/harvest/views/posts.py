"""The phone: our news elsewhere, and pasting the link of a post in under a minute."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kentongan.core.clock import today
from kentongan.core.errors import Conflict, Refused
from kentongan.evidence.views._common import TAGS, WORDS
from kentongan.harvest.actions.posts import paste_post as paste
from kentongan.harvest.forms import PasteForm
from kentongan.harvest.permissions import paste_refusal
from kentongan.harvest.queries.screens import feeds_of_group, posts_of_group
from kentongan.harvest.rules.words import reach_words
from kentongan.registry.rules.channels import channel_name
from kentongan.registry.views._common import allow, group_crumbs, group_or_404

POSTS_SHOWN = 10


@require_http_methods(["GET", "POST"])
def paste_post(request: HttpRequest, code: str) -> HttpResponse:
    """A link, a day where the link says none, one line; what was pasted stands below."""
    found, user = group_or_404(request, code), request.user
    allow(paste_refusal(user, found))
    form = PasteForm(request.POST or None, today=today())
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            post = paste(group=found, text=values["tautan"], posted_on=values["tanggal"], title=values["isi"], by=user)
        except (Conflict, Refused) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Terima kasih. Kiriman tersimpan sebagai laporan KIM."))
            return redirect(f"{reverse('paste_post', args=[code])}#{post.code}")
    channels = feeds_of_group(found, on=today())
    context = {
        "group": found,
        "form": form,
        "crumbs": group_crumbs(user, found, (_("Tempel tautan"), "")),
        "pasted_to": [_channel(feed.channel) for feed in channels if feed.takes_links],
        "read": [_channel(feed.channel) for feed in channels if not feed.takes_links],
        "posts": [add_post_words(post) for post in posts_of_group(found, POSTS_SHOWN)],
    }
    return render(request, "harvest/paste.html", context)


def _channel(channel: Any) -> str:
    return f"{channel.get_kind_display()} {channel_name(channel.kind, channel.url)}"


def add_post_words(post: Any) -> Any:
    """A pasted post: what its evidence counts as, and what a look at the link found."""
    post.tag_kind, post.tag_word = TAGS[post.standing], WORDS[post.standing]()
    post.reach_word = reach_words(post.reach)
    post.name = channel_name(post.channel.kind, post.channel.url)
    return post
