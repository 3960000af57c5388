"""Which marks open and close a quotation, in every mixture that real copy brings."""

import pytest

from articles.quotation import find_quotes
from articles.quotation.marks import find_passages

ONE_SPEECH = [
    "“The vote is over,” Ann Smith said.",
    '"The vote is over," Ann Smith said.',
    "''The vote is over,'' Ann Smith said.",
    "``The vote is over,'' Ann Smith said.",
    "‘The vote is over,’ Ann Smith said.",
    "'The vote is over,' Ann Smith said.",
    "«The vote is over», Ann Smith said.",
    "« The vote is over », Ann Smith said.",
    "»The vote is over«, Ann Smith said.",
    "»The vote is over», Ann Smith said.",
    "„The vote is over“, Ann Smith said.",
    "„The vote is over”, Ann Smith said.",
    '„The vote is over", Ann Smith said.',
    "„The vote is over‟, Ann Smith said.",
    "‹The vote is over›, Ann Smith said.",
    "‚The vote is over‘, Ann Smith said.",
    ",,The vote is over'', Ann Smith said.",
    # Mismatched pairs, as pasting makes them.
    '“The vote is over," Ann Smith said.',
    '"The vote is over,” Ann Smith said.',
    "“The vote is over,“ Ann Smith said.",
    "”The vote is over,” Ann Smith said.",
    "“The vote is over,'' Ann Smith said.",
    "＂The vote is over,＂ Ann Smith said.",
]


@pytest.mark.parametrize("text", ONE_SPEECH)
def test_every_pair_of_marks_holds_a_quotation(text: str):
    [quote] = find_quotes(text)
    assert "The vote is over" in quote.text
    assert quote.text.strip("“”\"'`«»„‹›‚‘’‟＂, ") == "The vote is over"
    assert quote.type == "direct"
    assert (quote.speaker_name, quote.cue) == ("Ann Smith", "said")


@pytest.mark.parametrize(
    ("text", "nested"),
    [
        ("“He said ‘never again’ and left,” Ann Smith said.", "‘never again’"),
        ("“He said “never again” and left,” Ann Smith said.", "“never again”"),
        ("\"He said 'never again' and left,\" Ann Smith said.", "'never again'"),
        ('“He said "never again" and left,” Ann Smith said.', '"never again"'),
        ("„He said ‚never again‘ and left“, Ann Smith said.", "‚never again‘"),
        ("«He said ‹never again› and left», Ann Smith said.", "‹never again›"),
        ("‘He said “never again” and left,’ Ann Smith said.", "“never again”"),
    ],
)
def test_a_quotation_within_a_quotation_is_part_of_it(text: str, nested: str):
    [quote] = find_quotes(text)
    assert (
        quote.text.endswith(text[text.index("left") + 4 : text.index(" Ann")].rstrip(","))
        or "left" in quote.text
    )
    assert [text[start:end] for start, end in quote.nested] == [nested]


def test_three_straight_marks_close_a_quotation_and_the_one_inside_it():
    text = "''They say, 'Go home,''' said Ann Smith."
    [quote] = find_quotes(text)
    assert quote.text == "''They say, 'Go home,'''"


@pytest.mark.parametrize(
    "text",
    [
        "Ann Smith said: “We won.\n\n“We will win again.\n\n“And then we rest.”",
        'Ann Smith said: "We won.\n\n"We will win again.\n\n"And then we rest."',
        "“We won.\n\n“We will win again.\n\n“And then we rest,” Ann Smith said.",
        "‘We won.\n\n‘We will win again.\n\n‘And then we rest,’ Ann Smith said.",
    ],
)
def test_a_quotation_goes_on_over_paragraphs_that_open_anew(text: str):
    [quote] = find_quotes(text)
    assert "We won." in quote.text
    assert "then we rest" in quote.text
    assert quote.speaker_name == "Ann Smith"


def test_a_missing_closing_mark_costs_one_paragraph_and_no_more():
    text = "Ann Smith said: “We won.\n\nNobody else spoke.\n\n“We lost,” said Bob Jones."
    first, second = find_quotes(text)
    assert (first.text, first.speaker_name) == ("“We won.", "Ann Smith")
    assert (second.text, second.speaker_name) == ("“We lost,”", "Bob Jones")


@pytest.mark.parametrize(
    "text",
    [
        "The workers' union and the '90s were Ann's, weren't they?",
        "It's 'til dawn for the rock 'n' roll crowd.",
        "The player is 6'2\" and his brother 5'10\" tall.",
        'A stray mark" ends nothing.',
        "The dogs’ bowls and the cats’ beds stood there.",
        '<p class="lead" title="We won the vote today">Nobody spoke.</p>',
        '<img alt="“We won the vote,” she said" src="a.jpg"> stood there.',
        'class="a b c d e f" is no speech',
        '" "',
        "“”",
        "«»''``",
    ],
)
def test_apostrophes_inches_stray_marks_and_attributes_are_no_quotations(text: str):
    assert [q for q in find_quotes(text) if q.type != "indirect"] == []


def test_single_marks_are_quotations_only_where_the_text_quotes_in_the_british_way():
    british = "‘It’s the voters’ choice,’ Ann Smith said. ‘It won’t be undone.’"
    assert [q.text for q in find_quotes(british)] == ["‘It’s the voters’ choice,’", "‘It won’t be undone.’"]
    american = "“It’s over,” Ann Smith said. She had called it ‘odd’ before. “So be it.”"
    assert [american[p.start : p.end] for p in find_passages(american)] == ["“It’s over,”", "“So be it.”"]


def test_marks_inside_a_tag_do_not_pair_with_those_outside():
    text = '<p class="lead">“We won,” Ann Smith said.</p><a href="/x" title="a "b">More</a>'
    assert [q.text for q in find_quotes(text)] == ["“We won,”"]
