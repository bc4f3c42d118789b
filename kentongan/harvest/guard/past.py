"""What a channel was like before this visit."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence

from kentongan.harvest.rules.shapes import Past

SPAN_DAYS = 60


def past_of(rows: Iterable[tuple[str, Sequence[str], dt.datetime]], *, now: dt.datetime | None = None) -> Past:
    """From a feed's accepted entries, (language, link hosts, published at) each; ``now`` is the newest of them where it is not given."""
    known = list(rows)
    if not known:
        return Past()
    newest = now or max(published for _language, _hosts, published in known)
    since = newest - dt.timedelta(days=SPAN_DAYS)
    recent = [published for _language, _hosts, published in known if since <= published <= newest]
    oldest = min(published for _language, _hosts, published in known)
    return Past(
        languages=dict(Counter(language for language, _hosts, _published in known if language)),
        link_hosts=dict(Counter(host for _language, hosts, _published in known for host in set(hosts))),
        entries=len(recent),
        days=min(SPAN_DAYS, max(1, (newest - oldest).days)),
    )
