"""The forms of a picture that readers get: three formats, three widths and two squares, in files named by the picture's digest.

Browsers choose among what ``sources`` lists, and that is only what lies there. Small JPEGs, which any browser reads, are made in the moment an
article is shown; the larger and the lighter forms follow within seconds, by a job. Each of the two steps writes its smallest form last, which so
stands for all of them.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from django.db import transaction

from kentongan.core.finished import forget, has_file, remove_file, write_file
from kentongan.core.pictures import as_wide_as, open_own, square_of, written_within
from kentongan.newsroom.enums import State
from kentongan.newsroom.models import Article, Photo
from kentongan.newsroom.tags import tags_of

logger = logging.getLogger(__name__)

EXTENSIONS = {"JPEG": "jpg", "WEBP": "webp", "AVIF": "avif"}
# The lightest first, as browsers are to choose.
LIGHTER = ("AVIF", "WEBP")
LARGEST_AT_ONCE = 640

KILOBYTE = 1000
# Bytes at most, by width; the widest is what an article opens with.
WIDTHS = {320: 12 * KILOBYTE, 640: 40 * KILOBYTE, 1280: 60 * KILOBYTE}
SQUARES = {176: 6 * KILOBYTE, 352: 12 * KILOBYTE}
# AVIF says in so much of the bytes what a JPEG says in all of them.
AVIF_SHARE = 0.65
# A picture as wide as the page. On telephones less is said than is true, so that they take the one of 640: sharp enough there, and
# at 400 kbit/s a second sooner than the one of 1280. A screen of very small dots is asked for half of them.
_WIDE = "(min-width: 48em) 640px, (min-resolution: 2.1dppx) 50vw, 85vw"
# How wide a picture stands on a page, by its use, as newsroom/public.css has it.
SIZES = {
    "lead": _WIDE,
    "story": _WIDE,
    "card": "(min-width: 48em) 350px, 92px",
    "square": "(min-width: 48em) 248px, 45vw",
}


@dataclass(frozen=True, slots=True)
class Form:
    """One size: ``640`` wide as it is, or ``k176``, the middle of it as a square."""

    side: int
    limit: int
    is_square: bool = False

    @property
    def slot(self) -> str:
        return f"k{self.side}" if self.is_square else str(self.side)


@dataclass(frozen=True, slots=True)
class Sources:
    """What a page lists of a picture; ``srcsets`` are the lighter formats by type, lightest first."""

    src: str
    srcset: str
    sizes: str
    width: int
    height: int
    srcsets: list[tuple[str, str]] = field(default_factory=list)


@lru_cache(1_000)
def forms_of(width: int, height: int) -> tuple[Form, ...]:
    """The sizes made of a picture, none larger than it is; largest first, squares last."""
    whole, squares = _sized(WIDTHS, width, is_square=False), _sized(SQUARES, min(width, height), is_square=True)
    return (*reversed(whole), *reversed(squares))


def _sized(limits: dict[int, int], most: int, *, is_square: bool) -> list[Form]:
    forms = []
    for side, limit in limits.items():
        forms.append(Form(min(side, most), limit, is_square))
        if side >= most:
            break
    return forms


def name_of(digest: str, form: Form, coding: str) -> str:
    return f"foto/{digest[:16]}-{form.slot}.{EXTENSIONS[coding]}"


# --- Making and taking away -------------------------------------------------------------------------


def show_photos(article: Article) -> None:
    """Make at once what readers need of the article's pictures, and have the rest made. For when an article is shown or changed."""
    from kentongan.newsroom.tasks import finish_photo

    for photo in article.photos.filter(removed_at=None):
        try:
            make_first(photo)
        except OSError:
            # Somebody lost the file; the article is shown without it.
            logger.exception("The picture %s cannot be made for readers", photo.code)
        else:
            if not is_whole(photo):
                finish_photo.enqueue(photo.pk)


def make_first(photo: Photo) -> None:
    """Small JPEGs: about 80 ms."""
    if not is_shown(photo):
        forms = [form for form in forms_of(photo.width, photo.height) if form.side <= LARGEST_AT_ONCE]
        _write(photo, [(form, "JPEG") for form in forms])


