"""One possibility of who said something, with the clues that speak for and against it."""

from dataclasses import dataclass, field

from articles.quotation import phrases
from articles.quotation.mentions import person_of
from articles.quotation.names import Person
from articles.quotation.phrases import Span
from articles.quotation.sentences import Sentence, Token
from articles.quotation.words import (
    ADVERB,
    AUXILIARY,
    CONJUNCTION,
    ING,
    NAMING,
    PREPOSITION,
    SPEECH,
    TIME,
    Language,
)

# How many words away from a quotation its verb is looked for.
REACH = 60


@dataclass(slots=True)
class Attribution:
    """Who may have said something and by which words; spans are positions in the tokens of the sentence.

    `way` names the construction; a label's cue is its colon, a signature's its dash.
    """

    sentence: Sentence
    cue: Span | None
    speaker: Span
    way: str
    clues: list[str] = field(default_factory=list)

    def person(self) -> Person | None:
        """Return the person the speaker's mention stands for."""
        return person_of(self.sentence.tokens, self.speaker)


def cue_clues(tokens: list[Token], cue: int) -> list[str]:
    """Say what kind of verb of saying this is, and in which form."""
    token = tokens[cue]
    clues = ["speech" if token.flags & SPEECH else "naming" if token.flags & NAMING else "thought"]
    if token.flags & ING:
        clues.append("participle")
    if cue and tokens[cue - 1].lower == "to":
        clues.append("infinitive")
    elif any(t.flags & AUXILIARY for t in tokens[max(0, cue - 2) : cue]):
        clues.append("auxiliary")
    if token.lower in ("said", "says", "told", "wrote", "added"):
        clues.append("plain")
    return clues


def is_tail(tokens: list[Token], cue: int) -> bool:
    """Does nothing follow the verb that could be what is said?"""
    if cue + 1 >= len(tokens):
        return True
    following = tokens[cue + 1]
    if following.kind in ("mark", "quote"):
        return following.text != ":"
    return (
        bool(following.flags & (PREPOSITION | ADVERB | TIME | ING | CONJUNCTION))
        and following.lower != "that"
    ) or tokens[cue].lower in ("told", "tells", "asked")


def source_at(tokens: list[Token], at: int, language: Language) -> tuple[Span, Span] | None:
    """“According to Smith”: the phrase and the one it names."""
    for phrase in language.sources.get(tokens[at].lower, ()):
        end = at + len(phrase)
        if all(
            token.lower == word for token, word in zip(tokens[at:end], phrase, strict=False)
        ) and end < len(tokens):
            found = phrases.after(tokens, end)
            if found:
                return (at, end), _author_of(tokens, found) or found
    return None


def _author_of(tokens: list[Token], document: Span) -> Span | None:
    """“According to calculations by Smith”: the person behind what is named first."""
    if (
        document[1] + 1 >= len(tokens)
        or tokens[document[1]].lower != "by"
        or tokens[document[0]].is_capitalised
    ):
        return None
    author = phrases.after(tokens, document[1] + 1)
    return author if author and tokens[author[0]].is_capitalised else None
