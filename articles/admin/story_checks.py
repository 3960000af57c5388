"""What an editor would remark on in a story before it goes out."""

from articles.models import Story
from articles.text import plain_text

LONG_HEADLINE = 100


def remarks_on(story: Story) -> list[str]:
    """Return what is missing or odd, in the order of the page. None of it stops a save."""
    quotes = list(story.quotes.values_list("speaker", "text"))
    silent = sum(1 for speaker, _ in quotes if speaker is None)
    text = plain_text(story.body)
    elsewhere = sum(1 for _, words in quotes if words not in text)
    remarks = {
        f"The headline has {len(story.headline)} characters.": len(story.headline) > LONG_HEADLINE,
        "The standfirst is empty.": not story.standfirst,
        "The body is empty.": not text,
        "No section is chosen.": story.section_id is None,
        "It has no tags.": not story.tagged.exists(),
        "The lead picture has no alt text.": bool(story.lead_image and not story.lead_image.alt_text),
        "Nobody is credited.": not story.bylines.exists(),
        f"{_of_quotes(silent)} no speaker.": silent > 0,
        f"{_of_quotes(elsewhere)} words that are not in the body.": elsewhere > 0,
    }
    return [remark for remark, holds in remarks.items() if holds]


def _of_quotes(count: int) -> str:
    return "One quote has" if count == 1 else f"{count} quotes have"
