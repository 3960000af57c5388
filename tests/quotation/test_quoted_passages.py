"""What stands between quotation marks in a headline is found, and apostrophes are not marks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.quotation.fidelity import quoted_passages

HEADLINES = """
    “We will not yield”, minister says                        = We will not yield
    'We will not yield', minister says                        = We will not yield
    Minister's 'firm commitment' to allies' security          = firm commitment
    Workers' anger 'grows' as bosses' pay rises               = grows
    'Don't go': mother's plea                                 = Don't go
    Rock 'n' roll isn't dead, says O’Brien in the summer of ’68
    ‘It’s over’: coach leaves                                 = It’s over
    O’Brien’s ‘last stand’                                    = last stand
    NATO chief: ‘Allies’ pledges are not enough’              = Allies’ pledges are not enough
    Rutte on KFOR: ‘fully prepared’ and ‘ready’               = fully prepared | ready
    The allies' 'no' to Russia's 'yes'                        = no | yes
    „Wir bleiben“, sagt Kurti                                 = Wir bleiben
    »Ja«, sagt Osmani, «Po», tha Kurti                        = Ja | Po
    „Nema povlačenja”, kaže Vučić                             = Nema povlačenja
    ``We stay'', he said                                      = We stay
    He said: "She told me 'never' and left"                   = She told me 'never' and left
    “We will stay                                             = We will stay
    A 5'10" guard and nothing quoted
    Nothing quoted
"""


@pytest.mark.parametrize("line", HEADLINES.strip().splitlines())
def test_quoted_passages_of_a_headline_are_found(line: str) -> None:
    headline, _, expected = line.strip().partition(" = ")
    assert [passage.text for passage in quoted_passages(headline.strip())] == [
        e.strip() for e in expected.split("|") if e
    ]


@given(st.text("a b.'’‘“”\"«»„`,\n-[", max_size=40))
def test_spans_of_passages_lie_in_the_text(text: str) -> None:
    for passage in quoted_passages(text):
        assert text[passage.start : passage.end] == passage.text
        assert passage.text.strip() == passage.text != ""
