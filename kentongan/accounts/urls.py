"""Addresses of the accounts room. allauth's views are listed one by one: what is not here does not exist."""

from allauth.account import views as account
from allauth.account.decorators import reauthentication_required
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import path
from django.views.generic import RedirectView

from kentongan.accounts.views import entrance, notices, own, people

to_own_account = RedirectView.as_view(pattern_name="own_account")

entrance_patterns = [
    path("masuk/", entrance.sign_in, name="account_login"),
    path("masuk/demo/", entrance.enter_demo, name="enter_demo"),
    path("masuk/passkey/", entrance.enter_by_passkey, name="mfa_login_webauthn"),
    path("masuk/kode/", mfa.authenticate, name="mfa_authenticate"),
    path("masuk/tidak-aktif/", account.account_inactive, name="account_inactive"),
    path("masuk/ulang/<str:username>/<str:token>/", entrance.choose_new_password, name="start_anew"),
    path("keluar/", account.logout, name="account_logout"),
    path("undangan/<str:token>/", entrance.join, name="join"),
]

own_patterns = [
    path("akun/", own.own_account, name="own_account"),
    path("akun/data-diri/", own.own_details, name="own_details"),
    path("akun/data-saya/", own.own_data, name="own_data"),
    path("akun/data-saya/unduh.json", own.own_data_export, name="own_data_export"),
    path("akun/data-saya/hapus/", own.own_data_erase, name="own_data_erase"),
    path("akun/data-saya/batal-hapus/", own.own_data_keep, name="own_data_keep"),
    path("akun/perangkat/", own.own_sessions, name="usersessions_list"),
    path("akun/konfirmasi/", account.reauthenticate, name="account_reauthenticate"),
    path("akun/konfirmasi/kode/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("akun/konfirmasi/passkey/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("akun/kata-sandi/", account.password_change, name="account_change_password"),
    path(
        "akun/kata-sandi/buat/",
        reauthentication_required(app="allauth.mfa")(account.password_set),
        name="account_set_password",
    ),
    path("akun/keamanan/", to_own_account, name="mfa_index"),
    path("akun/passkey/", to_own_account, name="mfa_list_webauthn"),
    path("akun/passkey/tambah/", own.add_passkey, name="mfa_add_webauthn"),
    path("akun/passkey/<int:pk>/nama/", webauthn.edit_webauthn, name="mfa_edit_webauthn"),
    path("akun/passkey/<int:pk>/hapus/", webauthn.remove_webauthn, name="mfa_remove_webauthn"),
    path("akun/autentikator/nyalakan/", totp.activate_totp, name="mfa_activate_totp"),
    path("akun/autentikator/matikan/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("akun/kode-pemulihan/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("akun/kode-pemulihan/baru/", recovery_codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("akun/kode-pemulihan/unduh.txt", recovery_codes.download_recovery_codes, name="mfa_download_recovery_codes"),
]

people_patterns = [
    path("orang/", people.people, name="people"),
    path("orang/undang/", people.invite, name="invite"),
    path("orang/undangan/<str:code>/", people.invitation, name="invitation"),
    path("orang/undangan/<str:code>/perbarui/", people.invitation_renew, name="invitation_renew"),
    path("orang/undangan/<str:code>/cabut/", people.invitation_revoke, name="invitation_revoke"),
    path("orang/<str:username>/", people.person, name="person"),
    path("orang/<str:username>/tautan-masuk/", people.sign_in_link, name="sign_in_link"),
    path("orang/<str:username>/hapus-data/", people.erasure, name="erasure"),
    path("orang/<str:username>/tugas/<str:role>/<str:place>/", people.duty_change, name="duty_change"),
    path("orang/<str:username>/tugas/<str:role>/<str:place>/akhiri/", people.duty_end, name="duty_end"),
    path("kantor/", people.office_settings, name="office_settings"),
]

notice_patterns = [
    path("pemberitahuan/", notices.notices, name="notices"),
    path("pemberitahuan/buka/", notices.notice_open, name="notice_open"),
    path("pemberitahuan/dibaca/", notices.notices_read, name="notices_read"),
]

urlpatterns = [*entrance_patterns, *own_patterns, *people_patterns, *notice_patterns]
