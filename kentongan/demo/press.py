"""Which article is shown when: planned from the texts and from what the groups did. Pure: no database, no clock.

The pulse records pieces of news without a text. An article stands for one of them, so that nothing is counted twice: it takes
the day of its group's nearest, or, where the article's own day is fixed, that record moves to it.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

from kentongan.demo import data
from kentongan.demo.pulse import Act
from kentongan.demo.rules import GroupPlan, NetworkPlan
from kentongan.demo.texts import Pattern, Text, captions, patterns, written
from kentongan.newsroom.enums import ArticleKind
from kentongan.newsroom.models import ALPHABET, CODE_LENGTH
from kentongan.newsroom.rules.counting import NEWS, kinds_of

# An article stands for news recorded at most so many days before or after it.
NEAR = 14
# Older news, each text once in the city and once in the regency, between these days.
OLDER = {
    data.CITY: (dt.date(2023, 1, 9), dt.date(2025, 5, 31)),
    data.REGENCY: (dt.date(2023, 7, 3), dt.date(2025, 5, 31)),
}


@dataclass(frozen=True, slots=True)
class ArticlePlan:
    village: str
    code: str
    serial: int
    text: Text
    published_at: dt.datetime


def plan_articles(network: NetworkPlan, acts: Sequence[Act]) -> tuple[list[ArticlePlan], list[Act]]:
    """All shown articles, oldest first, and the acts without those that articles stand for."""
    groups = {group.name.removeprefix("KIM "): group for group in network.groups}
    news: dict[str, list[Act]] = defaultdict(list)
    for act in acts:
        if act.kind == NEWS:
            news[act.village].append(act)
    replaced: set[Act] = set()
    dated: list[tuple[Text, GroupPlan]] = []
    texts = sorted(written(), key=lambda text: not text.is_fixed)
    for text in texts:
        group = groups[text.group]
        stood_for = _nearest(news[group.village.code], text, replaced)
        if stood_for:
            replaced.add(stood_for)
            text = text if text.is_fixed else replace(text, day=stood_for.on)
        dated.append((text, group))
    for text, group, act in _older(groups, {text.group for text in texts}, news, replaced):
        replaced.add(act)
        dated.append((text, group))
    dated.sort(key=lambda pair: (pair[0].day, pair[1].serial, pair[0].title))
    rng = Random(f"{data.SEED} articles")
    plans = [
        ArticlePlan(group.village.code, _code(rng), serial, text, _moment(text, serial))
        for serial, (text, group) in enumerate(dated, start=1)
    ]
    return sorted(plans, key=lambda plan: plan.published_at), [act for act in acts if act not in replaced]


def _nearest(news: Sequence[Act], text: Text, replaced: set[Act]) -> Act | None:
    """The recorded news that the text stands for, if it is news at all."""
    if NEWS not in kinds_of(text.kind, text.body, is_repost=text.is_repost):
        return None
    free = [act for act in news if act not in replaced and act.on < data.TODAY]
    nearest = min(free, key=lambda act: (abs((act.on - text.day).days), act.on), default=None)
    return nearest if nearest and abs((nearest.on - text.day).days) <= NEAR else None


def _older(
    groups: dict[str, GroupPlan], names: set[str], news: dict[str, list[Act]], replaced: set[Act]
) -> list[tuple[Text, GroupPlan, Act]]:
    """The patterns, spread over the groups that have a site; neighbouring days tell of different things."""
    told = []
    for regency, (first, last) in OLDER.items():
        rng = Random(f"{data.SEED} older {regency}")
        chosen = [groups[name] for name in sorted(names) if groups[name].village.code.startswith(regency)]
        free = {
            group.serial: [act for act in news[group.village.code] if first <= act.on <= last and act not in replaced]
            for group in chosen
        }
        able = [group for group in chosen if len(free[group.serial]) > 4]
        slots: list[tuple[Act, GroupPlan]] = []
        for number in range(len(patterns())):
            group = able[number % len(able)]
            act = rng.choice(free[group.serial])
            free[group.serial].remove(act)
            slots.append((act, group))
        slots.sort(key=lambda slot: (slot[0].on, slot[0].village))
        # Ten subjects of four texts each, one subject after another.
        ordered = [patterns()[number % 10 * 4 + number // 10] for number in range(len(patterns()))]
        told += [(_filled(p, group, act, rng), group, act) for p, (act, group) in zip(ordered, slots, strict=True)]
    return told


def _filled(pattern: Pattern, group: GroupPlan, act: Act, rng: Random) -> Text:
    words = {
        "desa": group.village.name,
        "rw": f"{rng.randrange(1, 10):02}",
        "n": rng.randrange(18, 64),
        "nama": f"Contoh {rng.choice(data.GIVEN_NAMES)}",
    }
    return Text(
        group=group.name.removeprefix("KIM "),
        day=act.on,
        title=pattern.title.format(**words),
        body=pattern.body.format(**words),
        kind=ArticleKind.NEWS,
        picture=pattern.picture,
        caption=captions()[pattern.picture],
        place_words=f"RW {words['rw']}" if group.village.code.startswith(data.CITY) else "",
    )


def _code(rng: Random) -> str:
    return "".join(rng.choice(ALPHABET) for _ in range(CODE_LENGTH))


def _moment(text: Text, serial: int) -> dt.datetime:
    """Some time between breakfast and bed; the newest of all at dawn."""
    hour, minute = (6, 10) if text.day == data.TODAY else (7 + serial * 5 % 13, serial * 17 % 60)
    return dt.datetime.combine(text.day, dt.time(hour, minute), tzinfo=data.WIB)
