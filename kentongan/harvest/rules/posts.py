"""Links of posts as phones copy them: which service, which post, whose, and when, as far as the link itself says."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

from kentongan.harvest.rules.links import canonical
from kentongan.registry.enums import ChannelKind

LONGEST = 500


class Unfit(StrEnum):
    """Why a text is no link of a post of this group; ``rules.words`` has the sentences."""

    NO_LINK = "no_link"
    NO_POST = "no_post"
    ACCOUNT = "account"
    SEARCH = "search"
    FRONT_PAGE = "front_page"
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
    # The name of a service whose accounts are registered as websites.
    service: str = ""


class OwnChannel(NamedTuple):
    """A channel of the group; ``is_pasted`` where nothing reads it by itself."""

    pk: int
    kind: str
    url: str
    is_pasted: bool


@dataclass(frozen=True, slots=True)
class _Link:
    """A pasted address taken apart."""

    host: str
    path: list[str]
    query: dict[str, list[str]]

    def at(self, place: int) -> str:
        return self.path[place] if place < len(self.path) else ""

    def asked(self, name: str) -> str:
        return self.query.get(name, [""])[0]


X, THREADS = "X", "Threads"
_SERVICES: dict[str, str] = {
    "instagram.com": ChannelKind.INSTAGRAM,
    "instagr.am": ChannelKind.INSTAGRAM,
    "facebook.com": ChannelKind.FACEBOOK,
    "fb.com": ChannelKind.FACEBOOK,
    "fb.watch": ChannelKind.FACEBOOK,
    "tiktok.com": ChannelKind.TIKTOK,
    "whatsapp.com": ChannelKind.WHATSAPP,
    "youtube.com": ChannelKind.YOUTUBE,
    "youtu.be": ChannelKind.YOUTUBE,
    "x.com": X,
    "twitter.com": X,
    "threads.net": THREADS,
    "threads.com": THREADS,
}
_LINK_IN_TEXT = re.compile(r"(https?://)?(?:[\w-]+\.)+[a-z]{2,24}(?:[/?#]\S*)?", re.I)
# What chats put around a text, and what a sentence puts behind a link.
_UNSEEN = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_BEHIND = ".,;:!?)]}>»”’\"'"
_SHORTCODE = re.compile(r"[A-Za-z0-9_-]{5,40}")
_NUMBER = re.compile(r"[0-9]{3,25}")
_TOKEN = re.compile(r"[A-Za-z0-9_.-]{3,120}")
_NAME = re.compile(r"@?[A-Za-z0-9_.]{1,60}")
_FILM = re.compile(r"[A-Za-z0-9_-]{11}")
# Instagram counts milliseconds from here, in the number that its short codes write with 64 signs; so does Threads.
_INSTAGRAM_EPOCH = 1_314_220_021_721
_SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_X_EPOCH = 1_288_834_974_657
_SEARCHES = frozenset({"explore", "search", "hashtag", "hashtags", "tag", "tags", "discover", "results", "popular"})


def read_post(text: str) -> PostLink | Unfit:
    """The post that a pasted text means; apps paste a link within words, and with their own tracking."""
    address = _address_in(text)
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").lower().rstrip(".")
    except ValueError:
        return Unfit.NO_LINK
    if not host:
        return Unfit.NO_LINK
    service = _service(host)
    if not service:
        page = canonical(f"https{address[address.index(':') :]}")
        fits = page and len(page) <= LONGEST
        return PostLink(ChannelKind.WEBSITE, page, host.removeprefix("www.")) if fits else Unfit.NO_LINK
    link = _Link(host, [piece for piece in parts.path.split("/") if piece], parse_qs(parts.query))
    if link.at(0).lower() in _SEARCHES:
        return Unfit.SEARCH
    return _READERS[service](link)


def _address_in(text: str) -> str:
    """The first link in a text, one with "https" before all others; empty where there is none."""
    found = list(_LINK_IN_TEXT.finditer(_UNSEEN.sub("", text)))
    first = next((one for one in found if one[1]), found[0] if found else None)
    if first is None or len(first[0]) > LONGEST * 2:
        return ""
    address = first[0].rstrip(_BEHIND)
    return address if first[1] else f"https://{address}"


def _service(host: str) -> str:
    return _SERVICES.get(".".join(host.rsplit(".", 2)[-2:]), "")


def channel_of(post: PostLink, channels: Iterable[OwnChannel]) -> OwnChannel | Unfit:
    """The group's channel that the post belongs to."""
    own = [channel for channel in channels if channel.kind == post.kind]
    if post.service:
        own = [channel for channel in own if _service(_host_of(channel)) == post.service]
    elif post.kind in {ChannelKind.WEBSITE, ChannelKind.YOUTUBE}:
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
    parts, host = urlsplit(channel.url), _host_of(channel)
    if channel.kind == ChannelKind.WEBSITE and not _service(host):
        return frozenset({host.removeprefix("www.")})
    names = [piece.lower().removeprefix("@") for piece in parts.path.split("/") if piece]
    return frozenset([*names[-1:], *names[:1], *parse_qs(parts.query).get("id", [])]) - {"profile.php"}


