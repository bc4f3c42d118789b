"""The addresses a roster names; an old one ends and stays on record."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from kentongan.registry.models import Channel, Group
from kentongan.rosters.actions.ledger import Ledger, Written, firsts
from kentongan.rosters.queries import chunks
from kentongan.rosters.rules.facts import PlannedRow

CHANNELS = ("website", "instagram", "facebook", "youtube", "tiktok", "whatsapp")
_CHANNEL_TOLD = ("kind", "url")


def add_channels(ledger: Ledger, wanted: Iterable[tuple[PlannedRow, Group | Written, Sequence[str]]]) -> None:
    rows, areas = [], []
    for plan, group, kinds in wanted:
        seen = set()
        for kind in kinds:
            url = plan.values.get(kind)
            if url and url not in seen:
                seen.add(url)
                rows.append((group.pk, kind, url))
                areas.append(group.area_id)
    keys = ledger.insert(Channel, ("group", *_CHANNEL_TOLD), rows)
    for key, (_group, *values), area_code in zip(keys, rows, areas, strict=True):
        ledger.tell("create", "channel", key, values[1], area_code, firsts(_CHANNEL_TOLD, values))


def change_channels(ledger: Ledger, pairs: Sequence[tuple[PlannedRow, Group]]) -> None:
    """Another address takes the old one's place: the old one ends today and stays on record."""
    wanted = [(plan, group, [kind for kind in CHANNELS if kind in plan.changes]) for plan, group in pairs]
    wanted = [row for row in wanted if row[2]]
    known: dict[int, list[Channel]] = defaultdict(list)
    for batch in chunks([group.pk for _plan, group, _kinds in wanted]):
        for channel in Channel.objects.filter(group__in=batch):
            known[channel.group_id].append(channel)
    ended, revived, added = [], [], []
    for plan, group, kinds in wanted:
        fresh = []
        for kind in kinds:
            url = plan.values[kind]
            for channel in known[group.pk]:
                if channel.kind == kind and channel.url == plan.changes[kind][0] and not channel.until:
                    channel.until = max(channel.since or ledger.day, ledger.day)
                    ended.append(channel)
                    until = {"until": [None, channel.until.isoformat()]}
                    ledger.tell("change", "channel", channel.pk, channel.url, group.area_id, until)
            again = next((channel for channel in known[group.pk] if channel.url == url), None)
            if again is None:
                fresh.append(kind)
            elif again.until:
                ledger.tell(
                    "change", "channel", again.pk, url, group.area_id, {"until": [again.until.isoformat(), None]}
                )
                again.until, again.kind = None, kind
                revived.append(again)
        added.append((plan, group, fresh))
    ledger.update(Channel, ended + revived, ["until", "kind"])
    add_channels(ledger, added)
