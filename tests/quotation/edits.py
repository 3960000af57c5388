"""Edits of a quotation: six that change its style and six that change its words."""

import re
from collections.abc import Callable
from random import Random

Edit = Callable[[Random, str], str]


def other_marks(rng: Random, quote: str) -> str:
    return quote.translate(str.maketrans("’'“”", rng.choice(('\'’""', "’’„“", "ʼ’«»"))))


def other_dashes(rng: Random, quote: str) -> str:
    return re.sub(r"\s*[—–]\s*", rng.choice((" – ", "—", " - ", "--", " — ")), quote).replace(
        "Euro-", rng.choice(("Euro‑", "Euro–"))
    )


def other_spaces(rng: Random, quote: str) -> str:
    return re.sub(r" ", lambda _: rng.choice((" ", " ", "  ", "\u00a0", "\n", " \u200b")), f" {quote} ")


def other_end(rng: Random, quote: str) -> str:
    return quote.rstrip(".,") + rng.choice(("", ",", ".", "!", "…", " ..."))


def other_first_letter(rng: Random, quote: str) -> str:
    return rng.choice((quote[0].swapcase() + quote[1:], quote.upper(), quote.title().replace("’S", "’s")))


def bracketed_insertion(rng: Random, quote: str) -> str:
    words = quote.split(" ")
    words.insert(
        rng.randrange(1, len(words)), rng.choice(("[the minister]", "[in Kosovo]", "[sic]", "[our]"))
    )
    return " ".join(words)


STYLE: tuple[Edit, ...] = (
    other_marks,
    other_dashes,
    other_spaces,
    other_end,
    other_first_letter,
    bracketed_insertion,
)


def _change_word(rng: Random, quote: str, change: Callable[[str], str]) -> str:
    """Change one word, its punctuation kept."""
    spots = list(re.finditer(r"(?<![\w,.'’-])[A-Za-zčć]+(?![\w'’-])", quote))
    spot = rng.choice(spots)
    return quote[: spot.start()] + change(spot.group()) + quote[spot.end() :]


def substituted(rng: Random, quote: str) -> str:
    return _change_word(
        rng,
        quote,
        lambda word: rng.choice(
            [w for w in ("is", "Norway", "rarefied", "a", "those", "again") if w != word.lower()]
        ),
    )


def misspelt_into_another(rng: Random, quote: str) -> str:
    return _change_word(rng, quote, lambda word: word[:-1] + ("x" if word[-1] != "x" else "k"))


def added(rng: Random, quote: str) -> str:
    return _change_word(rng, quote, lambda word: f"{word} {rng.choice(('really', 'Norway', 'the', 'and'))}")


def dropped(rng: Random, quote: str) -> str:
    words = quote.split(" ")
    del words[rng.choice([number for number, word in enumerate(words) if word.isalnum()][1:-1])]
    return " ".join(words)


def negated(rng: Random, quote: str) -> str:
    return _change_word(
        rng, quote, lambda word: f"{word} {rng.choice(('not', 'never', 'hardly', 'without'))}"
    )


def other_number(rng: Random, quote: str) -> str:
    return re.sub(
        r"\d[\d,.]*\d|\d|\bthirty\b|\bseven\b",
        lambda _: rng.choice(("17", "4,711", "nineteen")),
        quote,
        count=1,
    )


CHANGES: tuple[Edit, ...] = (substituted, misspelt_into_another, added, dropped, negated, other_number)
