"""Files of the demo lie under fixed names, so that loading it again, or in two processes at once, leaves them as they are."""

from django.core.files.base import ContentFile
from django.core.files.storage import Storage


def store_once(storage: Storage, name: str, content: bytes) -> str:
    """The name under which the content lies; written unless it lies there whole."""
    if storage.exists(name) and storage.size(name) == len(content):
        return name
    return storage.save(name, ContentFile(content))
