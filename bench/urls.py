"""The newsroom's addresses and one more: a page's bytes, given back by the barest of views."""

from django.urls import path

from bench.ways import bare
from newsroom.urls import *  # noqa: F403
from newsroom.urls import urlpatterns as newsroom_urls

urlpatterns = [path("bare/<str:kind>/<int:number>/", bare), *newsroom_urls]
