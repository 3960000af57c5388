"""What readers who cannot see a picture are told, and whose it is."""

import re
from collections.abc import Iterator

from articles.checks.base import Check, Draft, Finding
from articles.models.check_level import Level

_PICTURE = re.compile(r"<img\b([^>]*)>")
_ALT = re.compile(r'alt="\s*[^"\s]')


class PictureDescribed(Check):
    """A picture without alt text or credit."""

    name = "picture-described"
    label = "Pictures have alt text and a credit"
    place = "lead_image"
    level = Level.REQUIRED

    def find(self, draft: Draft) -> Iterator[Finding]:
        """Look at the lead picture and at those in the text."""
        image = draft.story.lead_image
        if image is not None and not image.alt_text.strip():
            yield Finding(
                "The lead picture has no alt text.",
                "Open the picture and say what one would see: some readers hear it.",
            )
        for where, picture in draft.pictures:
            if not picture.credit.strip():
                yield Finding(f"{where} has no credit.", "Open the picture and name photographer and agency.")
        missing = sum(1 for found in _PICTURE.finditer(draft.story.body) if not _ALT.search(found[1]))
        if missing:
            which = "A picture" if missing == 1 else f"{missing} pictures"
            yield Finding(f"{which} in the text without alt text.", "Put it in again, with alt text.")
