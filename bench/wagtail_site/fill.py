"""Tables and articles for the minimal Wagtail: python fill.py ARTICLES.json; prints the address of one of them."""

import json
import os
import sys
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings")

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import transaction  # noqa: E402
from home.models import Article, ArticleList, Portal  # noqa: E402
from wagtail.models import Page, Site  # noqa: E402

call_command("makemigrations", "home", verbosity=0)
call_command("migrate", verbosity=0)
Page.objects.filter(depth=2).delete()
root = Page.objects.get(depth=1)
portal = root.add_child(instance=Portal(title="Portal", slug="portal"))
Site.objects.all().delete()
Site.objects.create(hostname="127.0.0.1", root_page=portal, is_default_site=True)
kabar = portal.add_child(instance=ArticleList(title="Kabar", slug="kabar"))
with transaction.atomic():
    for number, (title, body) in enumerate(json.loads(Path(sys.argv[1]).read_text())):
        paragraphs = "".join(f"<p>{part}</p>" for part in body.split("\n\n"))
        kabar.add_child(instance=Article(title=title, slug=f"kabar-{number}", body=paragraphs, place="Malang"))
print(f"/kabar/kabar-{number}/")
