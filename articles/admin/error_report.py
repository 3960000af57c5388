"""What readers report, on the desk: a list with filters, and a page on which one is taken, answered or dismissed."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from articles import answering, permissions
from articles.admin.base import DeskAdmin
from articles.admin.choice import Choice
from articles.admin.desk_page import desk_page
from articles.admin.moments import day_and_time
from articles.admin.refused import refuse
from articles.keys import sent_key
from articles.models import ErrorReport, ReportState

OPEN, MINE = "open", "mine"


class StateFilter(Choice):
    """What became of it."""

    title, parameter_name = "state", "state"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        """Offer what waits, and every state."""
        return [(OPEN, "Waiting"), *ReportState.choices]

    def condition(self, value: str) -> Q:
        """Return which reports are in that state."""
        return Q(closed_at=None) if value == OPEN else Q(state=value)


class WhoFilter(Choice):
    """Who has it."""

    title, parameter_name = "who has it", "who"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        """Offer one's own."""
        self.me = request.user.pk
        return [(MINE, "Mine")]

    def condition(self, value: str) -> Q:
        """Return which reports this person has."""
        return Q(taken_by=self.me)


@admin.register(ErrorReport)
class ErrorReportAdmin(DeskAdmin):
    """Errors that readers report; only editors see them, and the readers' addresses."""

    list_display = ("words", "in_story", "state", "who_has_it", "how_often", "received")
    list_filter = (StateFilter, WhoFilter)
    search_fields = ("text", "passage", "story__headline")
    search_help_text = "Words of the report, or of the headline"
    ordering = ("-pk",)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whether reports are in this person's menu."""
        return permissions.can_answer_readers(request.user)

    def has_view_permission(self, request: HttpRequest, obj: ErrorReport | None = None) -> bool:
        """Who answers readers reads what they report."""
        return permissions.can_answer_readers(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Readers report."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: ErrorReport | None = None) -> bool:
        """What a reader wrote stays as it is; the rest is done by the buttons of its page."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: ErrorReport | None = None) -> bool:
        """Reports go in time: see `purge_reports`."""
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[ErrorReport]:
        """Leave the texts of the stories where they are."""
        return super().get_queryset(request).select_related("story").defer("story__body")

    @admin.display(description="report")
    def words(self, report: ErrorReport) -> str:
        """The reader's words, or their beginning."""
        return Truncator(str(report)).chars(120)

    @admin.display(description="sent", ordering="times")
    def how_often(self, report: ErrorReport) -> str:
        """How often it came in the same words."""
        return "once" if report.times == 1 else f"{report.times} times"

    @admin.display(description="story")
    def in_story(self, report: ErrorReport) -> SafeString:
        """The story, to be opened."""
        address = reverse("admin:articles_story_change", args=[report.story_id])
        return format_html('<a href="{}">{}</a>', address, report.story.headline)

    @admin.display(description="who has it", ordering="by_name")
    def who_has_it(self, report: ErrorReport) -> str:
        """Who looks into it, or did."""
        return report.by_name

    @admin.display(description="received", ordering="received_at")
    def received(self, report: ErrorReport) -> str:
        """When it came first."""
        return day_and_time(report.received_at)

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show a report; take it, answer it, dismiss it, open it again."""
        permissions.check_answer_readers(request.user)
        report = self._report(request, object_id)
        if request.method == "POST":
            return self._do(request, report)
        return desk_page(
            request,
            "admin/articles/errorreport/report.html",
            ErrorReport,
            title="Error report",
            report=report,
            story=report.story,
            seen=_seen(report),
        )

    def _do(self, request: HttpRequest, report: ErrorReport) -> HttpResponse:
        verb = answering.VERBS.get(request.POST.get("do", ""))
        note = request.POST.get("note", "").replace("\r\n", "\n").replace("\0", "")
        if verb is None:
            messages.error(request, "There is no such button. Nothing was done.")
        elif request.POST.get("seen", "") != _seen(report):
            messages.error(request, f"{answering.TOO_LATE} Look at it again.")
        else:
            try:
                verb(report, by=request.user, note=note)
            except answering.NotDone as problem:
                refuse(request, problem)
            else:
                messages.success(request, f"{report.get_state_display()}: that is recorded, with your name.")
        return HttpResponseRedirect(reverse("admin:articles_errorreport_change", args=[report.pk]))

    def _report(self, request: HttpRequest, object_id: str) -> ErrorReport:
        rows = self.get_queryset(request).select_related("story__published", "taken_by")
        return get_object_or_404(rows, pk=sent_key(object_id))


def _seen(report: ErrorReport) -> str:
    """Return what tells whether somebody has done something with it since."""
    return f"{report.state} {report.changed_at.isoformat() if report.changed_at else ''}"
