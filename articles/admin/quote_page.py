"""The page of one quote: how its words were checked, what is like them elsewhere, and what has to be put right."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_safe

from articles import corrections, permissions, sources, transcribing, verifying, workflow
from articles.admin.desk_page import desk_page
from articles.admin.elsewhere import Beside
from articles.admin.fields import Lines
from articles.admin.refused import refuse
from articles.admin.story_moves import sent_version
from articles.alike import alike_quotes
from articles.comparing import GONE, NEW, Piece, in_full
from articles.keys import sent_key
from articles.models import CorrectionTask, Quote, SealedIdentity, Transcript, Verification, VerificationStep
from articles.models.content import LANGUAGES
from articles.transcript_files import ENDINGS, FileRefused

REFUSALS = (
    verifying.StepNotPossible,
    transcribing.NoMatch,
    FileRefused,
    sources.NotSealed,
    sources.CannotOpen,
    workflow.WorkflowError,
    permissions.NotAllowed,
    ValidationError,
)
RUNGS = [choice for choice in Verification.choices if choice[0] != Verification.UNVERIFIED]


class VerifyForm(forms.Form):
    """One step up the ladder."""

    rung = forms.ChoiceField(label="Checked by", choices=RUNGS)
    link = forms.URLField(label="Link to the evidence", required=False, max_length=500, assume_scheme="https")
    file = forms.FileField(label="Or a file, for the desk alone", required=False)
    note = forms.CharField(label="Note", required=False, max_length=600)


class TranscriptForm(forms.Form):
    """What was said in full."""

    title = forms.CharField(
        label="Title",
        required=False,
        max_length=200,
        help_text="For example “Press conference, Prishtina, 11 March”. A file’s own name, if left empty.",
    )
    source_url = forms.URLField(label="Source address", required=False, max_length=500, assume_scheme="https")
    language = forms.ChoiceField(label="Language", required=False, choices=LANGUAGES)
    file = forms.FileField(
        label="File (.txt, .srt or .vtt)",
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS)}),
    )
    text = Lines(
        label="Or the words, pasted",
        required=False,
        max_length=500_000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two; what is pasted has no name to be called by."""
        cleaned = super().clean()
        file, text = cleaned.get("file"), cleaned.get("text")
        if not self.errors and bool(file is not None) == bool(text):
            raise forms.ValidationError("Choose a file or paste the words: one of the two.")
        if text and not cleaned.get("title"):
            self.add_error("title", "Say what this is a transcript of.")
        return cleaned


@dataclass(frozen=True, slots=True)
class HeldAgainst:
    """A quote beside a transcript of its story; `recordable` of the story's quotes stand in it and are not recorded yet."""

    transcript: Transcript
    one: transcribing.Aligned
    recordable: int

    @property
    def here(self) -> list[Piece]:
        """The words as printed, what the transcript has otherwise marked as gone."""
        return [piece for piece in self._pieces if piece.kind != NEW]

    @property
    def there(self) -> list[Piece]:
        """The words of the transcript, what is not printed so marked as new."""
        return [piece for piece in self._pieces if piece.kind != GONE]

    @property
    def _pieces(self) -> list[Piece]:
        return in_full(self.one.words, self.one.place.words if self.one.place else "")


def show(
    request: HttpRequest, quote_id: str, *, revealed: str = "", **forms_sent: forms.Form
) -> HttpResponse:
    """Show a quote with everything that is known about its words."""
    if not permissions.can_read_stories(request.user):
        raise permissions.NotAllowed("You cannot read stories.")
    quote = _quote(quote_id)
    source = SealedIdentity.objects.filter(quote_uuid=quote.uuid).first()
    can_open = permissions.can_see_sealed_source(request.user)
    held = [_held_against(transcript, quote) for transcript in quote.story.transcripts.all()]
    tasks = CorrectionTask.objects.filter(quote_uuid=quote.uuid).select_related("story", "done_by")
    response = desk_page(
        request,
        "admin/articles/quote/change_form.html",
        Quote,
        title="Quote",
        quote=quote,
        story=quote.story,
        can_edit=permissions.can_edit(request.user, quote.story),
        steps=VerificationStep.objects.filter(quote_uuid=quote.uuid).select_related("transcript"),
        verify_form=forms_sent.get("verify_form") or VerifyForm(label_suffix=""),
        transcript_form=forms_sent.get("transcript_form")
        or TranscriptForm(label_suffix="", initial={"language": quote.story.language}),
        held=held,
        alike=[Beside(quote.text, str(quote.speaker or ""), other) for other in alike_quotes(quote)],
        tasks=[(task, permissions.can_edit(request.user, task.story)) for task in tasks],
        source=source,
        can_open=can_open,
        looks=source.looks.all() if source and can_open else [],
        revealed=revealed,
    )
    response["Cache-Control"] = "no-store"
    return response


