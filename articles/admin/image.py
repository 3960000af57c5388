"""Pictures on the desk."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR, TO_FIELD_VAR
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import get_text_list
from js_asset import Script

from articles import pictures
from articles.admin.base import DeskAdmin, DeskForm
from articles.admin.choice import Choice
from articles.admin.moments import day_and_time
from articles.admin.once import SentOnce
from articles.admin.overtaken import NotOverwritten
from articles.admin.picture_upload import upload
from articles.admin.where_used import where_used
from articles.images import FORMATS, MAX_BYTES, CleanPicture, PictureRefused, clean_upload
from articles.models import Image
from articles.models.image import WARNED_BEFORE
from articles.usage import keep_readers_up_to_date, stories_with

# In the address of a picture that a window of another form has just sent.
FOR_A_FORM = "for_a_form"
ACCEPTED = ",".join(f"image/{kind.lower()}" for kind in FORMATS)


class ImageForm(DeskForm):
    """Takes a picture from outside; nothing of the file is kept but its pixels."""

    # Not an ImageField: that one opens seventy kinds of files to see what they are.
    file = forms.FileField(
        label="Picture",
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        help_text=f"JPEG, PNG, WebP, AVIF or GIF, at most {MAX_BYTES // 1024 // 1024} MB. What the photographer "
        "wrote into it fills the fields that are left empty; place, time and camera are removed from the file.",
    )

    class Meta:
        model = Image
        fields = (
            *("file", "title", "alt_text", "caption", "credit"),
            *("rights", "expires_on", "creator", "copyright_notice", "taken_on", "keywords"),
            *("focal_x", "focal_y"),
        )
        widgets = {
            "caption": forms.Textarea(attrs={"rows": 3}),
            "focal_x": forms.NumberInput(attrs={"step": "any", "min": 0, "max": 1}),
            "focal_y": forms.NumberInput(attrs={"step": "any", "min": 0, "max": 1}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and "file" in self.fields:
            self.fields["file"].label = "Another file in its place"

    def clean_file(self) -> Any:
        """Draw a new picture from the one that was sent."""
        sent = self.cleaned_data["file"]
        if "file" not in self.changed_data:
            return sent
        try:
            return clean_upload(sent)
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


class RightsFilter(Choice):
    """What may be used and for how long."""

    title, parameter_name = "rights", "rights"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        """Offer what the desk has to look after."""
        return [
            ("out", "Run out"),
            ("soon", f"Run out within {WARNED_BEFORE.days} days"),
            ("undescribed", "Without alt text or credit"),
        ]

    def condition(self, value: str) -> Q:
        """Return what the chosen value means."""
        today = timezone.localdate()
        return {
            "out": Q(expires_on__lt=today),
            "soon": Q(expires_on__range=(today, today + WARNED_BEFORE)),
            "undescribed": Q(alt_text="") | Q(credit=""),
        }[value]


class NothingHalf:
    """Mix in below `SentOnce`: of a new picture that is not kept after all, no file stays behind."""

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Remove the files if anything goes wrong, up to the end of the transaction."""
        request.new_pictures = []
        try:
            return super().changeform_view(request, *args, **kwargs)
        except BaseException:
            for image in request.new_pictures:
                pictures.forget_files(image)
            raise


