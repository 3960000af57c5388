"""What is done about quoted words from a story's page: each button is one small post that calls one verb.

A script sends it and puts the answer in place; without one the page comes back whole. Whoever acts on
an older version of the story is told, and what they filled in is still there.
"""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.admin import site
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from articles import alike_dismissing, house_spelling, overriding, people, permissions, quoting, workflow
from articles.admin.elsewhere import Beside, elsewhere
from articles.admin.story_moves import sent_version
from articles.admin.words_panel import CorrectionForm, correction_form, key_of, offered_people, panel_of
from articles.misquotes import misquotes
from articles.models import Person, Status, Story
from articles.proposing import Change, Passage, Proposal, changed_quotes, proposals

STALE = (
    "This story was changed in the meantime. Nothing was done, and nothing of yours is lost: "
    "this is how it stands now, press again if it still holds."
)
_GONE = "That is not there any more. This is how the story stands now."


class NotDone(ValueError):
    """A button could not do its work; the message is for the person who pressed it."""

    def __init__(self, message: str, form: CorrectionForm | None = None) -> None:
        super().__init__(message)
        self.form = form


def act(request: HttpRequest, story_id: int) -> HttpResponse:
    """Do what a button of the panel says, and show the panel as it is then."""
    if not permissions.can_read_stories(request.user):
        raise permissions.NotAllowed("You cannot read stories.")
    if request.method != "POST":
        return _back_to(story_id)
    verb, _, about = request.POST.get("do", "").partition(" ")
    form = None
    with transaction.atomic():
        story = _held(story_id)
        permissions.check_edit(request.user, story)
        was = story.status
        try:
            with transaction.atomic():
                said, is_done = _do(request, story, verb, about), True
        except ValidationError as problem:
            said, is_done, form = " ".join(problem.messages), False, _as_filled_in(request, story, about)
        except (NotDone, quoting.WordsGone, overriding.ReasonMissing, workflow.WorkflowError) as problem:
            said, is_done, form = str(problem), False, getattr(problem, "form", None)
    story = Story.objects.get(pk=story_id)
    if is_done and was == Status.APPROVED and story.status == Status.DRAFT:
        said += " The story is a draft again: what was changed needs approval."
    return _answer(request, story, said, is_done=is_done, form=form)


def _do(request: HttpRequest, story: Story, verb: str, about: str) -> str:
    """Do it, and return what is said about it."""
    if sent_version(request) != story.version:
        raise NotDone(STALE, _as_filled_in(request, story, about))
    if verb not in ACTIONS:
        raise NotDone("There is no such button. Nothing was done.")
    return ACTIONS[verb](request, story, about)


def _take(request: HttpRequest, story: Story, about: str) -> str:
    proposal = _proposal(story, about)
    quote = quoting.take(story, proposal, by=request.user)
    if proposal.speaker_name and quote.speaker is None:
        return f"Taken: “{quote}”, without a speaker: it is not known who “{proposal.speaker_name}” is. Say so with the quote."
    return f"Taken: “{quote}”, {quote.speaker or 'nobody by name'}."


def _take_with_new(request: HttpRequest, story: Story, about: str) -> str:
    proposal = _proposal(story, about)
    if not proposal.names_somebody_new:
        raise NotDone(_GONE)
    person = people.introduce(proposal.speaker_name, by=request.user)
    quote = quoting.take(story, proposal, by=request.user, speaker=person)
    return f"Taken: “{quote}”, {person}, who is now among the people."


def _take_corrected(request: HttpRequest, story: Story, about: str) -> str:
    form = _filled_in(request, story, _proposal(story, about))
    if not form.is_valid():
        raise NotDone("Something has to be mended below. Nothing was taken.", form)
    speaker = _speaker(request, form)
    passage: Passage = form.proposal
    if speaker is None:
        # Whom the software takes for the speaker is left out together with the name.
        passage = Passage(passage.words, passage.position)
    quote = quoting.take(
        story, passage, by=request.user, speaker=speaker, **form.facts(all_of_them=speaker is None)
    )
    return f"Taken: “{quote}”, {quote.speaker or 'nobody by name'}."


def _take_all(request: HttpRequest, story: Story, about: str) -> str:
    quotes = quoting.take_known(story, by=request.user)
    if not quotes:
        raise NotDone(_GONE)
    return f"Taken: {len(quotes)} {'quotation' if len(quotes) == 1 else 'quotations'}."


def _dismiss(request: HttpRequest, story: Story, about: str) -> str:
    proposal = _proposal(story, about)
    quoting.dismiss(story, proposal, by=request.user)
    return f"Dismissed: “{proposal.words[:80]}”. It is not proposed again while these words stand."


def _bring_back(request: HttpRequest, story: Story, about: str) -> str:
    dismissal = story.dismissals.filter(key=about).first()
    if dismissal is None:
        raise NotDone(_GONE)
    quoting.undo_dismissal(dismissal, by=request.user)
    return f"Proposed again: “{dismissal.words[:80]}”."


def _repoint(request: HttpRequest, story: Story, about: str) -> str:
    for changed in changed_quotes(story):
        if str(changed.quote.uuid) == about and changed.passage:
            quoting.repoint(changed.quote, changed.passage, by=request.user)
            moved = changed.change == Change.MOVED
            return "The quote stands at its new place." if moved else "The quote now says what the body says."
    raise NotDone(_GONE)


