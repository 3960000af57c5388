"""Logins and groups, for superusers only."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import UserChangeForm
from django.contrib.auth.models import Group, User
from django.db.models import ManyToManyField, Model
from django.http import HttpRequest
from django.utils.safestring import SafeString

from articles.admin.base import DeskAdmin, DeskForm
from articles.admin.choice import Choice
from articles.admin.overtaken import NotOverwritten

LAST_ONE = "This is the last active superuser: without one, nobody could look after logins any more."


def is_last_superuser(user: User) -> bool:
    """Whether nobody else could look after logins if this person could not."""
    if not (user.is_active and user.is_staff and user.is_superuser):
        return False
    able = User.objects.filter(is_active=True, is_staff=True, is_superuser=True)
    return not able.exclude(pk=user.pk).exists()


class SuperusersOnly(NotOverwritten, DeskAdmin):
    """What only superusers see."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whether it is in this person's menu."""
        return request.user.is_active and request.user.is_superuser

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Whether this person may look."""
        return self.has_module_permission(request)

    has_add_permission = has_change_permission = has_delete_permission = has_view_permission


class Boxes:
    """Choices of many as boxes to tick."""

    filter_horizontal = ()

    def formfield_for_manytomany(self, db_field: ManyToManyField, request: HttpRequest, **kwargs: Any) -> Any:
        """Show every choice with a box beside it."""
        kwargs["widget"] = forms.CheckboxSelectMultiple()
        return super().formfield_for_manytomany(db_field, request, **kwargs)


class LoginForm(DeskForm, UserChangeForm):
    """Keeps at least one superuser."""

    def clean(self) -> dict[str, Any]:
        """Refuse a change that leaves nobody to look after logins."""
        cleaned = super().clean()
        stays = all(cleaned.get(name, True) for name in ("is_active", "is_staff", "is_superuser"))
        if self.instance.pk and not stays and is_last_superuser(User.objects.get(pk=self.instance.pk)):
            raise forms.ValidationError(LAST_ONE)
        return cleaned


class ActiveFilter(Choice):
    """Whether the login works."""

    title, parameter_name = "active", "is_active"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        """Offer both."""
        return [("1", "Yes"), ("0", "No")]


class GroupFilter(Choice):
    """The part a person plays."""

    title, parameter_name = "group", "groups"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        """Offer every group."""
        return [(str(pk), name) for pk, name in Group.objects.values_list("pk", "name")]


class LoginAdmin(Boxes, SuperusersOnly, UserAdmin):
    """Who may log in."""

    form = LoginForm
    list_display = ("username", "first_name", "last_name", "groups_text", "is_active", "is_superuser")
    list_filter = (ActiveFilter, GroupFilter)
    ordering = ("username",)
    # What a person may do follows from the groups they are in.
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        ("Who it is", {"fields": ("first_name", "last_name", "email")}),
        ("What they may do", {"fields": ("is_active", "is_staff", "groups", "is_superuser")}),
        ("Since when", {"fields": ("date_joined", "last_login")}),
    )
    readonly_fields = ("date_joined", "last_login")

    def get_queryset(self, request: HttpRequest) -> Any:
        """Fetch groups with the people."""
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description="groups")
    def groups_text(self, user: User) -> str:
        """The parts this person plays."""
        return ", ".join(group.name for group in user.groups.all()) or "–"

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple:
        """Keep the last superuser."""
        if any(is_last_superuser(user) for user in objs):
            return [str(user) for user in objs], {}, set(), [SafeString(LAST_ONE)]
        return super().get_deleted_objects(objs, request)


class DeskGroupAdmin(Boxes, SuperusersOnly, GroupAdmin):
    """Parts that people play, and what each may do."""


# Importing Django's own, above, has registered them.
admin.site.unregister(User)
admin.site.unregister(Group)
admin.site.register(User, LoginAdmin)
admin.site.register(Group, DeskGroupAdmin)
