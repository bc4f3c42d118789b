"""Pictures from outside, made anew of nothing but their pixels; and light forms of our own pictures.

What a file is, its content says. Nothing of it is kept that is not seen: no place, device, preview, profile or text.
"""

import io
import math
import threading
import warnings
from dataclasses import dataclass
from enum import StrEnum
from typing import IO, Any

from PIL import Image, ImageCms, ImageOps

QUALITY = 80
# A double page at 600 dots an inch; what needs more memory to open than to store is no picture.
MOST_PIXELS = 80_000_000
# Only a JPEG sent line by line can be read at a fraction of its size. Of all others 300 KB may open into a gigabyte; these stay
# under 300 MB. Telephones make 12 megapixels, the newest 24 in HEIC.
MOST_PIXELS_WHOLE = {"JPEG": 25_000_000, "PNG": 25_000_000, "HEIF": 25_000_000, "WEBP": 16_000_000, "AVIF": 16_000_000}
# Profiles of presses take two megabytes; a larger one is no profile.
LARGEST_PROFILE = 4 * 1024 * 1024
# Rows of the small picture made at a time.
BAND = 64


class Unfit(StrEnum):
    """Why a file is not kept."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    WRONG_TYPE = "wrong_type"
    TOO_MANY_PIXELS = "too_many_pixels"
    BROKEN = "broken"


class UnfitUpload(Exception):
    """The file is none we keep."""

    def __init__(self, why: Unfit) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Drawn:
    """A JPEG of our own making."""

    content: bytes
    width: int
    height: int


# --- In: anything that calls itself a picture -------------------------------------------------------

# One at a time: two whole pictures at once would need twice the memory.
_DESK = threading.Lock()


def redraw(file: IO[bytes] | Any, longest: int, quality: int = QUALITY) -> Drawn:
    """The picture upright and no larger than asked, as a JPEG; UnfitUpload when it is none, broken or too large to open."""
    file.seek(0)
    form = _form_of(file.read(64))
    file.seek(0)
    try:
        with _DESK, warnings.catch_warnings():
            # Of damaged notes, and of sizes that have a limit of ours.
            warnings.simplefilter("ignore")
            page = _page(file, form, longest)
        return Drawn(_saved(page, "JPEG", quality), *page.size)
    except UnfitUpload:
        raise
    except Image.DecompressionBombError as error:
        raise UnfitUpload(Unfit.TOO_MANY_PIXELS) from error
    except Exception as error:  # a broken picture fails in many ways
        raise UnfitUpload(Unfit.BROKEN) from error


def _form_of(head: bytes) -> str:
    """What the first bytes say, in the names of the library that reads it."""
    if not head:
        raise UnfitUpload(Unfit.EMPTY)
    if head.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "WEBP"
    if head[4:8] == b"ftyp":
        # The names of a file's kinds, four letters each; the first two fields of the box are no names.
        length = int.from_bytes(head[:4], "big")
        brands = {head[8:12]} | {head[at : at + 4] for at in range(16, min(length, len(head)), 4)}
        if brands & {b"avif", b"avis"}:
            return "AVIF"
        if brands & {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}:
            return "HEIF"
    raise UnfitUpload(Unfit.WRONG_TYPE)


def _page(file: Any, form: str, longest: int) -> Image.Image:
    if form == "HEIF":
        _learn_heif()
    with Image.open(file, formats=[form]) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise UnfitUpload(Unfit.TOO_MANY_PIXELS)
        if form == "JPEG" and _comes_line_by_line(file):
            picture.draft("RGB", _fitted(picture.size, longest))
        if picture.width * picture.height > MOST_PIXELS_WHOLE[form]:
            raise UnfitUpload(Unfit.TOO_MANY_PIXELS)
        picture.load()
        small = _small(picture, longest)
        profile = picture.info.get("icc_profile")
        upright = _upright(small)
    page = Image.new("RGB", upright.size, "white")
    if "A" in upright.getbands():
        page.paste(upright, mask=upright.getchannel("A"))
        upright = page
    page.paste(_true_colours(upright, profile))
    return page


def _learn_heif() -> None:
    """Most processes never see one, and its library takes 20 MB."""
    if "HEIF" in Image.OPEN:
        return
    try:
        import pillow_heif
    except ImportError as error:  # An office may leave it out, see ADR 0020.
        raise UnfitUpload(Unfit.WRONG_TYPE) from error
    pillow_heif.register_heif_opener()


def _comes_line_by_line(file: Any) -> bool:
    """Whether all colours of a JPEG come in one pass. In several passes all of it must be held before a line is seen."""
    place = file.tell()
    file.seek(2)
    colours = 0
    try:
        while True:
            marker = file.read(2)
            if len(marker) < 2 or marker[0] != 0xFF:
                return False
            if marker[1] == 0xFF or marker[1] == 0x01 or 0xD0 <= marker[1] <= 0xD7:
                file.seek(-1 if marker[1] == 0xFF else 0, io.SEEK_CUR)
                continue
            length = int.from_bytes(file.read(2), "big")
            body = file.read(max(0, length - 2))
            if marker[1] == 0xDA:
                return bool(body) and body[0] == colours
            if marker[1] in (0xC0, 0xC1):
                colours = body[5]
            elif marker[1] == 0xC2:
                return False
    finally:
        file.seek(place)


def _fitted(size: tuple[int, int], longest: int) -> tuple[int, int]:
    scale = min(1, longest / max(size))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _small(picture: Image.Image, longest: int) -> Image.Image:
    """No larger than asked. A large picture is taken in bands, so that all its pixels are there once only."""
    step = max(picture.size) // longest
    if step < 2:
        small = _plain(picture)
    else:
        width, height = picture.size
        bands = [
            _plain(picture.crop((0, top, width, min(top + step * BAND, height)))).reduce(step)
            for top in range(0, height, step * BAND)
        ]
        small = Image.new(bands[0].mode, (bands[0].width, sum(band.height for band in bands)))
        for number, band in enumerate(bands):
            small.paste(band, (0, number * BAND))
    small.thumbnail((longest, longest))
    # Which side is up, and what its colours mean.
    small.info = dict(picture.info)
    return small


def _plain(picture: Image.Image) -> Image.Image:
    """Eight bits a colour, in a mode that can be made small well."""
    if picture.mode == "I" or picture.mode.startswith("I;16"):
        # Hardly any picture needs it, and every command starts with this module.
        import numpy as np

        return Image.fromarray((np.asarray(picture).astype(np.uint32) >> 8).clip(0, 255).astype(np.uint8))
    if "transparency" in picture.info or picture.mode in {"PA", "La", "RGBa"}:
        return picture.convert("RGBA")
    if picture.mode in {"L", "LA", "RGB", "RGBA", "CMYK"}:
        return picture
    return picture.convert("RGB")


def _upright(picture: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(picture)
    except Exception:  # Notes that cannot be read do not spoil the picture.
        return picture


def _true_colours(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Colours as any screen shows them: a phone's wide ones and a press's inks come with a profile, which is not kept."""
    if profile and len(profile) <= LARGEST_PROFILE and picture.mode in {"RGB", "CMYK", "L"}:
        try:
            given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            changed = ImageCms.profileToProfile(picture, given, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except Exception:  # A profile that cannot be read is no profile.
            changed = None
        if changed:
            return changed
    return picture.convert("RGB")


# --- Out: forms that weigh little -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Coding:
    """How a format is written: from which quality, how far down, and how its bytes shrink with it."""

    best: int
    least: int
    # The logarithm of the bytes falls by so much with each step of quality.
    slope: float
    options: dict[str, Any]


# AVIF at speed 9 takes a quarter of the time of speed 8 for pictures hardly worse in as many bytes, see ADR 0020.
CODINGS = {
    "JPEG": Coding(76, 44, 0.017, {"optimize": True, "progressive": True}),
    "WEBP": Coding(72, 36, 0.015, {"method": 2}),
    "AVIF": Coding(52, 34, 0.042, {"speed": 9, "max_threads": 1}),
}


def open_own(content: IO[bytes] | Any) -> Image.Image:
    """A picture that ``redraw`` made."""
    with Image.open(content, formats=["JPEG"]) as picture:
        picture.load()
        return picture.convert("RGB")


def as_wide_as(picture: Image.Image, width: int) -> Image.Image:
    if width >= picture.width:
        return picture
    return picture.resize((width, max(1, round(picture.height * width / picture.width))), Image.Resampling.LANCZOS)


def square_of(picture: Image.Image, side: int) -> Image.Image:
    """Its middle; of an upright one rather above the middle, where heads are."""
    return ImageOps.fit(picture, (side, side), Image.Resampling.LANCZOS, centering=(0.5, 0.4))


def written_within(picture: Image.Image, form: str, limit: int) -> bytes:
    """The picture in so many bytes at most: coarser as far as it still looks well, then with fewer pixels."""
    coding = CODINGS[form]
    quality = coding.best
    while True:
        content = _saved(picture, form, quality, **coding.options)
        if len(content) <= limit:
            return content
        over = math.log(len(content) / limit)
        if quality > coding.least:
            quality = max(coding.least, quality - max(4, math.ceil(over / coding.slope)))
        else:
            picture = as_wide_as(picture, min(int(picture.width * 0.9), int(picture.width * math.exp(-over / 2))))


def _saved(picture: Image.Image, form: str, quality: int, **options: Any) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, form, quality=quality, **(options or {"optimize": True}))
    return buffer.getvalue()