def _host_of(channel: OwnChannel) -> str:
    return (urlsplit(channel.url).hostname or "").lower()


def _is_number(channel: OwnChannel) -> bool:
    return any(name.isdigit() for name in owners_of(channel))


def _channel_read_by_itself(post: PostLink, own: list[OwnChannel]) -> OwnChannel | Unfit:
    """Websites and YouTube are read without anybody's help, except a website where no way was found."""
    fitting = [channel for channel in own if not post.owner or post.owner in owners_of(channel)]
    if any(not channel.is_pasted for channel in fitting):
        return Unfit.BY_ITSELF
    if not fitting:
        return Unfit.UNKNOWN if post.kind == ChannelKind.WEBSITE else Unfit.NO_CHANNEL
    return Unfit.FRONT_PAGE if urlsplit(post.link)[2:4] == ("/", "") else fitting[0]


# --- The services ---------------------------------------------------------------------------------------


def _instagram(link: _Link) -> PostLink | Unfit:
    if link.at(0) == "share":
        # "/share/…", "/share/p/…", "/share/reel/…": another word each time it is copied.
        fits = 1 < len(link.path) <= 3 and _SHORTCODE.fullmatch(link.path[-1])
        short = f"https://www.instagram.com/{'/'.join(link.path)}/"
        return PostLink(ChannelKind.INSTAGRAM, short, is_short=True) if fits else Unfit.NO_POST
    if link.at(0) == "stories":
        return Unfit.NO_POST if link.at(1) == "highlights" else Unfit.STORY
    kinds = {"p", "reel", "reels", "tv"}
    at = next((place for place in (0, 1) if link.at(place) in kinds and link.at(place + 1)), None)
    if at is None:
        return _account_or_nothing(link, {*kinds, "s", "accounts", "direct", "channel"})
    code = link.at(at + 1)
    if not _SHORTCODE.fullmatch(code) or code == "audio":
        return Unfit.NO_POST
    owner = link.at(0).lower() if at else ""
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


def _tiktok(link: _Link) -> PostLink | Unfit:
    if link.host in {"vm.tiktok.com", "vt.tiktok.com"}:
        return _short_tiktok(f"https://{link.host}", link.at(0))
    if link.at(0) == "t":
        return _short_tiktok("https://www.tiktok.com/t", link.at(1))
    if link.at(1) not in {"video", "photo"} or not _NUMBER.fullmatch(link.at(2)):
        return _account_or_nothing(link, {"music", "foryou", "login", "live", "v", "embed"})
    owner = link.at(0).lower().removeprefix("@")
    if not _NAME.fullmatch(owner):
        return Unfit.NO_POST
    # The upper half of its number counts seconds.
    posted_at = _moment((int(link.at(2)) >> 32) * 1000)
    return PostLink(
        ChannelKind.TIKTOK, f"https://www.tiktok.com/@{owner}/{link.at(1)}/{link.at(2)}", owner, posted_at=posted_at
    )


