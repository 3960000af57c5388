"""Cuts a text into sentences of tokens, in which each quotation is one single token."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from articles.quotation.marks import Passage
from articles.quotation.words import (
    ADVERB,
    AUXILIARY,
    BASE,
    CUE,
    NOT_NAME,
    PRONOUN,
    ROLE,
    TITLE,
    VERB,
    Language,
)

if TYPE_CHECKING:
    from articles.quotation.names import Person

_ABBREVIATIONS = (
    "Mr|Mrs|Ms|Dr|Prof|Sens?|Reps?|Govs?|Gen|Lt|Col|Sgt|Capt|Maj|Adm|Cmdr|Rev|Hon|Pres|Det|Supt|Insp|Cpl|Pvt|Atty|Amb|Messrs|Drs|Jr|Sr|St|Ste|Mt|Ft"
    "|Inc|Corp|Co|Ltd|Bros|vs|No|Jan|Feb|Mar|Apr|Aug|Sept|Sep|Oct|Nov|Dec|Ala|Ariz|Ark|Calif|Colo|Conn|Del|Fla|Ga|Ill|Ind|Kan|Ky|La|Md|Mass"
    "|Mich|Minn|Miss|Mo|Mont|Neb|Nev|Okla|Ore|Pa|Tenn|Tex|Va|Vt|Wash|Wis|Wyo|znj|gđa|tzv|bzw|usw|etc"
)
_TOKEN = re.compile(
    r"(?P<word>(?:[A-Z]-)?(?:[^\W\d_]\.){2,}(?:[^\W\d_](?![^\W\d_]))?"  # U.S., R-N.Y.
    rf"|(?:[A-Z]-)?(?:{_ABBREVIATIONS})\.(?=[\s,)]|$)"
    r"|[A-ZČĆŽŠĐА-Ш]\.(?=\s[A-ZČĆŽŠĐА-Ш])"  # an initial
    r"|[^\W\d_]+(?:[-‑‐][^\W_]+|['’](?![sS]\b)[^\W\d_]+|\[[^\W\d_]+\]|&[^\W\d_]+)*)"
    r"|(?P<possessive>['’][sS]\b)"
    r"|(?P<number>[$£€]?\d+(?:[.,:]\d+)*(?:st|nd|rd|th|s|%)?)"
    r"|(?P<mark>\.{2,}|…|--+|([“”„‟«»\"＂])\5{3,}|[^\w\s])"
)
_ENDS = frozenset({".", "!", "?"})
_CLOSERS = frozenset(")]”’'\"»")
_GOING_ON = frozenset(",;:")  # "Sen. Ann Smith (D-Mo.), who …"
DASHES = frozenset({"—", "–", "-", "--", "---", "―", "~"})
# No reporter writes a longer sentence; cutting there keeps hostile texts from costing more than their length.
_LONGEST = 150
COMMAS = DASHES | {","}


@dataclass(slots=True, eq=False)
class Token:
    """A word, number, mark, possessive ending or whole quotation, with its place in the text."""

    kind: str
    start: int
    end: int
    text: str
    lower: str
    flags: int = 0
    passage: Passage | None = None
    person: "Person | None" = None
    in_name: int = 0

    @property
    def is_capitalised(self) -> bool:
        """Does the word begin with a capital letter?"""
        return self.kind == "word" and self.text[0].isupper()


@dataclass(slots=True, eq=False)
class Sentence:
    """The tokens of one sentence and which paragraph it stands in."""

    tokens: list[Token]
    paragraph: int

    @property
    def is_only_quotation(self) -> bool:
        """Does the sentence hold quotations and nothing else that could name a speaker?"""
        return all(token.kind in ("quote", "mark") for token in self.tokens)


def split(text: str, passages: list[Passage], language: Language) -> list[Sentence]:
    """Return the sentences of a text in order; a line break always ends one."""
    sentences: list[Sentence] = []
    passage_number = 0
    at = read_to = 0
    for paragraph, line in enumerate(text.split("\n")):
        end = at + len(line)
        tokens: list[Token] = []
        place = max(at, read_to)
        while passage_number < len(passages) and passages[passage_number].start < end:
            passage = passages[passage_number]
            _tokenise(text, place, passage.start, language, tokens)
            tokens.append(Token("quote", passage.start, passage.end, "", "", 0, passage))
            place = read_to = passage.end
            passage_number += 1
        _tokenise(text, place, end, language, tokens)
        for group in _group(text, tokens):
            _free_names(group)
            sentences.append(Sentence(_without_brackets(group), paragraph))
        at = end + 1
    return sentences


def _tokenise(text: str, start: int, end: int, language: Language, tokens: list[Token]) -> None:
    look_up = language.look_up
    for match in _TOKEN.finditer(text, start, end):
        kind = match.lastgroup or "mark"
        word = match.group()
        lower = word.lower()
        flags = look_up(lower.replace("’", "'")) if kind == "word" else 0
        if flags & PRONOUN and len(word) > 1 and word.isupper():
            flags = NOT_NAME  # "US" is a country
        tokens.append(Token(kind, match.start(), match.end(), word, lower, flags))


def _group(text: str, tokens: list[Token]) -> list[list[Token]]:
    """Group the tokens of one paragraph into sentences."""
    groups: list[list[Token]] = []
    current: list[Token] = []
    for number, token in enumerate(tokens):
        current.append(token)
        if len(current) >= _LONGEST or _ends_sentence(text, tokens, number):
            groups.append(current)
            current = []
    if current:
        groups.append(current)
    return groups


def _ends_sentence(text: str, tokens: list[Token], number: int) -> bool:
    token = tokens[number]
    following = tokens[number + 1] if number + 1 < len(tokens) else None
    if following is None:
        return True
    if token.kind == "quote" and token.passage is not None:
        last = text[token.passage.inner_end - 1]
        if last in _CLOSERS and token.passage.inner_end - 2 > token.passage.inner_start:
            last = text[token.passage.inner_end - 2]
        if last not in ".!?…" and token.passage.closed:
            return False
        if following.kind == "quote":
            return True
        if not following.is_capitalised:
            return following.kind not in ("word", "mark")
        return last == "." or not _begins_attribution(tokens, number + 1)
    if token.text in _ENDS or (token.text in _CLOSERS and number and tokens[number - 1].text in _ENDS):
        if following.kind == "mark" and (following.text in _CLOSERS or following.text in _GOING_ON):
            return False
        return following.kind in ("quote", "number") or not following.text[0].islower()
    if token.text == ";":
        return following.kind == "quote"
    if token.kind == "word" and token.text.endswith(".") and following.start > token.end:
        # "U.S. He" ends a sentence, "U.S. Senate" and "Mr. Trump" do not.
        return (
            following.is_capitalised
            and not token.flags & TITLE
            and following.lower in ("he", "she", "the", "it", "but", "in")
        )
    return False


def _begins_attribution(tokens: list[Token], number: int) -> bool:
    """Do a few capitalised words and a verb of saying follow, as in “Really?” Senator Smith asked?"""
    for token in tokens[number : number + 6]:
        if token.flags & CUE and not token.is_capitalised:
            return True
        if not (token.is_capitalised or token.flags):
            return False
    return False


def _free_names(tokens: list[Token]) -> None:
    """A capital tells "Will", "Kelly" and "Ahmed" from the words they look like, except at the beginning, where the next word does."""
    for number, token in enumerate(tokens):
        if not token.is_capitalised:
            continue
        if token.flags & AUXILIARY:
            verbs, other = CUE, BASE | ROLE
        elif (token.flags == ADVERB and token.lower.endswith("ly")) or (
            token.flags == VERB and token.lower.endswith("ed")
        ):
            verbs, other = CUE | AUXILIARY | VERB, 0
        else:
            continue
        following = tokens[number + 1] if number + 1 < len(tokens) else None
        if (number > 0 and tokens[number - 1].kind == "word") or (
            following is not None
            and (following.kind == "possessive" or following.flags & verbs)
            and not following.flags & other
        ):
            token.flags = 0


def _without_brackets(tokens: list[Token]) -> list[Token]:
    """Leave out short remarks in brackets such as (D-Calif.), which stand between a name and its verb."""
    kept: list[Token] = []
    number = 0
    while number < len(tokens):
        if tokens[number].text == "[" and number + 2 < len(tokens) and tokens[number + 2].text == "]":
            kept.append(tokens[number + 1])  # "President [Donald] Trump"
            number += 3
            continue
        if tokens[number].text == "(" and kept:
            close = next(
                (n for n in range(number + 1, min(number + 9, len(tokens))) if tokens[n].text == ")"), None
            )
            if close is not None and all(t.kind != "quote" for t in tokens[number:close]):
                number = close + 1
                continue
        kept.append(tokens[number])
        number += 1
    return kept
