"""Pictures on the desk."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.admin.base import DeskAdmin, DeskForm
from articles.admin.once import SentOnce
from articles.images import MAX_BYTES, PictureRefused, clean_upload
from articles.models import Image
from articles.usage import keep_readers_up_to_date, stories_with


class ImageForm(DeskForm):
    """Takes a picture from outside; nothing of the file is kept but its pixels."""

    # Not an ImageField: that one opens seventy kinds of files to see what they are.
    file = forms.FileField(
        label="Picture",
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/avif,image/gif"}),
        help_text=f"JPEG, PNG, WebP, AVIF or GIF, at most {MAX_BYTES // 1024 // 1024} MB. "
        "Place, time and camera are removed from the file.",
    )

    class Meta:
        model = Image
        fields = ("file", "title", "alt_text", "caption", "credit", "rights", "focal_x", "focal_y")

    def clean_file(self) -> Any:
        """Draw a new picture from the one that was sent."""
        upload = self.cleaned_data["file"]
        if "file" not in self.changed_data:
            return upload
        try:
            return clean_upload(upload)
        except PictureRefused as problem:
            raise forms.ValidationError(str(problem)) from problem

    def _focal(self, name: str) -> float:
        value = self.cleaned_data[name]
        if not 0 <= value <= 1:
            raise forms.ValidationError("Between 0 and 1.")
        return value

    def clean_focal_x(self) -> float:
        """Keep the focal point inside the picture."""
        return self._focal("focal_x")

    def clean_focal_y(self) -> float:
        """Keep the focal point inside the picture."""
        return self._focal("focal_y")


@admin.register(Image)
class ImageAdmin(SentOnce, DeskAdmin):
    """The newsroom's pictures."""

    form = ImageForm
    list_display = ("thumbnail", "title", "alt_text", "credit", "uploaded_at")
    list_display_links = ("thumbnail", "title")
    search_fields = ("title", "caption", "credit", "alt_text")
    fieldsets = (
        (None, {"fields": ("preview", "file", "title", "alt_text", "caption", "credit", "rights")}),
        ("What must stay in view", {"fields": (("focal_x", "focal_y"),)}),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Image | None = None) -> tuple[str, ...]:
        """Keep the file of a picture that is in use: readers' copies of a story name it."""
        return ("preview", "file") if obj is not None and stories_with(obj).exists() else ("preview",)

    def get_form(
        self, request: HttpRequest, obj: Image | None = None, **kwargs: Any
    ) -> type[forms.ModelForm]:
        """Leave the file out of the form where it stays as it is."""
        form = super().get_form(request, obj, **kwargs)
        if "file" in self.get_readonly_fields(request, obj):
            form.base_fields.pop("file", None)
        return form

    @admin.display(description="picture")
    def thumbnail(self, image: Image) -> SafeString:
        """The picture, small."""
        return format_html(
            '<img class="thumbnail" src="{}" alt="{}" loading="lazy">', image.file.url, image.title
        )

    @admin.display(description="as stored")
    def preview(self, image: Image) -> SafeString | str:
        """The picture as it is stored, with its size."""
        if not image.file:
            return "Nothing yet."
        return format_html(
            '<img class="stored-picture" src="{}" alt="{}"><br>{} × {} pixels',
            image.file.url,
            image.alt_text or image.title,
            image.width,
            image.height,
        )

    def save_model(self, request: HttpRequest, obj: Image, form: ImageForm, change: bool) -> None:
        """Save, and remember who brought the picture."""
        if not change:
            obj.uploaded_by = request.user
        try:
            super().save_model(request, obj, form, change)
        except IntegrityError:
            # The form was sent twice, and this is the second picture drawn from it.
            obj.file.storage.delete(obj.file.name)
            raise
        if change and form.has_changed():
            keep_readers_up_to_date(obj)

    def delete_model(self, request: HttpRequest, obj: Image) -> None:
        """Delete the picture, and its file once that is certain."""
        storage, name = obj.file.storage, obj.file.name
        super().delete_model(request, obj)
        transaction.on_commit(lambda: storage.delete(name))
