"""Names in addresses: from a name people wrote to the first part of a site's address."""

import re
import unicodedata
from collections.abc import Collection, Iterator

SITE_SLUG_LENGTH = 60
_KIM = re.compile(r"^\s*(?:kim|(?:kelompok|komunitas) informasi masyarakat)\b[\s.:,-]*", re.IGNORECASE)
_APOSTROPHES = str.maketrans("", "", "'’‘`ʼ")


def slug_of(text: str, limit: int = SITE_SLUG_LENGTH) -> str:
    """ "Kopi bubuk, Rp38.000" becomes "kopi-bubuk-rp38-000"; cut between words; "" where no latin letter or digit is left."""
    plain = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES)).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if len(slug) <= limit:
        return slug
    cut = slug[: limit + 1].rpartition("-")[0]
    return (cut or slug[:limit]).strip("-")


def group_slug(name: str) -> str:
    """ "KIM Kayutangan" becomes "kayutangan"; a name that is nothing but KIM keeps it."""
    return slug_of(_KIM.sub("", name)) or slug_of(name)


def site_slugs(wanted: str, *places: str) -> Iterator[str]:
    """What a site may be called, the best first: its own name, then with its places, then numbered."""
    base = wanted or "kim"
    for place in places:
        yield base
        if place:
            base = slug_of(f"{base} {place}")
    yield base
    for number in range(2, 10_000):
        yield f"{base[: SITE_SLUG_LENGTH - 5]}-{number}"


def free_slug(wanted: str, *places: str, taken: Collection[str]) -> str:
    """The best name that nobody has and that is no address of our own."""
    return next(slug for slug in site_slugs(wanted, *places) if slug not in taken)


def is_site_slug(text: str) -> bool:
    """Whether somebody may choose this as an address: small letters, digits and single hyphens, with a letter."""
    return (
        len(text) <= SITE_SLUG_LENGTH
        and re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", text) is not None
        and re.search("[a-z]", text) is not None
    )
