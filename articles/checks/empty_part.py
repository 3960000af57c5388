"""A subhead with nothing below it."""

import re
from collections.abc import Iterator

from articles.checks.base import Check, Draft, Finding
from articles.text import plain_text

# A subhead, and the subhead after it if nothing stands between them.
_SUBHEAD = re.compile(r"<(h[23])>(.*?)</\1>(?:\s|<p>\s*</p>)*(?:(?=<(h[23])>)|\Z)", re.DOTALL)


class EmptyPart(Check):
    """A part of the text of which only the subhead was written."""

    name = "empty-part"
    label = "Below each subhead there is text"
    place = "body"

    def find(self, draft: Draft) -> Iterator[Finding]:
        """Look at what follows each subhead; a smaller subhead may follow a larger one."""
        for found in _SUBHEAD.finditer(draft.story.body):
            level, markup, following = found.groups()
            if not following or following <= level:
                words = plain_text(markup)
                yield Finding(
                    f"Below the subhead “{words}” there is nothing.",
                    "Write that part, or remove the subhead.",
                    words,
                )
