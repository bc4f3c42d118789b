"""What goes between ``safely`` and its child processes: plain JSON, so that a child can make nothing but values."""

import dataclasses
import datetime as dt
import json
import struct
from typing import Any

from kentongan.harvest.enums import Trouble
from kentongan.harvest.rules.shapes import CLEAN, Failed, Mark, Page, Parsed, Reason, Seen, Verdict

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


def pack_page_job(body: bytes, address: str) -> bytes:
    """For a page that only the guard looks at."""
    head = json.dumps([address]).encode()
    return _HEAD.pack(len(head)) + head + body


def unpack_job(job: bytes) -> dict[str, Any] | tuple[bytes, str]:
    """What ``parse`` takes, or a page and its address."""
    (length,) = _HEAD.unpack_from(job)
    head, body = json.loads(job[_HEAD.size : _HEAD.size + length]), job[_HEAD.size + length :]
    if len(head) == 1:
        return body, head[0]
    content_type, address, now = head
    return {
        "body": body,
        "content_type": content_type,
        "address": address,
        "now": dt.datetime.fromisoformat(now),
    }


def pack(answer: Parsed | Page | Failed) -> bytes:
    if isinstance(answer, Page):
        told = [reason.as_json() for reason in answer.told or ()]
        return json.dumps(
            {
                "page": [
                    *(answer.head, answer.text, answer.hidden, answer.links, answer.leads, answer.anchors),
                    answer.host,
                ],
                "told": told,
            }
        ).encode()
    if isinstance(answer, Failed):
        return json.dumps({"trouble": answer.trouble.value, "detail": answer.detail}).encode()
    rows = []
    for entry in answer.entries:
        row: list[Any] = [getattr(entry, name) for name in _NAMES]
        row[_PUBLISHED] = entry.published.isoformat() if entry.published else None
        rows.append(row)
    facts = {name: getattr(answer, name) for name in ("form", "title", "language", "leads", "remarks", "home")}
    facts["marks"] = [(mark.at, mark.key, mark.fingerprint, mark.digest) for mark in answer.marks]
    # Of most there is nothing to say.
    facts["judged"] = len(answer.verdicts)
    facts["verdicts"] = [(at, _packed(verdict)) for at, verdict in enumerate(answer.verdicts) if verdict != CLEAN]
    return json.dumps({**facts, "entries": rows}).encode()


def _packed(verdict: Verdict) -> tuple[Any, ...]:
    return verdict.is_suspect, [reason.as_json() for reason in verdict.reasons], verdict.score


def unpack(answer: bytes) -> Parsed | Page:
    """Raises ``Failed`` where the answer is one."""
    facts = json.loads(answer)
    if "trouble" in facts:
        raise Failed(Trouble(facts["trouble"]), facts["detail"])
    if "page" in facts:
        head, text, hidden, links, leads, anchors, host = facts["page"]
        told = tuple([Reason(**reason) for reason in facts["told"]])
        pairs = tuple([(said, other) for said, other in anchors])
        return Page(head, text, hidden, tuple(links), tuple(leads), pairs, host, told)
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
        home=facts["home"],
        marks=tuple(Mark(*mark) for mark in facts["marks"]),
        verdicts=tuple(_verdicts(facts["judged"], facts["verdicts"])),
    )


def _verdicts(number: int, told: list[Any]) -> list[Verdict]:
    verdicts = [CLEAN] * number
    for at, (is_suspect, reasons, score) in told:
        verdicts[at] = Verdict(is_suspect, tuple(Reason(**reason) for reason in reasons), score)
    return verdicts
