"""Forms about people, and allauth's forms in our words."""

import struct
from collections.abc import Callable, Iterable
from typing import Any

from allauth.account import forms as account_forms
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as webauthn_forms
from django import forms
from django.contrib.auth import password_validation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from fido2.webauthn import AuthenticationResponse, RegistrationResponse

from kentongan.accounts.enums import ROLE_MEANINGS, Capability, Role
from kentongan.accounts.hooks import NamedGroup, group_named, groups_named, groups_within
from kentongan.accounts.models import Office, User
from kentongan.accounts.permissions import areas_with, groups_with, roles_to_give
from kentongan.accounts.phones import read_phone
from kentongan.accounts.rules import GROUP_ROLES, is_place_of_role
from kentongan.areas.enums import Level
from kentongan.areas.models import Area
from kentongan.core.forms import conditional

PASSWORD_HELP = gettext_lazy("Paling sedikit 8 huruf atau angka. Beberapa kata acak mudah diingat dan sulit ditebak.")
# More than this cannot be chosen from a list on a phone; the village's code is asked for instead.
LONGEST_LIST = 1000


class PhoneField(forms.CharField):
    """A phone number as people write it; cleans to E.164."""

    widget = forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "placeholder": "0812 3456 7890"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"label": gettext_lazy("Nomor HP"), "max_length": 30, **kwargs})

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if not text:
            return ""
        if phone := read_phone(text):
            return phone
        raise forms.ValidationError(_("Nomor ini tidak terbaca. Tulis misalnya 0812 3456 7890."), code="phone")


