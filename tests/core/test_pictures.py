"""Whatever calls itself a picture: a good one of our own comes out, or the reason why not. All are made here."""

import io
import struct
import subprocess
import sys
import zlib

import pillow_heif
import pytest
from PIL import Image, ImageCms, ImageDraw, PngImagePlugin

from kentongan.core.pictures import Unfit, UnfitUpload, as_wide_as, open_own, redraw, square_of, written_within
from kentongan.core.uploads import read_upload

pillow_heif.register_heif_opener()

FORMS = ["JPEG", "PNG", "WEBP", "AVIF", "HEIF"]
# Where it was taken, with what, by whom, and in words.
SECRETS = [
    b"Telepon Uji",
    b"Bu Wagirah",
    b"GPS",
    b"7.9826",
    b"Rumah saya",
    b"exif",
    b"Exif",
    b"http://ns.adobe.com",
    b"ICC_PROFILE",
]


def scene(size: tuple[int, int] = (80, 40)) -> Image.Image:
    """Left red, right blue, so that it shows which side is up."""
    picture = Image.new("RGB", size, "blue")
    ImageDraw.Draw(picture).rectangle((0, 0, size[0] // 2 - 1, size[1]), fill="red")
    return picture


def exif() -> Image.Exif:
    notes = Image.Exif()
    notes[0x0110] = "Telepon Uji"
    notes[0x013B] = "Bu Wagirah"
    place = notes.get_ifd(0x8825)
    place[1], place[2], place[3], place[4] = "S", (7.0, 58.0, 57.0), "E", (112.0, 37.0, 50.0)
    return notes


def saved(picture: Image.Image, form: str, **more) -> io.BytesIO:
    buffer = io.BytesIO()
    picture.save(buffer, form, **more)
    return buffer


def drawn(file: io.BytesIO, longest: int = 1600) -> Image.Image:
    made = redraw(file, longest)
    picture = Image.open(io.BytesIO(made.content))
    assert (picture.format, picture.mode, picture.size) == ("JPEG", "RGB", (made.width, made.height))
    return picture


def is_like(picture: Image.Image, at: tuple[int, int], colour: tuple[int, int, int]) -> bool:
    return all(abs(a - b) < 40 for a, b in zip(picture.getpixel(at), colour, strict=True))


def why_unfit(content: bytes) -> Unfit:
    with pytest.raises(UnfitUpload) as problem:
        redraw(io.BytesIO(content), 1600)
    return problem.value.why


# --- Good pictures ----------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
def test_every_format_of_a_phone_becomes_a_small_jpeg(form: str) -> None:
    picture = drawn(saved(scene((400, 200)), form), 200)
    assert picture.size == (200, 100)
    assert is_like(picture, (20, 50), (255, 0, 0))
    assert is_like(picture, (180, 50), (0, 0, 255))


@pytest.mark.parametrize("form", FORMS)
def test_nothing_but_pixels_is_kept(form: str) -> None:
    more: dict = {"exif": exif()}
    if form == "PNG":
        texts = PngImagePlugin.PngInfo()
        texts.add_text("Author", "Bu Wagirah")
        texts.add_itxt("Description", "Rumah saya", zip=False)
        texts.add_text("Comment", "7.9826 GPS", zip=True)
        more["pnginfo"] = texts
    else:
        more["xmp"] = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>Rumah saya 7.9826 http://ns.adobe.com</x:xmpmeta>"
    if form == "JPEG":
        more["comment"] = b"Rumah saya"
    sent = saved(scene(), form, icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(), **more)
    assert b"Telepon Uji" in sent.getvalue(), "the file sent holds what must not stay"
    kept = redraw(sent, 1600).content
    assert [secret for secret in SECRETS if secret in kept] == []
    picture = Image.open(io.BytesIO(kept))
    assert not picture.getexif()
    assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


@pytest.mark.parametrize("form", FORMS)
def test_a_picture_taken_sideways_stands_upright(form: str) -> None:
    notes = exif()
    notes[0x0112] = 6
    sideways = scene()
    # The writer of HEIC turns what lies in the picture's own notes into a box of the file, as telephones do.
    sideways.info["exif"] = notes.tobytes()
    picture = drawn(saved(sideways, form, **({} if form == "HEIF" else {"exif": notes})))
    assert picture.size == (40, 80)
    assert is_like(picture, (20, 10), (255, 0, 0))
    assert is_like(picture, (20, 70), (0, 0, 255))


def test_broken_notes_do_not_spoil_a_picture() -> None:
    content = saved(scene(), "JPEG", exif=b"Exif\0\0II*\0\xff\xff\xff\xff" + b"\xff" * 40)
    assert drawn(content).size == (80, 40)


def test_a_second_picture_inside_is_left_behind() -> None:
    """Phones put a map of bright lights or of depth behind the photo and call the whole an MPO."""
    twice = saved(scene(), "MPO", save_all=True, append_images=[Image.new("RGB", (20, 10))])
    assert drawn(twice).size == (80, 40)
    twice.size = len(twice.getvalue())  # type: ignore[attr-defined]
    assert read_upload(twice).content_type == "image/jpeg"  # type: ignore[arg-type]


@pytest.mark.parametrize("form", ["PNG", "WEBP", "AVIF"])
def test_of_what_moves_the_first_picture_is_kept(form: str) -> None:
    film = saved(scene(), form, save_all=True, append_images=[Image.new("RGB", (80, 40), "green")] * 3, duration=50)
    assert is_like(drawn(film), (10, 20), (255, 0, 0))


def test_inks_of_a_press_become_colours() -> None:
    picture = drawn(saved(Image.new("CMYK", (40, 40), (0, 255, 255, 0)), "JPEG"))
    assert is_like(picture, (20, 20), (255, 0, 0))


def test_the_profile_says_what_the_numbers_mean() -> None:
    """As with the wide colours of new telephones; here a profile calls red what a screen calls blue."""
    swapped = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    red, blue = swapped.index(b"rXYZ"), swapped.index(b"bXYZ")
    swapped[red : red + 4], swapped[blue : blue + 4] = b"bXYZ", b"rXYZ"
    reddish = Image.new("RGB", (40, 40), (200, 40, 40))
    assert is_like(drawn(saved(reddish, "PNG", icc_profile=bytes(swapped))), (20, 20), (40, 40, 200))
    assert is_like(drawn(saved(reddish, "PNG", icc_profile=b"no profile at all" * 20)), (20, 20), (200, 40, 40))


def test_sixteen_bits_are_told_in_eight() -> None:
    grey = Image.new("I;16", (40, 40), 32_768)
    assert is_like(drawn(saved(grey, "PNG")), (20, 20), (128, 128, 128))
    large = Image.new("I;16", (700, 700), 32_768)
    assert is_like(drawn(saved(large, "PNG"), 200), (100, 100), (128, 128, 128))
    assert is_like(
        drawn(io.BytesIO(png(40, 40, depth=16, colour=2, pixel=b"\x80\0\0\0\xff\xff"))), (20, 20), (128, 0, 255)
    )


def test_what_is_transparent_stands_on_white() -> None:
    palette = Image.new("P", (40, 40), 1)
    palette.putpalette([255, 0, 0, 0, 0, 255])
    assert is_like(drawn(saved(palette, "PNG", transparency=1)), (20, 20), (255, 255, 255))
    assert is_like(drawn(saved(palette, "PNG")), (20, 20), (0, 0, 255))
    assert is_like(drawn(saved(Image.new("LA", (40, 40), (0, 0)), "PNG")), (20, 20), (255, 255, 255))
    assert is_like(drawn(saved(Image.new("RGBA", (700, 40), (0, 0, 255, 0)), "WEBP"), 100), (50, 2), (255, 255, 255))


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA"])
def test_bands_of_a_large_picture_fit_together(mode: str) -> None:
    whole = scene((1601, 803))
    ImageDraw.Draw(whole).rectangle((0, 600, 1601, 803), fill="white")
    picture = drawn(saved(whole.convert(mode), "PNG"), 200)
    assert picture.size == (200, 100)
    assert is_like(picture, (100, 95), (255, 255, 255))
    if mode in {"RGB", "RGBA"}:
        assert is_like(picture, (20, 60), (255, 0, 0))
        assert is_like(picture, (190, 60), (0, 0, 255))


@pytest.mark.parametrize("size", [(5000, 1), (1, 5000), (3000, 7)])
def test_a_strip_stays_a_strip(size: tuple[int, int]) -> None:
    made = redraw(saved(Image.new("RGB", size, "red"), "PNG"), 200)
    assert max(made.width, made.height) == 200
    assert min(made.width, made.height) == 1


# --- Hostile ones -----------------------------------------------------------------------------------


def png(
    width: int, height: int, *, depth: int = 8, colour: int = 2, pixel: bytes = b"", rows: int | None = None
) -> bytes:
    """A PNG of one colour; with fewer ``rows`` it says more than it holds."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    samples = {0: 1, 2: 3, 3: 1, 6: 4}[colour]
    row = b"\0" + (pixel * width if pixel else b"\0" * ((width * samples * depth + 7) // 8))
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(row) for _ in range(height if rows is None else rows)) + packer.flush()
    body = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0))
    if colour == 3:
        body += chunk(b"PLTE", b"\1\2\3" * 4) + chunk(b"tRNS", b"\0\x80")
    return b"\x89PNG\r\n\x1a\n" + body + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def jpeg_that_says(width: int, height: int) -> bytes:
    content = bytearray(saved(scene((64, 64)), "JPEG").getvalue())
    at = content.find(b"\xff\xc0") + 5
    content[at : at + 4] = struct.pack(">HH", height, width)
    return bytes(content)


def heic_that_says(width: int, height: int, size: tuple[int, int] = (64, 64)) -> bytes:
    content = saved(scene(size), "HEIF").getvalue()
    at = content.find(b"ispe") + 8
    return content[:at] + struct.pack(">II", width, height) + content[at + 8 :]


@pytest.mark.parametrize(
    "content",
    [
        png(50_000, 50_000, rows=1),
        jpeg_that_says(50_000, 50_000),
        heic_that_says(50_000, 50_000),
        saved(Image.new("1", (12_000, 10_000)), "PNG").getvalue(),
        png(5_200, 5_200, colour=3, depth=2),
    ],
    ids=["png", "jpeg", "heic", "png-1-bit", "png-palette"],
)
def test_a_small_file_that_opens_into_gigabytes_is_not_opened(content: bytes) -> None:
    assert why_unfit(content) == Unfit.TOO_MANY_PIXELS


def test_a_large_webp_is_not_opened() -> None:
    assert why_unfit(saved(Image.new("RGB", (5_000, 4_000)), "WEBP", lossless=True, method=0).getvalue()) == (
        Unfit.TOO_MANY_PIXELS
    )


def test_fifty_megapixels_of_a_phone_are_read_small_if_they_come_line_by_line() -> None:
    large = Image.new("RGB", (8_160, 6_120), "red")
    assert redraw(saved(large, "JPEG", quality=20), 1600).width == 1600
    assert why_unfit(saved(large, "JPEG", quality=20, progressive=True).getvalue()) == Unfit.TOO_MANY_PIXELS


def test_a_heic_that_lies_about_its_size_is_broken() -> None:
    assert why_unfit(heic_that_says(64, 64, (1_200, 1_200))) == Unfit.BROKEN


@pytest.mark.parametrize("form", FORMS)
def test_a_picture_cut_off_is_broken(form: str) -> None:
    noise = Image.effect_noise((300, 200), 80).convert("RGB")
    content = saved(noise, form).getvalue()
    assert why_unfit(content[: len(content) // 2]) == Unfit.BROKEN
    assert why_unfit(content[:40]) == Unfit.BROKEN


@pytest.mark.parametrize(
    "content",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b"<!doctype html><script>alert(1)</script>",
        b"GIF89a" + struct.pack("<HH", 50_000, 50_000) + b"\x80\0\0" + b"\0" * 60,
        b"%PDF-1.7",
        b"PK\3\4" + b"\0" * 60,
        b"RIFF\0\0\0\0WAVEfmt ",
        struct.pack(">I", 24) + b"ftypisom\0\0\0\0isomiso2",
        b"BM" + b"\0" * 60,
    ],
    ids=["svg", "html", "gif", "pdf", "zip", "wave", "mp4", "bmp"],
)
def test_what_is_no_picture_is_told_apart(content: bytes) -> None:
    assert why_unfit(content) == Unfit.WRONG_TYPE


def test_without_the_library_for_heic_it_is_no_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    content = saved(scene(), "HEIF").getvalue()
    monkeypatch.delitem(Image.OPEN, "HEIF")
    monkeypatch.setitem(sys.modules, "pillow_heif", None)
    assert why_unfit(content) == Unfit.WRONG_TYPE


def test_nothing_at_all_is_empty() -> None:
    assert why_unfit(b"") == Unfit.EMPTY


def test_the_largest_pictures_we_open_take_little_memory(tmp_path) -> None:
    """In a process of its own, whose peak is read at the end."""
    bombs = {
        "palette.png": png(5_000, 5_000, colour=3, depth=2),
        "alpha.png": saved(Image.new("RGBA", (5_000, 5_000)), "PNG").getvalue(),
        "progressive.jpg": saved(Image.new("RGB", (5_000, 5_000)), "JPEG", progressive=True).getvalue(),
    }
    for name, content in bombs.items():
        (tmp_path / name).write_bytes(content)
    program = (
        "import sys, pathlib\n"
        "from kentongan.core.pictures import redraw\n"
        "peak = lambda: int(pathlib.Path('/proc/self/status').read_text().split('VmHWM:')[1].split()[0]) // 1024\n"
        "before = peak()\n"
        "for name in sys.argv[1:]:\n"
        "    with open(name, 'rb') as file: redraw(file, 1600)\n"
        "print(peak() - before)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *(str(tmp_path / name) for name in bombs)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert int(done.stdout) < 260


# --- Forms for readers ------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["JPEG", "WEBP", "AVIF"])
def test_a_form_weighs_no_more_than_it_may(form: str) -> None:
    """Noise is the worst there is: it becomes coarser, then smaller, until it fits."""
    noise = Image.effect_noise((640, 480), 120).convert("RGB")
    content = written_within(noise, form, 12_000)
    assert len(content) <= 12_000
    picture = Image.open(io.BytesIO(content))
    assert picture.format == form
    assert abs(picture.width / picture.height - 4 / 3) < 0.03


def test_a_form_is_never_larger_than_the_picture() -> None:
    picture = open_own(saved(scene((200, 100)), "JPEG"))
    assert as_wide_as(picture, 640) is picture
    assert as_wide_as(picture, 100).size == (100, 50)
    assert square_of(picture, 50).size == (50, 50)
