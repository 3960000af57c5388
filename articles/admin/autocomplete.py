"""Fields that look things up as one types."""

from typing import Any

from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.db.models import Model
from django.http import HttpRequest, JsonResponse

from articles.models import Image

LONGEST_TERM = 200


class DeskAutocomplete(AutocompleteJsonView):
    """Django's look-up, with thumbnails for pictures."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
        """Answer; a term that no name can hold finds nothing."""
        term = request.GET.get("term", "")
        if "\0" in term or len(term) > LONGEST_TERM:
            return JsonResponse({"results": [], "pagination": {"more": False}})
        return super().get(request, *args, **kwargs)

    def serialize_result(self, obj: Model, to_field_name: str) -> dict[str, Any]:
        """Return what the field shows of one thing."""
        result = super().serialize_result(obj, to_field_name)
        if isinstance(obj, Image):
            width, height = obj.jpeg_size
            result |= {
                "thumbnail": obj.thumbnail,
                # What stands in a text: it never goes away while the picture is there.
                "src": obj.jpeg_in_text,
                "alt": obj.alt_text,
                "caption": obj.caption,
                "credit": obj.credit,
                "width": width,
                "height": height,
            }
        return result
