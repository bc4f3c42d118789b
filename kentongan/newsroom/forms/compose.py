"""What a volunteer writes: one form for the page and for what a phone sends later.

A field that does not fit never keeps the others from being saved: ``fields_read`` gives all that was understood, and of the rest what was
there before.
"""

import datetime as dt
import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kentongan.core.clock import today
from kentongan.core.forms import conditional
from kentongan.newsroom.enums import ArticleKind, ProductKind, State, Stock
from kentongan.newsroom.models import BODY_LENGTH, Article, Event, Product
from kentongan.registry.forms.fields import DayField, PhoneField, TextField
from kentongan.registry.models import Group

MOST_RUPIAH = 2_000_000_000
# More, and reading the number alone would be work.
MOST_DIGITS = 20
# A title pasted whole is kept whole; what is too long for a headline moves to the head of the story.
TITLE_TYPED = 8_000
# A title of each kind, shown while there is none.
TITLE_EXAMPLES = {
    ArticleKind.NEWS: gettext_lazy("Kerja bakti bantaran Brantas, RW 02"),
    ArticleKind.PRODUCT: gettext_lazy("Keripik tempe, bungkus 250 gram"),
    ArticleKind.POTENTIAL: gettext_lazy("Sumber air di kaki Gunung Kawi"),
    ArticleKind.EVENT: gettext_lazy("Pasar pagi di Balai RW 02"),
    ArticleKind.VIDEO: gettext_lazy("Latihan jaranan anak-anak RW 02"),
    ArticleKind.ANNOUNCEMENT: gettext_lazy("Air mati Sabtu pagi di RW 02"),
}
_PRICE = re.compile(r"(?:rp\.?\s*)?(\d{1,3}(?:[. ]\d{3})+|\d+)(?:,(?:00|-))?", re.IGNORECASE)
# Pages write the word themselves.
_PER = re.compile(r"(?:per\b|/)\s*", re.IGNORECASE)
_CLOCK = re.compile(r"(\d{1,2})[.:](\d{2})(?::\d{2})?")


class PriceField(forms.Field):
    """Whole rupiah, written as people write them: 45000, 45.000, Rp45.000,00."""

    def to_python(self, value: Any) -> int | None:
        text = str(value or "").strip()
        if not text:
            return None
        read = _PRICE.fullmatch(text)
        digits = re.sub(r"\D", "", read[1]) if read else ""
        price = int(digits) if 0 < len(digits) <= MOST_DIGITS else MOST_RUPIAH + 1
        if price > MOST_RUPIAH:
            raise ValidationError(_("Harga ini tidak terbaca. Tulis angkanya saja, misalnya 45.000."))
        return price


class ClockField(forms.Field):
    """An hour as 09.00 or 09:00."""

    def to_python(self, value: Any) -> dt.time | None:
        text = str(value or "").strip()
        if not text:
            return None
        read = _CLOCK.fullmatch(text)
        try:
            return dt.time(int(read[1]), int(read[2])) if read else self._unread()
        except ValueError:
            return self._unread()

    def _unread(self) -> dt.time:
        raise ValidationError(_("Jam ini tidak terbaca. Tulis seperti 09.00."))


class StoryField(forms.CharField):
    """Text of many lines; what cannot be seen is cleaned away when it is saved."""

    widget = forms.Textarea(attrs={"rows": 7})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(strip=False, **kwargs)


def _line(field: Any, label: Any, example: Any = "", **attrs: Any) -> TextField:
    """One line of text that may stay empty, as long as the model's field."""
    shown = {"autocomplete": "off", **({"placeholder": example} if example else {}), **attrs}
    return TextField(
        label=label, required=False, max_length=field.field.max_length, widget=forms.TextInput(attrs=shown)
    )


def _clock(label: Any) -> ClockField:
    return ClockField(label=label, required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))