def finish_photo_forms(photo: Photo) -> bool:
    """Make all that is missing and have the pages list it; False where no reader sees the picture any more."""
    if not _is_in_use(photo.digest):
        return False
    if not is_whole(photo):
        make_first(photo)
        forms = forms_of(photo.width, photo.height)
        large = [(form, "JPEG") for form in forms if form.side > LARGEST_AT_ONCE]
        _write(photo, [*large, *((form, coding) for coding in reversed(LIGHTER) for form in forms)])
    articles = _showing(photo.digest)
    if not articles:
        # It was withdrawn meanwhile.
        _drop(photo)
        return False
    with transaction.atomic():
        forget(*{tag for article in articles for tag in tags_of(article)})
    return True


def _write(photo: Photo, wanted: Iterable[tuple[Form, str]]) -> None:
    """Write forms, for each format the smallest last."""
    with photo.file.open("rb") as stored:
        whole = open_own(stored)
    made = {}
    for form, coding in wanted:
        if form not in made:
            made[form] = square_of(whole, form.side) if form.is_square else as_wide_as(whole, form.side)
        limit = int(form.limit * AVIF_SHARE) if coding == "AVIF" else form.limit
        write_file(name_of(photo.digest, form, coding), written_within(made[form], coding, limit))


def hide_photos(article: Article, only: Photo | None = None) -> None:
    """Take the forms from readers, when this is committed, unless another shown article has the same picture."""
    for photo in [only] if only else list(article.photos.all()):
        transaction.on_commit(lambda photo=photo: None if _is_in_use(photo.digest) else _drop(photo))  # type: ignore[misc]


def _drop(photo: Photo) -> None:
    """The marks that stand for all others go first."""
    for form in reversed(forms_of(photo.width, photo.height)):
        for coding in EXTENSIONS:
            remove_file(name_of(photo.digest, form, coding))


def _showing(digest: str) -> list[Article]:
    shown = Article.objects.published().filter(photos__digest=digest, photos__removed_at=None).distinct()
    return list(shown.select_related("group__area", "place"))


def _is_in_use(digest: str) -> bool:
    return Photo.objects.filter(digest=digest, removed_at=None, article__state=State.PUBLISHED).exists()


# --- For pages --------------------------------------------------------------------------------------


def is_shown(photo: Photo) -> bool:
    """Whether readers can see the picture."""
    return has_file(name_of(photo.digest, forms_of(photo.width, photo.height)[-1], "JPEG"))


def is_whole(photo: Photo) -> bool:
    """Whether every form lies there."""
    return has_file(name_of(photo.digest, forms_of(photo.width, photo.height)[-1], LIGHTER[0]))


def public_address(photo: Photo, width: int = 1280) -> str:
    """The address of the JPEG nearest to a width, for feeds and for previews in messages; nothing where readers cannot see it."""
    forms, _lighter = _listed(photo, is_square=False)
    form = min(forms, key=lambda form: abs(form.side - width), default=None)
    return f"/{name_of(photo.digest, form, 'JPEG')}" if form else ""


def sources(photo: Photo, *, use: str = "story", small: bool = False) -> Sources | None:
    """What may be listed of the picture; None where readers cannot see it. ``small`` is for those who asked to save data."""
    is_square = use == "square"
    forms, lighter = _listed(photo, is_square=is_square)
    if not forms:
        return None
    # The plain address is for browsers that know no srcset: old, and on small screens.
    plain = forms[0] if small or is_square else forms[-2:][0]
    if small:
        forms = forms[:1]
    largest = forms[-1]
    return Sources(
        src=f"/{name_of(photo.digest, plain, 'JPEG')}",
        srcset=_srcset(photo, forms, "JPEG"),
        sizes=SIZES[use],
        width=largest.side,
        height=largest.side if is_square else max(1, round(photo.height * largest.side / photo.width)),
        srcsets=[(f"image/{EXTENSIONS[coding]}", _srcset(photo, forms, coding)) for coding in lighter],
    )


def _listed(photo: Photo, *, is_square: bool) -> tuple[list[Form], tuple[str, ...]]:
    """The forms that lie there as JPEG, smallest first, and the lighter formats they lie there in, too."""
    if not is_shown(photo):
        return [], ()
    most, lighter = (max(WIDTHS), LIGHTER) if is_whole(photo) else (LARGEST_AT_ONCE, ())
    forms = [form for form in forms_of(photo.width, photo.height) if form.is_square == is_square and form.side <= most]
    return sorted(forms, key=lambda form: form.side), lighter


def _srcset(photo: Photo, forms: list[Form], coding: str) -> str:
    return ", ".join(f"/{name_of(photo.digest, form, coding)} {form.side}w" for form in forms)
