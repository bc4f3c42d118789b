"""The WebSub hub: told that feeds have changed, it tells whoever follows them."""

from collections.abc import Sequence
from urllib.parse import urlencode

from kentongan.core.outside import OutsideError, Refusal, post_form

# What a hub answers when it is busy or ill; anything else it means.
_PASSING = {408, 425, 429}


def tell_hub(hub: str, topics: Sequence[str]) -> None:
    """Tell the hub that these feeds have news; OutsideError when it may help to try again, Refusal when not."""
    if not topics:
        return
    words = [("hub.mode", "publish"), *(("hub.url", topic) for topic in topics)]
    status = post_form(hub, urlencode(words).encode())
    if 200 <= status < 300:
        return
    said = f"{hub} answered {status}"
    if status >= 500 or status in _PASSING:
        raise OutsideError(said)
    raise Refusal(said)
