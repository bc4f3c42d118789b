"""The forms of a picture that readers get: three formats, three widths and two squares, in files named by the picture's digest.

Browsers choose among what ``sources`` lists, and that is only what lies there. JPEG, which any browser reads, is made in the moment an article is
shown; the lighter formats follow within seconds, by a job.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import transaction

from kentongan.core.finished import has_file, remove_file, write_file
from kentongan.core.pictures import as_wide_as, open_own, square_of, written_within
from kentongan.newsroom.enums import State
from kentongan.newsroom.models import Article, Photo

# The first is for any browser and made at once; the others are lighter, and lightest comes last.
EXTENSIONS = {"JPEG": "jpg", "WEBP": "webp", "AVIF": "avif"}
AT_ONCE = ("JPEG",)
LATER = ("WEBP", "AVIF")

KILOBYTE = 1000
# Bytes at most, by width; the widest is what an article opens with.
WIDTHS = {320: 20 * KILOBYTE, 640: 40 * KILOBYTE, 1280: 60 * KILOBYTE}
SQUARES = {176: 6 * KILOBYTE, 352: 12 * KILOBYTE}
# How wide a picture stands on a page, by its use, as the public stylesheet has it.
SIZES = {
    "lead": "(min-width: 48em) 640px, 100vw",
    "story": "(min-width: 48em) 640px, 100vw",
    "card": "(min-width: 48em) 360px, 100vw",
    "square": "(min-width: 48em) 176px, 112px",
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


def forms_of(width: int, height: int) -> list[Form]:
    """The sizes made of a picture, none larger than it is, largest last."""
    return _sized(WIDTHS, width, is_square=False) + _sized(SQUARES, min(width, height), is_square=True)


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
    """Make what readers need of the article's pictures at once, and have the rest made. Called where an article is shown or changed."""
    from kentongan.newsroom.tasks import finish_photo

    for photo in article.photos.filter(removed_at=None):
        make_forms(photo, AT_ONCE)
        if not _is_made(photo, LATER[-1]):
            finish_photo.enqueue(photo.pk)


def finish_forms(photo: Photo) -> bool:
    """Make the lighter formats too; False where no reader sees the picture any more."""
    if not _is_in_use(photo.digest):
        return False
    make_forms(photo, (*AT_ONCE, *LATER))
    if not _is_in_use(photo.digest):
        # It was withdrawn meanwhile.
        _drop(photo)
        return False
    return True


def make_forms(photo: Photo, codings: tuple[str, ...]) -> None:
    """Write the formats that are not there; the smallest form is written last and stands for all of its format."""
    wanted = [coding for coding in codings if not _is_made(photo, coding)]
    if not wanted:
        return
    with photo.file.open("rb") as stored:
        whole = open_own(stored)
    for form in reversed(forms_of(photo.width, photo.height)):
        picture = square_of(whole, form.side) if form.is_square else as_wide_as(whole, form.side)
        for coding in wanted:
            write_file(name_of(photo.digest, form, coding), written_within(picture, coding, form.limit))


def hide_photos(article: Article, only: Photo | None = None) -> None:
    """Take the forms from readers, when this is committed, unless another shown article has the same picture."""
    for photo in [only] if only else article.photos.all():
        transaction.on_commit(lambda photo=photo: None if _is_in_use(photo.digest) else _drop(photo))


def _drop(photo: Photo) -> None:
    for coding in EXTENSIONS:
        for form in forms_of(photo.width, photo.height):
            remove_file(name_of(photo.digest, form, coding))


def _is_in_use(digest: str) -> bool:
    return Photo.objects.filter(digest=digest, removed_at=None, article__state=State.PUBLISHED).exists()


def is_whole(photo: Photo) -> bool:
    """Whether every form lies there."""
    return all(_is_made(photo, coding) for coding in EXTENSIONS)


def _is_made(photo: Photo, coding: str) -> bool:
    return has_file(name_of(photo.digest, _last_written(photo), coding))


def _last_written(photo: Photo) -> Form:
    return forms_of(photo.width, photo.height)[0]


# --- For pages --------------------------------------------------------------------------------------


def is_shown(photo: Photo) -> bool:
    """Whether readers can see the picture: its forms lie there."""
    return _is_made(photo, "JPEG")


def public_address(photo: Photo, width: int = 1280, coding: str = "JPEG") -> str:
    """The address of the form nearest to a width, not smaller if there is one: for feeds and previews in messages."""
    widths = [form for form in forms_of(photo.width, photo.height) if not form.is_square]
    form = next((form for form in widths if form.side >= width), widths[-1])
    return f"/{name_of(photo.digest, form, coding)}"


def sources(photo: Photo, *, use: str = "story", small: bool = False) -> Sources | None:
    """What may be listed of the picture; None where readers cannot see it. ``small`` is for those who asked to save data."""
    is_square = use == "square"
    made = list(_made(photo))
    if "JPEG" not in made:
        return None
    forms = [form for form in forms_of(photo.width, photo.height) if form.is_square == is_square]
    if small:
        forms = forms[:1]
    whole = forms[-1]
    # Browsers that know no srcset are old and have small screens.
    plain = forms[min(1, len(forms) - 1)] if not is_square else forms[0]
    return Sources(
        src=f"/{name_of(photo.digest, plain, 'JPEG')}",
        srcset=_srcset(photo, forms, "JPEG"),
        sizes=SIZES[use],
        width=whole.side,
        height=whole.side if is_square else max(1, round(photo.height * whole.side / photo.width)),
        srcsets=[
            (f"image/{EXTENSIONS[coding]}", _srcset(photo, forms, coding))
            for coding in reversed(LATER)
            if coding in made
        ],
    )


def _made(photo: Photo) -> Iterator[str]:
    return (coding for coding in EXTENSIONS if _is_made(photo, coding))


def _srcset(photo: Photo, forms: list[Form], coding: str) -> str:
    return ", ".join(f"/{name_of(photo.digest, form, coding)} {form.side}w" for form in forms)
