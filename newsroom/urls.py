"""Addresses: the desk, pictures, and everything that readers see."""

from importlib.util import find_spec

from django.conf import settings
from django.contrib import admin
from django.urls import include, path, re_path, register_converter

from articles.healthz import healthz
from articles.keys import KeyConverter
from articles.shared_page import shared_story
from newsroom.media import media

# Before the desk and the readers' pages are asked for their addresses.
register_converter(KeyConverter, "key")

urlpatterns = [
    path("admin/", admin.site.urls),
    path(f"{settings.SHARED_PATH[1:]}<str:token>/", shared_story, name="shared-story"),
    path(settings.HEALTH_PATH[1:], healthz, name="healthz"),
    re_path(r"^media/(?P<path>.+)$", media, name="media"),
]
if find_spec("articles.views.urls"):
    urlpatterns.append(path("", include("articles.views.urls")))

handler400 = "newsroom.failures.bad_request"
handler403 = "newsroom.failures.forbidden"
handler404 = "articles.views.errors.not_found"
handler500 = "newsroom.failures.server_error"
