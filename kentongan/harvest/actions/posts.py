"""Links that groups paste: taken once in the network, looked at once, and evidence that waits for confirmation."""

import datetime as dt
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from kentongan.core.audit import record_event
from kentongan.core.clock import now, today
from kentongan.core.errors import Conflict, Refused
from kentongan.core.templatetags.core import long_date
from kentongan.evidence.actions import record, review
from kentongan.evidence.enums import Source, Verdict
from kentongan.evidence.models import Evidence
from kentongan.evidence.rules.standing import NEXT, standing_of
from kentongan.harvest.enums import Reach, Trouble
from kentongan.harvest.models import Post
from kentongan.harvest.permissions import paste_refusal
from kentongan.harvest.rules.posts import OwnChannel, PostLink, Unfit, channel_of, owners_of, read_post
from kentongan.harvest.rules.shapes import Failed, Fetched
from kentongan.harvest.rules.words import unfit_words
from kentongan.newsroom.actions.ledger import local_day
from kentongan.registry.enums import ChannelKind
from kentongan.registry.models import Channel, Group
from kentongan.registry.permissions import require_of
from kentongan.registry.rules.channels import channel_name

TITLE_LENGTH = 160
# What a short link leads to when somebody shared it instead of a post.
_NO_POSTS = (Unfit.ACCOUNT, Unfit.SEARCH, Unfit.STORY)
# Where services send whoever has not signed in.
_DOORS = ("login", "accounts", "checkpoint", "signup", "consent")


