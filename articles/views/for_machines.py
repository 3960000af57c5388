"""Small files that machines look for: robots.txt, security.txt and the web app's manifest."""

from datetime import date, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone

from articles.addresses import absolute

# Without a day of its own, the contact is good for so long from the first of the month.
GOOD_FOR = timedelta(days=180)
PAPER, ACCENT = "#fdfcf9", "#8c2318"


def robots(request: HttpRequest) -> HttpResponse:
    """Say what crawlers need not look at, and where everything else is listed."""
    closed = [settings.DESK_PATH, settings.SHARED_PATH, reverse("articles:search")]
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in closed),
        "",
        f"Sitemap: {absolute(reverse('articles:sitemap-index'))}",
        f"Sitemap: {absolute(reverse('articles:news-sitemap'))}",
    ]
    return _plain(lines)


def security(request: HttpRequest) -> HttpResponse:
    """Say whom to tell of a hole in our walls (RFC 9116)."""
    expires = settings.SECURITY_EXPIRES or timezone.localdate().replace(day=1) + GOOD_FOR
    if expires <= timezone.localdate():
        # What has expired is not to be trusted: better nothing.
        raise Http404("The contact has expired.")
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {_midnight(expires)}",
        f"Preferred-Languages: {settings.LANGUAGE_CODE.partition('-')[0]}",
        f"Canonical: {absolute(reverse('articles:security'))}",
    ]
    return _plain(lines)


def manifest(request: HttpRequest) -> HttpResponse:
    """Say how the site looks on a home screen."""
    sizes = [
        ("icon-192.png", 192, "any"),
        ("icon-512.png", 512, "any"),
        ("icon-maskable.png", 512, "maskable"),
    ]
    data = {
        "name": settings.SITE_NAME,
        "short_name": settings.SITE_NAME[:12],
        "lang": settings.LANGUAGE_CODE,
        "id": "/",
        "start_url": "/",
        "scope": "/",
        "display": "minimal-ui",
        "background_color": PAPER,
        "theme_color": ACCENT,
        "icons": [
            {
                "src": static(f"articles/{name}"),
                "sizes": f"{size}x{size}",
                "type": "image/png",
                "purpose": purpose,
            }
            for name, size, purpose in sizes
        ],
    }
    return JsonResponse(data, content_type="application/manifest+json")


def _midnight(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _plain(lines: list[str]) -> HttpResponse:
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")
