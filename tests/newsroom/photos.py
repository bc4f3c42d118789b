"""Pictures as telephones send them, made here."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw


def photo(form: str = "JPEG", size: tuple[int, int] = (800, 600), seed: int = 0, **more) -> bytes:
    """A picture of its own for each seed."""
    picture = Image.linear_gradient("L").resize(size).convert("RGB")
    ImageDraw.Draw(picture).ellipse((0, 0, 40 + 9 * seed, 60), fill=(200, seed * 20 % 256, 30))
    buffer = io.BytesIO()
    picture.save(buffer, form, **more)
    return buffer.getvalue()


def file(content: bytes | None = None, name: str = "IMG_20250924.jpg", seed: int = 0) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, photo(seed=seed) if content is None else content)
