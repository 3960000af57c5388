"""Shapes of stories: each rendered once by the real templates, then filled with words a thousand times.

Rendering a page takes milliseconds, filling a rendered one takes microseconds. A shape fixes all that
decides what markup a page has: how many paragraphs of how many words, quotes, tags and credits, and
what happened to it on the desk. Everything else is a slot.
"""

from dataclasses import dataclass
from functools import cached_property
from random import Random
from typing import Self

from articles.models import Author, Byline, BylineRole, Image, Person, Quote, Section, Story, Tag
from articles.rendering import RenderedStory, StoryPage, render
from articles.text import plain_text
from bench.made_up.slots import MOMENTS, Slotted, token, uuid_token

# What happens to a story on the desk, and how often. `write` is `workflow.record_edit`.
HISTORIES = {
    "write submit approve publish": 70,
    "write submit request_changes write submit approve publish": 14,
    # Corrected after it was live.
    "write submit approve publish write submit approve publish": 10,
    # Live, with changes that readers do not see yet.
    "write submit approve publish write": 6,
}
KINDS = {"news": 70, "analysis": 10, "opinion": 8, "feature": 8, "interview": 4}
# Plain values: the database driver would write the name of an enum's member.
BYLINE_ROLES = (BylineRole.WRITER.value, BylineRole.WRITER.value, BylineRole.REPORTING.value)
HEADLINE_WORDS = 9
PLACES = ("", "Prishtina", "Skopje", "Belgrade", "Tirana", "Brussels", "Sarajevo", "Podgorica", "Vienna")
QUOTE_DETAILS = (
    {"cue": "said", "verification": "notes"},
    {"cue": "says", "occasion": "in an interview", "medium": "interview", "verification": "recording"},
    {"cue": "told reporters", "occasion": "at a press conference", "medium": "press_conference"},
    {"cue": "warned", "occasion": "in parliament", "medium": "speech", "verification": "transcript"},
)


@dataclass(frozen=True, slots=True)
class Block:
    """One part of a body: its markup with a `{}` for each slot, and how many words go into each."""

    markup: str
    lengths: tuple[int, ...]
    # For a quotation: which of the story's quotes it is.
    quote: int | None = None


@dataclass(frozen=True, slots=True)
class SlottedStory:
    """What `rendering` makes of a story, with slots in its texts."""

    body: Slotted
    byline_text: Slotted
    word_count: int
    reading_minutes: int
    head_html: Slotted
    article_html: Slotted

    @classmethod
    def of(cls, rendered: RenderedStory) -> Self:
        """Find the slots again in what was rendered with tokens."""
        return cls(
            body=Slotted(rendered.body),
            byline_text=Slotted(rendered.byline_text),
            word_count=rendered.word_count,
            reading_minutes=rendered.reading_minutes,
            head_html=Slotted(rendered.head_html),
            article_html=Slotted(rendered.article_html),
        )


