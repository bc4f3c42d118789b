"""All settings, read from the environment. Each variable is described in docs/settings.md."""

import datetime as dt
import os
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent


def _flag(name: str, default: bool = False) -> bool:
    return os.environ.get(name, str(int(default))).strip().lower() in {"1", "true", "yes", "on"}


def _list(name: str, default: str = "") -> list[str]:
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


DEBUG = _flag("KENTONGAN_DEBUG")
DEMO = _flag("KENTONGAN_DEMO")

# The demo tells the story of one day: the one after the last published figure.
FIXED_TODAY = dt.date(2025, 9, 25) if DEMO else None

DATA_DIR = Path(os.environ.get("KENTONGAN_DATA_DIR", BASE_DIR / "var"))
DATA_DIR.mkdir(parents=True, exist_ok=True)


def _secret_key() -> str:
    """The key from the environment, or one made once and kept beside the data."""
    if key := os.environ.get("KENTONGAN_SECRET_KEY"):
        return key
    path = DATA_DIR / "secret-key"
    if not path.exists():
        from django.core.management.utils import get_random_secret_key

        path.touch(mode=0o600)
        path.write_text(get_random_secret_key())
    return path.read_text().strip()


SECRET_KEY = _secret_key()
LOOPBACK = ["localhost", "127.0.0.1", "[::1]"]
# The demo lets anyone in as anyone, so it answers to this machine's own names only.
ALLOWED_HOSTS = LOOPBACK if DEMO else _list("KENTONGAN_HOSTS", ",".join(LOOPBACK))
# Names of this installation itself; a site's own host is none of them.
MAIN_HOSTS = frozenset(name.lower() for name in ALLOWED_HOSTS if not name.startswith((".", "*")))
CSRF_TRUSTED_ORIGINS = _list("KENTONGAN_ORIGINS")
# The address readers know this installation by, for links that must be whole: "https://kim.example.go.id".
ORIGIN = os.environ.get("KENTONGAN_ORIGIN", "").strip().rstrip("/")
# The WebSub hub that is told when feeds have news; none when empty.
WEBSUB_HUB = os.environ.get("KENTONGAN_WEBSUB_HUB", "").strip()
# How sites that we visit reach whoever runs this installation; the page Tentang is named to them in any case.
HARVEST_CONTACT = os.environ.get("KENTONGAN_HARVEST_CONTACT", "").strip()
# Places that are visited whatever robots.txt says, because whoever runs this installation has their owner's word for it.
HARVEST_AGREED = tuple(place.lower() for place in _list("KENTONGAN_HARVEST_AGREED"))
HARVEST_PORTS = tuple(int(port) for port in _list("KENTONGAN_HARVEST_PORTS", "80,443"))


def _stage(value: list[str]) -> dict[str, tuple[str, int]]:
    """Names that are answered by a server on this machine: ``contoh.example=127.0.0.1:8765``."""
    stage = {}
    for part in value:
        name, _, where = part.partition("=")
        host, _, port = where.rpartition(":")
        if not name or host not in {"127.0.0.1", "::1"} or not port.isdigit():
            raise ImproperlyConfigured(f"KENTONGAN_HARVEST_STAGE: {part!r} is not name=127.0.0.1:port")
        stage[name.lower()] = (host, int(port))
    return stage


# Below this name lie the addresses of the demo's groups, and here a server of ours answers for them.
DEMO_SITES = ("contoh.example", 8765)
# Only the demo visits a stage; anywhere else nothing near may be reached.
HARVEST_STAGE = _stage(_list("KENTONGAN_HARVEST_STAGE", "{}=127.0.0.1:{}".format(*DEMO_SITES))) if DEMO else {}
# Where people of this installation get its source, as the AGPL promises them.
SOURCE_URL = os.environ.get("KENTONGAN_SOURCE_URL", "")


def _database(url: str | None) -> dict:
    """Django's database settings for ``postgres://user:password@host:port/name`` or ``sqlite:///path``."""
    if not url:
        name = "demo.sqlite3" if DEMO else "kentongan.sqlite3"
        url = f"sqlite:///{DATA_DIR / name}"
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(parts.path)[1:] if parts.path.startswith("//") else unquote(parts.path),
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                # The log is put into the file every 32 MB instead of every 4: who writes much waits less often.
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536; "
                    "PRAGMA mmap_size=268435456; PRAGMA temp_store=MEMORY; PRAGMA wal_autocheckpoint=8000"
                ),
            },
        }
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured(f"DATABASE_URL must begin with postgres:// or sqlite:///, not {parts.scheme}://")
    options: dict = dict(parse_qsl(parts.query))
    # A pool per process beats a connection per thread (measured: 692 against 145 requests a second).
    # Who asks while the server is away is told so soon, instead of waiting half a minute.
    options["pool"] = {"min_size": 1, "max_size": int(os.environ.get("KENTONGAN_DB_POOL", "8")), "timeout": 5}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 0,
        "OPTIONS": options,
    }


