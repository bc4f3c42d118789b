from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "kentongan.accounts"
    label = "accounts"

    def ready(self) -> None:
        from kentongan.accounts.identity import identity_of_request
        from kentongan.core.navigation import register_identity

        register_identity(identity_of_request)
