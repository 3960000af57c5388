"""The newsroom's own settings, with a few doors more that only a measurement uses."""

from newsroom.settings import *  # noqa: F403
from newsroom.settings import CACHES, INSTALLED_APPS, MIDDLEWARE

INSTALLED_APPS = [*INSTALLED_APPS, "bench"]
ROOT_URLCONF = "bench.urls"
MIDDLEWARE = [
    # A request that asks for it is answered as by a Django without any middleware.
    "bench.ways.WithoutMiddleware",
    *(
        "bench.ways.ReadersFirst" if name == "articles.page_cache.ReadersFirst" else name
        for name in MIDDLEWARE
    ),
]
CACHES = {**CACHES, "nothing": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
# One person makes all the stories of a measurement.
FOUR_EYES = False