@dataclass(frozen=True)
class Shape:
    """What decides the markup of a story's page, and that page with slots in it."""

    blocks: tuple[Block, ...]
    standfirst_words: int
    # 0: what is shared is the standfirst.
    social_words: int
    # Who says each quote: 0 is the first to speak.
    speakers: tuple[int, ...]
    quote_details: dict[str, str]
    bylines: int
    tags: int
    kind: str
    history: str
    dateline: str
    image: Image | None

    def render(self) -> None:
        """Make the templates now, before other processes are given copies of the shape."""
        _ = self.page, self.plain, self.derived, self.text_slots

    @cached_property
    def page(self) -> SlottedStory:
        """The rendered page."""
        return SlottedStory.of(render(self._page_of_tokens()))

    @cached_property
    def plain(self) -> Slotted:
        """The words of the body."""
        return Slotted(plain_text(self._body()))

    @cached_property
    def derived(self) -> list[str]:
        """The slots that are worked out from others."""
        return sorted(
            {slot for slot in self.page.head_html.slots + self.page.article_html.slots if ":" in slot}
        )

    @cached_property
    def text_slots(self) -> dict[str, int]:
        """The slots that take a text, and its words."""
        slots = {"standfirst": self.standfirst_words}
        if self.social_words:
            slots["social"] = self.social_words
        for number, block in enumerate(self.blocks):
            slots |= zip(_slots(number, block), block.lengths, strict=True)
        return slots

    def _body(self) -> str:
        parts = []
        for number, block in enumerate(self.blocks):
            words = [
                token(slot, length) for slot, length in zip(_slots(number, block), block.lengths, strict=True)
            ]
            if block.quote is not None:
                speaker = self.speakers[block.quote]
                words += [token(f"s{speaker}", 2), token(f"r{speaker}", 2)]
            parts.append(block.markup.format(*words))
        return "".join(parts)

    def _page_of_tokens(self) -> StoryPage:
        speakers = [
            Person(pk=n + 1, name=token(f"s{n}", 2), slug=token(f"saddress{n}"))
            for n in sorted({*self.speakers})
        ]
        story = Story(
            uuid=uuid_token(0),
            headline=token("headline", 2),
            standfirst=token("standfirst", self.standfirst_words),
            social_text=token("social", self.social_words) if self.social_words else "",
            slug=token("slug"),
            body=self._body(),
            dateline=self.dateline,
            section=Section(name=token("section"), slug=token("sectionaddress")),
            lead_image=self.image,
            kind=self.kind,
        )
        return StoryPage(
            story=story,
            bylines=[
                Byline(
                    author=Author(name=token(f"a{n}", 2), slug=token(f"aaddress{n}")),
                    order=n,
                    role=BYLINE_ROLES[n],
                )
                for n in range(self.bylines)
            ],
            quotes=[
                Quote(
                    uuid=uuid_token(n + 1),
                    text=token(f"q{n}", 2),
                    speaker=speakers[speaker],
                    role=token(f"r{speaker}", 2),
                    position=n,
                    **self.quote_details,
                )
                for n, speaker in enumerate(self.speakers)
            ],
            tags=[Tag(name=token(f"g{n}", 2), slug=token(f"gaddress{n}")) for n in range(self.tags)],
            published_at=MOMENTS["published"],
            updated_at=MOMENTS["updated" if self.history.count("publish") > 1 else "published"],
        )


def _slots(number: int, block: Block) -> list[str]:
    if block.quote is not None:
        return [f"q{block.quote}"]
    return [f"t{number}x{place}" for place in range(len(block.lengths))]


def draw(rng: Random, images: list[Image]) -> Shape:
    """Return a shape as they come in a newsroom: most of them short news, a few long."""
    words, blocks = 0, []
    speakers: list[int] = []
    wanted = 150 + int(1050 * rng.random() ** 2.5)
    while words < wanted:
        block = _draw_block(rng, words, len(speakers))
        if block.quote is not None:
            newcomer = len({*speakers})
            speakers.append(rng.randint(max(0, newcomer - 2), newcomer))
        blocks.append(block)
        words += sum(block.lengths) + (5 if block.quote is not None else 0)
    return Shape(
        blocks=tuple(blocks),
        standfirst_words=rng.randint(12, 30),
        social_words=rng.choice((0, 0, rng.randint(10, 20))),
        speakers=tuple(speakers),
        quote_details=rng.choice(QUOTE_DETAILS),
        bylines=rng.choices((0, 1, 2, 3), (8, 66, 20, 6))[0],
        tags=rng.choices(range(1, 9), (8, 18, 24, 22, 14, 8, 4, 2))[0],
        kind=rng.choices([*KINDS], [*KINDS.values()])[0],
        history=rng.choices([*HISTORIES], [*HISTORIES.values()])[0],
        dateline=rng.choice(PLACES),
        image=rng.choice(images) if rng.random() < 0.6 else None,
    )


def _draw_block(rng: Random, words_before: int, quotes_before: int) -> Block:
    kind = rng.random()
    if words_before and kind < 0.17 and quotes_before < 12:
        return Block("<p>“{}”, said {}, {}.</p>", (rng.randrange(8, 44, 4),), quote=quotes_before)
    if words_before and kind < 0.24:
        return Block("<h2>{}</h2>", (rng.randrange(3, 8),))
    if words_before and kind < 0.27:
        return Block("<ul><li>{}</li><li>{}</li><li>{}</li></ul>", (8, 12, 6))
    if words_before and kind < 0.29:
        # Two words more than any sentence has: what is quoted here is never by chance in the text as well.
        return Block('<aside class="pull-quote"><p>{} Quoted here.</p></aside>', (12,))
    if kind < 0.4:
        return Block('<p>{} <a href="https://example.org/report">{}</a> <strong>{}</strong></p>', (16, 4, 12))
    return Block("<p>{}</p>", (rng.randrange(20, 84, 4),))