def _remove(request: HttpRequest, story: Story, about: str) -> str:
    for changed in changed_quotes(story):
        if str(changed.quote.uuid) == about:
            quoting.remove(changed.quote, by=request.user)
            return f"Removed: “{changed.quote}”. The story’s history keeps it."
    raise NotDone(_GONE)


def _override(request: HttpRequest, story: Story, about: str) -> str:
    for passage in misquotes(story):
        if passage.key == about:
            overriding.override(
                story, passage, by=request.user, reason=request.POST.get(f"reason-{about}", "")[:400]
            )
            return f"“{passage.words[:80]}” stays as it is; your reason is kept."
    raise NotDone(_GONE)


def _look_again(request: HttpRequest, story: Story, about: str) -> str:
    row = story.misquote_overrides.filter(key=about).first()
    if row is None:
        raise NotDone(_GONE)
    overriding.undo_override(row, by=request.user)
    return "These words have to be put right again before readers see them."


def _respell(request: HttpRequest, story: Story, about: str) -> str:
    person, _, written = about.partition(" ")
    chosen = [
        odd
        for odd in house_spelling.odd_spellings(story)
        if (str(odd.person.pk), odd.written) == (person, written)
    ]
    if not chosen:
        raise NotDone(_GONE)
    count = house_spelling.respell(story, chosen, by=request.user)
    return f"“{written}” is now “{chosen[0].preferred}” in {count} {'place' if count == 1 else 'places'}."


def _alike(story: Story, key: str) -> Beside:
    quotes = list(story.quotes.select_related("speaker"))
    for one in elsewhere(story, quotes, proposals(story)):
        if one.key == key:
            return one
    raise NotDone(_GONE)


def _both_right(request: HttpRequest, story: Story, about: str) -> str:
    one = _alike(story, about)
    reason = request.POST.get(f"reason-{about}", "").replace("\0", "")
    alike_dismissing.dismiss(story, one.words, one.other, by=request.user, reason=reason)
    return "Both stand as they are while they say these words; your reason is kept."


def _compare_again(request: HttpRequest, story: Story, about: str) -> str:
    one = _alike(story, about)
    if one.dismissal is None:
        raise NotDone(_GONE)
    alike_dismissing.take_back(one.dismissal, story, by=request.user)
    return "Both are shown side by side again."


# What a button's value begins with.
ACTIONS: dict[str, Callable[[HttpRequest, Story, str], str]] = {
    "take": _take,
    "take-new": _take_with_new,
    "correct": _take_corrected,
    "take-all": _take_all,
    "dismiss": _dismiss,
    "bring-back": _bring_back,
    "repoint": _repoint,
    "remove": _remove,
    "override": _override,
    "look-again": _look_again,
    "respell": _respell,
    "both-right": _both_right,
    "compare-again": _compare_again,
}


def _held(story_id: int) -> Story:
    """Return the story, held until the change is through."""
    return get_object_or_404(Story.objects.select_for_update(of=("self",)), pk=story_id)


def _proposal(story: Story, key: str) -> Proposal:
    for proposal in proposals(story):
        if key_of(proposal) == key:
            return proposal
    raise NotDone(_GONE)


def _filled_in(request: HttpRequest, story: Story, proposal: Proposal) -> CorrectionForm:
    offered = offered_people(list(story.quotes.select_related("speaker")))
    return correction_form(proposal, offered, request.POST)


def _as_filled_in(request: HttpRequest, story: Story, key: str) -> CorrectionForm | None:
    """Return a correction as it was sent, if the words it is about are still there."""
    if f"{key}-speaker" not in request.POST:
        return None
    proposal = next((one for one in proposals(story) if key_of(one) == key), None)
    return _filled_in(request, story, proposal) if proposal else None


def _speaker(request: HttpRequest, form: CorrectionForm) -> Person | None:
    """Return who was chosen, or who bears the name that was typed; somebody new only where that was asked for."""
    name, chosen = form.cleaned_data["name"], form.cleaned_data["speaker"]
    if chosen:
        return Person.objects.current().filter(pk=chosen).first()
    if not name:
        return None
    bearers = people.bearers([name])[name]
    if bearers.exact and not form.cleaned_data["is_new"]:
        return bearers.exact
    if not form.cleaned_data["is_new"]:
        like = ", ".join(str(person) for person in bearers.near)
        form.fields["speaker"].choices += [(str(person.pk), str(person)) for person in bearers.near]
        form.add_error(
            "name",
            f"Nobody is known by exactly this name. {f'Like it: {like}. Choose one above, or tick' if like else 'Tick'} "
            "“This is a person we do not have yet”.",
        )
        raise NotDone("Say who this is. Nothing was taken.", form)
    return people.introduce(name, by=request.user)


def _back_to(story_id: int) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("admin:articles_story_change", args=[story_id]) + "#words")


def _answer(
    request: HttpRequest, story: Story, said: str, *, is_done: bool, form: CorrectionForm | None
) -> HttpResponse:
    is_fragment = request.headers.get("X-Requested-With") == "fetch"
    if is_done and not is_fragment:
        messages.success(request, said)
        return _back_to(story.pk)
    context = {
        "panel": panel_of(story, request.user, form=form),
        "story": story,
        "said": said,
        "is_done": is_done,
    }
    if not is_fragment:
        context |= {
            **site.each_context(request),
            "opts": Story._meta,
            "title": "Quoted words",
            "subtitle": str(story),
        }
    template = "admin/articles/story/_words.html" if is_fragment else "admin/articles/story/words.html"
    return render(request, template, context, status=200 if is_done else 409)
