"""Files of the demo lie under fixed names, so that loading it again, or in two processes at once, leaves them as they are."""

from dataclasses import dataclass

from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage

from kentongan.core.uploads import JPEG
from kentongan.demo import data
from kentongan.demo.pulse import Act
from kentongan.demo.rules import DecreePlan, GroupPlan
from kentongan.demo.scans import example_pdf, example_picture
from kentongan.evidence.models import Evidence
from kentongan.evidence.photos import read_proof
from kentongan.registry.models import Group


def store_once(storage: Storage, name: str, content: bytes) -> str:
    """The name under which the content lies; written unless it lies there whole."""
    if storage.exists(name) and storage.size(name) == len(content):
        return name
    return storage.save(name, ContentFile(content))


@dataclass(frozen=True)
class Example:
    """An upload under a name that the next load finds again."""

    file: File
    name: str
    content_type: str = JPEG


def example_minutes(group: Group, act: Act) -> Example:
    """Minutes as a phone would have taken them."""
    lines = ["CONTOH", "", "Notulen", group.name, f"{act.on}", act.title, "", "Bukan notulen sungguhan."]
    name = f"contoh-{group.code}-{act.on}.jpg"
    storage = Evidence._meta.get_field("file").storage  # type: ignore[union-attr]
    storage.delete(f"bukti/{name}")
    photo = read_proof(ContentFile(example_picture(lines), name=name))
    return Example(photo.file, name)


def store_scan(storage: Storage, plan: GroupPlan, term: DecreePlan) -> tuple[str, str]:
    """The scan of a decree, a PDF or a picture: its name and its type."""
    lines = [
        "CONTOH",
        "",
        f"SK {term.number}",
        plan.name,
        f"{term.starts_on} s.d. {term.ends_on}",
        "",
        "Bukan surat sungguhan.",
    ]
    is_picture = plan.serial % 3 == 0 and plan.village.code != data.KAYUTANGAN
    content = example_picture(lines) if is_picture else example_pdf(lines)
    name = f"sk/contoh-{plan.code}.{'png' if is_picture else 'pdf'}"
    return store_once(storage, name, content), "image/png" if is_picture else "application/pdf"
