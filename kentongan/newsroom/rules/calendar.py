"""An event as a calendar file (RFC 5545), for the calendar of a phone."""

import datetime as dt
from dataclasses import dataclass

# Where no end is known, calendars want one.
USUAL = dt.timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """What a calendar shows of an event; times are aware."""

    key: str
    title: str
    starts_at: dt.datetime
    ends_at: dt.datetime | None
    changed_at: dt.datetime
    place: str = ""
    text: str = ""
    url: str = ""


def over_at(starts_at: dt.datetime, ends_at: dt.datetime | None) -> dt.datetime:
    """The moment an event is over: its end, or without one the end of its day where ``starts_at`` is told in."""
    return ends_at or starts_at.replace(hour=0, minute=0, second=0, microsecond=0) + dt.timedelta(days=1)


def ics(event: CalendarEvent) -> bytes:
    """The file of one event."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Kentongan//KIM//ID",
        "BEGIN:VEVENT",
        f"UID:{_text(event.key)}",
        f"DTSTAMP:{_moment(event.changed_at)}",
        f"DTSTART:{_moment(event.starts_at)}",
        f"DTEND:{_moment(event.ends_at or event.starts_at + USUAL)}",
        f"SUMMARY:{_text(event.title)}",
        *([f"LOCATION:{_text(event.place)}"] if event.place else []),
        *([f"DESCRIPTION:{_text(event.text)}"] if event.text else []),
        *([f"URL:{event.url}"] if event.url else []),
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode()


def _moment(moment: dt.datetime) -> str:
    return f"{moment.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"


def _text(text: str) -> str:
    """Escaped as section 3.3.11 asks; other control characters have no place there."""
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    text = text.replace("\r\n", "\n").replace("\n", "\\n")
    return "".join(sign for sign in text if sign >= " " and sign != "\x7f")


def _folded(line: str) -> str:
    """No line longer than 75 octets (section 3.1); a letter is never cut."""
    pieces, size = [""], 0
    for letter in line:
        weight = len(letter.encode())
        if size + weight > 74:
            pieces.append("")
            size = 0
        pieces[-1] += letter
        size += weight
    return "\r\n ".join(pieces)
