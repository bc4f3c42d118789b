"""What search engines and messengers are told of an article: schema.org's words for what stands on the page."""

from typing import Any

from kentongan.newsroom.enums import ArticleKind, Stock
from kentongan.newsroom.models import Article

CONTEXT = "https://schema.org"
AVAILABILITY = {Stock.READY: "InStock", Stock.ORDER: "MadeToOrder", Stock.SOLD_OUT: "OutOfStock"}


def data_of(article: Article, *, address: str, lead: str, picture: str = "") -> dict[str, Any]:
    """NewsArticle, Product or Event, as the article is."""
    about = {"@context": CONTEXT, "url": address, "description": lead, **({"image": picture} if picture else {})}
    if article.kind == ArticleKind.PRODUCT and hasattr(article, "product"):
        return {**about, **_product(article, article.product)}
    if article.kind == ArticleKind.EVENT and hasattr(article, "event"):
        return {**about, **_event(article, article.event)}
    return {**about, **_news(article, address)}


def _news(article: Article, address: str) -> dict[str, Any]:
    group = {"@type": "Organization", "name": article.group.name}
    author = {"@type": "Person", "name": article.byline} if article.byline else group
    return {
        "@type": "NewsArticle",
        "headline": article.title,
        "mainEntityOfPage": address,
        "datePublished": article.published_at.isoformat() if article.published_at else None,
        "dateModified": article.changed_at.isoformat(),
        "inLanguage": "id",
        "author": author,
        "publisher": group,
        "contentLocation": {"@type": "Place", "name": article.place.full_name},
    }


def _product(article: Article, product: Any) -> dict[str, Any]:
    offer = {
        "@type": "Offer",
        "priceCurrency": "IDR",
        "price": product.price,
        "availability": f"{CONTEXT}/{AVAILABILITY[Stock(product.stock)]}",
        "seller": {"@type": "Organization", "name": product.seller or article.group.name},
    }
    made = {"@type": "Product", "name": article.title, "category": product.get_kind_display()}
    return {**made, "offers": offer} if product.price is not None else made


def _event(article: Article, event: Any) -> dict[str, Any]:
    place = {"@type": "Place", "name": event.venue or article.place.full_name, "address": article.place.full_name}
    return {
        "@type": "Event",
        "name": article.title,
        "startDate": event.starts_at.isoformat(),
        **({"endDate": event.ends_at.isoformat()} if event.ends_at else {}),
        "eventAttendanceMode": f"{CONTEXT}/OfflineEventAttendanceMode",
        "location": place,
        "organizer": {"@type": "Organization", "name": article.group.name},
    }
