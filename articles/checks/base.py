"""What a check is, and what it is given."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from articles.blocks import Block, blocks_of
from articles.models.check_level import Level
from articles.models.image import Image
from articles.models.quote import Quote
from articles.models.story import Story
from articles.renditions import in_text
from articles.text import plain_text

# The parts of the story's form, in the order of the page; a finding says in which one it is.
PLACES = ("headline", "standfirst", "body", "quotes", "bylines", "section", "tag_names", "lead_image", "slug")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is missing or odd, and how to put it right: two plain sentences."""

    what: str
    how: str = ""
    # Words in the text at which to look.
    words: str = ""


class Draft:
    """A story as the checks look at it: each part is read once, however many ask."""

    def __init__(self, story: Story) -> None:
        self.story = story

    @cached_property
    def text(self) -> str:
        """The words of the body, one line a block."""
        return plain_text(self.story.body)

    @cached_property
    def blocks(self) -> list[Block]:
        """The body as a row of blocks."""
        return blocks_of(self.story.body)

    @cached_property
    def quotes(self) -> list[Quote]:
        """The story's quotes, in the order of the text."""
        return list(self.story.quotes.select_related("speaker"))

    @cached_property
    def pictures(self) -> list[tuple[str, Image]]:
        """The story's pictures from the library, each with where it stands."""
        lead = self.story.lead_image
        return [
            *([("The lead picture", lead)] if lead is not None else []),
            *((f"The picture “{image}” in the text", image) for image in in_text(self.story.body)),
        ]

    @cached_property
    def shown(self) -> dict[str, str]:
        """Every text that readers are shown, by what it is called."""
        story = self.story
        return {
            "headline": story.headline,
            "standfirst": story.standfirst,
            "caption": story.lead_caption,
            "body": self.text,
        }


class Check(ABC):
    """Looks at one thing about a story."""

    # What the newsroom's choice is kept under: it never changes.
    name: ClassVar[str]
    # For the page on which levels are chosen.
    label: ClassVar[str]
    # In which part of the form it is put right.
    place: ClassVar[str]
    level: ClassVar[Level] = Level.ADVISED
    # Whether the level is no newsroom's to choose.
    is_fixed: ClassVar[bool] = False

    @abstractmethod
    def find(self, draft: Draft) -> Iterator[Finding]:
        """Yield what is missing or odd."""


def counted(number: int, one: str, many: str) -> str:
    """Return a number of things in words: `counted(2, "One quote has", "{} quotes have")`."""
    return one if number == 1 else many.format(number)