class ComposeForm(forms.Form):
    """An article of any kind. Names are those of what a phone sends."""

    jenis = forms.ChoiceField(label=gettext_lazy("Jenis"), choices=ArticleKind, widget=forms.RadioSelect)
    judul = forms.CharField(
        label=gettext_lazy("Judul"),
        required=False,
        max_length=TITLE_TYPED,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    cerita = StoryField(
        label=gettext_lazy("Cerita"),
        required=False,
        max_length=BODY_LENGTH,
        error_messages={
            "max_length": gettext_lazy(
                "Cerita ini terlalu panjang (paling banyak %(limit_value)d huruf). Bagi menjadi dua kabar."
            )
        },
    )
    meneruskan = forms.BooleanField(label=gettext_lazy("Ini meneruskan tulisan orang lain"), required=False)
    # Product.
    harga = conditional(
        PriceField(
            label=gettext_lazy("Harga"), widget=forms.TextInput(attrs={"inputmode": "numeric", "placeholder": "45.000"})
        )
    )
    satuan = _line(Product.unit, gettext_lazy("Satuan"), gettext_lazy("bungkus"))
    jenis_produk = conditional(forms.ChoiceField(label=gettext_lazy("Jenis produk"), choices=ProductKind))
    persediaan = conditional(forms.ChoiceField(label=gettext_lazy("Persediaan"), choices=Stock))
    penjual = _line(Product.seller, gettext_lazy("Penjual"), gettext_lazy("Bu Sri, RT 03 RW 02"))
    whatsapp = conditional(PhoneField(label=gettext_lazy("WhatsApp penjual")))
    setuju = conditional(forms.BooleanField(label=gettext_lazy("Penjual setuju nomornya tampil di halaman ini")))
    # Event.
    mulai_tanggal = conditional(DayField(label=gettext_lazy("Mulai, tanggal")))
    mulai_jam = conditional(_clock(gettext_lazy("Mulai, jam")))
    selesai_tanggal = DayField(label=gettext_lazy("Selesai, tanggal"), required=False)
    selesai_jam = _clock(gettext_lazy("Selesai, jam"))
    lokasi = _line(Event.venue, gettext_lazy("Di mana"), gettext_lazy("Balai RW 02 Jodipan"))
    biaya = _line(Event.fee, gettext_lazy("Biaya"), gettext_lazy("Gratis"))
    # Video.
    video = conditional(
        forms.URLField(
            label=gettext_lazy("Tautan video"),
            max_length=300,
            assume_scheme="https",
            widget=forms.URLInput(attrs={"placeholder": "https://", "autocomplete": "off"}),
            error_messages={
                "invalid": gettext_lazy("Alamat ini tidak terbaca. Salin dari peramban, mulai dari https://."),
                "max_length": gettext_lazy("Alamat ini terlalu panjang. Pakai tombol Bagikan di situs videonya."),
            },
        )
    )
    # Rows at the end.
    tempat = _line(Article.place_words, gettext_lazy("Tempat"), gettext_lazy("RW 02, gapura timur"))
    tanggal = DayField(label=gettext_lazy("Tanggal"), required=False)
    penulis = _line(Article.byline, gettext_lazy("Penulis"))
    tayang_tanggal = DayField(label=gettext_lazy("Tayang pada tanggal"), required=False)
    tayang_jam = _clock(gettext_lazy("Tayang pada jam"))

    def __init__(self, data: Any = None, *, group: Group, article: Article | None = None, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.group, self.article = group, article
        example = TITLE_EXAMPLES.get(self["jenis"].value(), TITLE_EXAMPLES[ArticleKind.NEWS])
        self.fields["judul"].widget.attrs["placeholder"] = example

    def clean_satuan(self) -> str:
        unit: str = self.cleaned_data["satuan"]
        said = _PER.match(unit)
        return unit[said.end() :] if said else unit

    def clean_video(self) -> str:
        address = self.cleaned_data["video"]
        if address and not address.startswith(("https://", "http://")):
            raise ValidationError(_("Alamat ini tidak terbaca. Salin dari peramban, mulai dari https://."))
        return address

    def clean(self) -> dict[str, Any]:
        cleaned = (super().clean() or self.cleaned_data) | self._known_of(self.errors)
        if cleaned.get("jenis") == ArticleKind.PRODUCT and cleaned.get("whatsapp") and not cleaned.get("setuju"):
            self.add_error("setuju", _("Tanyakan dulu ke penjualnya, lalu centang. Tanpa itu nomornya tidak disimpan."))
        if cleaned.get("jenis") == ArticleKind.EVENT:
            self._clean_event(cleaned)
        return cleaned

    def _known_of(self, names: Iterable[str]) -> dict[str, Any]:
        """What the article says in these fields."""
        if not names or self.article is None:
            return {}
        typed = typed_from(self.article)
        return {name: self.fields[name].clean(typed[name]) for name in names if name in typed}

    def _clean_event(self, cleaned: dict[str, Any]) -> None:
        starts, ends = self._starts_at, self._ends_at
        if starts and ends and ends < starts:
            self.add_error("selesai_tanggal", _("Acara selesai sebelum mulai. Periksa tanggal dan jamnya."))

    def ask_for_what_readers_need(self, *, has_photos: bool) -> None:
        """What may be missing from a draft but not from what is sent."""
        values = self.cleaned_data
        kind = values.get("jenis")
        if kind == ArticleKind.VIDEO and not values.get("video") and "video" not in self.errors:
            self.add_error("video", _("Tempel tautan videonya."))
        if kind == ArticleKind.EVENT and not values.get("mulai_tanggal") and "mulai_tanggal" not in self.errors:
            self.add_error("mulai_tanggal", _("Isi tanggal acaranya."))
        has_something = values.get("judul", "").strip() or values.get("cerita", "").strip() or has_photos
        if not has_something and "cerita" not in self.errors:
            self.add_error("cerita", _("Tulis judul atau ceritanya, atau tambahkan satu foto."))

    @property
    def is_blank(self) -> bool:
        """Nothing was written or chosen that would be missed."""
        return not any(
            str(self.data.get(name, "")).strip()
            for name in ("judul", "cerita", "harga", "penjual", "whatsapp", "video", "lokasi", "mulai_tanggal")
        )

    @property
    def _starts_at(self) -> dt.datetime | None:
        return _moment(self.cleaned_data.get("mulai_tanggal"), self.cleaned_data.get("mulai_jam"))

    @property
    def _ends_at(self) -> dt.datetime | None:
        day = self.cleaned_data.get("selesai_tanggal") or self.cleaned_data.get("mulai_tanggal")
        if not self.cleaned_data.get("selesai_tanggal") and not self.cleaned_data.get("selesai_jam"):
            return None
        return _moment(day, self.cleaned_data.get("selesai_jam") or dt.time(23, 59))

    @property
    def publish_at(self) -> dt.datetime | None:
        """When it shall be shown, where that is said; without an hour in the morning."""
        return _moment(self.cleaned_data.get("tayang_tanggal"), self.cleaned_data.get("tayang_jam") or dt.time(7))

    @property
    def fields_read(self) -> dict[str, Any]:
        """Everything for ``actions.save_article``, once it was asked whether the form is valid."""
        values = self.cleaned_data
        kind = values.get("jenis") or ArticleKind.NEWS
        read: dict[str, Any] = {
            "kind": kind,
            "title": values.get("judul", ""),
            "body": values.get("cerita", ""),
            "place": self.group.area,
            "place_words": values.get("tempat", ""),
            "happened_on": values.get("tanggal"),
            "video_url": values.get("video", "") if kind == ArticleKind.VIDEO else "",
            "is_repost": values.get("meneruskan", False),
        }
        # Drafts of phones from before the page asked for it say nothing of the writer.
        if "penulis" in self.data and "penulis" in values:
            read["byline"] = values["penulis"]
        if self.publish_at or self.article is None or self.article.state != State.SCHEDULED:
            read["publish_at"] = self.publish_at
        if kind == ArticleKind.PRODUCT:
            read["product"] = self._product(values)
        if kind == ArticleKind.EVENT and self._starts_at:
            ends = self._ends_at
            read["event"] = {
                "starts_at": self._starts_at,
                "ends_at": ends if ends and ends >= self._starts_at else None,
                "venue": values.get("lokasi", ""),
                "fee": values.get("biaya", ""),
            }
        return read

    def _product(self, values: dict[str, Any]) -> dict[str, Any]:
        number = values.get("whatsapp", "") if values.get("setuju") else ""
        return {
            "kind": values.get("jenis_produk") or ProductKind.OTHER,
            "price": values.get("harga"),
            "unit": values.get("satuan", ""),
            "stock": values.get("persediaan") or Stock.READY,
            "seller": values.get("penjual", ""),
            "whatsapp": number,
            "consent_on": self._agreed_on(number) if number else None,
        }

    def _agreed_on(self, number: str) -> dt.date:
        """When the seller agreed to this number; today, where that is new."""
        known = Product.objects.filter(article=self.article, whatsapp=number).first() if self.article else None
        return (known and known.consent_on) or today()


def _moment(day: dt.date | None, clock: dt.time | None) -> dt.datetime | None:
    """A day and an hour in the office's own time zone."""
    return timezone.make_aware(dt.datetime.combine(day, clock or dt.time(8))) if day else None


def typed_from(article: Article) -> dict[str, Any]:
    """An article as the form's fields: what the page shows to change it, and what a phone is given to compare."""
    typed: dict[str, Any] = {
        "jenis": article.kind,
        "judul": article.title,
        "cerita": article.body,
        "meneruskan": article.is_repost,
        "tempat": article.place_words,
        "tanggal": article.happened_on.isoformat() if article.happened_on else "",
        "penulis": article.byline,
        "video": article.video_url,
    }
    product, event = Product.objects.filter(article=article).first(), Event.objects.filter(article=article).first()
    if product:
        typed |= {
            "harga": f"{product.price:,}".replace(",", ".") if product.price is not None else "",
            "satuan": product.unit,
            "jenis_produk": product.kind,
            "persediaan": product.stock,
            "penjual": product.seller,
            "whatsapp": product.whatsapp,
            "setuju": product.consent_on is not None,
        }
    if event:
        typed |= {"lokasi": event.venue, "biaya": event.fee, **_day_and_clock("mulai", event.starts_at)}
        typed |= _day_and_clock("selesai", event.ends_at)
    return typed | _day_and_clock("tayang", article.publish_at)


def _day_and_clock(name: str, moment: dt.datetime | None) -> dict[str, str]:
    if moment is None:
        return {}
    local = timezone.localtime(moment)
    return {f"{name}_tanggal": local.date().isoformat(), f"{name}_jam": f"{local:%H:%M}"}
