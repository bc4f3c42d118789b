"""Which drawing stands in for a photo: fitting what is told, and the same one each time."""

from zlib import crc32

from kentongan.newsroom.enums import ArticleKind, ProductKind

# Names of templates/newsroom/drawn/<name>.svg.
DRAWINGS = ("cangkir", "kain", "kali", "kebun", "kentongan", "keripik", "pot", "rumah", "sawah")

_OF_KIND = {
    ArticleKind.NEWS: ("rumah", "kali", "sawah", "kebun"),
    ArticleKind.POTENTIAL: ("sawah", "kali", "kebun"),
    ArticleKind.EVENT: ("rumah", "sawah", "kentongan"),
    ArticleKind.VIDEO: ("rumah", "kali", "sawah"),
    ArticleKind.ANNOUNCEMENT: ("kentongan",),
}
_OF_PRODUCT = {
    ProductKind.FOOD: ("keripik",),
    ProductKind.DRINK: ("cangkir",),
    ProductKind.CRAFT: ("pot",),
    ProductKind.CLOTH: ("kain",),
    ProductKind.FARM: ("kebun", "sawah"),
    ProductKind.SERVICE: ("rumah",),
}


def drawing_of(kind: str, product_kind: str, code: str) -> str:
    """The drawing's name; ``product_kind`` is empty for what is no product."""
    fitting = _OF_PRODUCT.get(product_kind, ("pot", "keripik")) if product_kind else _OF_KIND.get(kind, ("rumah",))  # type: ignore[call-overload]
    return fitting[crc32(code.encode()) % len(fitting)]
