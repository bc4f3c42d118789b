"""What the register's tests share: a decree with its officers, and a village on its way."""

import datetime as dt
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from kentongan.registry import actions
from kentongan.registry.models import FormationCase, Officer
from tests.conftest import TODAY, Cast

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 60)) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", size, "white").save(buffer, kind)
    return buffer.getvalue()


@pytest.fixture
def upload() -> Callable[..., SimpleUploadedFile]:
    def make(content: bytes = PDF, name: str = "sk.pdf", content_type: str = "application/pdf") -> SimpleUploadedFile:
        return SimpleUploadedFile(name, content, content_type)

    return make


@pytest.fixture(autouse=True)
def files(settings, tmp_path: Path) -> Path:
    """Uploaded files of one test lie in a folder of its own."""
    settings.MEDIA_ROOT = tmp_path / "files"
    return tmp_path / "files"


def stored(files: Path) -> list[Path]:
    return sorted(path for path in files.rglob("*") if path.is_file())


@pytest.fixture
def chair(cast: Cast) -> Officer:
    return actions.add_officer(
        group=cast.kayutangan,
        position="chair",
        name="Wahyu Contoh",
        phone="+6281234567417",
        decree=cast.kayutangan.decrees.get(),
        by=cast.city_admin,
    )


@pytest.fixture
def case(cast: Cast) -> FormationCase:
    """Bambang on its way: two of six steps done."""
    case = actions.start_case(area=cast.area("35.07.08.2003"), on=dt.date(2025, 7, 1), by=cast.staff)
    actions.note_step(case=case, step="socialised", on=dt.date(2025, 7, 16), fact="31 warga hadir", by=cast.staff)
    actions.note_step(case=case, step="discussed", on=dt.date(2025, 8, 11), by=cast.staff)
    return case


__all__ = ["PDF", "TODAY", "picture", "stored"]
