"""Languages are said by their names and kept by their codes."""

import pytest

from articles.languages import language_code, language_name, language_names
from articles.models.content import LANGUAGES


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("Albanian", "sq"),
        ("  serbian  (latin) ", "sr-Latn"),
        ("Ukrainian", "uk"),
        ("sq", "sq"),
        ("sr-Latn", "sr-Latn"),
        ("tlh", "tlh"),
        ("Klingon", ""),
        ("<b>", ""),
        ("", ""),
    ],
)
def test_a_language_is_known_by_name_and_by_code(said: str, code: str) -> None:
    assert language_code(said) == code


def test_every_name_that_is_offered_leads_to_its_code_and_back() -> None:
    names = language_names()

    assert names[: len(LANGUAGES)] == [name for _, name in LANGUAGES]
    assert len(names) == len({*names}) > 90
    assert [language_name(language_code(name)) for name in names] == names
    assert language_name("tlh") == ""
