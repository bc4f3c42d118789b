"""Pictures of articles, from the phone to the reader.

``reading`` makes a file from outside ours, ``keeping`` holds the verbs of those who write, ``forms`` what readers get.
"""

from kentongan.newsroom.photos.forms import Sources, hide_photos, is_shown, public_address, show_photos, sources
from kentongan.newsroom.photos.keeping import (
    Attached,
    add_photo,
    attach_photos,
    caption_photo,
    order_photos,
    photos_of,
    remove_photo,
    restore_photo,
)
from kentongan.newsroom.photos.reading import LARGEST, ReadPhoto, UnfitPhoto, read_photo

__all__ = [
    "LARGEST",
    "Attached",
    "ReadPhoto",
    "Sources",
    "UnfitPhoto",
    "add_photo",
    "attach_photos",
    "caption_photo",
    "hide_photos",
    "is_shown",
    "order_photos",
    "photos_of",
    "public_address",
    "read_photo",
    "remove_photo",
    "restore_photo",
    "show_photos",
    "sources",
]
