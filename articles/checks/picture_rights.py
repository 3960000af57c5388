"""Whether the newsroom may still use the pictures."""

from collections.abc import Iterator

from articles.checks.base import Check, Draft, Finding
from articles.models.check_level import Level


class PictureRights(Check):
    """A picture whose rights have run out."""

    name = "picture-rights"
    label = "Pictures may still be used"
    place = "lead_image"
    level = Level.REQUIRED
    is_fixed = True

    def find(self, draft: Draft) -> Iterator[Finding]:
        """Look at the last day on which each picture may be used."""
        for where, image in draft.pictures:
            if image.expires_on and image.has_run_out:
                yield Finding(
                    f"{where} might be used until {image.expires_on:%-d %B %Y}.",
                    "Choose another one, or enter a later day if the rights were renewed.",
                )
