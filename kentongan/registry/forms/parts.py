"""Forms of what belongs to a group: officers, channels, partners."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kentongan.core.clock import today
from kentongan.core.templatetags.core import day_date
from kentongan.registry.enums import ChannelKind, PartnerKind, Position
from kentongan.registry.forms.fields import DayField, PhoneField, TextField
from kentongan.registry.forms.groups import optional
from kentongan.registry.models import Channel, Decree, Group, Officer, Partner
from kentongan.registry.queries.officers import chairs_beside, first_day_of, last_day_of, vacant_position
from kentongan.registry.rules.channels import channel_address, channel_name


class PartForm(forms.Form):
    """Something that belongs to the group for a time; ``part`` is the row being corrected."""

    def __init__(
        self, *args: Any, group: Group, part: Officer | Channel | Partner | None = None, **kwargs: Any
    ) -> None:
        self.group, self.part = group, part
        if part is not None:
            kwargs["initial"] = {name: getattr(part, name, None) for name in self.base_fields}
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """``until`` may not lie before ``since``."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("since") and cleaned.get("until") and cleaned["until"] < cleaned["since"]:
            self.add_error("until", _("Hari berakhir tidak boleh sebelum hari mulai."))
        return cleaned


class OfficerForm(PartForm):
    """An officer of the board. A second chair of one term is asked about, not refused."""

    position = forms.ChoiceField(label=gettext_lazy("Jabatan"), choices=Position.choices)
    name = TextField(label=gettext_lazy("Nama"), max_length=120)
    phone = optional(
        PhoneField, gettext_lazy("Nomor HP"), help_text=gettext_lazy("Hanya terlihat oleh peran yang memerlukannya.")
    )
    decree = forms.ModelChoiceField(
        label=gettext_lazy("Masa bakti menurut SK"),
        queryset=Decree.objects.none(),
        required=False,
        empty_label=gettext_lazy("Tanpa SK"),
        to_field_name="number",
    )
    since = optional(
        DayField, gettext_lazy("Sejak"), help_text=gettext_lazy("Kosongkan bila sama dengan mulai berlakunya SK.")
    )
    until = optional(
        DayField,
        gettext_lazy("Sampai sebelum"),
        help_text=gettext_lazy("Hari pertama tidak lagi bertugas. Kosongkan bila masih."),
    )

    after_chair = forms.ChoiceField(
        label=gettext_lazy("Ketua yang sudah tercatat"), choices=(), widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ModelChoiceField, self.fields["decree"])
        field.queryset = self.group.decrees.all()
        field.label_from_instance = term_in_words  # type: ignore[method-assign, assignment]
        if self.part is None:
            latest = self.group.decrees.first()
            field.initial = latest.number if latest else ""
            self.fields["position"].initial = vacant_position(self.group, today())
        self.chairs = self._chairs_beside() if self.is_bound else []
        if self.chairs:
            self._ask_about(self.chairs)
        else:
            del self.fields["after_chair"]

    def _chairs_beside(self) -> list[Officer]:
        """Who else is chair in the days typed, when a chair was typed."""

        def typed(name: str) -> Any:
            try:
                return self.fields[name].clean(self[name].data)
            except ValidationError:
                return None

        if typed("position") != Position.CHAIR:
            return []
        one = Officer(group=self.group, decree=typed("decree"), since=typed("since"), until=typed("until"))
        return chairs_beside(one, except_for=cast(Officer | None, self.part))

    def _ask_about(self, chairs: list[Officer]) -> None:
        field = cast(forms.ChoiceField, self.fields["after_chair"])
        names = _(" dan ").join(chair.name for chair in chairs)
        field.choices = [
            ("end", _("Masa %(name)s berakhir pada hari ketua ini mulai") % {"name": names}),
            ("both", _("Keduanya memang menjabat pada masa yang sama")),
        ]
        last_days = [last_day_of(chair) for chair in chairs]
        day = max((day for day in last_days if day), default=None) if all(last_days) else None
        field.error_messages["required"] = (
            _("%(name)s sudah tercatat sebagai ketua sampai %(day)s. Pilih mana yang benar.")
            % {"name": names, "day": day_date(day)}
            if day
            else _("%(name)s sudah tercatat sebagai ketua, tanpa hari berakhir. Pilih mana yang benar.")
            % {"name": names}
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        ends = cleaned.pop("after_chair", "") == "end"
        cleaned["ends"] = self.chairs if ends else []
        since = cleaned.get("since")
        if ends and not since and "since" not in self.errors:
            self.add_error("since", _("Tulis sejak kapan ketua ini bertugas: pada hari itu masa sebelumnya berakhir."))
        for chair in cleaned["ends"]:
            began = first_day_of(chair)
            if since and began and since <= began:
                words = {"name": chair.name, "day": day_date(began)}
                self.add_error("since", _("%(name)s baru mulai %(day)s. Tulis tanggal sesudahnya.") % words)
        return cleaned


def term_in_words(decree: Decree) -> str:
    return _("%(number)s, %(from)s sampai %(to)s") % {
        "number": decree.number,
        "from": decree.starts_on.year,
        "to": decree.ends_on.year,
    }


class ChannelForm(PartForm):
    """Where the group publishes: a link, or the handle alone."""

    kind = forms.ChoiceField(label=gettext_lazy("Jenis kanal"), choices=ChannelKind.choices)
    url = TextField(
        label=gettext_lazy("Alamat atau nama akun"),
        max_length=200,
        help_text=gettext_lazy("Salin tautannya, atau tulis nama akunnya seperti @kimkayutangan."),
    )
    since = optional(DayField, gettext_lazy("Dipakai sejak"))
    until = optional(
        DayField, gettext_lazy("Dipakai sampai sebelum"), help_text=gettext_lazy("Kosongkan bila masih dipakai.")
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        kind, written = cleaned.get("kind"), cleaned.get("url")
        if not kind or not written:
            return cleaned
        address = channel_address(kind, written)
        if address is None:
            self.add_error("url", _ADDRESS_ADVICE[ChannelKind(kind)])
        elif self.group.channels.filter(url=address).exclude(pk=self.part.pk if self.part else None).exists():
            self.add_error("url", _("Kanal %(name)s sudah tercatat.") % {"name": channel_name(kind, address)})
        else:
            cleaned["url"] = address
        return cleaned


_ADDRESS_ADVICE = {
    ChannelKind.WEBSITE: gettext_lazy("Alamat situs tidak terbaca. Tulis seperti kimkayutangan.id."),
    ChannelKind.INSTAGRAM: gettext_lazy(
        "Bukan akun Instagram. Tulis @nama akun atau tautan profilnya, bukan tautan unggahan."
    ),
    ChannelKind.YOUTUBE: gettext_lazy(
        "Bukan kanal YouTube. Tulis @nama kanal atau tautan kanalnya, bukan tautan video."
    ),
    ChannelKind.FACEBOOK: gettext_lazy("Bukan halaman Facebook. Tulis nama halaman atau tautan halamannya."),
    ChannelKind.TIKTOK: gettext_lazy("Bukan akun TikTok. Tulis @nama akun atau tautan profilnya, bukan tautan video."),
    ChannelKind.WHATSAPP: gettext_lazy(
        "Bukan Saluran WhatsApp. Tautannya berawal whatsapp.com/channel/. Nomor HP dan tautan grup jangan dicatat di sini."
    ),
}


class PartnerForm(PartForm):
    """A body the group works under or with."""

    kind = forms.ChoiceField(label=gettext_lazy("Jenis lembaga"), choices=PartnerKind.choices)
    name = TextField(label=gettext_lazy("Nama lembaga"), max_length=120)
    since = optional(DayField, gettext_lazy("Sejak"))
    until = optional(DayField, gettext_lazy("Sampai sebelum"), help_text=gettext_lazy("Kosongkan bila masih."))
