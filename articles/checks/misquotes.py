"""Nobody is misquoted."""

from collections.abc import Iterator

from articles.checks.base import Check, Draft, Finding
from articles.misquotes import misquotes
from articles.models.check_level import Level


class Misquotes(Check):
    """Words in quotation marks that were not said so."""

    name = "misquotes"
    label = "Nobody is misquoted in headline, standfirst, subheads, captions and pull quotes"
    place = "quotes"
    level = Level.REQUIRED
    is_fixed = True

    def find(self, draft: Draft) -> Iterator[Finding]:
        """Hold every quoted passage that is seen at a glance against what was said."""
        for passage in misquotes(draft.story):
            if passage.keeps_from_readers:
                yield Finding(str(passage), "Put it right, or say why it stays.", passage.words)