def _short_tiktok(site: str, code: str) -> PostLink | Unfit:
    if not _SHORTCODE.fullmatch(code):
        return Unfit.NO_POST
    return PostLink(ChannelKind.TIKTOK, f"{site}/{code}/", is_short=True)


def _moment(milliseconds: int) -> dt.datetime | None:
    try:
        moment = dt.datetime.fromtimestamp(milliseconds / 1000, dt.UTC)
    except (OverflowError, OSError, ValueError):
        return None
    return moment if 2010 <= moment.year <= 2100 else None


_FACEBOOK = "https://www.facebook.com"
# Parts of the service that are nobody's page.
_FACEBOOK_OWN = {
    *("watch", "reel", "reels", "photo", "photo.php", "video.php", "permalink.php", "story.php", "share", "sharer"),
    *("sharer.php", "login", "login.php", "marketplace", "gaming", "home.php", "l.php", "media", "events"),
}


def _facebook(link: _Link) -> PostLink | Unfit:
    first = link.at(0)
    if link.host.endswith("fb.watch"):
        return _short_facebook(f"https://fb.watch/{first}/", first)
    if first == "stories":
        return Unfit.STORY
    if first == "share":
        last = link.path[-1] if len(link.path) in {2, 3} and len(link.at(1)) <= 60 else ""
        return _short_facebook(f"{_FACEBOOK}/{'/'.join(link.path)}/", last)
    if first in {"permalink.php", "story.php"}:
        return _facebook_post(link.asked("id"), link.asked("story_fbid"))
    if first in {"watch", "video.php"}:
        return _facebook_film(link.asked("v"))
    if first in {"reel", "reels"}:
        return _facebook_film(link.at(1))
    if first in {"photo", "photo.php"}:
        return _facebook_photo(link.asked("fbid"))
    return _facebook_of_a_page(link)


def _short_facebook(short: str, code: str) -> PostLink | Unfit:
    return PostLink(ChannelKind.FACEBOOK, short, is_short=True) if _TOKEN.fullmatch(code) else Unfit.NO_POST


def _facebook_of_a_page(link: _Link) -> PostLink | Unfit:
    """ "/kimkayutangan/posts/…", "/groups/kim/posts/…"; the last part names the post."""
    first = link.at(0)
    if first == "groups":
        post = link.asked("multi_permalinks") or (link.at(3) if link.at(2) in {"posts", "permalink"} else "")
        if not post:
            return Unfit.ACCOUNT
        fits = _TOKEN.fullmatch(link.at(1)) and _TOKEN.fullmatch(post)
        owner = link.at(1).lower()
        address = f"{_FACEBOOK}/groups/{owner}/posts/{post}/"
        return PostLink(ChannelKind.FACEBOOK, address, owner) if fits else Unfit.NO_POST
    if first in {"people", "pages"}:
        return Unfit.ACCOUNT
    kind, last = link.at(1), link.path[-1] if len(link.path) > 2 else ""
    if first in _FACEBOOK_OWN or not _TOKEN.fullmatch(first) or not last:
        return _account_or_nothing(link, _FACEBOOK_OWN)
    owner = first.lower()
    if kind in {"posts", "permalink"}:
        return _facebook_post(owner, last)
    if kind in {"videos", "reels", "reel"}:
        return _facebook_film(last, owner)
    return _facebook_photo(last, owner) if kind == "photos" else Unfit.NO_POST


def _facebook_post(owner: str, post: str) -> PostLink | Unfit:
    if not _TOKEN.fullmatch(post) or not _TOKEN.fullmatch(owner):
        return Unfit.NO_POST
    is_number = owner.isdigit()
    link = (
        f"{_FACEBOOK}/permalink.php?story_fbid={post}&id={owner}" if is_number else f"{_FACEBOOK}/{owner}/posts/{post}/"
    )
    return PostLink(ChannelKind.FACEBOOK, link, owner)


def _facebook_film(number: str, owner: str = "") -> PostLink | Unfit:
    """A film has one number, whether it is watched, reeled or stands on a page."""
    fits = _NUMBER.fullmatch(number)
    return PostLink(ChannelKind.FACEBOOK, f"{_FACEBOOK}/watch/?v={number}", owner) if fits else Unfit.NO_POST