@admin.register(Image)
class ImageAdmin(SentOnce, NothingHalf, NotOverwritten, DeskAdmin):
    """The newsroom's pictures."""

    class Media:
        js = (Script("desk/uploads.js", type="module"), Script("desk/focal.js", type="module"))

    form = ImageForm
    change_form_template = "admin/articles/image/change_form.html"
    change_list_template = "admin/articles/image/change_list.html"
    list_display = ("thumbnail", "title_or_number", "alt_text", "credit", "usable", "uploaded")
    list_display_links = ("thumbnail", "title_or_number")
    list_filter = (RightsFilter,)
    search_fields = ("title", "caption", "credit", "alt_text", "creator", "keywords")
    fieldsets = (
        (None, {"fields": ("preview", "file", "title", "alt_text", "caption", "credit")}),
        ("What must stay in view", {"fields": (("focal_x", "focal_y"),)}),
        ("Rights", {"fields": ("rights", "expires_on", "creator", "copyright_notice", "taken_on")}),
        ("For finding it", {"fields": ("keywords", "used")}),
    )

    def get_urls(self) -> list[URLPattern]:
        """Add the address to which files are sent while the page stays."""
        wrap = self.admin_site.admin_view
        return [path("upload/", wrap(upload), name="articles_image_upload"), *super().get_urls()]

    def get_readonly_fields(self, request: HttpRequest, obj: Image | None = None) -> tuple[str, ...]:
        """Keep the file of a picture that is in use: what was published is what was approved."""
        shown = ("preview", "used")
        return (*shown, "file") if obj is not None and stories_with(obj).exists() else shown

    def get_fieldsets(self, request: HttpRequest, obj: Image | None = None) -> list:
        """Show of a picture that is not there yet only what can be filled in; never the file's own name."""
        hidden = {"preview", "used"} if obj is None else set()
        if obj is not None and "file" in self.get_readonly_fields(request, obj):
            hidden.add("file")
        return [
            (name, options | {"fields": tuple(field for field in options["fields"] if field not in hidden)})
            for name, options in super().get_fieldsets(request, obj)
        ]

    def get_form(
        self, request: HttpRequest, obj: Image | None = None, **kwargs: Any
    ) -> type[forms.ModelForm]:
        """Leave the file out of the form where it stays as it is."""
        form = super().get_form(request, obj, **kwargs)
        if "file" in self.get_readonly_fields(request, obj):
            form.base_fields.pop("file", None)
        return form

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Take in files on the list as well."""
        return super().changelist_view(request, self._uploading(request) | (extra_context or {}))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Take in files where a new picture is described."""
        if kwargs.get("add"):
            context |= self._uploading(request, is_popup=bool(context.get("is_popup")))
        return super().render_change_form(request, context, *args, **kwargs)

    def response_change(self, request: HttpRequest, obj: Image) -> HttpResponse:
        """Give a picture that was sent in a window of a story's form to that form, once it is described."""
        if IS_POPUP_VAR in request.POST and FOR_A_FORM in request.GET:
            return self.response_add(request, obj)
        return super().response_change(request, obj)

    def _uploading(self, request: HttpRequest, *, is_popup: bool = False) -> dict[str, Any]:
        if not self.has_add_permission(request):
            return {}
        # Where it is described afterwards: in the same window, for the same form.
        window = {name: request.GET[name] for name in (IS_POPUP_VAR, TO_FIELD_VAR) if name in request.GET}
        return {
            "uploads": {
                "most": MAX_BYTES,
                "most_shown": f"{MAX_BYTES >> 20} MB",
                "accepted": ACCEPTED,
                "is_popup": is_popup,
                "then": f"?{urlencode({**window, FOR_A_FORM: 1})}" if is_popup else "",
            }
        }

    # --- What is shown --------------------------------------------------------------------------------

    @admin.display(description="picture")
    def thumbnail(self, image: Image) -> SafeString | str:
        """The picture, small."""
        if not image.thumbnail:
            return "Being drawn"
        return format_html(
            '<img class="thumbnail" src="{}" alt="{}" loading="lazy">', image.thumbnail, str(image)
        )

    @admin.display(description="title", ordering="title")
    def title_or_number(self, image: Image) -> str:
        """What it is called."""
        return str(image)

    @admin.display(description="may be used until", ordering="expires_on")
    def usable(self, image: Image) -> SafeString | str:
        """The last day, marked once it is over."""
        if image.expires_on is None:
            return ""
        day = f"{image.expires_on:%-d %B %Y}"
        return format_html('<span class="badge badge-spiked">{}</span>', day) if image.has_run_out else day

    @admin.display(description="uploaded", ordering="uploaded_at")
    def uploaded(self, image: Image) -> str:
        """When it was taken in."""
        return day_and_time(image.uploaded_at)

    @admin.display(description="picture")
    def preview(self, image: Image) -> SafeString | str:
        """The picture, with its size; a click on it sets what must stay in view."""
        if not image.jpeg:
            return "It is being drawn. Look again in a moment."
        return format_html(
            '<span class="focal"><img class="stored-picture" src="{}" alt="{}"></span><br>{} × {} pixels',
            image.jpeg,
            image.alt_text or str(image),
            image.width,
            image.height,
        )

    @admin.display(description="where it is used")
    def used(self, image: Image) -> SafeString | str:
        """Every story and every person that shows it."""
        lines = format_html_join("", "<li>{}</li>", ((line,) for line in where_used(image)))
        return format_html('<ul class="where-used">{}</ul>', lines) if lines else "Nowhere."

    # --- What is done ---------------------------------------------------------------------------------

    def save_model(self, request: HttpRequest, obj: Image, form: ImageForm, change: bool) -> None:
        """Save, and remember who brought the picture."""
        if not change:
            obj.uploaded_by = request.user
        new = form.cleaned_data.get("file")
        if isinstance(new, CleanPicture):
            filled = pictures.fill_in(obj, new.facts, file_name=form.files["file"].name)
            pictures.keep(obj)
            request.new_pictures.append(obj)
            if filled:
                names = [str(Image._meta.get_field(name).verbose_name) for name in filled]
                messages.info(request, f"Read from the file: {get_text_list(names, 'and')}. Look through it.")
        else:
            pictures.keep(obj)
        if change and form.has_changed():
            keep_readers_up_to_date(obj)

    def delete_model(self, request: HttpRequest, obj: Image) -> None:
        """Delete the picture, and its files once that is certain."""
        pictures.delete(obj)