class NewPasswordField(forms.CharField):
    """A password being chosen. It is shown once only: a button reveals it, so nobody types it twice."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.PasswordInput(attrs={"autocomplete": "new-password", "data-reveal": ""})
        super().__init__(
            **{
                "label": gettext_lazy("Kata sandi"),
                "widget": widget,
                "strip": False,
                "max_length": 128,
                "help_text": PASSWORD_HELP,
                **kwargs,
            }
        )


# allauth's forms --------------------------------------------------------------------------------------------------------


def _say(field: forms.Field, label: Any, *, help_text: Any = "", **attrs: str) -> None:
    """Our words on an allauth field; its placeholder repeats the label, so it goes."""
    field.label = label
    field.help_text = help_text
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs.update(attrs)


class LoginForm(account_forms.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # An e-mail address may be longer than the random user name allauth thinks of.
        login = forms.CharField(max_length=254, widget=forms.TextInput(attrs={"autocomplete": "username webauthn"}))
        _say(login, _("Nomor HP atau surel"), placeholder="0812 3456 7890", autocapitalize="none", spellcheck="false")
        self.fields["login"] = login
        self.order_fields(["login", "password"])
        _say(self.fields["password"], _("Kata sandi"), **{"data-reveal": ""})

    def clean_login(self) -> str:
        """One spelling of a number, so that the limit on failed attempts counts 0812… and +62812… together."""
        written = self.cleaned_data["login"].strip()
        return read_phone(written) or written.lower()


class _NewPasswordOnce:
    """allauth asks for a new password twice; ours can be looked at instead."""

    fields: dict[str, forms.Field]
    data: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["password2"]
        _say(self.fields["password1"], _("Kata sandi baru"), help_text=PASSWORD_HELP, **{"data-reveal": ""})


class ChangePasswordForm(_NewPasswordOnce, account_forms.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self.fields["oldpassword"], _("Kata sandi sekarang"))


class SetPasswordForm(_NewPasswordOnce, account_forms.SetPasswordForm):
    pass


class ReauthenticateForm(account_forms.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self.fields["password"], _("Kata sandi"), **{"data-reveal": ""})


class _CodeForm:
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self.fields["code"], _("Kode"), help_text=_("Enam angka dari aplikasi, atau satu kode pemulihan."))


class AuthenticateForm(_CodeForm, mfa_forms.AuthenticateForm):
    pass


class MFAReauthenticateForm(_CodeForm, mfa_forms.ReauthenticateForm):
    pass


class ActivateTOTPForm(totp_forms.ActivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self.fields["code"], _("Kode enam angka"), inputmode="numeric", maxlength="8")


class PasskeyAnswerField(forms.JSONField):
    """What the browser answered. allauth expects it well formed; anyone may send anything."""

    widget = forms.HiddenInput

    def __init__(self, parse: Callable[[Any], Any]) -> None:
        super().__init__()
        self.parse = parse

    def clean(self, value: Any) -> Any:
        answer = super().clean(value)
        try:
            self.parse(answer)
        except (TypeError, ValueError, KeyError, IndexError, AttributeError, struct.error) as error:
            raise forms.ValidationError(_("Passkey ini tidak terbaca. Coba sekali lagi."), code="unreadable") from error
        return answer


class EnterByPasskeyForm(webauthn_forms.LoginWebAuthnForm):
    credential = PasskeyAnswerField(AuthenticationResponse.from_dict)


class SecondStepByPasskeyForm(webauthn_forms.AuthenticateWebAuthnForm):
    credential = PasskeyAnswerField(AuthenticationResponse.from_dict)


class ReauthenticateByPasskeyForm(webauthn_forms.ReauthenticateWebAuthnForm):
    credential = PasskeyAnswerField(AuthenticationResponse.from_dict)


class AddPasskeyForm(webauthn_forms.AddWebAuthnForm):
    """Always a passkey, never a mere second factor."""

    credential = PasskeyAnswerField(RegistrationResponse.from_dict)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(
            self.fields["name"],
            _("Nama passkey"),
            help_text=_("Supaya nanti Anda tahu perangkat yang mana, misalnya “HP Samsung”."),
            maxlength="60",
        )
        self.fields["name"].max_length = 60
        del self.fields["passwordless"]

    def clean(self) -> dict[str, Any]:
        self.cleaned_data["passwordless"] = True
        return super().clean()


class RenamePasskeyForm(webauthn_forms.EditWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self.fields["name"], _("Nama passkey"), maxlength="60")


# People -----------------------------------------------------------------------------------------------------------------


class RoleField(forms.ChoiceField):
    """Roles to choose from, in the order of the enum."""

    widget = forms.RadioSelect

    def offer(self, roles: Iterable[Role]) -> None:
        allowed = set(roles)
        self.choices = [(role.value, role.label) for role in Role if role in allowed]


class _WithRole:
    """A form that asks for a role and says what each role means."""

    def role_rows(self) -> list[dict[str, Any]]:
        """The radios with their words, for the template."""
        bound = self["role"]  # type: ignore[index]
        return [
            {"radio": radio, "label": radio.choice_label, "meaning": ROLE_MEANINGS[radio.data["value"]]}
            for radio in bound
        ]


class InviteForm(_WithRole, forms.Form):
    """Whom to invite, as what, and where. Offers only what ``by`` may give."""

    name = forms.CharField(
        label=gettext_lazy("Nama orang yang diundang"),
        max_length=120,
        help_text=gettext_lazy("Untuk sapaan di undangan. Ia dapat memperbaikinya sendiri."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    role = RoleField(label=gettext_lazy("Peran"))
    area = conditional(
        forms.ChoiceField(
            label=gettext_lazy("Wilayah tugas"),
            help_text=gettext_lazy(
                "Petugas kecamatan: kecamatannya. Forum KIM: kabupaten atau kotanya. Admin, staf, dan pembaca: wilayah kantornya."
            ),
        )
    )
    group = conditional(
        forms.ChoiceField(
            label=gettext_lazy("KIM"), help_text=gettext_lazy("Ketua dan anggota KIM: KIM tempatnya bertugas.")
        )
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        self.areas = _areas_to_choose(areas_with(by, Capability.MANAGE_PEOPLE))
        self.groups = _groups_to_choose(by)
        self.order_fields(["name", "role", "area", "group"])
        roles = self._roles()
        self.fields["role"].offer(roles)
        if len(roles) == 1:
            self.fields["role"].initial = next(iter(roles))
        if not roles - GROUP_ROLES:
            del self.fields["area"]
        else:
            self.fields["area"].choices = [("", _("Pilih wilayah")), *_indented(self.areas.values())]
        if self.groups is None:
            self.fields["group"] = conditional(
                forms.CharField(
                    label=_("Kode KIM"),
                    help_text=_("Seperti 35.73.02.1007-1, tertera di halaman KIM."),
                    widget=forms.TextInput(attrs={"placeholder": "35.73.02.1007-1"}),
                )
            )
        else:
            self.fields["group"].choices = [("", _("Pilih KIM")), *((g.code, g.name) for g in self.groups.values())]
            if len(self.groups) == 1 and "area" not in self.fields:
                self.fields["group"].initial = next(iter(self.groups))

    def _roles(self) -> frozenset[Role]:
        given: frozenset[Role] = frozenset()
        for area in areas_with(self.by, Capability.MANAGE_PEOPLE):
            given |= roles_to_give(self.by, area=area)
        if groups_with(self.by, Capability.INVITE_MEMBERS):
            given |= {Role.GROUP_MEMBER}
        return given

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("role"):
            return cleaned
        if cleaned["role"] in GROUP_ROLES:
            self._clean_group(cleaned)
        else:
            self._clean_area(cleaned)
        place, group_code = cleaned.get("place"), cleaned.get("group_code", "")
        if place and cleaned["role"] not in roles_to_give(self.by, area=place, group_code=group_code):
            self.add_error("role", _("Anda tidak dapat memberi peran ini di tempat itu."))
        return cleaned

    def _clean_group(self, cleaned: dict[str, Any]) -> None:
        code = cleaned.get("group", "").strip()
        if not code:
            self.add_error("group", _("Pilih KIM tempat orang ini bertugas."))
            return
        group = self.groups.get(code) if self.groups is not None else group_named(code)
        area = Area.objects.filter(code=group.area_code).first() if group else None
        if group is None or area is None or not roles_to_give(self.by, area=area, group_code=group.code):
            self.add_error("group", _("Kode KIM ini tidak ada di wilayah Anda. Salin dari halaman KIM."))
            return
        cleaned["place"], cleaned["group_code"] = area, group.code

    def _clean_area(self, cleaned: dict[str, Any]) -> None:
        area = self.areas.get(cleaned.get("area", ""))
        if area is None:
            self.add_error("area", _("Pilih wilayah tugas orang ini."))
        elif not is_place_of_role(cleaned["role"], area.level, group_code=""):
            self.add_error("area", _level_sentence(cleaned["role"]))
        else:
            cleaned["place"], cleaned["group_code"] = area, ""


def _level_sentence(role: str) -> str:
    if role == Role.DISTRICT_OFFICER:
        return _("Petugas kecamatan bertugas di satu kecamatan. Pilih kecamatannya.")
    if role == Role.FORUM:
        return _("Forum KIM bertugas di satu kabupaten atau kota. Pilih itu.")
    return _("Peran ini untuk satu kabupaten, kota, atau provinsi. Pilih itu.")


def _areas_to_choose(roots: Iterable[Area]) -> dict[str, Area]:
    """The areas a duty may be in: the office's own and those below it, down to districts; for the nation, to regencies."""
    found: dict[str, Area] = {}
    for root in roots:
        levels = [Level.NATION, Level.PROVINCE, Level.REGENCY]
        if root.level != Level.NATION:
            levels.append(Level.DISTRICT)
        for area in Area.objects.within(root).filter(level__in=levels, valid_until=None).order_by("code"):
            found[area.code] = area
    return found


