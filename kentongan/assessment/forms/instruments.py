"""Forms of instruments: limits, texts, decisions about holes, and days from which they hold."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kentongan.assessment.enums import Measure
from kentongan.assessment.rules.document import Document, Indicator, Window
from kentongan.assessment.rules.reading import LARGEST, MOST_MONTHS
from kentongan.assessment.rules.wording import count_words, days_left_words, length_words, limit_words, share_words
from kentongan.registry.forms.fields import DayField

COUNTS = (*range(1, 13), 15, 18, 20, 24, 30, 36, 48)
DAYS_LEFT = (1, 30, 60, 90, 180)
SHARES = (100, 250, 333, 500, 667, 750, 800, 900, 1000)
POINTS = (1, 5, 10, 15, 20, 25, 30, 40, 50, 60, 75, 80, 100, 150, 200)
DAYS = (7, 14, 30, 60, 90, 120, 180, 270, 365)
MONTHS = (1, 2, 3, 6, 9, 12, 18, 24)
FALL = (0, 7, 14, 30, 60, 90, 180)


class LimitsForm(forms.Form):
    """The limit table: one choice for each limit, window and delay. What the text says is always among the choices."""

    known = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, document: Document, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.document = document
        for one in document.base:
            if choices := limit_choices(document, one):
                self._add(
                    f"batas-{one.key}", _("Batas minimal: %(name)s") % {"name": one.name}, choices, str(one.limit)
                )
            if one.window != Window():
                choices = window_choices(one)
                label = _("Rentang: %(name)s") % {"name": one.name}
                self._add(f"rentang-{one.key}", label, choices, _written(one.window))
        for key, label, days in (
            ("setelah", _("Turun setelah"), document.grace),
            ("paling_cepat", _("Bertahan paling sedikit"), document.stay),
        ):
            self._add(f"turun_{key}", label, fall_choices(days), str(days))

    def _add(self, name: str, label: str, choices: list[tuple[str, str]], now: str) -> None:
        self.fields[name] = forms.ChoiceField(label=label, choices=choices, initial=now, required=False)

    def changed(self, kind: str, mark: str = "-") -> dict[str, str]:
        """What was chosen differently, by key of indicator (or of the delay)."""
        begins = kind + mark
        return {
            name.removeprefix(begins): self.cleaned_data[name]
            for name, field in self.fields.items()
            if name.startswith(begins) and self.cleaned_data[name] not in {"", field.initial}
        }

    @property
    def limits(self) -> dict[str, int]:
        return {key: int(value) for key, value in self.changed("batas").items()}

    @property
    def windows(self) -> dict[str, Window]:
        return {key: _window(value) for key, value in self.changed("rentang").items()}

    @property
    def fall(self) -> dict[str, int]:
        return {key: int(value) for key, value in self.changed("turun", "_").items()}


def limit_choices(document: Document, one: Indicator) -> list[tuple[str, str]]:
    """The limits an indicator may be given on screen; none where it has none of its own."""
    if one.measure == Measure.POINTS and document.by_score and not one.weight:
        return []
    values = {
        Measure.IN_FORCE: DAYS_LEFT,
        Measure.COUNT: COUNTS,
        Measure.SHARE: SHARES,
        Measure.MONTHS: range(1, one.window.months + 1),
        Measure.POINTS: POINTS,
    }[one.measure]
    return [(str(value), _limit_words(one, value)) for value in sorted({*values, one.limit})]


def _limit_words(one: Indicator, value: int) -> str:
    if one.measure == Measure.IN_FORCE:
        return days_left_words(value)
    if one.measure == Measure.SHARE:
        return share_words(value)
    if one.measure == Measure.COUNT:
        return count_words(one.kinds, value)
    return limit_words(Indicator(one.key, one.name, one.opposite, one.measure, limit=value))


def window_choices(one: Indicator) -> list[tuple[str, str]]:
    days = [] if one.measure == Measure.MONTHS else [Window(days=n) for n in DAYS]
    # Fewer months than the limit asks for can never be enough.
    least = one.limit if one.measure == Measure.MONTHS else 1
    months = [Window(months=n) for n in MONTHS if least <= n <= MOST_MONTHS]
    windows = sorted({*days, *months, one.window}, key=lambda window: (bool(window.months), window.days, window.months))
    return [(_written(window), length_words(window)) for window in windows]


def fall_choices(now: int) -> list[tuple[str, str]]:
    return [
        (str(days), length_words(Window(days=days)) if days else _("tidak ada jeda")) for days in sorted({*FALL, now})
    ]


def _written(window: Window) -> str:
    return f"{window.months}b" if window.months else f"{window.days}h"


def _window(value: str) -> Window:
    n = int(value[:-1])
    return Window(months=n) if value.endswith("b") else Window(days=n)


class TextForm(forms.Form):
    """The whole text. What is wrong with it is told line by line by the rules, not here."""

    known = forms.CharField(widget=forms.HiddenInput, required=False)
    text = forms.CharField(
        label=gettext_lazy("Isi instrumen"),
        # Twice the limit: a text somewhat too long comes back with its complaint, and is not lost.
        max_length=LARGEST * 2,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "false", "autocapitalize": "off", "class": "teks-toml"}),
    )


class HoleForm(forms.Form):
    """Which tier the states of a hole get, and why."""

    known = forms.CharField(widget=forms.HiddenInput, required=False)
    tier = forms.ChoiceField(label=gettext_lazy("Tingkat"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=gettext_lazy("Alasan"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Disimpan dalam instrumen sebagai keputusan kantor, dan terbaca oleh semua."),
    )

    def __init__(self, *args: Any, document: Document, noun: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(tier.name, f"{tier.name}: {tier.text}" if tier.text else tier.name) for tier in document.tiers]
        self.fields["tier"] = forms.ChoiceField(label=noun.capitalize(), choices=choices, widget=forms.RadioSelect)


class ForceForm(forms.Form):
    """From which day a draft holds."""

    known = forms.CharField(widget=forms.HiddenInput, required=False)
    holds_from = DayField(
        label=gettext_lazy("Berlaku sejak"),
        help_text=gettext_lazy(
            "Sejak hari ini semua KIM dinilai menurut versi ini. Versi sebelumnya tetap berlaku untuk hari-hari sebelumnya."
        ),
    )


class EndForm(forms.Form):
    """From which day an instrument holds no more."""

    ends_on = DayField(label=gettext_lazy("Tidak berlaku sejak"))
    reason = forms.CharField(label=gettext_lazy("Alasan"), max_length=300)

    def clean_reason(self) -> str:
        reason = " ".join(self.cleaned_data["reason"].split())
        if not reason:
            raise ValidationError(_("Tulis alasannya."))
        return reason
