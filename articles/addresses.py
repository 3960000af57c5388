"""Addresses as the world outside knows them: with the site's own name, whatever host was asked for."""

import html
import re
from urllib.parse import urljoin

from django.conf import settings

from articles.models.image import Image

_TAG = re.compile(r"<[a-z][^<>]*>")
_ADDRESS = re.compile(r'\b(href|src|cite)="([^"]*)"')


def absolute(path: str) -> str:
    """Return the address of a path on this site."""
    return urljoin(settings.SITE_URL, path)


def picture_address(image: Image) -> str:
    """Return where a picture is found: the one place that says which of its files the world is shown."""
    return absolute(image.jpeg)


def with_whole_addresses(body: str, page: str) -> str:
    """Return a sanitised body whose links and pictures are also found from another site.

    `page` is the address of the page that the body stands on.
    """

    def whole(found: re.Match[str]) -> str:
        return f'{found[1]}="{html.escape(urljoin(page, html.unescape(found[2])))}"'

    return _TAG.sub(lambda tag: _ADDRESS.sub(whole, tag[0]), body)
