"""Links of posts as phones copy them: which service, which post, whose, and when, as far as the link itself says."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple
from urllib.parse import SplitResult, parse_qs, urlsplit

from kentongan.registry.enums import ChannelKind

LONGEST = 500


class Unfit(StrEnum):
    """Why a text is no link of a post of this group; ``rules.words`` has the sentences."""

    NO_LINK = "no_link"
    NO_POST = "no_post"
    STORY = "story"
    UNKNOWN = "unknown"
    BY_ITSELF = "by_itself"
    NO_CHANNEL = "no_channel"
    OTHER_OWNER = "other_owner"


@dataclass(frozen=True, slots=True)
class PostLink:
    """One post. ``owner`` is its account in lower case, empty where the link does not say; so is ``posted_at``."""

    kind: str
    link: str
    owner: str = ""
    posted_at: dt.datetime | None = None
    # A short form of the service, which leads to the real one.
    is_short: bool = False


class OwnChannel(NamedTuple):
    """A channel of the group; ``is_pasted`` where nothing reads it by itself."""

    pk: int
    kind: str
    url: str
    is_pasted: bool


_SERVICES = {
    "instagram.com": ChannelKind.INSTAGRAM,
    "instagr.am": ChannelKind.INSTAGRAM,
    "facebook.com": ChannelKind.FACEBOOK,
    "fb.com": ChannelKind.FACEBOOK,
    "fb.watch": ChannelKind.FACEBOOK,
    "tiktok.com": ChannelKind.TIKTOK,
    "whatsapp.com": ChannelKind.WHATSAPP,
    "youtube.com": ChannelKind.YOUTUBE,
    "youtu.be": ChannelKind.YOUTUBE,
}
_LINK_IN_TEXT = re.compile(r"(?:https?://)?(?:[\w-]+\.)+[a-z]{2,24}(?:[/?#]\S*)?", re.I)
_SHORTCODE = re.compile(r"[A-Za-z0-9_-]{5,40}")
_NUMBER = re.compile(r"\d{3,25}")
_TOKEN = re.compile(r"[A-Za-z0-9_.-]{3,120}")
# Instagram counts milliseconds from here, in the number that its short codes write with 64 signs.
_INSTAGRAM_EPOCH = 1_314_220_021_721
_SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def read_post(text: str) -> PostLink | Unfit:
    """The post that a pasted text means; apps paste a link within words, and with their own tracking."""
    found = _LINK_IN_TEXT.search(text.strip())
    if found is None or len(found.group()) > LONGEST * 2:
        return Unfit.NO_LINK
    address = found.group() if "://" in found.group() else f"https://{found.group()}"
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").lower()
    except ValueError:
        return Unfit.NO_LINK
    service = _SERVICES.get(".".join(host.split(".")[-2:]))
    if service is None:
        return PostLink(ChannelKind.WEBSITE, _page(parts, host), host.removeprefix("www."))
    if service == ChannelKind.YOUTUBE:
        return PostLink(ChannelKind.YOUTUBE, _page(parts, host))
    path = [piece for piece in parts.path.split("/") if piece]
    return _READERS[service](host, path, parse_qs(parts.query))


def channel_of(post: PostLink, channels: Iterable[OwnChannel]) -> OwnChannel | Unfit:
    """The group's channel that the post belongs to."""
    own = [channel for channel in channels if channel.kind == post.kind]
    if post.kind in {ChannelKind.WEBSITE, ChannelKind.YOUTUBE}:
        return _channel_read_by_itself(post, own)
    if not own:
        return Unfit.NO_CHANNEL
    if not post.owner:
        return own[0]
    named = next((channel for channel in own if post.owner in owners_of(channel)), None)
    if named:
        return named
    # A page's number and its name are two words for one page: only a name can be told from another name.
    unnamed = [channel for channel in own if post.owner.isdigit() != _is_number(channel)]
    return unnamed[0] if unnamed else Unfit.OTHER_OWNER


def owners_of(channel: OwnChannel) -> frozenset[str]:
    """The account in a channel's address, in lower case."""
    parts = urlsplit(channel.url)
    if channel.kind == ChannelKind.WEBSITE:
        return frozenset({(parts.hostname or "").lower().removeprefix("www.")})
    names = [piece.lower().removeprefix("@") for piece in parts.path.split("/") if piece]
    return frozenset([*names[-1:], *names[:1], *parse_qs(parts.query).get("id", [])]) - {"profile.php"}


def _is_number(channel: OwnChannel) -> bool:
    return any(name.isdigit() for name in owners_of(channel))


def _channel_read_by_itself(post: PostLink, own: list[OwnChannel]) -> OwnChannel | Unfit:
    """Websites and YouTube are read without anybody's help, except a website where no way was found."""
    fitting = [channel for channel in own if not post.owner or post.owner in owners_of(channel)]
    if any(not channel.is_pasted for channel in fitting):
        return Unfit.BY_ITSELF
    if fitting:
        return fitting[0]
    return Unfit.UNKNOWN if post.kind == ChannelKind.WEBSITE else Unfit.NO_CHANNEL


def _page(parts: SplitResult, host: str) -> str:
    query = f"?{parts.query}" if parts.query else ""
    return f"https://{host}{parts.path or '/'}{query}"[:LONGEST]


