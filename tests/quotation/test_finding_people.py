"""Whom a mention stands for: surname to full name, he and she, and the senator."""

import pytest

from articles.quotation import find_quotes

PEOPLE = [
    # A surname stands for the full name, wherever that is given.
    ("Ann Smith won on Monday. “It was close,” Smith said.", ["Ann Smith"]),
    ("“It was close,” Smith said. Ann Smith won on Monday.", ["Ann Smith"]),
    ("Ann Smith won. “It was close,” Ms. Smith said.", ["Ann Smith"]),
    # Two of one name are told apart by their titles.
    (
        "Bill Clinton and Hillary Clinton spoke. “We won,” Mrs. Clinton said. “We lost,” Mr. Clinton said.",
        ["Hillary Clinton", "Bill Clinton"],
    ),
    # He and she.
    ("Ann Smith met Bob Jones. “We talked,” she said. “We did,” he said.", ["Ann Smith", "Bob Jones"]),
    ("Bob Jones met Ann Smith. “We talked,” she said. “We did,” he said.", ["Ann Smith", "Bob Jones"]),
    ("Bob Jones spoke first. Tom Lee followed. “It is late,” he said.", ["Tom Lee"]),
    ("Bob Jones said the talks with Tom Lee went well. “We agree,” he said.", ["Bob Jones"]),
    (
        "Bob Jones spoke.\n\nTom Lee of Lima, a farmer, said they may agree.\n\n“It is late,” he said.",
        ["Tom Lee"],
    ),
    ("Bob Jones criticised Tom Lee on Monday.\n\n“He is wrong,” he said.", ["Bob Jones"]),
    # A surname stands for whoever was named before, not for a namesake who comes later and oftener.
    (
        "Ann Smith won. Ms. Smith left. “Good,” Ms. Smith said. Eve Smith sat. Eve Smith ran. Eve Smith wept. Eve Smith slept.",
        ["Ann Smith"],
    ),
    # A surname may be a word of another meaning.
    ("Mark Cuban is rich. Cuban said it is “a very good game.”", ["Mark Cuban"]),
    ("Mark Cuban is rich. The Cuban president said it is “a very good game.”", [None]),
    # A newspaper is nobody.
    ("The National Review said it was “a very bad bill.”", [None]),
    # He is nobody named after him in his clause,
    ("Bob Jones spoke of Tom Lee. Lee left. He said of Lee: “It is late.”", ["Bob Jones"]),
    ("Tom Lee beat Bob Jones. Jones left. “It is late,” he told Jones.", ["Tom Lee"]),
    # and hardly anybody named in what he says.
    ("Bob Jones likes Tom Lee. Lee won.\n\n“Without him Lee would be no mayor,” he said.", ["Bob Jones"]),
    # The subject of the sentence counts most, however long it is and whatever stands before or after it.
    (
        "Eve Lee left. After the meeting on Monday in Lima, Ann Smith, the state party chairwoman, praised Eve Lee. “Good,” she said.",
        ["Ann Smith"],
    ),
    ("Tom Lee wrote. Bob Jones at the Lima Review agreed with Lee. “Good,” he wrote.", ["Bob Jones"]),
    (
        "Bob Jones lost. Tom Lee won. It rained. It rained. Jones smiled because Lee fell. “It is late,” he said.",
        ["Bob Jones"],
    ),
    # A building is not the man it is named after.
    ("Tom Lee won. Bob Jones left. Flowers lay at the Tom Lee Center. “It is late,” he said.", ["Bob Jones"]),
    # Whoever is introduced by full name is about to speak.
    ("Tom Lee is mayor. This is known to Bob Jones, a farmer. “It is late,” he said.", ["Bob Jones"]),
    # A surname in capitals is no abbreviation where somebody of that name is known.
    ("Ann Smith met Bob Jones.\nSMITH: “Is it late?”\nJONES: “It is very late.”", ["Ann Smith", "Bob Jones"]),
    # Whose claim it is has a name.
    ("Ann Smith met Bob Jones. Jones's claim of “very many shots” was false.", ["Bob Jones"]),
    # A role stands for whom the text gave it.
    ("Senator Ann Smith voted no. “It is a bad bill,” the senator said.", ["Ann Smith"]),
    ("Ann Smith, the mayor of Lima, voted no. “It is bad,” the mayor said.", ["Ann Smith"]),
    ("Sen. Ann Smith met Mayor Bob Jones. “It is bad,” the mayor said.", ["Bob Jones"]),
    # Nobody is made up where the text names nobody.
    ("The senator gave no name. “It is a bad bill,” the senator said.", [None]),
    ("A spokesman for Ann Smith said it was “a very bad bill.”", [None]),
    ("Smith's lawyer said it was “a very bad bill.”", [None]),
    ("The report said the dam was “at the end of its life.”", [None]),
]


@pytest.mark.parametrize(("text", "names"), PEOPLE)
def test_a_mention_is_resolved_to_the_right_person(text: str, names: list[str | None]):
    quotes = [quote for quote in find_quotes(text) if quote.type != "indirect"]
    assert [quote.speaker_name for quote in quotes] == names


def test_the_mention_is_kept_as_the_text_has_it():
    text = "Ann Smith won. “It was close,” she said."
    [quote] = find_quotes(text)
    assert quote.speaker == "she"
    assert text[quote.speaker_start : quote.speaker_end] == "she"
