"""What about a story's quotations keeps it from readers: one function a rule, each problem in words for the desk.

The workflow asks `problems` before it publishes or schedules. A new rule is a function below and a
line in RULES.
"""

from collections.abc import Callable, Iterator

from articles.misquotes import misquotes
from articles.models.quote import Terms, Verification
from articles.models.story import Story


def problems(story: Story) -> list[str]:
    """Return what has to be put right before readers see the story."""
    return [problem for rule in RULES for problem in rule(story)]


def _nobody_is_misquoted(story: Story) -> Iterator[str]:
    for passage in misquotes(story):
        if passage.keeps_from_readers:
            yield f"{passage} Put it right, or say why it stays."


def _terms_are_kept(story: Story) -> Iterator[str]:
    for quote in story.quotes.all():
        if quote.terms == Terms.OFF_RECORD:
            yield f"“{quote}” is off the record: take it out of the story."
        elif quote.terms == Terms.BACKGROUND and quote.speaker_id:
            yield f"“{quote}” was given on background: it cannot bear a name."


def _quotations_are_checked_enough(story: Story) -> Iterator[str]:
    least = Verification(story.section.least_verification) if story.section else Verification.UNVERIFIED
    if least == Verification.UNVERIFIED:
        return
    for quote in story.quotes.all():
        rung = Verification(quote.verification)
        if rung.height < least.height:
            yield f"“{quote}” is “{rung.label}”; {story.section} asks for “{least.label}” or more."


RULES: tuple[Callable[[Story], Iterator[str]], ...] = (
    _nobody_is_misquoted,
    _terms_are_kept,
    _quotations_are_checked_enough,
)