def _facebook_photo(number: str, owner: str = "") -> PostLink | Unfit:
    fits = _NUMBER.fullmatch(number)
    return PostLink(ChannelKind.FACEBOOK, f"{_FACEBOOK}/photo/?fbid={number}", owner) if fits else Unfit.NO_POST


def _whatsapp(link: _Link) -> PostLink | Unfit:
    if link.at(0) != "channel" or not _TOKEN.fullmatch(link.at(1)):
        return Unfit.NO_POST
    if not _NUMBER.fullmatch(link.at(2)):
        return Unfit.NO_POST if link.at(2) else Unfit.ACCOUNT
    channel = link.at(1)
    return PostLink(ChannelKind.WHATSAPP, f"https://whatsapp.com/channel/{channel}/{link.at(2)}", channel.lower())


def _youtube(link: _Link) -> PostLink | Unfit:
    if link.host.endswith("youtu.be"):
        film = link.at(0)
    elif link.at(0) == "watch":
        film = link.asked("v")
    elif link.at(0) in {"shorts", "live", "embed", "v"}:
        film = link.at(1)
    else:
        is_account = link.at(0).startswith("@") or link.at(0) in {"channel", "c", "user"}
        return Unfit.ACCOUNT if is_account else Unfit.NO_POST
    fits = _FILM.fullmatch(film)
    return PostLink(ChannelKind.YOUTUBE, f"https://www.youtube.com/watch?v={film}") if fits else Unfit.NO_POST


def _x(link: _Link) -> PostLink | Unfit:
    """ "/kim/status/…", and "/i/status/…" or "/i/web/status/…", which do not say whose."""
    at = 2 if link.path[:2] == ["i", "web"] else 1
    number = link.at(at + 1)
    if link.at(at) not in {"status", "statuses"} or not _NUMBER.fullmatch(number) or not _NAME.fullmatch(link.at(0)):
        return _account_or_nothing(link, {"i", "home", "intent", "share", "login"})
    owner = "" if link.at(0) == "i" else link.at(0).lower().removeprefix("@")
    posted_at = _moment((int(number) >> 22) + _X_EPOCH)
    address = f"https://x.com/{owner or 'i'}/status/{number}"
    return PostLink(ChannelKind.WEBSITE, address, owner, posted_at, service=X)


def _threads(link: _Link) -> PostLink | Unfit:
    if link.at(0) == "t":
        owner, code = "", link.at(1)
        address = f"https://www.threads.com/t/{code}"
    else:
        owner, code = link.at(0).lower().removeprefix("@"), link.at(2) if link.at(1) == "post" else ""
        address = f"https://www.threads.com/@{owner}/post/{code}"
    if not code:
        return _account_or_nothing(link, {"t", "login"})
    if not _SHORTCODE.fullmatch(code) or (owner and not _NAME.fullmatch(owner)):
        return Unfit.NO_POST
    return PostLink(ChannelKind.WEBSITE, address, owner, _instagram_moment(code), is_short=not owner, service=THREADS)


def _account_or_nothing(link: _Link, own: set[str]) -> Unfit:
    """What is no post is somebody's page, unless it is one of the service's own parts."""
    first = link.at(0).lower()
    is_account = _NAME.fullmatch(link.at(0)) and first not in own and len(link.path) <= 2
    return Unfit.ACCOUNT if is_account or first == "profile.php" else Unfit.NO_POST


# Services that forbid harvesting: people paste links there.
PASTED_KINDS = frozenset({ChannelKind.INSTAGRAM, ChannelKind.FACEBOOK, ChannelKind.TIKTOK, ChannelKind.WHATSAPP})
_READERS = {
    ChannelKind.INSTAGRAM: _instagram,
    ChannelKind.FACEBOOK: _facebook,
    ChannelKind.TIKTOK: _tiktok,
    ChannelKind.WHATSAPP: _whatsapp,
    ChannelKind.YOUTUBE: _youtube,
    X: _x,
    THREADS: _threads,
}
