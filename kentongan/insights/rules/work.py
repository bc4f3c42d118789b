"""What waits on a day, by deadline: pure facts in, rows of work out, each with exactly one action."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple, TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kentongan.insights.rules.figures import DecreeStates, DistrictWithout, TargetResult
from kentongan.insights.rules.sentences import long_date, month, number

# More than this many of one kind: the rest stands together in one row.
MOST_SINGLE = 3
# A file that was handed in waits for the office; any other step waits for the village.
FILED_WAITS = dt.timedelta(days=14)
STEP_WAITS = dt.timedelta(days=60)
# Law 27/2022: what concerns a person's data is answered within 3 x 24 hours.
ERASURE_WITHIN = dt.timedelta(days=3)


class Job(StrEnum):
    """The kinds of work, in the order they stand within one day."""

    ERASURE = "erasure"
    DECREE_ENDED = "decree_ended"
    DECREE_ENDING = "decree_ending"
    CASE_FILED = "case_filed"
    CASE_STALLED = "case_stalled"
    REPORTS = "reports"
    HELD = "held"
    FALLING = "falling"
    DETERMINATION = "determination"
    TARGET_DISPUTED = "target_disputed"
    DECREE_NONE = "decree_none"
    DISTRICT_WITHOUT = "district_without"
    TARGET_MISSING = "target_missing"


ORDER = list(Job)
Fact = TypeVar("Fact")


@dataclass(frozen=True, slots=True)
class Work:
    """One row. ``key`` names the thing it is about; a row without one leads to a list of ``count`` rows."""

    job: Job
    title: str
    detail: str
    due: dt.date | None = None
    key: str = ""
    count: int = 1
    # A word of its own where a deadline would blame those who are waited for.
    waits: bool = False

    def tag(self, as_of: dt.date) -> tuple[str, str]:
        """Kind and word of the tag."""
        if self.due is None:
            return "off", _("Tanpa tenggat")
        days = (self.due - as_of).days
        if self.waits and days <= 0:
            return "warn", _("Menunggu")
        if days < 0:
            return "bad", _("Sudah lewat")
        if days == 0:
            return "bad", _("Hari ini")
        if days == 1:
            return "warn", _("Besok")
        words = ngettext("%(n)s hari lagi", "%(n)s hari lagi", days) % {"n": number(days)}
        return ("warn" if days <= 30 else "neutral"), words


@dataclass(frozen=True, slots=True)
class DecreeFact:
    """A group whose last decree ends, or ended, on a day; ``ends_on`` is None where none is recorded."""

    code: str
    name: str
    place: str
    ends_on: dt.date | None = None


class WaitingCase(NamedTuple):
    """A formation case in process that has not moved for too long."""

    key: int
    last_on: dt.date
    is_filed: bool


@dataclass(frozen=True, slots=True)
class CaseFact:
    """A village whose formation has not moved since ``last_on``."""

    code: str
    name: str
    place: str
    last_on: dt.date
    is_filed: bool
    # What is to be done next, in a word: "Musyawarah".
    next_step: str = ""
    # By which its steps are found.
    key: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class WorkFacts:
    """Everything the list is made of. The lists hold the first few rows; the numbers count all."""

    decrees: DecreeStates = field(default_factory=DecreeStates)
    ending: Sequence[DecreeFact] = ()
    ended: Sequence[DecreeFact] = ()
    none: Sequence[DecreeFact] = ()
    cases: Sequence[CaseFact] = ()
    cases_waiting: int = 0
    districts: Sequence[DistrictWithout] = ()
    target: TargetResult | None = None
    erasures: int = 0
    erasure_asked_on: dt.date | None = None
    reports: int = 0
    # Channels and single entries that the hijack guard holds until somebody looks.
    held: int = 0
    falling: int = 0
    falling_on: dt.date | None = None
    # The last day of the month that an office has not determined yet.
    undetermined: dt.date | None = None


def work_to_do(facts: WorkFacts, as_of: dt.date) -> list[Work]:
    """All rows by deadline; what has none comes last."""
    rows = [
        *_ending(facts, as_of),
        *_ended(facts, as_of),
        *_without_decree(facts),
        *_cases(facts, as_of),
        *_districts(facts),
        *_target(facts, as_of),
        *_erasures(facts),
        *_reports(facts, as_of),
        *_held(facts, as_of),
        *_falling(facts),
        *_determination(facts),
    ]
    return sorted(rows, key=lambda row: (row.due or dt.date.max, ORDER.index(row.job), row.count > 1, row.key))


def _ending(facts: WorkFacts, as_of: dt.date) -> Iterable[Work]:
    single, rest = _split(facts.ending, facts.decrees.ending)
    for fact in single:
        days = (fact.ends_on - as_of).days if fact.ends_on else 0
        title = (
            ngettext("SK %(name)s tinggal %(n)s hari", "SK %(name)s tinggal %(n)s hari", days)
            if days
            else _("Hari terakhir SK %(name)s")
        )
        detail = _("%(place)s, habis %(day)s") % {"place": fact.place, "day": long_date(fact.ends_on)}
        yield Work(Job.DECREE_ENDING, title % {"name": fact.name, "n": number(days)}, detail, fact.ends_on, fact.code)
    if rest:
        title = ngettext("%(n)s SK lain habis dalam 90 hari", "%(n)s SK lain habis dalam 90 hari", rest)
        # None of the rest ends before the last one named.
        yield Work(
            Job.DECREE_ENDING,
            title % {"n": number(rest)},
            _("Siapkan perpanjangannya"),
            single[-1].ends_on,
            count=facts.decrees.ending,
        )


def _ended(facts: WorkFacts, as_of: dt.date) -> Iterable[Work]:
    if facts.decrees.ended == 1 and facts.ended:
        fact = facts.ended[0]
        detail = _("%(place)s, sejak %(day)s") % {"place": fact.place, "day": long_date(fact.ends_on)}
        yield Work(
            Job.DECREE_ENDED, _("SK %(name)s sudah habis") % {"name": fact.name}, detail, fact.ends_on, fact.code
        )
    elif facts.decrees.ended:
        count = facts.decrees.ended
        title = ngettext("%(n)s SK sudah habis", "%(n)s SK sudah habis", count) % {"n": number(count)}
        earliest = facts.decrees.ended_since
        detail = _("Paling lama sejak %(day)s") % {"day": long_date(earliest)} if earliest else ""
        yield Work(Job.DECREE_ENDED, title, detail, earliest or as_of - dt.timedelta(days=1), count=count)


def _without_decree(facts: WorkFacts) -> Iterable[Work]:
    count = facts.decrees.none
    if count == 1 and facts.none:
        fact = facts.none[0]
        title = _("%(name)s belum punya SK tercatat") % {"name": fact.name}
        yield Work(Job.DECREE_NONE, title, fact.place, key=fact.code)
    elif count:
        title = ngettext("%(n)s KIM belum punya SK tercatat", "%(n)s KIM belum punya SK tercatat", count)
        yield Work(Job.DECREE_NONE, title % {"n": number(count)}, _("Catat nomor dan masa berlakunya"), count=count)


def _cases(facts: WorkFacts, as_of: dt.date) -> Iterable[Work]:
    single, rest = _split(facts.cases, facts.cases_waiting)
    dues = [fact.last_on + (FILED_WAITS if fact.is_filed else STEP_WAITS) for fact in single]
    for fact, due in zip(single, dues, strict=True):
        if fact.is_filed:
            title = _("Berkas %(name)s menunggu diperiksa") % {"name": fact.name}
            detail = _("%(place)s, sejak %(day)s") % {"place": fact.place, "day": long_date(fact.last_on)}
        else:
            title = _("%(name)s menunggu langkah berikutnya") % {"name": fact.name}
            detail = fact.place
            if fact.next_step:
                detail = _("%(place)s, berikutnya: %(step)s") % {"place": fact.place, "step": fact.next_step.lower()}
        job = Job.CASE_FILED if fact.is_filed else Job.CASE_STALLED
        yield Work(job, title, detail, due, fact.code, waits=not fact.is_filed)
    if rest:
        title = ngettext("%(n)s pembentukan lain menunggu lanjutan", "%(n)s pembentukan lain menunggu lanjutan", rest)
        detail = _("Lihat langkah berikutnya masing-masing")
        yield Work(
            Job.CASE_STALLED, title % {"n": number(rest)}, detail, max(dues), count=facts.cases_waiting, waits=True
        )


def _districts(facts: WorkFacts) -> Iterable[Work]:
    waiting = [district for district in facts.districts if not district.has_case]
    single, rest = _split(waiting, len(waiting))
    for district in single:
        title = _("Kecamatan %(name)s belum punya KIM") % {"name": district.name}
        detail = ngettext("%(n)s desa, belum ada yang mulai", "%(n)s desa, belum ada yang mulai", district.villages) % {
            "n": number(district.villages)
        }
        yield Work(Job.DISTRICT_WITHOUT, title, detail, key=district.code)
    if rest:
        title = ngettext("%(n)s kecamatan lain belum punya KIM", "%(n)s kecamatan lain belum punya KIM", rest)
        yield Work(
            Job.DISTRICT_WITHOUT, title % {"n": number(rest)}, _("Belum ada yang mulai"), count=len(facts.districts)
        )


def _target(facts: WorkFacts, as_of: dt.date) -> Iterable[Work]:
    target = facts.target
    if target is None:
        return
    if target.is_disputed:
        title = _("Target %(year)s punya lebih dari satu angka") % {"year": target.year}
        values = _(" dan ").join(number(value) for value in target.values)
        yield Work(Job.TARGET_DISPUTED, title, _("%(values)s, sumbernya berbeda") % {"values": values})
    elif not target.is_set:
        title = _("Target %(year)s belum dicatat") % {"year": target.year}
        yield Work(Job.TARGET_MISSING, title, _("Jumlah KIM baru tahun ini"))


def _erasures(facts: WorkFacts) -> Iterable[Work]:
    if facts.erasures:
        count = facts.erasures
        title = ngettext("%(n)s permintaan hapus data pribadi", "%(n)s permintaan hapus data pribadi", count)
        due = facts.erasure_asked_on + ERASURE_WITHIN if facts.erasure_asked_on else None
        yield Work(Job.ERASURE, title % {"n": number(count)}, _("Dijawab dalam 3 hari"), due, count=count)


def _reports(facts: WorkFacts, as_of: dt.date) -> Iterable[Work]:
    if facts.reports:
        count = facts.reports
        title = ngettext("%(n)s laporan menunggu dikonfirmasi", "%(n)s laporan menunggu dikonfirmasi", count)
        yield Work(
            Job.REPORTS, title % {"n": number(count)}, _("Dilaporkan KIM sendiri"), as_of, count=count, waits=True
        )


def _held(facts: WorkFacts, as_of: dt.date) -> Iterable[Work]:
    if facts.held:
        count = facts.held
        title = ngettext("%(n)s kanal atau kabar ditahan penjaga", "%(n)s kanal atau kabar ditahan penjaga", count)
        detail = _("Lepaskan, atau pastikan dibajak")
        yield Work(Job.HELD, title % {"n": number(count)}, detail, as_of, count=count, waits=True)


def _falling(facts: WorkFacts) -> Iterable[Work]:
    if facts.falling and facts.falling_on:
        count = facts.falling
        title = ngettext("%(n)s KIM akan turun dalam 30 hari", "%(n)s KIM akan turun dalam 30 hari", count)
        detail = _("Yang pertama aman sampai %(day)s") % {"day": long_date(facts.falling_on)}
        yield Work(Job.FALLING, title % {"n": number(count)}, detail, facts.falling_on, count=count)


def _determination(facts: WorkFacts) -> Iterable[Work]:
    if facts.undetermined:
        title = _("Penetapan %(month)s belum ditandatangani") % {"month": month(facts.undetermined)}
        detail = _("Keadaan pada %(day)s") % {"day": long_date(facts.undetermined)}
        # A month's list is expected by the end of the next one.
        following = facts.undetermined + dt.timedelta(days=1)
        due = (following + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
        yield Work(Job.DETERMINATION, title, detail, due)


def _split(facts: Sequence[Fact], total: int) -> tuple[Sequence[Fact], int]:
    """The rows that stand alone, and how many stand together in one more row."""
    if total <= MOST_SINGLE:
        return facts[:total], 0
    return facts[: MOST_SINGLE - 1], total - (MOST_SINGLE - 1)
