"""A transcript to be read as a whole, with the passages marked that a story's quotes come from."""

from dataclasses import dataclass
from itertools import pairwise

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from articles import permissions, transcribing
from articles.admin.desk_page import desk_page
from articles.models import Quote, Transcript
from articles.quotation import pasted_transcript
from articles.transcribing import Aligned


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some characters of a transcript: what is quoted from them, which quotes begin here, and whether anybody said them."""

    text: str
    quoted: tuple[Aligned, ...]
    beginning: tuple[Aligned, ...]
    is_said: bool

    @property
    def is_odd(self) -> bool:
        """Whether a quote has these words otherwise."""
        return not all(one.is_match for one in self.quoted)


@require_safe
def transcript(request: HttpRequest, transcript_id: int) -> HttpResponse:
    """Show all words of a transcript."""
    if not permissions.can_read_stories(request.user):
        raise permissions.NotAllowed("You cannot read stories.")
    found = Transcript.objects.select_related("story").filter(pk=transcript_id).first()
    if found is None:
        raise Http404("No such transcript.")
    aligned = transcribing.align(found)
    return desk_page(
        request,
        "admin/articles/quote/transcript.html",
        Quote,
        title=found.title,
        transcript=found,
        story=found.story,
        aligned=aligned,
        stretches=stretches(found.text, aligned),
    )


def stretches(text: str, aligned: list[Aligned]) -> list[Stretch]:
    """Return a transcript's text in stretches, each as long as the same quotes come from it."""
    placed = [(one, one.place.start, one.place.end) for one in aligned if one.place]
    unsaid = pasted_transcript.Transcript(text).unsaid
    edges = {0, len(text), *(edge for span in unsaid for edge in span)}
    edges.update(edge for _, start, end in placed for edge in (start, end))
    not_said = {start for start, _ in unsaid}
    found = []
    for start, end in pairwise(sorted(edges)):
        quoted = [(one, begin) for one, begin, until in placed if begin <= start < until]
        found.append(
            Stretch(
                text[start:end],
                tuple(one for one, _ in quoted),
                tuple(one for one, begin in quoted if begin == start),
                start not in not_said,
            )
        )
    return found
