"""Pictures as readers see them, for a newsroom without a proxy or a bucket in front.

Only what was drawn for readers lies in this storage, and only kinds of pictures are given out: whatever else
may come to lie there has no address.
"""

import re

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase, HttpResponseNotModified

from articles.card_files import FOLDER

TYPES = {"avif": "image/avif", "jpg": "image/jpeg", "png": "image/png", "webp": "image/webp"}
# Plain words in folders, one dot: no name that looks anywhere else, and none of a file we did not write.
_NAME = re.compile(r"(?:[\w-]+/)*[\w-]+\.(" + "|".join(TYPES) + ")", re.ASCII)
# What an address leads to never changes, so whoever has it has the newest.
_ETAG = '"1"'


def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """Serve one picture; what it is cannot change, so it may be kept for ever, and it may run nothing."""
    name = _NAME.fullmatch(path)
    if name is None or request.method not in {"GET", "HEAD"}:
        raise Http404
    response: HttpResponseBase
    if request.headers.get("If-None-Match") == _ETAG and default_storage.exists(path):
        response = HttpResponseNotModified()
    else:
        try:
            response = FileResponse(default_storage.open(path), content_type=TYPES[name[1]])
        except (OSError, SuspiciousFileOperation):
            # Whatever is wrong, whoever asks learns as much as from any other wrong address.
            raise Http404 from None
    response["Cache-Control"] = kept_for(path)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["ETag"] = _ETAG
    return response


def kept_for(name: str) -> str:
    """Return how long a file may be kept by whoever has fetched it, here and from a bucket."""
    # A card says what a headline says, and goes with it: nobody keeps it for long.
    return "public, max-age=300" if name.startswith(FOLDER) else "public, max-age=31536000, immutable"
