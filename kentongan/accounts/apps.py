from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class AccountsConfig(AppConfig):
    name = "kentongan.accounts"
    label = "accounts"

    def ready(self) -> None:
        from kentongan.accounts import own_data, personal_data, receivers
        from kentongan.accounts.notices import unread_count
        from kentongan.accounts.permissions import manages_people
        from kentongan.accounts.queries import identity
        from kentongan.core import navigation
        from kentongan.core.navigation import BAR_AND_PHONE, PHONE_AND_MENU, NavItem, Place

        receivers.connect()
        personal_data.register(own_data.ACCOUNT)
        personal_data.register(own_data.TRAIL)
        navigation.register_identity(identity)
        navigation.register(
            NavItem(
                _("Orang"),
                "people",
                icon="people",
                order=60,
                shown_to=manages_people,
                places=BAR_AND_PHONE - {Place.PHONE} | {Place.MENU},
                also=("person*", "invit*", "erasure*", "sign_in_link*", "duty*"),
            ),
            NavItem(
                _("Pemberitahuan"),
                "notices",
                icon="bell",
                order=80,
                short_label=pgettext_lazy("menu", "Info"),
                places=frozenset({Place.SIGN, Place.PHONE}),
                waiting=unread_count,
            ),
            NavItem(
                _("Akun saya"),
                "own_account",
                icon="person",
                order=90,
                short_label=_("Akun"),
                places=PHONE_AND_MENU,
                also=("own_details", "own_data*", "mfa_*", "account_*", "usersessions_list"),
            ),
            NavItem(
                _("Pengaturan kantor"),
                "office_settings",
                icon="settings",
                order=95,
                shown_to=sets_an_office,
                places=frozenset({Place.MENU}),
            ),
        )


def sets_an_office(user) -> bool:
    from kentongan.accounts.enums import Capability
    from kentongan.accounts.permissions import has_anywhere

    return has_anywhere(user, Capability.SET_OFFICE)
