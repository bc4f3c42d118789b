"""What the planner is told: rows of a roster, what the register knows, and what comes out."""

import dataclasses
import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kentongan.areas.rules import NameIndex
from kentongan.rosters.enums import Field, RowState, Trouble


@dataclass(frozen=True, slots=True)
class WrittenRow:
    """A row as it stands in the file, and what a person chose for it."""

    number: int
    cells: Sequence[Any]
    choices: Mapping[str, str] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class KnownDecree:
    number: str
    starts_on: dt.date
    ends_on: dt.date
    signed_on: dt.date | None = None
    signer_kind: str = "village"
    signer_name: str = ""


@dataclass(frozen=True, slots=True)
class KnownGroup:
    """A group as the register has it on the day of the import; decrees by last day, the latest first."""

    code: str
    area_code: str
    name: str
    formed_on: dt.date
    is_exact: bool = True
    ended_on: dt.date | None = None
    kim_number: str = ""
    kimid_url: str = ""
    address: str = ""
    contact: str = ""
    phone: str = ""
    decrees: tuple[KnownDecree, ...] = ()
    # By position: chair, secretary, treasurer.
    officers: Mapping[str, str] = dataclasses.field(default_factory=dict)
    chair_phone: str = ""
    # Addresses in use by kind, the one noted last first.
    channels: Mapping[str, tuple[str, ...]] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NumberHolder:
    """The group that a national number belongs to, wherever it is."""

    code: str
    name: str
    area_code: str


@dataclass(frozen=True, slots=True)
class Facts:
    """The register within the office's area, and everything needed to read places and days."""

    index: NameIndex
    office_code: str
    today: dt.date
    groups: Mapping[str, Sequence[KnownGroup]] = dataclasses.field(default_factory=dict)
    numbers: Mapping[str, NumberHolder] = dataclasses.field(default_factory=dict)

    @property
    def fingerprint(self) -> str:
        """The same for the same facts, and on any machine: what a plan was made from."""
        digest = hashlib.blake2b(repr((self.office_code, self.today)).encode(), digest_size=16)
        for part in (self.index.areas, self.groups, self.numbers):
            for key in sorted(part):
                digest.update(repr((key, part[key])).encode())
        return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class Proposal:
    """A way out of a problem: choices to keep, and what the button says (``verb`` with ``words``)."""

    verb: str
    choices: Mapping[str, str]
    words: Mapping[str, str] = dataclasses.field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {"verb": self.verb, "choices": dict(self.choices), "words": dict(self.words)}


@dataclass(frozen=True, slots=True)
class Problem:
    """What keeps a row out, at which field, with what is said about it and the ways out."""

    code: Trouble
    field: Field
    words: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    proposals: tuple[Proposal, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {
            "code": self.code.value,
            "field": self.field.value,
            "words": dict(self.words),
            "proposals": [proposal.as_json() for proposal in self.proposals],
        }


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """What saving would do with a row. ``values`` is all that the row comes to, ``changes`` what is new to the register."""

    number: int
    state: RowState
    area_code: str = ""
    group_code: str = ""
    kim_number: str = ""
    values: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    changes: Mapping[str, list[Any]] = dataclasses.field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
