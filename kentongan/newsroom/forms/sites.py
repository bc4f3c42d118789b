"""How a site presents itself, and where it lives."""

import re
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kentongan.newsroom.actions.sites import slug_problem
from kentongan.newsroom.models import Site
from kentongan.newsroom.rules import marks

_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")


class SiteForm(forms.Form):
    """Name, tagline and words about the site; its address only for those who may give it another."""

    name = forms.CharField(
        label=gettext_lazy("Nama situs"),
        max_length=120,
        error_messages={"required": gettext_lazy("Tulis nama situsnya.")},
    )
    tagline = forms.CharField(
        label=gettext_lazy("Semboyan"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Satu baris di bawah nama, misalnya: Kabar dari tepi Brantas."),
    )
    about = forms.CharField(
        label=gettext_lazy("Tentang"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy(
            "Siapa Anda, kapan berkumpul, bagaimana warga dapat ikut. Jangan tulis nomor HP pribadi."
        ),
    )
    slug = forms.CharField(
        label=gettext_lazy("Alamat situs"),
        max_length=60,
        help_text=gettext_lazy("Alamat yang sudah dibagikan tidak berlaku lagi bila ini diganti."),
    )
    domain = forms.CharField(
        label=gettext_lazy("Domain sendiri"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Misalnya kayutangan.kim.malangkota.go.id, setelah namanya diarahkan ke server ini."),
    )
    is_open = forms.BooleanField(label=gettext_lazy("Situs dibuka untuk pembaca"), required=False)

    def __init__(self, site: Site, *args: Any, sets_address: bool, **kwargs: Any) -> None:
        self.site = site
        names = ("name", "tagline", "about", "slug", "domain", "is_open")
        super().__init__(*args, initial={name: getattr(site, name) for name in names}, **kwargs)
        if not sets_address:
            for name in ("slug", "domain", "is_open"):
                del self.fields[name]

    def clean_about(self) -> str:
        return marks.clean(self.cleaned_data["about"])

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"].strip().lower()
        if slug != self.site.slug and (problem := slug_problem(slug)):
            raise ValidationError(problem)
        return slug

    def clean_domain(self) -> str:
        domain = (
            self.cleaned_data["domain"].strip().lower().removeprefix("https://").removeprefix("http://").rstrip("/")
        )
        if domain and not _HOST.fullmatch(domain):
            raise ValidationError(_("Tulis nama domain saja, misalnya kayutangan.example.id."))
        if domain in settings.MAIN_HOSTS:
            raise ValidationError(_("Domain itu alamat aplikasi ini sendiri."))
        return domain