def paste_post(*, group: Group, text: str, posted_on: dt.date | None, title: str = "", by: Any = None) -> Post:
    """Take a link of one of the group's posts. The day is read from the link where it says it, else it is asked for."""
    require_of(by, paste_refusal, group)
    post = _read(text)
    channel = _channel(group, post)
    day = _day(group, post, posted_on)
    row = Post(
        channel_id=channel.pk, link=post.link, title=title[:TITLE_LENGTH], posted_on=day, pasted_at=now(), pasted_by=by
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            record(
                group=group,
                kind="unggahan",
                occurred_on=day,
                source=Source.REPORTED,
                key=row.evidence_key,
                title=title[:TITLE_LENGTH] or _name_of(channel),
                url=post.link,
                by=by,
            )
            record_event(
                verb="paste",
                kind="post",
                key=row.code,
                label=post.link,
                area_code=group.area_id,
                by=by,
                changes={"posted_on": [None, day.isoformat()]},
            )
    except IntegrityError as error:
        raise Conflict(_known(group, post.link)) from error
    _look_at(row)
    return row


def _look_at(row: Post) -> None:
    # Jobs call actions; only this one calls a job.
    from kentongan.harvest.tasks import check_post

    transaction.on_commit(lambda: check_post.enqueue(row.pk))


def note_reach(*, post: Post, answer: Fetched | Failed) -> Reach:
    """Keep what a look at the link found. A short link that leads to a known post, or to another's, counts no more."""
    reach = reach_of(answer)
    with transaction.atomic():
        row = Post.objects.select_for_update(of=("self",)).select_related("channel__group__area").get(pk=post.pk)
        row.reach, row.reached_at = reach, now()
        row.save(update_fields=["reach", "reached_at"])
        if isinstance(answer, Fetched) and (found := _led_to(row, answer)):
            _follow(row, found)
    return reach


def reach_of(answer: Fetched | Failed) -> Reach:
    """What the answer to one visit says of a post."""
    if isinstance(answer, Failed):
        if answer.trouble == Trouble.GONE:
            return Reach.MISSING
        return Reach.CLOSED if answer.trouble == Trouble.FORBIDDEN else Reach.FAILED
    first = next((piece for piece in urlsplit(answer.address).path.split("/") if piece), "")
    return Reach.CLOSED if first.removesuffix(".php") in _DOORS else Reach.REACHED


def _read(text: str) -> PostLink:
    post = read_post(text)
    if isinstance(post, Unfit):
        raise Refused(unfit_words(post))
    return post


def _channel(group: Group, post: PostLink) -> OwnChannel:
    rows = Channel.objects.filter(group=group).select_related("feed").order_by("pk")
    day = today()
    own = [
        OwnChannel(row.pk, row.kind, row.url, _is_pasted(row))
        for row in rows
        if row.until is None or day < row.until
    ]  # fmt: skip
    channel = channel_of(post, own)
    if isinstance(channel, Unfit):
        ours = [one for one in own if one.kind == post.kind]
        service = post.service or str(ChannelKind(post.kind).label)
        name = ", ".join(map(_name_of, ours)) if channel == Unfit.OTHER_OWNER else service
        raise Refused(unfit_words(channel, channel=name, owner=f"@{post.owner}"))
    return channel


def _is_pasted(channel: Channel) -> bool:
    feed = getattr(channel, "feed", None)
    return feed is not None and feed.takes_links


def _name_of(channel: OwnChannel) -> str:
    return channel_name(channel.kind, channel.url)


def _day(group: Group, post: PostLink, typed: dt.date | None) -> dt.date:
    """The local day of the post: as its link says, else as typed; two that disagree are told to the person."""
    said = local_day(group, post.posted_at) if post.posted_at else None
    if said and typed and abs((said - typed).days) > 1:
        words = _(
            "Menurut tautannya, kiriman ini dibuat %(said)s, bukan %(typed)s. Kosongkan tanggalnya atau betulkan."
        )
        raise Refused(words % {"said": long_date(said), "typed": long_date(typed)})
    day = said or typed
    if day is None:
        raise Refused(_("Isi tanggal kirimannya: tautan ini tidak menyebutnya."))
    if day > today():
        raise Refused(_("%(day)s belum tiba. Periksa tanggalnya.") % {"day": long_date(day)})
    return day


def _known(group: Group, link: str) -> str:
    """Who pasted it before: their own post is named, another group's is not."""
    known = Post.objects.filter(link=link, channel__group=group).first()
    if known is None:
        return _("Tautan ini sudah ditempel KIM lain. Satu kiriman dihitung sekali.")
    words = _("Tautan ini sudah ditempel %(day)s. Satu kiriman dihitung sekali.")
    return words % {"day": long_date(known.pasted_at)}


def _led_to(row: Post, answer: Fetched) -> PostLink | Unfit | None:
    """The post that a short link really is, or why it is none."""
    asked, found = read_post(row.link), read_post(answer.address)
    if isinstance(asked, Unfit) or not asked.is_short:
        return None
    if isinstance(found, Unfit):
        return found if found in _NO_POSTS else None
    is_same_service = (found.kind, found.service) == (asked.kind, asked.service)
    return found if is_same_service and not found.is_short else None


def _follow(row: Post, found: PostLink | Unfit) -> None:
    """Know the post by its real link. What is none, is another's, or counted already, is taken back with the reason."""
    channel = OwnChannel(row.channel_id, row.channel.kind, row.channel.url, True)
    with override(settings.LANGUAGE_CODE):
        if isinstance(found, Unfit):
            _take_back(row, unfit_words(found))
            return
        if Post.objects.filter(link=found.link).exclude(pk=row.pk).exists():
            _take_back(row, _("Kiriman ini sudah ditempel dengan tautan lain. Satu kiriman dihitung sekali."))
            return
        if found.owner and isinstance(channel_of(found, [channel]), Unfit):
            ours = ", ".join(sorted(owners_of(channel)))
            _take_back(row, unfit_words(Unfit.OTHER_OWNER, owner=f"@{found.owner}", channel=f"@{ours}"))
            return
    row.link = found.link
    row.save(update_fields=["link"])


def _take_back(row: Post, reason: str) -> None:
    evidence = (
        Evidence.objects.filter(group=row.channel.group_id, key=row.evidence_key).with_verdict().first()
    )  # fmt: skip
    if evidence and Verdict.WITHDRAWN in NEXT[standing_of(evidence.source, evidence.verdict)]:  # type: ignore[attr-defined]
        review(evidence=evidence, verdict=Verdict.WITHDRAWN, reason=reason)
