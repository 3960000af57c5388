"""Never misquoted: what a story shows at a glance between quotation marks, held against what was said.

Headline, standfirst, text for sharing, subheads, captions and pull quotes are held against the story's quotes, and
against the quotations in its body that nobody has confirmed yet.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from hashlib import blake2b

from articles.blocks import CAPTION, PULL_QUOTE, RUNNING, SUBHEAD, Block, blocks_of, running_text
from articles.models.content import StoryContent
from articles.models.quote import Quote
from articles.models.quoting import MisquoteOverride
from articles.models.story import Story
from articles.quotation.comparison import Comparison
from articles.quotation.differences import Verdict
from articles.quotation.fidelity import Passage, TrueWords, quoted_passages
from articles.quote_places import one_form, standing
from articles.set_off import DASHES, set_off_quotations

HEADLINE, STANDFIRST, LEAD_CAPTION, SOCIAL_TEXT = "headline", "standfirst", "lead_caption", "social_text"
# Where quoted words are looked for, and what each place is called.
PLACES = {
    HEADLINE: "headline",
    STANDFIRST: "standfirst",
    LEAD_CAPTION: "caption of the lead picture",
    SOCIAL_TEXT: "text for sharing",
    SUBHEAD: "subhead",
    CAPTION: "caption",
    PULL_QUOTE: "pull quote",
}


@dataclass(frozen=True, slots=True)
class CheckedPassage:
    """Quoted words in one place of a story, and how they compare with what was said.

    `start` and `end` count in the field's text; in the body's plain text for what stands in the body.
    Offsets in `comparison` count in the passage and in the true words.
    """

    place: str
    words: str
    start: int
    end: int
    comparison: Comparison = field(repr=False)
    # The quote that the words were taken from, where it is a confirmed one.
    quote: Quote | None = None
    override: MisquoteOverride | None = None

    @property
    def verdict(self) -> Verdict:
        """How faithful the words are."""
        return self.comparison.verdict

    @property
    def true_words(self) -> str:
        """What was said."""
        return self.comparison.true_words

    @property
    def is_misquote(self) -> bool:
        """Whether somebody should look at it: a cut that is not marked, or worse."""
        return self.verdict.gravity >= Verdict.UNMARKED_CUT.gravity

    @property
    def keeps_from_readers(self) -> bool:
        """Whether it must be put right, or overridden with a reason, before readers see it."""
        return self.verdict.is_misquotation and self.override is None

    @property
    def key(self) -> str:
        """What an override of these words in this place with this verdict is kept under."""
        told = f"{self.place}\0{one_form(self.words)}\0{self.verdict.name}"
        return blake2b(told.encode(), digest_size=16).hexdigest()

    def __str__(self) -> str:
        said = f" What was said: “{self.true_words}”." if self.true_words else ""
        return f"“{self.words}” in the {PLACES[self.place]}: {self.verdict.value}.{said}"


def checked_passages(story: Story) -> list[CheckedPassage]:
    """Return every quoted passage that a story shows at a glance, with how it compares; in the order of the page."""
    blocks = blocks_of(story.body)
    shown = list(_shown(story, blocks))
    if not shown:
        return []
    quotes = list(story.quotes.select_related("speaker"))
    truths, told_by = _truths(story, quotes)
    overrides = {override.key: override for override in story.misquote_overrides.all()}
    true_words = TrueWords(truths, body=running_text(story.body).text, language=story.language)
    speakers = tuple(quote.speaker.name for quote in quotes if quote.speaker)
    checked = []
    for place, text, start in shown:
        for passage in passages_shown(place, text, speakers):
            comparison = true_words.check(passage.text, around=text[: passage.start])
            quote = told_by[comparison.quotes[0]] if comparison.quotes else None
            found = CheckedPassage(
                place, passage.text, start + passage.start, start + passage.end, comparison, quote
            )
            checked.append(replace(found, override=overrides.get(found.key)))
    return checked


def shown_passages(content: StoryContent) -> Iterator[tuple[str, Passage]]:
    """Yield the quoted passages that a story, working copy or published one, shows at a glance, with their places."""
    for place, text, _ in _shown(content, blocks_of(content.body)):
        for passage in passages_shown(place, text):
            yield place, passage


def misquotes(story: Story) -> list[CheckedPassage]:
    """Return the passages that somebody should look at, overridden ones included."""
    return [passage for passage in checked_passages(story) if passage.is_misquote]


def _shown(story: StoryContent, blocks: list[Block]) -> Iterator[tuple[str, str, int]]:
    """Yield each text that is shown at a glance: its place, its words, and where they begin."""
    for place in (HEADLINE, STANDFIRST, LEAD_CAPTION, SOCIAL_TEXT):
        if text := getattr(story, place):
            yield place, text, 0
    for block in blocks:
        if block.kind != RUNNING:
            yield block.kind, block.text, block.start


def passages_shown(place: str, text: str, speakers: tuple[str, ...] = ()) -> list[Passage]:
    """Return the quoted passages of a text; a pull quote without marks is quoted whole."""
    found = quoted_passages(text)
    if found or place != PULL_QUOTE or text.startswith((*DASHES, *speakers)):
        return found
    return [Passage(0, len(text), text)]


def _truths(story: Story, quotes: list[Quote]) -> tuple[list[str], list[Quote | None]]:
    """Return what was said, in the order of the body: the quotes, and the quotations that are none yet."""
    running = running_text(story.body)
    here = standing(quotes, running)
    taken = sorted(here.values())
    rows: list[tuple[int, str, Quote | None]] = [
        (here[quote][0] if quote in here else len(running.text), one_form(quote.text), quote)
        for quote in quotes
    ]
    told = [(passage.start, passage.end) for passage in quoted_passages(running.text)]
    rows += [
        (begin, running.text[begin:until], None)
        for begin, until in [*told, *set_off_quotations(running)]
        if not any(begin < end and start < until for start, end in taken)
    ]
    rows.sort(key=lambda row: row[0])
    return [words for _, words, _ in rows], [quote for _, _, quote in rows]
