"""What the ledger's tests share: a reported meeting with a photo, and files in a folder of their own."""

import datetime as dt
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from kentongan.evidence.actions import record
from kentongan.evidence.enums import Source
from kentongan.evidence.models import Evidence
from kentongan.evidence.photos import read_proof
from tests.conftest import Cast

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
DAY = dt.date(2025, 8, 7)


def photo(kind: str = "JPEG", size: tuple[int, int] = (80, 40), **more) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", size, "white").save(buffer, kind, **more)
    return buffer.getvalue()


def uploaded(content: bytes, name: str = "foto.jpg", content_type: str = "image/jpeg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type)


@pytest.fixture(autouse=True)
def files(settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "files"
    return tmp_path / "files"


@pytest.fixture
def reported(cast: Cast) -> Callable[..., Evidence]:
    """Records a meeting of Kayutangan, reported by its leader."""

    def report(key: str = "lapor:1", **facts) -> Evidence:
        return record(
            **{
                "group": cast.kayutangan,
                "kind": "rapat",
                "occurred_on": DAY,
                "source": Source.REPORTED,
                "key": key,
                "title": "Rapat pengurus",
                "by": cast.leader,
            }
            | facts
        )

    return report


@pytest.fixture
def with_photo(reported) -> Evidence:
    return reported(file=read_proof(uploaded(photo())))