def _instagram(host: str, path: list[str], query: dict[str, list[str]]) -> PostLink | Unfit:
    if path[:1] == ["stories"]:
        return Unfit.STORY
    kinds = {"p", "reel", "reels", "tv"}
    at = next((place for place, piece in enumerate(path[:2]) if piece in kinds), None)
    if at is None or len(path) <= at + 1 or not _SHORTCODE.fullmatch(path[at + 1]):
        return Unfit.NO_POST
    code = path[at + 1]
    owner = path[0].lower() if at else ""
    return PostLink(
        ChannelKind.INSTAGRAM, f"https://www.instagram.com/p/{code}/", owner, posted_at=_instagram_moment(code)
    )


def _instagram_moment(code: str) -> dt.datetime | None:
    """When a post was made: its short code is a number whose upper bits count milliseconds."""
    if len(code) != 11:
        return None
    number = 0
    for sign in code:
        number = number * 64 + _SIGNS.index(sign)
    return _moment((number >> 23) + _INSTAGRAM_EPOCH)


def _tiktok(host: str, path: list[str], query: dict[str, list[str]]) -> PostLink | Unfit:
    if host in {"vm.tiktok.com", "vt.tiktok.com"} or path[:1] == ["t"]:
        code = path[-1] if path else ""
        if not _SHORTCODE.fullmatch(code):
            return Unfit.NO_POST
        where = host if host.startswith(("vm.", "vt.")) else "www.tiktok.com/t"
        return PostLink(ChannelKind.TIKTOK, f"https://{where}/{code}/", is_short=True)
    if len(path) < 3 or path[1] not in {"video", "photo"} or not _NUMBER.fullmatch(path[2]):
        return Unfit.NO_POST
    owner = path[0].lower().removeprefix("@")
    link = f"https://www.tiktok.com/@{owner}/{path[1]}/{path[2]}"
    # The upper half of its number counts seconds.
    return PostLink(ChannelKind.TIKTOK, link, owner, posted_at=_moment((int(path[2]) >> 32) * 1000))


def _moment(milliseconds: int) -> dt.datetime | None:
    try:
        moment = dt.datetime.fromtimestamp(milliseconds / 1000, dt.UTC)
    except (OverflowError, OSError, ValueError):
        return None
    return moment if 2010 <= moment.year <= 2100 else None


def _facebook(host: str, path: list[str], query: dict[str, list[str]]) -> PostLink | Unfit:
    site = "https://www.facebook.com"
    if host.endswith("fb.watch"):
        if not path or not _TOKEN.fullmatch(path[0]):
            return Unfit.NO_POST
        return PostLink(ChannelKind.FACEBOOK, f"https://fb.watch/{path[0]}/", is_short=True)
    if path[:1] == ["stories"]:
        return Unfit.STORY
    if path[:1] == ["share"] and 1 < len(path) <= 3 and len(path[1]) <= 60 and _TOKEN.fullmatch(path[-1]):
        return PostLink(ChannelKind.FACEBOOK, f"{site}/{'/'.join(path[:3])}/", is_short=True)
    if path[:1] in (["permalink.php"], ["story.php"]):
        post, owner = query.get("story_fbid", [""])[0], query.get("id", [""])[0]
        fits = _TOKEN.fullmatch(post) and owner.isdigit()
        link = f"{site}/permalink.php?story_fbid={post}&id={owner}"
        return PostLink(ChannelKind.FACEBOOK, link, owner) if fits else Unfit.NO_POST
    number = (query.get("fbid") or query.get("v") or [""])[0]
    if path[:1] in (["photo"], ["photo.php"], ["watch"], ["video.php"]) and _NUMBER.fullmatch(number):
        is_film = path[0] in {"watch", "video.php"}
        return PostLink(
            ChannelKind.FACEBOOK, f"{site}/watch/?v={number}" if is_film else f"{site}/photo/?fbid={number}"
        )
    if path[:1] == ["reel"] and len(path) > 1 and _NUMBER.fullmatch(path[1]):
        return PostLink(ChannelKind.FACEBOOK, f"{site}/reel/{path[1]}/")
    return _facebook_of_a_page(site, path)


def _facebook_of_a_page(site: str, path: list[str]) -> PostLink | Unfit:
    """ "/kimkayutangan/posts/…", "/groups/kim/posts/…"; the last part names the post."""
    begin = 1 if path[:1] == ["groups"] else 0
    kinds = {"posts", "videos", "photos", "permalink", "reels"}
    fits = len(path) > begin + 2 and path[begin + 1] in kinds and _TOKEN.fullmatch(path[-1])
    if not fits or not _TOKEN.fullmatch(path[begin]):
        return Unfit.NO_POST
    owner = path[begin].lower()
    before = "groups/" if begin else ""
    link = f"{site}/{before}{owner}/{path[begin + 1]}/{path[-1]}/"
    return PostLink(ChannelKind.FACEBOOK, link, owner)


def _whatsapp(host: str, path: list[str], query: dict[str, list[str]]) -> PostLink | Unfit:
    if len(path) < 3 or path[0] != "channel" or not _TOKEN.fullmatch(path[1]) or not _NUMBER.fullmatch(path[2]):
        return Unfit.NO_POST
    return PostLink(ChannelKind.WHATSAPP, f"https://whatsapp.com/channel/{path[1]}/{path[2]}", path[1].lower())


_READERS = {
    ChannelKind.INSTAGRAM: _instagram,
    ChannelKind.FACEBOOK: _facebook,
    ChannelKind.TIKTOK: _tiktok,
    ChannelKind.WHATSAPP: _whatsapp,
}
# Services that forbid harvesting: people paste links there.
PASTED_KINDS = frozenset(_READERS)
