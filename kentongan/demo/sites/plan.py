"""Which site shows what, and since when: planned from the texts and from what the groups did. Pure: no database, no clock.

The pulse records pieces of news without a text. What a site shows stands for the newest of them, so that nothing is counted twice: it
takes their days, and the harvest records them anew when it finds them.
"""

import datetime as dt
import re
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from random import Random
from typing import Any

from kentongan.core.templatetags.core import day_date
from kentongan.demo import data
from kentongan.demo.press import ArticlePlan
from kentongan.demo.pulse import Act
from kentongan.demo.rules import GroupPlan, NetworkPlan
from kentongan.demo.texts import FOLDER
from kentongan.evidence.enums import Source
from kentongan.registry.enums import ChannelKind

DOMAIN = "contoh.example"
# As many as the programs of such sites show at once.
SHOWN = 10
SHOWN_VIDEOS = 15
SHAPES = ("wordpress", "blogspot", "opensid", "joomla")
# How long after its source somebody else shows a text.
COPIED_AFTER = dt.timedelta(hours=26)
SPAM_EVERY = dt.timedelta(hours=6)
# When sites with a single story told it.
FIRST_STORIES = (dt.date(2023, 7, 3), dt.date(2024, 12, 20))


@dataclass(frozen=True, slots=True)
class Story:
    """Something a site shows; ``edited`` is its later text and since when."""

    at: dt.datetime
    title: str
    body: str
    author: str = ""
    edited: tuple[dt.datetime, str] | None = None

    @property
    def slug(self) -> str:
        plain = unicodedata.normalize("NFKD", self.title).encode("ascii", "ignore").decode().lower()
        return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:80].rstrip("-")

    @property
    def number(self) -> int:
        """As programs number what they keep."""
        return int(self.at.timestamp()) // 60 % 1_000_000

    def body_at(self, moment: dt.datetime) -> str:
        return self.edited[1] if self.edited and self.edited[0] <= moment else self.body

    def changed_at(self, moment: dt.datetime) -> dt.datetime:
        return self.edited[0] if self.edited and self.edited[0] <= moment else self.at


@dataclass(frozen=True, slots=True)
class Site:
    """One group's place on the web. ``manner`` is what is odd about it since ``since``, one of the words in texts/situs.toml."""

    village: str
    kind: ChannelKind
    host: str
    shape: str
    name: str
    motto: str = ""
    manner: str = ""
    since: dt.datetime | None = None
    # Newest first.
    stories: tuple[Story, ...] = ()
    # What strangers put there, newest first.
    spam: tuple[Story, ...] = ()

    @property
    def url(self) -> str:
        return f"https://{self.host}/"

    def is_odd(self, manner: str, moment: dt.datetime) -> bool:
        return self.manner == manner and (self.since is None or self.since <= moment)

    def shown(self, moment: dt.datetime) -> list[Story]:
        """What its feed holds at a moment, newest first."""
        spam = self.spam if self.is_odd("dibajak", moment) else ()
        stories = [story for story in (*spam, *self.stories) if story.at <= moment]
        return sorted(stories, key=lambda story: story.at, reverse=True)[
            : SHOWN_VIDEOS if self.shape == "youtube" else SHOWN
        ]


def plan_sites(
    network: NetworkPlan, articles: Sequence[ArticlePlan], acts: Sequence[Act]
) -> tuple[list[Site], list[Act]]:
    """All sites, in the groups' order, and the acts without those that stories stand for."""
    written = {row["kim"]: row for row in _read("situs")["situs"]}
    done = defaultdict[tuple[str, str], list[Act]](list)
    for act in acts:
        if act.source == Source.HARVESTED:
            done[act.village, act.kind].append(act)
    sites: list[Site] = []
    stood_for: set[Act] = set()
    for group in network.groups:
        for kind, make in _MAKERS.items():
            if kind not in group.channels:
                continue
            row = written.get(group.name.removeprefix("KIM "), {}) if kind == ChannelKind.WEBSITE else {}
            free = done[group.village.code, _STANDS_FOR[kind]][::-1]
            site, taken = _written(group, row, free) if row else make(group, free)
            sites.append(site)
            stood_for.update(taken)
    sites = _with_copies(sites, articles, written)
    return sites, [act for act in acts if act not in stood_for]


