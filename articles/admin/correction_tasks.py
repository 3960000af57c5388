"""What has to be put right because a quotation was corrected: the open tasks of all stories, and how one is closed."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from articles import corrections, permissions
from articles.admin.desk_page import desk_page
from articles.admin.refused import refuse
from articles.comparing import GONE, NEW, SAME, Piece, in_full
from articles.keys import sent_key
from articles.models import CorrectionTask, Quote

SHOWN = 50


@dataclass(frozen=True, slots=True)
class Shown:
    """A task, and whether this person may close it."""

    task: CorrectionTask
    can_close: bool

    @property
    def place(self) -> str:
        """Where the words stand."""
        return corrections.NAMES.get(self.task.place, self.task.place)

    @property
    def is_about_speaker(self) -> bool:
        """Whether the words are right, and who spoke them is not."""
        return self.task.place == corrections.SPEAKER

    @property
    def carried(self) -> list[Piece]:
        """The words as the story carries them, what was corrected marked as gone."""
        return [piece for piece in self._pieces() if piece.kind != NEW]

    @property
    def right(self) -> list[Piece]:
        """What was said, what the story does not have marked as new; what a headline never carried of it is left unmarked."""
        pieces = self._pieces()
        if self.task.place != corrections.QUOTE:
            if pieces[0].kind == NEW:
                pieces[0] = Piece(SAME, pieces[0].text)
            if pieces[-1].kind == NEW and pieces[-2:-1] and pieces[-2].kind == SAME:
                pieces[-1] = Piece(SAME, pieces[-1].text)
        return [piece for piece in pieces if piece.kind != GONE]

    def _pieces(self) -> list[Piece]:
        return in_full(self.task.words, self.task.right)


def tasks(request: HttpRequest) -> HttpResponse:
    """Show what waits to be put right, or what was, newest first; close one."""
    if not permissions.can_read_stories(request.user):
        raise permissions.NotAllowed("You cannot read stories.")
    if request.method == "POST":
        _close(request)
        return HttpResponseRedirect(reverse("admin:articles_quote_corrections"))
    is_done = request.GET.get("view") == "done"
    before = sent_key(request.GET.get("before", ""))
    rows = CorrectionTask.objects.filter(done_at__isnull=not is_done).order_by("-pk")
    if before:
        rows = rows.filter(pk__lt=before)
    rows = list(rows.select_related("story", "done_by").defer("story__body")[: SHOWN + 1])
    shown, editable = rows[:SHOWN], permissions.editable(request.user, [task.story for task in rows])
    numbers = dict(
        Quote.objects.filter(uuid__in={task.quote_uuid for task in shown}).values_list("uuid", "pk")
    )
    return desk_page(
        request,
        "admin/articles/quote/corrections.html",
        Quote,
        title="Corrections to carry over",
        tasks=[
            (Shown(task, task.story_id in editable and not is_done), numbers.get(task.quote_uuid))
            for task in shown
        ],
        is_done=is_done,
        older=shown[-1].pk if len(rows) > SHOWN else None,
    )


def _close(request: HttpRequest) -> None:
    number = sent_key(request.POST.get("done", ""))
    task = CorrectionTask.objects.filter(pk=number, done_at=None).select_related("story").first()
    if task is None:
        messages.info(request, "That is done already, or not there any more.")
        return
    try:
        corrections.close_task(task, by=request.user, note=request.POST.get(f"note-{number}", "")[:400])
    except permissions.NotAllowed as problem:
        refuse(request, problem)
    else:
        messages.success(request, f"Done: that is recorded, with your name. “{task.story}”")
