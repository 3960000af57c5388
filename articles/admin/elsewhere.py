"""Words beside words like them in another story, for whoever has to say which of the two is right."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from articles.alike import AlikeQuote, Relation, Said, alike_each
from articles.alike_dismissing import key_of
from articles.comparing import Piece, in_full
from articles.models import AlikeDismissal, Quote, Story
from articles.proposing import Proposal

# Of one quotation so many others are shown beside the text; its own page shows them all.
MOST_OF_ONE = 3
# The same words from the same person again are no news to whoever writes.
TELLING = frozenset({Relation.DIFFERENT_WORDS, Relation.TWO_PEOPLE, Relation.NEAR})


@dataclass(frozen=True, slots=True)
class Beside:
    """Words of this story, who is taken to have said them, and a quote of another story that is like them."""

    words: str
    speaker: str
    other: AlikeQuote
    # What it is called when it is dismissed; empty where that cannot be done.
    key: str = ""
    dismissal: AlikeDismissal | None = None

    @property
    def here(self) -> list[Piece]:
        """The words here, what the other does not have marked as gone."""
        return [piece for piece in in_full(self.words, self.other.quote.text) if piece.kind != "new"]

    @property
    def there(self) -> list[Piece]:
        """The words there, what these do not have marked as new."""
        return [piece for piece in in_full(self.words, self.other.quote.text) if piece.kind != "gone"]


def elsewhere(story: Story, quotes: Iterable[Quote], proposals: Iterable[Proposal]) -> list[Beside]:
    """Return what other stories have that is like this one's quotations, taken or proposed, and should be looked at."""
    asked = [
        (str(quote.speaker or ""), Said(quote.text, (quote.speaker,) if quote.speaker else None))
        for quote in quotes
    ]
    asked += [
        (str(proposal.person or proposal.speaker_name), Said(proposal.words, _who(proposal)))
        for proposal in proposals
    ]
    found = alike_each([said for _, said in asked], outside=story)
    telling = [
        (said.words, speaker, other, key_of(story, said.words, other))
        for (speaker, said), others in zip(asked, found, strict=True)
        for other in others
        if other.relation in TELLING
    ]
    known = AlikeDismissal.objects.filter(key__in={key for *_, key in telling}) if telling else ()
    dismissed = {row.key: row for row in known}
    shown: Counter[str] = Counter()
    beside = []
    for words, speaker, other, key in telling:
        # What is dismissed takes nobody's place.
        shown[words] += key not in dismissed
        if key in dismissed or shown[words] <= MOST_OF_ONE:
            beside.append(Beside(words, speaker, other, key, dismissed.get(key)))
    # What waits comes first.
    return sorted(beside, key=lambda one: one.dismissal is not None)


def _who(proposal: Proposal) -> tuple | None:
    """Return who may be the speaker: the one of this name, or those of names like it; nobody known if none is."""
    if not proposal.speaker_name:
        return None
    return (proposal.person,) if proposal.person else proposal.near
