"""Pictures from the local folder, for a newsroom without a proxy or a bucket in front."""

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.static import serve

from articles.card_files import FOLDER


def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """Serve one picture; what it is cannot change, so it may be kept for ever, and it may run nothing."""
    if "\0" in path:
        raise Http404
    try:
        response = serve(request, path, document_root=str(settings.MEDIA_ROOT))
    except SuspiciousFileOperation:
        # Whoever looks outside the folder learns as much as from any other wrong address.
        raise Http404 from None
    # A card says what a headline says, and goes with it: nobody keeps it for long.
    is_card = path.startswith(FOLDER)
    response["Cache-Control"] = "public, max-age=300" if is_card else "public, max-age=31536000, immutable"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
