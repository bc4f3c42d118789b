"""The WSGI entry that granian serves: ``config.wsgi:application``. Finished pages are answered before Django is asked."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

# What is loaded here stays for good: collecting it, now or with any later request, is time lost.
gc.disable()
_application = get_wsgi_application()
get_resolver().url_patterns  # noqa: B018 - reading it loads every view

from kentongan.core.finished.serving import before, keep_up  # noqa: E402 - needs the applications
from kentongan.core.lasting import keep_connections  # noqa: E402

keep_connections()
application = before(_application)
keep_up()
gc.freeze()
gc.enable()
