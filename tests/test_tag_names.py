"""Names of tags: of every kind, near to each other, kept in one form or refused."""

from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client

from articles import tag_merging, tag_naming, tag_undoing
from articles.models import Tag, TagStatus
from articles.tag_decisions import DecisionNotPossible
from articles.tag_naming import near_tags
from articles.tagging import NameNotPossible, check_name, find_tag, tag_named
from tests.stories import a_tag, bring_to, write

pytestmark = pytest.mark.django_db


def test_names_that_read_alike_are_shown_as_near_and_never_merged(moderator: User) -> None:
    town = tag_named("Prishtina", by=moderator)
    for name in ("Priština", "Pristina", "Приштина", "PRISHTINA "):
        near = near_tags(name)
        assert town in near, name
        assert (tag_named(name, by=moderator) == town) == (name == "PRISHTINA "), name
    assert Tag.objects.count() == 4
    assert town not in near_tags("Prizren")
    assert near_tags("Pristina", besides=town) == [
        tag_named(name, by=moderator) for name in ("Pristina", "Priština", "Приштина")
    ]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("\u200fعربي\u200f", "عربي"),
        ("abc\u202edef", "abcdef"),
        ("Cafe\u0301", "Café"),
        ("Z\u0321\u0335algo", "Z\u0335\u0321algo"),
        ("🇽🇰", "🇽🇰"),
        ("👩\u200d⚖️ Judges", "👩\u200d⚖️ Judges"),
        ("NUL\0 here", "NUL here"),
        ("  two\u00a0 \t words\n", "two words"),
        ("x" * 100, "x" * 100),
        ("x" * 300, None),
        ("👍" * 300, None),
        ("\u200b\u2060", None),
        ("\0", None),
        ("", None),
    ],
)
def test_names_of_every_kind_are_kept_in_one_form_or_refused(
    typed: str, kept: str | None, moderator: User
) -> None:
    if kept is None:
        with pytest.raises(NameNotPossible):
            check_name(typed)
        return
    tag = tag_named(typed, by=moderator)
    tag.refresh_from_db()
    assert tag.name == kept
    assert tag_named(kept, by=moderator) == tag_named(typed.swapcase(), by=moderator) == tag
    assert tag.slug
    tag_undoing.undo(tag_naming.rename(tag, f"{kept[:90]} 2", by=moderator), by=moderator)
    tag_undoing.undo(tag_merging.merge(tag, a_tag("Another"), by=moderator), by=moderator)
    call_command("verify_integrity", stdout=StringIO())


def test_look_alikes_of_another_script_are_two_tags_that_are_near(moderator: User) -> None:
    latin, cyrillic = (tag_named(name, by=moderator) for name in ("Rosa", "Rоsа"))
    assert latin != cyrillic
    assert near_tags("Rosa", besides=latin) == [cyrillic]


def test_a_renamed_tag_is_found_by_its_old_name_and_address_and_gets_them_back(
    moderator: User, editor: User, reader: Client
) -> None:
    one, _ = (a_tag(name, status=TagStatus.APPROVED) for name in ("Priština", "Prishtina"))
    story = bring_to("live", write(by=editor, tags=["Priština"]), by=editor)
    old = one.get_absolute_url()

    decision = tag_naming.rename(one, " Prishtinë\u200b  (town) ", by=moderator)
    one.refresh_from_db()
    assert (one.name, one.slug) == ("Prishtinë (town)", "prishtine-town")
    assert find_tag("Priština") == one
    assert reader.get(old).headers["Location"] == "/tags/prishtine-town/"
    assert "Prishtinë (town)" in reader.get(story.published.get_absolute_url()).content.decode()
    # A new tag of the old name's address does not take it away.
    assert Tag.objects.create(name="Pristina?").slug != old.strip("/").split("/")[-1]
    with pytest.raises(DecisionNotPossible, match="Merge the two"):
        tag_naming.rename(one, "prishtina", by=moderator)
    with pytest.raises(NameNotPossible):
        tag_naming.rename(one, "\u202e\u0000", by=moderator)

    tag_undoing.undo(decision, by=moderator)
    one.refresh_from_db()
    assert (one.name, one.get_absolute_url()) == ("Priština", old)
    assert reader.get(old).status_code == 200
    assert reader.get("/tags/prishtine-town/").headers["Location"] == old
    assert find_tag("Prishtinë (town)") is None
