"""The invented entries of ``guard_files``, and how well the guard tells them apart."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kentongan.harvest.guard import judge_entry
from kentongan.harvest.rules.shapes import Past, Seen

FILES = Path(__file__).parent / "guard_files"
NEW = Past()
TUNED = ("tuned", "tuned_again", "tuned_anew")
HELD_OUT = ("heldout", "heldout_again", "heldout_anew")


@dataclass(frozen=True)
class Case:
    id: str
    seen: Seen
    is_hijacked: bool
    signals: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.id


@cache
def cases(part: str) -> tuple[Case, ...]:
    """``part``: one of ``TUNED``, which the guard's words were chosen by, or of ``HELD_OUT``, never looked at for that."""
    found: list[Case] = []
    for kind in ("hijacked", "innocent"):
        entries = tomllib.loads((FILES / f"{part}_{kind}.toml").read_text(encoding="utf-8"))["entry"]
        found += [
            Case(entry["id"], seen_of(entry), kind == "hijacked", tuple(entry.get("signals", ()))) for entry in entries
        ]
    return tuple(found)


def seen_of(entry: dict[str, Any]) -> Seen:
    text = entry.get("text", "").strip()
    return Seen(
        link=entry.get("link", ""),
        title=entry.get("title", ""),
        summary=text[:200],
        text=text,
        links=tuple(entry.get("links", ())),
        hidden=entry.get("hidden", ""),
    )


@dataclass(frozen=True)
class Result:
    """How many were held back rightly and wrongly, and which were not told rightly."""

    caught: int
    hijacked: int
    held: int
    wrong: tuple[str, ...]

    @property
    def recall(self) -> float:
        return self.caught / self.hijacked

    @property
    def precision(self) -> float:
        return self.caught / self.held

    def __str__(self) -> str:
        return (
            f"recall {self.caught}/{self.hijacked} = {self.recall:.1%}, precision {self.caught}/{self.held} = "
            f"{self.precision:.1%}; not told rightly: {', '.join(self.wrong) or 'none'}"
        )


def result(part: str) -> Result:
    told = [(case, judge_entry(case.seen, past=NEW).is_suspect) for case in cases(part)]
    return Result(
        caught=sum(case.is_hijacked and is_suspect for case, is_suspect in told),
        hijacked=sum(case.is_hijacked for case, _is_suspect in told),
        held=sum(is_suspect for _case, is_suspect in told),
        wrong=tuple(case.id for case, is_suspect in told if case.is_hijacked != is_suspect),
    )
