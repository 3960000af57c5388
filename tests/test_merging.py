"""People: two who are one are merged, and parted again exactly; old addresses and readers' pages follow."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from articles import merging, people, public_state, revisions, workflow
from articles.merging import MergeNotPossible, keep_apart, merge, suggest_merges, undo_merge
from articles.models import (
    NameKey,
    Person,
    PersonMerge,
    PersonSpelling,
    Position,
    PublishedQuote,
    PublishedStory,
    Quote,
    Story,
    Tag,
    TagType,
)
from articles.permissions import NotAllowed
from tests.stories import a_person, bring_to, edit, write

pytestmark = pytest.mark.django_db


def everything() -> dict[str, Any]:
    """Everything of people that a merge touches, but for the history it leaves."""
    return {
        "people": list(Person.objects.order_by("pk").values()),
        "spellings": list(PersonSpelling.objects.order_by("pk").values()),
        "positions": list(Position.objects.order_by("pk").values()),
        "keys": sorted(NameKey.objects.values_list("person", "key", "is_whole")),
        "quotes": list(Quote.objects.order_by("pk").values()),
        "published": list(PublishedQuote.objects.order_by("pk").values()),
        "pages": list(
            PublishedStory.objects.order_by("pk").values("head_html", "article_html", "body", "updated_at")
        ),
        "stories": list(
            Story.objects.order_by("pk").values("status", "approved_fingerprint", "updated_at", "publish_at")
        ),
    }


@pytest.fixture
def pair(editor: User) -> tuple[Person, Person]:
    """Two rows for one person, each quoted in a live story of its own."""
    names = ("Radmila Sekerinska", "Radmila Shekerinska")
    for name in names:
        story = write(by=editor, quotes=())
        story.quotes.create(text="We have waited long enough", speaker=a_person(name))
        workflow.record_edit(story, by=editor)
        bring_to("live", story, by=editor)
    one, other = (a_person(name) for name in names)
    return one, other


def sound(story: Story) -> bool:
    """Whether the revisions a story names say what it and its published copy say."""
    story.refresh_from_db()
    mine = revisions.fingerprint(revisions.content_of(story)) == story.revision.fingerprint
    if not story.is_live:
        return mine
    published = story.published
    theirs = revisions.fingerprint(revisions.content_of(published)) == published.revision.fingerprint
    return mine and theirs and published.revision_id == story.live_revision_id


def test_a_merge_moves_quotes_names_and_positions_and_renders_stories_again(
    pair: tuple[Person, Person], editor: User, reader: Client
) -> None:
    person, into = pair
    Position.objects.create(person=person, title="Deputy Secretary General", organisation="NATO")
    generation = public_state.read().generation

    merge(person, into, by=editor, note="One and the same.")

    assert not person.quotes.exists()
    assert into.quotes.count() == into.publishedquotes.count() == 2
    assert [spelling.name for spelling in into.spellings.all()] == ["Radmila Sekerinska"]
    assert into.positions.count() == 1
    assert public_state.read().generation != generation
    assert all(into.get_absolute_url() in story.article_html for story in PublishedStory.objects.all())
    assert people.bearers(["Radmila Sekerinska"])["Radmila Sekerinska"].exact == into


@pytest.mark.parametrize(
    "state", ["draft", "approved", "scheduled", "live", "live_draft", "live_approved", "spiked", "withdrawn"]
)
def test_a_merge_leaves_a_story_where_it_is_and_its_revisions_true(state: str, editor: User) -> None:
    person, into = a_person("Vjosa Dema"), a_person("Vjosa Demaj")
    story = bring_to(state, write(by=editor), by=editor)
    was = (story.status, story.visibility)

    journal = merge(person, into, by=editor)
    assert sound(story)
    assert (story.status, story.visibility) == was
    assert story.quotes.get().speaker == into

    undo_merge(journal, by=editor)
    assert sound(story)
    assert (story.status, story.visibility) == was
    assert story.quotes.get().speaker == person


def test_an_approved_story_can_still_be_published_after_a_merge(editor: User) -> None:
    story = bring_to("approved", write(by=editor), by=editor)
    merge(a_person("Vjosa Dema"), a_person("Vjosa Demaj"), by=editor)

    story.refresh_from_db()
    workflow.publish(story, by=editor)

    assert story.published.quotes.get().speaker.name == "Vjosa Demaj"


def test_the_old_address_leads_to_the_new_one_until_the_merge_is_undone(
    pair: tuple[Person, Person], editor: User, reader: Client
) -> None:
    person, into = pair
    assert reader.get(person.get_absolute_url()).status_code == 200

    journal = merge(person, into, by=editor)
    response = reader.get("/people/radmila-sekerinska/")
    assert (response.status_code, response.headers["Location"]) == (301, "/people/radmila-shekerinska/")
    assert reader.get("/people/radmila-shekerinska/").status_code == 200

    undo_merge(journal, by=editor)
    assert reader.get("/people/radmila-sekerinska/").status_code == 200


def test_an_address_leads_through_several_merges_to_the_end(
    pair: tuple[Person, Person], editor: User, reader: Client
) -> None:
    person, into = pair
    last = a_person("Radmila S. Shekerinska")
    merge(person, into, by=editor)
    merge(into, last, by=editor)

    assert reader.get("/people/radmila-sekerinska/").headers["Location"] == "/people/radmila-s-shekerinska/"


def test_an_address_that_readers_never_knew_leads_nowhere(editor: User, reader: Client) -> None:
    person, into = a_person("Vjosa Dema"), a_person("Vjosa Demaj")
    write(by=editor)
    merge(person, into, by=editor)

    assert reader.get("/people/vjosa-dema/").status_code == 404
    assert reader.get("/people/vjosa-demaj/").status_code == 404


@pytest.mark.thorough
def test_merges_are_undone_from_the_last_to_the_first(pair: tuple[Person, Person], editor: User) -> None:
    person, into = pair
    last = a_person("R. Shekerinska")
    before = everything()
    first = merge(person, into, by=editor)
    second = merge(into, last, by=editor)

    with pytest.raises(MergeNotPossible):
        undo_merge(first, by=editor)
    undo_merge(second, by=editor)
    undo_merge(first, by=editor)

    assert everything() == before


def test_the_tag_that_names_somebody_names_who_they_turned_out_to_be(
    pair: tuple[Person, Person], editor: User, reader: Client
) -> None:
    person, into = pair
    tag = Tag.objects.create(name="Radmila Sekerinska", type=TagType.PERSON, person=person)

    journal = merge(person, into, by=editor)
    assert Tag.objects.get(pk=tag.pk).person == into
    undo_merge(journal, by=editor)
    assert Tag.objects.get(pk=tag.pk).person == person

    # Who has a tag keeps it.
    own = Tag.objects.create(name="Radmila Shekerinska", type=TagType.PERSON, person=into)
    undo_merge(merge(person, into, by=editor), by=editor)
    assert [Tag.objects.get(pk=row.pk).person for row in (tag, own)] == [person, into]


def test_the_address_of_somebody_who_was_merged_stays_and_leads_on(
    pair: tuple[Person, Person], editor: User, admin_client: Client, reader: Client
) -> None:
    person, into = pair
    merge(person, into, by=editor)

    form = admin_client.get(f"/admin/articles/person/{person.pk}/change/").content.decode()
    assert 'name="slug"' not in form
    answer = reader.get(f"/people/{person.slug}/on/")
    assert (answer.status_code, answer["Location"]) == (301, f"/people/{into.slug}/on/")


def test_what_was_published_after_the_merge_goes_back_too(editor: User) -> None:
    person, into = a_person("Vjosa Dema"), a_person("Vjosa Demaj")
    story = bring_to("approved", write(by=editor), by=editor)
    journal = merge(person, into, by=editor)
    story.refresh_from_db()
    workflow.publish(story, by=editor)

    undo_merge(journal, by=editor)

    assert sound(story)
    assert story.published.quotes.get().speaker == person


def test_a_quote_given_to_a_third_person_since_stays_there(pair: tuple[Person, Person], editor: User) -> None:
    person, into = pair
    third = a_person("Mark Rutte")
    quote = person.quotes.get()
    journal = merge(person, into, by=editor)
    Quote.objects.filter(pk=quote.pk).update(speaker=third)

    undo_merge(journal, by=editor)

    quote.refresh_from_db()
    assert quote.speaker == third


@pytest.mark.parametrize("twice", ["itself", "again", "backwards", "into one merged"])
def test_what_is_one_already_cannot_be_merged(twice: str, pair: tuple[Person, Person], editor: User) -> None:
    person, into = pair
    third = a_person("Mark Rutte")
    if twice != "itself":
        merge(person, into, by=editor)
    this, that = {"itself": (into, into), "again": (person, third), "backwards": (into, person)}.get(
        twice, (third, person)
    )

    with pytest.raises(MergeNotPossible):
        merge(this, that, by=editor)

    assert PersonMerge.objects.count() == (twice != "itself")


def test_a_merge_is_undone_once(pair: tuple[Person, Person], editor: User) -> None:
    journal = merge(*pair, by=editor)
    undo_merge(journal, by=editor)

    with pytest.raises(MergeNotPossible):
        undo_merge(journal, by=editor)


def test_only_editors_merge_part_and_keep_apart(
    pair: tuple[Person, Person], editor: User, reporter: User, moderator: User
) -> None:
    for somebody in (reporter, moderator):
        with pytest.raises(NotAllowed):
            merge(*pair, by=somebody)
        with pytest.raises(NotAllowed):
            keep_apart(*pair, by=somebody)
    journal = merge(*pair, by=editor)
    with pytest.raises(NotAllowed):
        undo_merge(journal, by=reporter)


def test_the_journal_says_who_did_it_and_why(pair: tuple[Person, Person], editor: User) -> None:
    journal = merge(*pair, by=editor, note="Same office, same dates.")

    assert (journal.by, journal.by_name, journal.note) == (editor, "Helen Marsh", "Same office, same dates.")
    assert Story.objects.first().revisions.first().by == editor


def test_people_whose_names_fold_alike_are_suggested_until_kept_apart(
    pair: tuple[Person, Person], editor: User
) -> None:
    person, into = pair
    a_person("Mark Rutte")

    (suggestion,) = suggest_merges()
    assert {suggestion.one, suggestion.other} == {person, into}

    keep_apart(into, person, by=editor)
    assert suggest_merges() == []


def test_a_merged_pair_is_suggested_no_more(pair: tuple[Person, Person], editor: User) -> None:
    merge(*pair, by=editor)

    assert suggest_merges() == []


def test_suggesting_asks_the_same_for_many(
    pair: tuple[Person, Person], django_assert_num_queries: Callable
) -> None:
    for number in range(6):
        for name in ("Vučić", "Vucic"):
            a_person(f"{'ABCDEF'[number]}na {name}", slug=f"{number}-{len(name)}-{name == 'Vucic'}")

    # Who was kept apart, and the names that fold alike.
    with django_assert_num_queries(2):
        assert len(suggest_merges()) == 7


def test_a_story_that_moved_on_since_is_not_overwritten(pair: tuple[Person, Person], editor: User) -> None:
    story = pair[0].quotes.get().story
    merge(*pair, by=editor)

    with pytest.raises(workflow.StaleStory):
        edit(story, by=editor, headline="Written in a form that was opened before the merge")


NAMES = ("Vučić", "Vucic", "Вучић", "Vuçiq", "Vucić")


class MergingIsUndoneExactly(TestCase):
    """Whatever two people have, a merge and its undoing leave everything as it was."""

    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(
        spellings=st.lists(st.tuples(st.integers(0, 2), st.sampled_from(NAMES)), max_size=6, unique=True),
        positions=st.lists(st.tuples(st.integers(0, 2), st.sampled_from(["President", "Mayor"])), max_size=4),
        quotes=st.lists(
            st.tuples(st.integers(0, 2), st.sampled_from(["draft", "live", "approved"])), max_size=3
        ),
        merges=st.permutations([0, 1, 2]).map(lambda order: [(order[0], order[1]), (order[1], order[2])]),
        both=st.booleans(),
    )
    @pytest.mark.thorough
    def test_merging_and_undoing(
        self, spellings: list, positions: list, quotes: list, merges: list, both: bool
    ) -> None:
        editor = User.objects.create_superuser("editor")
        rows = [people.introduce(f"Aleksandar {name}", by=editor) for name in NAMES[:3]]
        for owner, name in spellings:
            PersonSpelling.objects.create(person=rows[owner], name=f"Aleksandar {name}")
        for owner, title in positions:
            Position.objects.create(person=rows[owner], title=title)
        for speaker, state in quotes:
            story = write(by=editor, quotes=())
            story.quotes.create(text="We have waited long enough", speaker=rows[speaker])
            workflow.record_edit(story, by=editor)
            bring_to(state, story, by=editor)
        before = everything()

        done = [merging.merge(rows[one], rows[other], by=editor) for one, other in merges[: 1 + both]]
        for journal in reversed(done):
            journal.refresh_from_db()
            merging.undo_merge(journal, by=editor)

        after = everything()
        # Approval names the words by a fingerprint that holds who spoke them: back where it was.
        assert after == before
        assert all(sound(story) for story in Story.objects.all())