def pasted() -> list[dict[str, Any]]:
    """Posts elsewhere whose links groups pasted themselves."""
    return _read("situs")["kiriman"]


def _written(group: GroupPlan, row: Mapping[str, Any], free: Sequence[Act]) -> tuple[Site, Sequence[Act]]:
    """A site of the file; stories without a moment of their own take the days of what the group did."""
    days = iter(free)
    taken: list[Act] = []
    stories = []
    for serial, said in enumerate(row["kabar"]):
        if "salinan" in said:
            continue
        if not (at := said.get("saat")):
            act = next(days, None)
            if act is None:
                break
            taken.append(act)
            at = _moment(act.on, group.serial + serial)
        edited = said.get("diubah")
        stories.append(
            Story(
                at=at,
                title=said["judul"],
                body=said["isi"].strip(),
                author=said.get("penulis", _author(group, serial)),
                edited=(edited["saat"], edited["isi"].strip()) if edited else None,
            )
        )
    manner = row.get("watak", "")
    site = Site(
        village=group.village.code,
        kind=ChannelKind.WEBSITE,
        host=f"{row['alamat']}.{DOMAIN}",
        shape=row["bentuk"],
        name=group.name,
        motto=row["semboyan"],
        manner=manner,
        since=row.get("sejak"),
        stories=tuple(stories),
        spam=tuple(_spam(row["sejak"])) if manner == "dibajak" else (),
    )
    # Nobody reads what robots.txt keeps for itself: what is known of it came otherwise.
    return site, [] if manner == "menolak" else taken


def _plain(group: GroupPlan, free: Sequence[Act]) -> tuple[Site, Sequence[Act]]:
    """A site like most: short news, or one old piece and nothing since."""
    rng = Random(f"{data.SEED} site {group.village.code}")
    taken, texts = free[:SHOWN], _read("situs-lain")
    stories = [
        _story(group, _moment(act.on, group.serial + serial), pattern, rng)
        for serial, (act, pattern) in enumerate(zip(taken, _turned(texts["kabar"], group.serial), strict=False))
    ]
    first = {"judul": "Selamat datang di situs KIM {desa}", "isi": texts["pertama"]}
    return _site(group, ChannelKind.WEBSITE, SHAPES[group.serial % len(SHAPES)], stories, first, rng), taken


def _videos(group: GroupPlan, free: Sequence[Act]) -> tuple[Site, Sequence[Act]]:
    """A channel of films: a title and a line each."""
    rng = Random(f"{data.SEED} films {group.village.code}")
    taken, texts = free[:SHOWN_VIDEOS], _read("situs-lain")
    stories = [
        _story(group, _moment(act.on, group.serial + serial), pattern, rng)
        for serial, (act, pattern) in enumerate(zip(taken, _turned(texts["video"], group.serial), strict=False))
    ]
    first = {"judul": "Perkenalan KIM {desa}", "isi": texts["video_pertama"]}
    return _site(group, ChannelKind.YOUTUBE, "youtube", stories, first, rng), taken


_MAKERS: dict[ChannelKind, Callable[[GroupPlan, Sequence[Act]], tuple[Site, Sequence[Act]]]] = {
    ChannelKind.WEBSITE: _plain,
    ChannelKind.YOUTUBE: _videos,
}
_STANDS_FOR = {ChannelKind.WEBSITE: "berita", ChannelKind.YOUTUBE: "unggahan"}