@sensitive_post_parameters("identity")
@sensitive_variables("revealed")
def act(request: HttpRequest, quote_id: int) -> HttpResponse:
    """Do what a button of the page says."""
    if not permissions.can_read_stories(request.user):
        raise permissions.NotAllowed("You cannot read stories.")
    quote = _quote(quote_id)
    back = HttpResponseRedirect(reverse("admin:articles_quote_change", args=[quote.pk]))
    if request.method != "POST":
        return back
    verb, _, about = request.POST.get("do", "").partition(" ")
    try:
        if verb == "reveal":
            # Outside any transaction: the look is recorded whatever happens next.
            revealed = sources.reveal(_source(quote), by=request.user, reason=request.POST.get("reason", ""))
            return show(request, str(quote.pk), revealed=revealed)
        permissions.check_edit(request.user, quote.story)
        if sent_version(request) != quote.story.version:
            raise workflow.StaleStory(
                "The story was changed in the meantime. Nothing was done; look at it again."
            )
        if verb in FORMS:
            return _with_form(request, quote, verb) or back
        messages.success(request, ACTIONS[verb](request, quote, about))
    except KeyError:
        messages.error(request, "There is no such button. Nothing was done.")
    except REFUSALS as problem:
        refuse(request, problem)
    return back


@require_safe
def evidence(request: HttpRequest, step_id: int) -> HttpResponse:
    """Hand out a file that shows how words were checked: to the desk alone, and never to be run."""
    if not permissions.can_read_stories(request.user):
        raise permissions.NotAllowed("You cannot read stories.")
    step = VerificationStep.objects.filter(pk=step_id).first()
    if step is None or not step.file:
        raise Http404("No such file.")
    response = FileResponse(step.file.open("rb"), as_attachment=True, content_type="application/octet-stream")
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _with_form(request: HttpRequest, quote: Quote, verb: str) -> HttpResponse | None:
    """Do what needs more than a press; what was filled in is shown again when it is refused."""
    name, make = FORMS[verb]
    form = make(request.POST, request.FILES, label_suffix="")
    if form.is_valid():
        given = {field: value for field, value in form.cleaned_data.items() if value}
        try:
            if verb == "verify":
                verifying.verify(quote, given.pop("rung"), by=request.user, **given)
                messages.success(request, "The check is recorded, with your name.")
            else:
                keep = transcribing.upload if form.cleaned_data["file"] is not None else transcribing.paste
                keep(quote.story, given.pop("file", None) or given.pop("text"), by=request.user, **given)
                messages.success(request, "The transcript is kept with the story; readers never see it.")
        except REFUSALS as problem:
            form.add_error(
                None, " ".join(problem.messages) if isinstance(problem, ValidationError) else str(problem)
            )
        else:
            return None
    return show(request, str(quote.pk), **{name: form})


def _held_against(transcript: Transcript, quote: Quote) -> HeldAgainst:
    aligned = transcribing.align(transcript)
    one = next(one for one in aligned if one.quote.pk == quote.pk)
    return HeldAgainst(transcript, one, sum(one.may_be_recorded for one in aligned))


def _match(request: HttpRequest, quote: Quote, about: str) -> str:
    transcribing.match(quote, _transcript(quote, about), by=request.user)
    return "The words stand in the transcript; that is recorded."


def _match_all(request: HttpRequest, quote: Quote, about: str) -> str:
    steps = transcribing.match_all(_transcript(quote, about), by=request.user)
    return f"Recorded for {len(steps)} of this story’s quotations, with your name."


def _transcript(quote: Quote, about: str) -> Transcript:
    transcript = Transcript.objects.filter(story=quote.story, pk=sent_key(about)).first()
    if transcript is None:
        raise transcribing.NoMatch("There is no such transcript with this story.")
    return transcript


def _done(request: HttpRequest, quote: Quote, about: str) -> str:
    task = (
        CorrectionTask.objects.filter(quote_uuid=quote.uuid, pk=sent_key(about))
        .select_related("story")
        .first()
    )
    if task is None:
        raise permissions.NotAllowed("There is no such task.")
    corrections.close_task(task, by=request.user, note=request.POST.get(f"note-{task.pk}", "")[:400])
    return "Done: that is recorded, with your name."


@sensitive_variables()
def _seal(request: HttpRequest, quote: Quote, about: str) -> str:
    sources.seal(quote, request.POST.get("identity", ""), by=request.user)
    return "Sealed. Only who may open sealed sources can read it, and every look is recorded."


ACTIONS: dict[str, Callable[[HttpRequest, Quote, str], str]] = {
    "match": _match,
    "match-all": _match_all,
    "done": _done,
    "seal": _seal,
}
FORMS: dict[str, tuple[str, type[forms.Form]]] = {
    "verify": ("verify_form", VerifyForm),
    "paste": ("transcript_form", TranscriptForm),
}


def _quote(quote_id: str | int) -> Quote:
    quotes = Quote.objects.select_related("story", "speaker", "story__section", "story__revision")
    quote = quotes.filter(pk=sent_key(str(quote_id))).first()
    if quote is None:
        raise Http404("No such quote.")
    return quote


def _source(quote: Quote) -> SealedIdentity:
    source = SealedIdentity.objects.filter(quote_uuid=quote.uuid).first()
    if source is None:
        raise permissions.NotAllowed("Nothing is sealed with this quote.")
    return source
