"""What the demo's groups wrote: read from the files beside it. Pure but for reading those files."""

import datetime as dt
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from kentongan.newsroom.enums import ArticleKind

FOLDER = Path(__file__).parent / "texts"
PICTURES = Path(__file__).parent / "pictures"


@dataclass(frozen=True, slots=True)
class Text:
    """One article as written: ``group`` is the group's name without KIM; ``is_fixed`` keeps its day whatever the group did then."""

    group: str
    day: dt.date
    title: str
    body: str
    kind: str = ArticleKind.NEWS
    picture: str = ""
    caption: str = ""
    place_words: str = ""
    byline: str = ""
    video_url: str = ""
    is_repost: bool = False
    is_fixed: bool = False
    product: Mapping[str, Any] = field(default_factory=dict)
    event: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Pattern:
    """A text that fits any village: {desa}, {rw}, {n} and {nama} are filled in."""

    title: str
    body: str
    picture: str


def written() -> Iterator[Text]:
    """All articles of the files, in the files' order."""
    for name in ("kota", "kabupaten", "produk", "lain"):
        yield from (_text(row) for row in _read(name)["artikel"])


def patterns() -> list[Pattern]:
    return [Pattern(row["judul"], row["isi"].strip(), row["foto"]) for row in _read("rangkaian")["kabar"]]


def under_way() -> list[dict[str, Any]]:
    """What has not reached its readers, or not as it was first written, with what became of it."""
    return _read("meja")["naskah"]


@cache
def captions() -> dict[str, str]:
    return _read("gambar")


def _read(name: str) -> dict[str, Any]:
    with (FOLDER / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def _text(row: Mapping[str, Any]) -> Text:
    product, event = row.get("produk", {}), row.get("acara", {})
    kind = row.get("jenis") or (ArticleKind.PRODUCT if product else ArticleKind.EVENT if event else ArticleKind.NEWS)
    picture = row.get("foto", "")
    return Text(
        group=row["kim"],
        day=row["hari"],
        title=row["judul"],
        body=row["isi"].strip(),
        kind=ArticleKind(kind),
        picture=picture,
        caption=row.get("keterangan") or captions().get(picture, ""),
        place_words=row.get("tempat", ""),
        byline=row.get("penulis", ""),
        video_url=row.get("video", ""),
        is_repost=row.get("terusan", False),
        is_fixed=row.get("tetap", False) or kind in (ArticleKind.EVENT, ArticleKind.ANNOUNCEMENT),
        product=product,
        event=event,
    )