def _indented(areas: Iterable[Area]) -> list[tuple[str, str]]:
    return [(area.code, area.full_name) for area in areas]


def _groups_to_choose(by: User) -> dict[str, NamedGroup] | None:
    """Groups the person may invite for, by code; None when they are too many for a list."""
    found: dict[str, NamedGroup] = {}
    for area in areas_with(by, Capability.MANAGE_PEOPLE):
        groups = groups_within(area, LONGEST_LIST + 1)
        if len(groups) > LONGEST_LIST:
            return None
        found |= {group.code: group for group in groups}
    return found | groups_named(groups_with(by, Capability.INVITE_MEMBERS))


class JoinForm(forms.Form):
    """What an invited person tells: name, number, and a password unless a passkey follows."""

    name = forms.CharField(
        label=gettext_lazy("Nama Anda"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    phone = PhoneField(help_text=gettext_lazy("Dipakai untuk masuk. Hanya kantor dan KIM Anda yang melihatnya."))
    password = NewPasswordField(required=False)

    def __init__(self, *args: Any, with_passkey: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.with_passkey = with_passkey
        # The field is needed for the password button and not for the passkey button; the sentence comes from clean().
        self.fields["password"].widget.is_required = False

    def clean_phone(self) -> str:
        phone = self.cleaned_data["phone"]
        if User.objects.filter(phone=phone).exists():
            raise forms.ValidationError(
                _("Nomor ini sudah punya akun. Masuklah dulu dengan nomor ini, lalu buka tautan undangan lagi."),
                code="taken",
            )
        return phone

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.with_passkey:
            return cleaned
        password = cleaned.get("password")
        if not password:
            self.add_error("password", _("Pilih kata sandi, atau lanjutkan dengan passkey."))
            return cleaned
        person = User(name=cleaned.get("name", ""), phone=cleaned.get("phone"))
        try:
            password_validation.validate_password(password, person)
        except forms.ValidationError as error:
            self.add_error("password", error)
        return cleaned


class StartAnewForm(forms.Form):
    """A new password, chosen with the office's link."""

    password = NewPasswordField(label=gettext_lazy("Kata sandi baru"))

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_password(self) -> str:
        password_validation.validate_password(self.cleaned_data["password"], self.person)
        return self.cleaned_data["password"]


class OwnDetailsForm(forms.ModelForm):
    """One's own name and the ways to be found when signing in."""

    phone = PhoneField(required=False, help_text=gettext_lazy("Dipakai untuk masuk dan dihubungi kantor."))

    class Meta:
        model = User
        fields = ("name", "phone", "email")
        labels = {"email": gettext_lazy("Surel")}
        help_texts = {"email": gettext_lazy("Boleh kosong. Bila diisi, dapat dipakai untuk masuk.")}
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "email": forms.EmailInput(attrs={"autocomplete": "email", "placeholder": "nama@contoh.id"}),
        }

    def clean_phone(self) -> str | None:
        return self.cleaned_data["phone"] or None

    def clean_email(self) -> str | None:
        return (self.cleaned_data.get("email") or "").lower() or None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        others = User.objects.exclude(pk=self.instance.pk)
        if cleaned.get("phone") and others.filter(phone=cleaned["phone"]).exists():
            self.add_error("phone", _("Nomor ini sudah dipakai akun lain. Periksa nomornya."))
        if cleaned.get("email") and others.filter(email__iexact=cleaned["email"]).exists():
            self.add_error("email", _("Surel ini sudah dipakai akun lain. Periksa alamatnya."))
        if not self.errors and not (cleaned.get("phone") or cleaned.get("email")):
            self.add_error("phone", _("Isi nomor HP atau surel: salah satunya dipakai untuk masuk."))
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        # clean() says it in our words.
        return super()._get_validation_exclusions() | {"phone", "email"}


class OfficeForm(forms.ModelForm):
    """An office's name, clock and telephone number."""

    class Meta:
        model = Office
        fields = ("name", "time_zone", "phone")
        help_texts = {
            "name": gettext_lazy("Seperti tertulis di atas setiap halaman."),
            "time_zone": gettext_lazy("Menentukan kapan hari berganti dan jam yang tampil."),
            "phone": gettext_lazy("Tampil di undangan, supaya orang tahu ke mana bertanya."),
        }
        widgets = {
            "time_zone": forms.RadioSelect,
            "phone": forms.TextInput(attrs={"type": "tel", "placeholder": "(0341) 123456"}),
        }


class ErasureForm(forms.Form):
    """A wish to be forgotten."""

    note = forms.CharField(
        label=gettext_lazy("Pesan untuk kantor"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ChangeRoleForm(_WithRole, forms.Form):
    """Another role in the same place."""

    role = RoleField(label=gettext_lazy("Peran baru"))

    def __init__(self, *args: Any, roles: Iterable[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].offer(roles)
