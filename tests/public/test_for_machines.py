"""robots.txt, security.txt and the manifest."""

import json
from datetime import date

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from PIL import Image as Picture
from pytest_django.fixtures import Settings

from articles import public_state
from tests.public import site

pytestmark = pytest.mark.django_db


def test_robots_are_kept_from_the_desk_and_led_to_the_sitemaps(reader: Client) -> None:
    text = site.text(reader.get("/robots.txt"))
    for path in ("/admin/", "/shared/", "/search/"):
        assert f"\nDisallow: {path}\n" in text
    assert "\nSitemap: http://testserver/sitemap.xml\n" in text
    assert "\nSitemap: http://testserver/news-sitemap.xml\n" in text


def test_whoever_finds_a_hole_is_told_whom_to_write_to(reader: Client, settings: Settings) -> None:
    settings.SECURITY_CONTACT, settings.SECURITY_EXPIRES = "mailto:security@example.org", date(2999, 1, 1)
    answer = reader.get("/.well-known/security.txt")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    text = site.text(answer)
    assert "Contact: mailto:security@example.org\n" in text
    assert "Expires: 2999-01-01T00:00:00Z\n" in text


def test_a_contact_that_has_expired_is_not_told(reader: Client, settings: Settings) -> None:
    settings.SECURITY_EXPIRES = date(2020, 1, 1)
    public_state.refresh()
    assert reader.get("/.well-known/security.txt").status_code == 404


def test_the_manifest_names_icons_that_are_there(reader: Client) -> None:
    answer = reader.get("/manifest.webmanifest")
    assert answer.headers["Content-Type"] == "application/manifest+json"
    data = json.loads(answer.content)
    assert {icon["purpose"] for icon in data["icons"]} == {"any", "maskable"}
    for icon in data["icons"]:
        with Picture.open(finders.find(icon["src"].removeprefix("/static/"))) as picture:
            assert "{}x{}".format(*picture.size) == icon["sizes"]
