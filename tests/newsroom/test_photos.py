"""Pictures from the phone to the reader."""

import io
import uuid

from django.core.files.base import ContentFile
from django.template.loader import render_to_string
from PIL import Image

from kentongan.newsroom.photos import add_photo, attach_photos
from tests.conftest import Cast


def made(form="JPEG", size=(1600, 1200), mode="RGB", **more):
    buffer = io.BytesIO()
    Image.effect_mandelbrot(size, (-2, -1, 1, 1), 30).convert(mode).save(buffer, form, **more)
    return ContentFile(buffer.getvalue(), "a.jpg")


def test_all(cast: Cast, write, run_jobs, client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    article = write(cast.kayutangan)
    photo = add_photo(article=article, upload=made(), by=cast.member)
    assert run_jobs() == 1
    assert "avif" in (render_to_string("newsroom/_photo.html", {"photo": photo, "use": "lead"}))
    key = uuid.uuid4()
    body = made().read()
    client.force_login(cast.member)
    h = {"HTTP_UPLOAD_OFFSET": "0", "HTTP_UPLOAD_LENGTH": str(len(body)), "HTTP_UPLOAD_GROUP": cast.kayutangan.code}
    r = client.post(f"/kiriman/foto/{key}/", body[:1000], content_type="application/octet-stream", **h)
    assert r.status_code == 200
    h["HTTP_UPLOAD_OFFSET"] = "1000"
    r = client.post(f"/kiriman/foto/{key}/", body[1000:], content_type="application/octet-stream", **h)
    assert r.status_code == 200
    assert (
        len(attach_photos(article=article, photos=[{"key": str(key), "caption": "Gapura"}], by=cast.member).photos) == 2
    )
    assert client.get(f"/tulisan/foto/{photo.code}/?kecil").status_code == 200
