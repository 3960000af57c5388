"""Addresses: the desk, pictures, and everything that readers see."""

from importlib.util import find_spec

from django.contrib import admin
from django.urls import include, path, re_path

from newsroom.media import media

urlpatterns = [
    path("admin/", admin.site.urls),
    re_path(r"^media/(?P<path>.+)$", media, name="media"),
]
if find_spec("articles.views.urls"):
    urlpatterns.append(path("", include("articles.views.urls")))

handler400 = "newsroom.failures.bad_request"
handler403 = "articles.views.errors.forbidden"
handler404 = "articles.views.errors.not_found"
handler500 = "newsroom.failures.server_error"
