"""The two stories the newsroom starts from, complete: seven quotations and a subhead."""

import json
from pathlib import Path

import pytest

from articles.quotation import FoundQuote, find_quotes
from articles.text import plain_text

FIXTURE = Path(__file__).parents[2] / "fixtures" / "seed_articles.json"


@pytest.fixture(scope="module")
def bodies() -> list[str]:
    rows = json.loads(FIXTURE.read_text(encoding="utf-8"))
    return [plain_text(row["fields"]["body"]) for row in rows if row["model"] == "articles.story"]


def quoted(text: str) -> list[FoundQuote]:
    return [quote for quote in find_quotes(text) if quote.type != "indirect"]


def test_the_first_seed_is_complete_with_occasions(bodies: list[str]):
    found = [(q.text[1:13], q.speaker, q.speaker_name, q.cue, q.occasion) for q in quoted(bodies[0])]
    assert found == [
        ("It was a ple", "Shekerinska", "Radmila Shekerinska", "stated", "in a social media post"),
        (
            "KFOR is full",
            "Rutte",
            "Mark Rutte",
            "said",
            "at a joint press conference with President Osmani",
        ),
        (
            "The United S",
            "Rutte",
            "Mark Rutte",
            "remarked",
            "during a discussion with journalists in Prishtina on March 11",
        ),
    ]


def test_the_second_seed_is_complete_with_its_subhead(bodies: list[str]):
    found = [(q.text[1:27], q.speaker_name) for q in quoted(bodies[1])]
    assert found == [
        ("NATO is firmly committed t", "Radmila Sekerinska"),
        ("NATO remains committed to ", "Radmila Sekerinska"),
        ("We added around 1,000 troo", "Radmila Sekerinska"),
        ("Euro-Atlantic security dep", "Radmila Sekerinska"),
        ("KFOR is there to support t", "Radmila Sekerinska"),
    ]


def test_roles_in_the_seeds_stand_beside_the_names(bodies: list[str]):
    roles = {q.speaker_name: q.speaker_role for body in bodies for q in quoted(body)}
    assert roles["Radmila Sekerinska"] == "NATO Deputy Secretary General"
    assert roles["Mark Rutte"] == "NATO Secretary General"


def test_what_the_seeds_report_without_marks_is_indirect(bodies: list[str]):
    reported = [q.text for q in find_quotes(bodies[1]) if q.type == "indirect"]
    assert "several ministers expressed concern about the Western Balkans" in reported
    assert "military presence alone cannot ensure long-term peace" in reported