DATABASES = {"default": _database(os.environ.get("DATABASE_URL"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        # Counters of attempts come and go by the thousand; they must not push out what took long to count.
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    }
}

INSTALLED_APPS = [
    "kentongan.demo",
    "kentongan.pwa",
    "kentongan.insights",
    "kentongan.harvest",
    "kentongan.newsroom",
    "kentongan.assessment",
    "kentongan.evidence",
    "kentongan.rosters",
    "kentongan.registry",
    "kentongan.accounts",
    "kentongan.areas",
    "kentongan.core",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "kentongan.core.finished.middleware.keep_finished_pages",
    "kentongan.newsroom.middleware.sites_on_their_own_hosts",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "kentongan.core.middleware.content_security_policy",
    "kentongan.core.middleware.cookies_without_nul",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "kentongan.core.middleware.chosen_language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "kentongan.accounts.middleware.SignInUnlessPublic",
    "allauth.account.middleware.AccountMiddleware",
    "kentongan.accounts.middleware.session_activity",
    "kentongan.accounts.middleware.office_time_zone",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "kentongan.core.middleware.text_without_nul",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

FORM_RENDERER = "kentongan.core.forms.AdvisedForms"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kentongan.core.context.page",
            ]
        },
    }
]

# --- People ---------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["kentongan.accounts.backends.PhoneOrEmailBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 8},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name", "phone", "email")},
    },
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"
PASSWORD_RESET_TIMEOUT = 3 * 24 * 3600

ACCOUNT_ADAPTER = "kentongan.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "kentongan.accounts.forms.LoginForm",
    "change_password": "kentongan.accounts.forms.ChangePasswordForm",
    "set_password": "kentongan.accounts.forms.SetPasswordForm",
    "reauthenticate": "kentongan.accounts.forms.ReauthenticateForm",
}
# Old phones are a person's own: they stay signed in for SESSION_COOKIE_AGE.
ACCOUNT_SESSION_REMEMBER = True
# How many proxies stand before this server; limits count the client's address, not the proxy's.
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("KENTONGAN_PROXIES", "0"))
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_PREVENT_ENUMERATION = True
MFA_ADAPTER = "kentongan.accounts.adapter.MFAAdapter"
MFA_FORMS = {
    "authenticate": "kentongan.accounts.forms.AuthenticateForm",
    "reauthenticate": "kentongan.accounts.forms.MFAReauthenticateForm",
    "activate_totp": "kentongan.accounts.forms.ActivateTOTPForm",
    "edit_webauthn": "kentongan.accounts.forms.RenamePasskeyForm",
    "login_webauthn": "kentongan.accounts.forms.EnterByPasskeyForm",
    "authenticate_webauthn": "kentongan.accounts.forms.SecondStepByPasskeyForm",
    "reauthenticate_webauthn": "kentongan.accounts.forms.ReauthenticateByPasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# Browsers treat loopback as a secure place, so passkeys may be tried there without TLS.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG or DEMO
MFA_TOTP_ISSUER = "Kentongan"

SESSION_COOKIE_AGE = 60 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if _flag("KENTONGAN_HTTPS"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_HSTS_SECONDS = 30 * 24 * 3600

# --- Language, time, files -------------------------------------------------------------------------

# Indonesian is the language the strings are written in; English is the catalogue in kentongan/locale.
LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "kentongan" / "locale"]
LANGUAGE_COOKIE_NAME = "bahasa"
USE_I18N = True
TIME_ZONE = os.environ.get("KENTONGAN_TIME_ZONE", "Asia/Jakarta")
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
# Uploaded files lie outside everything a web server serves; views hand them out to those who may.
MEDIA_ROOT = DATA_DIR / ("demo-files" if DEMO else "files")
# Finished pages and public files, which a web server may hand out by itself.
PUBLIC_ROOT = DATA_DIR / ("demo-public" if DEMO else "public")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "kentongan.core.staticfiles.BundledStaticFilesStorage"
    },
}
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# --- Background work, mail, logs ---------------------------------------------------------------------

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": os.environ.get("KENTONGAN_LOG_LEVEL", "WARNING")},
}
