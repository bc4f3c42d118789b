"""An office's rule books, as its pages show them."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser

from kentongan.accounts.enums import Capability
from kentongan.accounts.models import Office, User
from kentongan.accounts.permissions import areas_with, duties_of
from kentongan.accounts.rules import CAPABILITIES
from kentongan.areas.models import NATION_CODE
from kentongan.assessment.models import Instrument, InstrumentVersion
from kentongan.core.clock import today

Person = User | AnonymousUser


@dataclass(frozen=True)
class Book:
    """An instrument with what of it is in force today, what comes later, what ended, and its draft."""

    instrument: Instrument
    versions: tuple[InstrumentVersion, ...]

    @property
    def draft(self) -> InstrumentVersion | None:
        return next((one for one in self.versions if one.is_draft), None)

    @property
    def put_in_force(self) -> tuple[InstrumentVersion, ...]:
        """Newest first."""
        return tuple(one for one in self.versions if not one.is_draft)

    @property
    def in_force(self) -> InstrumentVersion | None:
        day = today()
        return next(
            (
                one
                for one in self.put_in_force
                if one.holds_from and one.holds_from <= day and (one.holds_until is None or one.holds_until > day)
            ),
            None,
        )

    @property
    def coming(self) -> InstrumentVersion | None:
        """The next one that begins after today."""
        day = today()
        later = [one for one in self.put_in_force if one.holds_from and one.holds_from > day and not one.is_empty]
        return later[-1] if later else None

    @property
    def shown(self) -> InstrumentVersion | None:
        """What a page of the instrument says: what holds today, else the latest, else nothing but a draft."""
        return self.in_force or next(iter(self.put_in_force), None)


def books_of(office: Office) -> list[Book]:
    """The office's instruments with their versions. Two queries."""
    instruments = office.instruments.prefetch_related("versions").order_by("purpose", "name", "pk")
    return [Book(one, tuple(one.versions.all())) for one in instruments]


def book_of(instrument: Instrument) -> Book:
    return Book(instrument, tuple(instrument.versions.select_related("put_in_force_by")))


def offices_above(office: Office) -> list[Office]:
    """The offices over this one, nearest first: what they put in force judges where the office itself has nothing."""
    codes = [code for code in reversed(office.area.ancestor_codes) if code != office.pk]
    found = Office.objects.select_related("area").in_bulk(codes)
    return [found[code] for code in codes if code in found]


def sees_office(user: Person, office: Office) -> bool:
    """Whether the person belongs to the office's area, or to one above it: those judged may read by what."""
    day = today()
    return any(
        duty.is_on(day)
        and Capability.SEE_REGISTER in CAPABILITIES[duty.role]
        and (_lies_in(duty.area_code, office.pk) or _lies_in(office.pk, duty.area_code))
        for duty in duties_of(user)
    )


def sees_drafts(user: Person, office: Office) -> bool:
    """Drafts are the office's own business until they hold."""
    return any(_lies_in(office.pk, area.pk) for area in areas_with(user, Capability.SEE_REGISTER))


def _lies_in(code: str, area_code: str) -> bool:
    return area_code == NATION_CODE or code == area_code or code.startswith(f"{area_code}.")
