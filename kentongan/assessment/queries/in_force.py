"""Which instrument judges whom on a day: that of the nearest office upwards which has one for the purpose."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Q

from kentongan.areas.models import NATION_CODE, Area
from kentongan.assessment.enums import Purpose
from kentongan.assessment.models import InstrumentVersion
from kentongan.assessment.rules.document import Document
from kentongan.assessment.rules.reading import read_document


def document_of(version: InstrumentVersion) -> Document:
    """The version's text, read once in this process for all versions with the same text."""
    return document_of_text(version.text)


@lru_cache(maxsize=256)
def document_of_text(text: str) -> Document:
    return read_document(text)


@dataclass(frozen=True)
class InForce:
    """The versions in force on a day, by the code of their office's area; each office's oldest instrument first.

    ``code`` asks for one instrument by its code instead of the oldest.
    """

    by_area: Mapping[str, tuple[InstrumentVersion, ...]]
    code: str | None = None

    def for_place(self, codes: Iterable[str]) -> InstrumentVersion | None:
        """What judges a group in a place, given the codes of the areas above it, nearest first; None for nothing."""
        return next((found for code in codes if (found := self.of_office(code))), None)

    def of_office(self, code: str) -> InstrumentVersion | None:
        versions = self.by_area.get(code, ())
        if self.code:
            return next((version for version in versions if version.instrument.code == self.code), None)
        return versions[0] if versions else None

    def for_area(self, area: Area) -> InstrumentVersion | None:
        """What judges the groups of an area that lies in one regency, and in a larger one those without a nearer office."""
        return self.for_place(nearest_first(area.regency_code, area.province_code))


def nearest_first(regency_code: str, province_code: str) -> tuple[str, ...]:
    return tuple(code for code in (regency_code, province_code, NATION_CODE) if code)


def versions_in_force(
    area: Area, as_of: dt.date, purpose: str = Purpose.TIERS, instrument_code: str | None = None
) -> InForce:
    """The versions of all offices in the area and above it that hold on the day. One query."""
    inside = Q()
    if area.code != NATION_CODE:
        above = {NATION_CODE, area.province_code, area.regency_code}
        inside = Q(instrument__office__in=above) | Q(instrument__office__area__province_code=area.code)
    versions = (
        InstrumentVersion.objects.in_force_on(as_of)
        .filter(inside, instrument__purpose=purpose)
        .select_related("instrument")
        .oldest_first()
    )
    by_area: dict[str, list[InstrumentVersion]] = defaultdict(list)
    for version in versions:
        by_area[version.instrument.office_id].append(version)
    return InForce({code: tuple(some) for code, some in by_area.items()}, instrument_code)
