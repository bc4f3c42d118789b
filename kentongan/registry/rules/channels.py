"""Addresses of channels as people write them: a link, a handle, or an "@name"."""

import re
from urllib.parse import SplitResult, parse_qs, urlsplit

from kentongan.registry.enums import ChannelKind

LONGEST = 200
_HANDLES = {
    ChannelKind.INSTAGRAM: re.compile(r"[A-Za-z0-9._]{1,30}"),
    ChannelKind.YOUTUBE: re.compile(r"[A-Za-z0-9._\-·]{3,30}"),
    ChannelKind.FACEBOOK: re.compile(r"[A-Za-z0-9.\-]{5,80}"),
    ChannelKind.TIKTOK: re.compile(r"[A-Za-z0-9._]{2,24}"),
}
_PAGES = {
    ChannelKind.INSTAGRAM: "https://www.instagram.com/{}/",
    ChannelKind.YOUTUBE: "https://www.youtube.com/@{}",
    ChannelKind.FACEBOOK: "https://www.facebook.com/{}",
    ChannelKind.TIKTOK: "https://www.tiktok.com/@{}",
}
_HOSTS = {
    ChannelKind.INSTAGRAM: {"instagram.com", "instagr.am"},
    ChannelKind.YOUTUBE: {"youtube.com"},
    ChannelKind.FACEBOOK: {"facebook.com", "fb.com"},
    ChannelKind.TIKTOK: {"tiktok.com"},
    ChannelKind.WHATSAPP: {"whatsapp.com"},
}
# Paths that are a post, a film or a page of the service itself, not somebody's channel.
_NOT_A_CHANNEL = {"p", "reel", "reels", "stories", "watch", "shorts", "share", "sharer", "explore", "video", "hashtag"}
_WEB_HOST = re.compile(r"(?=.{4,253}$)([a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}")
_CHANNEL_ID = re.compile(r"[A-Za-z0-9_-]{16,40}")


def channel_address(kind: str, written: str) -> str | None:
    """The one address of what was written, or None when it is no channel of this kind."""
    text = written.strip()
    if not text or len(text) > LONGEST or any(character.isspace() for character in text):
        return None
    address = _address(ChannelKind(kind), text)
    # A scheme may have been added to it.
    return address if address and len(address) <= LONGEST else None


def _address(kind: ChannelKind, text: str) -> str | None:
    if kind == ChannelKind.WEBSITE:
        return _website(text)
    bare = text.removeprefix("@")
    if kind in _HANDLES and "/" not in text and not _is_host(bare, kind):
        return _PAGES[kind].format(bare) if _HANDLES[kind].fullmatch(bare) else None
    return _page(kind, text)


def channel_name(kind: str, address: str) -> str:
    """How the address is shown: "@name" where the service has handles, else the address without its scheme."""
    parts = urlsplit(address)
    path = parts.path.strip("/")
    if kind in {ChannelKind.INSTAGRAM, ChannelKind.TIKTOK, ChannelKind.YOUTUBE} and path and "/" not in path:
        return "@" + path.removeprefix("@")
    if kind == ChannelKind.WHATSAPP:
        return parts.netloc
    return (parts.netloc.removeprefix("www.") + "/" + path).rstrip("/")


def _split(text: str) -> SplitResult | None:
    if "://" not in text:
        text = "https://" + text
    try:
        parts = urlsplit(text)
        has_port = parts.port is not None
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or "@" in parts.netloc or (has_port and parts.port not in {80, 443}):
        return None
    return parts


def _website(text: str) -> str | None:
    parts = _split(text)
    if parts is None or not _WEB_HOST.fullmatch(parts.hostname or ""):
        return None
    path = parts.path.rstrip("/")
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.scheme}://{parts.hostname}{path or '/'}{query}"


def _is_host(text: str, kind: ChannelKind) -> bool:
    return _host(text.casefold()) in _HOSTS[kind]


def _host(name: str | None) -> str:
    labels = (name or "").split(".")
    return ".".join(labels[-2:])


def _page(kind: ChannelKind, text: str) -> str | None:
    parts = _split(text)
    if parts is None or _host(parts.hostname) not in _HOSTS[kind]:
        return None
    path = [piece for piece in parts.path.split("/") if piece]
    if not path:
        return None
    if kind == ChannelKind.WHATSAPP:
        is_channel = len(path) == 2 and path[0] == "channel" and _CHANNEL_ID.fullmatch(path[1])
        return f"https://whatsapp.com/channel/{path[1]}" if is_channel else None
    if kind == ChannelKind.YOUTUBE and path[0] in {"channel", "c", "user"}:
        return (
            f"https://www.youtube.com/{path[0]}/{path[1]}"
            if len(path) > 1 and _HANDLES[kind].fullmatch(path[1])
            else None
        )
    if kind == ChannelKind.FACEBOOK and path[0] in {"groups", "pages", "people"}:
        return "https://www.facebook.com/" + "/".join(path[:3])
    if kind == ChannelKind.FACEBOOK and path[0] == "profile.php":
        number = parse_qs(parts.query).get("id", [""])[0]
        return f"https://www.facebook.com/profile.php?id={number}" if number.isdigit() else None
    handle = path[0].removeprefix("@")
    if handle.casefold() in _NOT_A_CHANNEL or not _HANDLES[kind].fullmatch(handle):
        return None
    return _PAGES[kind].format(handle)
