"""A story that stands nowhere in the paper."""

from collections.abc import Iterator

from articles.checks.base import Check, Draft, Finding
from articles.models.check_level import Level


class SectionMissing(Check):
    """No section."""

    name = "section-missing"
    label = "A section is chosen"
    place = "section"
    level = Level.REQUIRED
    is_fixed = True

    def find(self, draft: Draft) -> Iterator[Finding]:
        """Ask whether there is one."""
        if draft.story.section_id is None:
            yield Finding("It stands in no section.", "Choose a section.")
