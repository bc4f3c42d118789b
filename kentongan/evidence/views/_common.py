"""What the pages share: a record by its place, two days of asking, and the words for standings."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from kentongan.core.clock import as_of_from, read_as_of, today
from kentongan.evidence.enums import Source, Standing
from kentongan.evidence.models import Evidence
from kentongan.evidence.queries import evidence_at
from kentongan.registry.models import Group
from kentongan.registry.views._common import group_or_404

TAGS = {
    Standing.RECORDED: "warn",
    Standing.CONFIRMED: "ok",
    Standing.DISPUTED: "bad",
    Standing.WITHDRAWN: "off",
}
WORDS = {
    Standing.RECORDED: lambda: _("Belum dikonfirmasi"),
    Standing.CONFIRMED: lambda: _("Dikonfirmasi"),
    Standing.DISPUTED: lambda: _("Diragukan"),
    Standing.WITHDRAWN: lambda: _("Ditarik"),
}


@dataclass(frozen=True)
class Asked:
    """As of which day, and as known on which; None: all that is known now."""

    as_of: dt.date
    known_on: dt.date | None = None

    @property
    def parts(self) -> dict[str, str]:
        """The query that asks the same again."""
        parts = {"per": self.as_of.isoformat()} if self.as_of != today() else {}
        return parts | ({"diketahui": self.known_on.isoformat()} if self.known_on else {})

    @property
    def query(self) -> str:
        return f"?{urlencode(self.parts)}" if self.parts else ""

    @property
    def is_now(self) -> bool:
        return not self.parts


def asked(request: HttpRequest) -> Asked:
    """The two days of ``?per=`` and ``?diketahui=``; a day that cannot be read is said and left out."""
    as_of, written = as_of_from(request), request.GET.get("diketahui", "")
    try:
        return Asked(as_of, read_as_of(written) if written else None)
    except ValueError:
        sentence = _("Tanggal “%(value)s” tidak terbaca, jadi yang tampil semua yang diketahui sekarang.")
        messages.warning(request, sentence % {"value": written[:40]})
        return Asked(as_of)


def record_or_404(request: HttpRequest, code: str, nth: int) -> tuple[Group, Evidence]:
    group = group_or_404(request, code)
    evidence = evidence_at(group, nth)
    if evidence is None:
        raise Http404
    return group, evidence


def add_words(row: Any) -> None:
    """The words a list shows of a record: its title, its kind, its standing."""
    row.kind_name = row.kind_facts.name
    row.heading = row.title or row.kind_name
    row.tag_kind, row.tag_word = TAGS[row.standing], WORDS[row.standing]()
    # What came from elsewhere counts as confirmed without anybody's word, so there is none to show.
    row.has_standing = row.source == Source.REPORTED or row.standing != Standing.CONFIRMED
    row.is_picture = row.file_type.startswith("image/")


def record_url(group: Group, nth: int, name: str = "evidence") -> str:
    return reverse(name, args=[group.code, nth])
