"""What a story's page shows about its quoted words: what was found or changed, what is misquoted, what is like it elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django import forms
from django.contrib.auth.models import AbstractBaseUser
from django.http import QueryDict

from articles import permissions
from articles.admin.base import DATE
from articles.admin.elsewhere import Beside, elsewhere
from articles.admin.misquote import Misquote
from articles.house_spelling import OddSpelling, odd_spellings
from articles.misquotes import misquotes
from articles.models import CorrectionTask, Person, Quote, Story
from articles.people import MOST_NEAR
from articles.proposing import ChangedQuote, Proposal, changed_quotes, proposals

# So many proposals are shown at once; the next ones follow when these are seen to.
MOST_SHOWN = 100
# A longer text is not looked through while a page is being made.
LONGEST_TEXT = 100_000


class CorrectionForm(forms.Form):
    """What a person puts right when taking a proposal: who spoke, and when and where; never the words."""

    FACTS = ("role", "occasion", "cue", "said_on")

    speaker = forms.ChoiceField(label="Speaker", required=False)
    name = forms.CharField(
        label="Or somebody else, by name",
        required=False,
        max_length=Person._meta.get_field("name").max_length,
    )
    is_new = forms.BooleanField(label="This is a person we do not have yet", required=False)
    role = forms.CharField(label="Role at that time", required=False, max_length=200)
    occasion = forms.CharField(label="Occasion", required=False, max_length=200)
    cue = forms.CharField(label="Cue", required=False, max_length=60)
    said_on = forms.DateField(label="Said on", required=False, widget=DATE)

    def __init__(
        self, data: QueryDict | None, proposal: Proposal, offered: Mapping[int, Person], **kwargs: Any
    ) -> None:
        self.proposal, self.offered = proposal, offered
        initial = {"role": proposal.role, "occasion": proposal.occasion, "cue": proposal.cue}
        if proposal.person:
            initial["speaker"] = str(proposal.person.pk)
        elif not proposal.near:
            initial["name"] = proposal.speaker_name
        super().__init__(data, initial=initial, label_suffix="", **kwargs)
        people = [*([proposal.person] if proposal.person else []), *proposal.near, *offered.values()]
        choices = dict.fromkeys((str(person.pk), str(person)) for person in people)
        self.fields["speaker"].choices = [("", "Nobody by name"), *choices]
        for name in ("name", "role", "occasion", "cue"):
            self.fields[name].widget.attrs["autocomplete"] = "off"
        for bound in self:
            # The controls stand inside the story's form and belong to another.
            bound.field.widget.attrs["form"] = "words_form"

    def facts(self, *, all_of_them: bool) -> dict[str, Any]:
        """Return what was put right, or everything that the form says."""
        return {
            name: self.cleaned_data[name]
            for name in self.FACTS
            if name in self.changed_data or (all_of_them and self.cleaned_data[name])
        }


@dataclass(frozen=True, slots=True)
class Found:
    """A proposal with the form that corrects it."""

    proposal: Proposal
    form: CorrectionForm
    # Whether the form is shown at once, because something in it has to be mended.
    is_open: bool = False

    @property
    def key(self) -> str:
        """What the page calls it: the words, and where they stand."""
        return key_of(self.proposal)


@dataclass(frozen=True, slots=True)
class Panel:
    """Everything about a story's words that waits for a person."""

    story: Story
    found: list[Found] = field(default_factory=list)
    more: int = 0
    changed: list[ChangedQuote] = field(default_factory=list)
    taken: list[Quote] = field(default_factory=list)
    dismissed: list[Any] = field(default_factory=list)
    misquotes: list[Misquote] = field(default_factory=list)
    spellings: list[OddSpelling] = field(default_factory=list)
    elsewhere: list[Beside] = field(default_factory=list)
    corrections: list[CorrectionTask] = field(default_factory=list)
    can_override: bool = False
    is_too_long: bool = False

    @property
    def let_stand(self) -> list[Beside]:
        """What is alike elsewhere and was looked at."""
        return [one for one in self.elsewhere if one.dismissal]

    @property
    def known(self) -> int:
        """How many proposals can be taken at once, because the person is known by exactly this name."""
        return sum(1 for found in self.found if found.proposal.person)


def key_of(proposal: Proposal) -> str:
    """Return what the page calls a proposal."""
    return f"{proposal.position}-{proposal.key}"


def correction_form(
    proposal: Proposal, offered: Mapping[int, Person], data: QueryDict | None = None
) -> CorrectionForm:
    """Return the form that corrects a proposal."""
    return CorrectionForm(data, proposal, offered, prefix=key_of(proposal))


def offered_people(quotes: list[Quote]) -> dict[int, Person]:
    """Return who speaks in the story already, to be chosen for what is found."""
    return dict(
        islice(((quote.speaker.pk, quote.speaker) for quote in quotes if quote.speaker), MOST_NEAR * 3)
    )


def panel_of(story: Story, user: AbstractBaseUser, *, form: CorrectionForm | None = None) -> Panel:
    """Return what is shown about the words of a saved story; `form` is a correction that has to be mended."""
    if len(story.body) > LONGEST_TEXT:
        return Panel(story, is_too_long=True)
    quotes = list(story.quotes.select_related("speaker"))
    offered = offered_people(quotes)
    proposed = proposals(story)
    found = [
        Found(one, form, is_open=True)
        if form and key_of(form.proposal) == key_of(one)
        else Found(one, correction_form(one, offered))
        for one in proposed[:MOST_SHOWN]
    ]
    return Panel(
        story,
        found,
        len(proposed) - len(found),
        changed_quotes(story),
        quotes,
        list(story.dismissals.order_by("-at", "-pk")[:MOST_SHOWN]),
        [Misquote(passage) for passage in misquotes(story)],
        odd_spellings(story),
        elsewhere(story, quotes, proposed[:MOST_SHOWN]),
        list(story.correction_tasks.filter(done_at=None)[:MOST_SHOWN]),
        permissions.can_edit_any_story(user),
    )
