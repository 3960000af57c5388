"""Who may do what with stories on the desk: Django's questions, answered by `permissions`."""

from django.http import HttpRequest

from articles import permissions
from articles.models import Story


class StoryAccess:
    """The part of `StoryAdmin` that says who may."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whether stories are in this person's menu."""
        return permissions.can_read_stories(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Story | None = None) -> bool:
        """Whether this person may read working copies."""
        return permissions.can_read_stories(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Whether this person may begin a story."""
        return permissions.can_write_stories(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Story | None = None) -> bool:
        """Whether this person may change this story's words."""
        if obj is None or obj.pk is None:
            return permissions.can_write_stories(request.user)
        # Django asks a dozen times for one page.
        answers = request.__dict__.setdefault("may_edit", {})
        if obj.pk not in answers:
            answers[obj.pk] = permissions.can_edit(request.user, obj)
        return answers[obj.pk]

    def has_delete_permission(self, request: HttpRequest, obj: Story | None = None) -> bool:
        """Stories are spiked or withdrawn; nothing is deleted."""
        return False