def _site(
    group: GroupPlan, kind: ChannelKind, shape: str, stories: list[Story], first: Mapping[str, str], rng: Random
) -> Site:
    if not stories:
        day = FIRST_STORIES[0] + dt.timedelta(days=rng.randrange((FIRST_STORIES[1] - FIRST_STORIES[0]).days))
        stories = [_story(group, _moment(day, group.serial), first, rng)]
    label = group.slug.removeprefix("kim-")
    return Site(
        village=group.village.code,
        kind=kind,
        host=f"{label}.video.{DOMAIN}" if kind == ChannelKind.YOUTUBE else f"{label}.{DOMAIN}",
        shape=shape,
        name=group.name,
        motto=f"Kabar warga {group.village.name}",
        stories=tuple(stories),
    )


def _story(group: GroupPlan, at: dt.datetime, pattern: Mapping[str, str], rng: Random) -> Story:
    """A text that fits any village, begun with place and day as newspapers do, which makes it nobody else's."""
    words = {
        "desa": group.village.name,
        "n": rng.randrange(9, 48),
        "nama": f"Contoh {rng.choice(data.GIVEN_NAMES)}",
    }
    place = f"{group.village.name}, {day_date(at)}"
    return Story(
        at=at,
        title=pattern["judul"].format(**words),
        body=f"{place}. {pattern['isi'].format(**words)}",
        author=_author(group, at.day),
    )


def _with_copies(
    sites: Iterable[Site], articles: Sequence[ArticlePlan], written: Mapping[str, Mapping[str, Any]]
) -> list[Site]:
    """The sites with what they took over from others, articles of the network's own sites among them."""
    sites = list(sites)
    sources = {plan.text.title: Story(plan.published_at, plan.text.title, plan.text.body) for plan in articles}
    sources |= {story.title: story for site in sites for story in site.stories}
    made = []
    for site in sites:
        row = written.get(site.name.removeprefix("KIM "), {}) if site.kind == ChannelKind.WEBSITE else {}
        titles = [said["judul"] for said in row.get("kabar", ()) if "salinan" in said]
        copies = [
            replace(sources[title], at=sources[title].at + COPIED_AFTER, author="", edited=None) for title in titles
        ]
        made.append(replace(site, stories=_ordered((*copies, *site.stories))))
    return made


def _ordered(stories: Iterable[Story]) -> tuple[Story, ...]:
    return tuple(sorted(stories, key=lambda story: story.at, reverse=True))


def _spam(since: dt.datetime) -> Iterator[Story]:
    texts = _read("situs-lain")["bajakan"]
    rng = Random(f"{data.SEED} spam")
    at = dt.datetime.combine(data.TODAY, dt.time(4, 10), tzinfo=data.WIB)
    number = 0
    while at > since:
        body = texts["isi"].format(merek=rng.choice(texts["merek"]), n=rng.randrange(1000, 9999))
        yield Story(at, f"{texts['judul'][number % len(texts['judul'])]} #{rng.randrange(100, 999)}", body, "admin")
        number += 1
        at -= SPAM_EVERY


def _turned(patterns: Sequence[Mapping[str, str]], by: int) -> list[Mapping[str, str]]:
    """The patterns beginning elsewhere, so that neighbours tell of different things."""
    at = by % len(patterns)
    return [*patterns[at:], *patterns[:at]]


def _moment(day: dt.date, serial: int) -> dt.datetime:
    """Some time between breakfast and bed; on the demo's day before it begins."""
    hour, minute = (4, 50) if day == data.TODAY else (7 + serial * 5 % 13, serial * 17 % 60)
    return dt.datetime.combine(day, dt.time(hour, minute), tzinfo=data.WIB)


def _author(group: GroupPlan, serial: int) -> str:
    return f"Contoh {data.GIVEN_NAMES[(group.serial + serial % 3) % len(data.GIVEN_NAMES)]}"


@cache
def _read(name: str) -> dict[str, Any]:
    with (FOLDER / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)
