"""Which changes are no slip of spelling: a table of pairs."""

import pytest

from articles.material import changes_words, material_changes

BEFORE = {
    "headline": "Bridge opens",
    "standfirst": "It took two years.",
    "body": "<p>Mayor Vjosa Dema said: “We have waited.” The cost was 4.5 million euros, he did say.</p>",
    "bylines": [{"author": {"uuid": "1", "name": "A"}, "credited_as": ""}],
    "quotes": [{"text": "We have waited", "speaker": {"uuid": "2", "name": "V"}, "verification": "notes"}],
    "tags": [{"uuid": "3", "name": "Bridges"}],
}


def after(**changes: object) -> dict[str, object]:
    return {**BEFORE, **changes}


def body(old: str, new: str) -> dict[str, object]:
    assert old in BEFORE["body"]
    return after(body=BEFORE["body"].replace(old, new))


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        (after(headline="Bridge Opens"), "the headline"),
        (body("4.5", "5.4"), "a number (“4.5” → “5.4”)"),
        (body("4.5 million", "4.5 billion"), "a number"),
        (after(standfirst="It took three years."), "a number (“two” → “three”)"),
        (body("Dema", "Demaj"), "a name (“Dema” → “Demaj”)"),
        (body("Mayor Vjosa Dema", "Dema"), "a name"),
        (body("We have waited.", "We had waited."), "a quotation"),
        (body("he did say", "he did not say"), "a number (“not” is new)"),
        (after(quotes=[]), "what is known of a quotation"),
        (after(bylines=[]), "a credit"),
    ],
)
def test_a_changed_number_name_quotation_or_headline_is_found(changed: dict[str, object], told: str) -> None:
    assert told in ", ".join(material_changes(BEFORE, changed))


@pytest.mark.parametrize(
    "changed",
    [
        after(),
        body("The cost was", "A cost was"),
        body("he did say", "he said"),
        body("<p>", "<p><em></em>"),
        after(tags=[]),
        after(section={"uuid": "9", "name": "World"}),
        after(bylines=[{"author": {"uuid": "1", "name": "Renamed"}, "credited_as": ""}]),
    ],
)
def test_a_slip_of_spelling_is_none_of_them(changed: dict[str, object]) -> None:
    assert material_changes(BEFORE, changed) == []


def test_tags_and_how_a_quotation_was_checked_are_no_words() -> None:
    checked = [{**BEFORE["quotes"][0], "verification": "recording"}]

    assert not changes_words(BEFORE, after(tags=[], quotes=checked, section=None, slug="other"))
    assert changes_words(BEFORE, body("he did say", "he said"))
    assert changes_words(BEFORE, after(lead_image={"uuid": "7", "name": "A picture"}))
