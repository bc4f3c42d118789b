"""The settings of the tests: a data folder of their own, one fixed day, cheap passwords."""

import atexit
import datetime as dt
import os
import shutil
import tempfile

_DATA = tempfile.mkdtemp(prefix="kentongan-test-")
atexit.register(shutil.rmtree, _DATA, ignore_errors=True)
os.environ["KENTONGAN_DATA_DIR"] = _DATA
# Whatever the shell says, tests never touch the demo or an office's files.
os.environ.pop("KENTONGAN_DEMO", None)
os.environ["KENTONGAN_SECRET_KEY"] = "only-for-tests"

from config.settings import *  # noqa: E402, F403

# The day after the last published figure, as in the demo.
FIXED_TODAY = dt.date(2025, 9, 25)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
ALLOWED_HOSTS = ["*"]
MAIN_HOSTS = frozenset({"testserver", "localhost", "127.0.0.1"})
ACCOUNT_RATE_LIMITS = False
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
