"""What goes between ``safely`` and its child processes: plain JSON, so that a child can make nothing but values."""

import dataclasses
import datetime as dt
import json
import struct
from typing import Any

from kentongan.harvest.enums import Trouble
from kentongan.harvest.rules.shapes import Failed, Parsed, Seen

# Of an answer, unpacked.
MOST_BYTES = 10 * 1024 * 1024
CPU_SECONDS = 2.0
MEMORY = 100 * 1024 * 1024

_HEAD = struct.Struct("!I")
_NAMES = tuple(field.name for field in dataclasses.fields(Seen))
_PUBLISHED = _NAMES.index("published")
_LISTS = tuple(_NAMES.index(name) for name in ("pictures", "links"))


def pack_job(body: bytes, *, content_type: str, address: str, now: dt.datetime) -> bytes:
    head = json.dumps([content_type, address, now.isoformat()]).encode()
    return _HEAD.pack(len(head)) + head + body


def unpack_job(job: bytes) -> dict[str, Any]:
    (length,) = _HEAD.unpack_from(job)
    content_type, address, now = json.loads(job[_HEAD.size : _HEAD.size + length])
    return {
        "body": job[_HEAD.size + length :],
        "content_type": content_type,
        "address": address,
        "now": dt.datetime.fromisoformat(now),
    }


def pack(answer: Parsed | Failed) -> bytes:
    if isinstance(answer, Failed):
        return json.dumps({"trouble": answer.trouble.value, "detail": answer.detail}).encode()
    rows = []
    for entry in answer.entries:
        row: list[Any] = [getattr(entry, name) for name in _NAMES]
        row[_PUBLISHED] = entry.published.isoformat() if entry.published else None
        rows.append(row)
    facts = {name: getattr(answer, name) for name in ("form", "title", "language", "leads", "remarks")}
    return json.dumps({**facts, "entries": rows}).encode()


def unpack(answer: bytes) -> Parsed:
    """Raises ``Failed`` where the answer is one."""
    facts = json.loads(answer)
    if "trouble" in facts:
        raise Failed(Trouble(facts["trouble"]), facts["detail"])
    for row in facts["entries"]:
        row[_PUBLISHED] = dt.datetime.fromisoformat(row[_PUBLISHED]) if row[_PUBLISHED] else None
        for index in _LISTS:
            row[index] = tuple(row[index])
    return Parsed(
        form=facts["form"],
        entries=tuple(Seen(*row) for row in facts["entries"]),
        title=facts["title"],
        language=facts["language"],
        leads=tuple(facts["leads"]),
        remarks=tuple(facts["remarks"]),
    )
