"""Addresses of the harvest: channels, their entries, and links that groups paste."""

from django.urls import path

from kentongan.harvest.views import entry, feed, office, posts

urlpatterns = [
    path("kanal/", office.channels_health, name="channels_health"),
    path("kanal/unduh.<form:form>", office.channels_export, name="channels_export"),
    path("kanal/kabar/", office.entries, name="entries"),
    path("kanal/pengaturan/", office.harvest_settings, name="harvest_settings"),
    path("kanal/<slug:code>/", feed.feed, name="feed"),
    path("kanal/<slug:code>/coba/", feed.feed_look, name="feed_look"),
    path("kanal/<slug:code>/pakai/", feed.feed_choose, name="feed_choose"),
    path("kanal/<slug:code>/jeda/", feed.feed_pause, name="feed_pause"),
    path("kanal/<slug:code>/lepaskan/", feed.feed_release, name="feed_release"),
    path("kanal/<slug:code>/tahan/", feed.feed_hold, name="feed_hold"),
    path("kanal/<slug:code>/pastikan/", feed.feed_confirm, name="feed_confirm"),
    path("kanal/<slug:code>/tanya/", feed.feed_ask, name="feed_ask"),
    path("kanal/<slug:code>/kabar/<slug:entry_code>/", entry.entry, name="entry"),
    path("kanal/<slug:code>/kabar/<slug:entry_code>/lepaskan/", entry.entry_release, name="entry_release"),
    path("kanal/<slug:code>/kabar/<slug:entry_code>/tolak/", entry.entry_reject, name="entry_reject"),
    path("kanal/<slug:code>/kabar/<slug:entry_code>/batalkan/", entry.entry_take_back, name="entry_take_back"),
    path("kanal/<slug:code>/kabar/<slug:entry_code>/tanya/", entry.entry_ask, name="entry_ask"),
    path("kim/<group_code:code>/tempel/", posts.paste_post, name="paste_post"),
]
