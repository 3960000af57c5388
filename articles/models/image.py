"""Images: a picture, what it shows, whose it is and what may be done with it."""

import secrets
import uuid
from datetime import date, timedelta
from typing import Self

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import models
from django.utils import timezone

from articles.picture_sizes import Drawn, is_jpeg, jpegs_of, renditions_of, width_in

from .evidence import private_storage
from .named import ByUuidManager

# So long before the rights to a picture run out the desk is told.
WARNED_BEFORE = timedelta(days=30)


def new_folder() -> str:
    """Return a folder for one file and what is drawn from it, under a name that nobody can guess."""
    return f"images/{secrets.token_hex(16)}"


def image_path(image: "Image", filename: str) -> str:
    """Return where the file lies: in a folder of its own.

    A new file has nothing drawn from it yet: what was drawn from the one before is no rendition of this.
    """
    image.folder, image.renditions, image.old_name = new_folder(), "", ""
    return f"{image.folder}/original.{filename.rsplit('.', 1)[-1].lower()}"


class ImageQuerySet(models.QuerySet):
    """What the desk asks for."""

    def run_out(self, *, on: date | None = None) -> Self:
        """Those whose rights have run out, today or on a day to come."""
        return self.filter(expires_on__lt=on or timezone.localdate())


class Image(models.Model):
    """A picture in the newsroom's library.

    The file is one that `images.clean_upload` has re-encoded: right way up, no metadata. It has no address:
    readers and the desk are shown what `renditions` draws from it.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    file = models.ImageField(
        upload_to=image_path,
        storage=private_storage,
        max_length=200,
        width_field="width",
        height_field="height",
    )
    # Below the file: a new one changes all that follows, see `image_path`.
    folder = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    # What is in that folder for readers, such as "640.jpg 1280.jpg 320.avif". See picture_sizes.
    renditions = models.CharField(max_length=300, blank=True, editable=False)
    # Where its file lay while originals were public. Texts of that time name it, so it stays there until
    # none does: see old_pictures.
    old_name = models.CharField(max_length=200, blank=True, db_index=True, editable=False)
    width = models.PositiveIntegerField(default=0, editable=False)
    height = models.PositiveIntegerField(default=0, editable=False)
    title = models.CharField(
        max_length=200, blank=True, help_text="How the desk finds it; readers do not see it."
    )
    alt_text = models.CharField(
        max_length=300,
        blank=True,
        help_text="What a person who cannot see the picture needs to know. Asked for before it is published.",
    )
    caption = models.CharField(max_length=2000, blank=True)
    credit = models.CharField(
        max_length=200,
        blank=True,
        help_text="Photographer and agency, as printed. Asked for before it is published.",
    )
    creator = models.CharField(max_length=200, blank=True, help_text="Who took it.")
    copyright_notice = models.CharField(max_length=300, blank=True, help_text="Whose it is.")
    taken_on = models.DateField(null=True, blank=True)
    keywords = models.CharField(max_length=1000, blank=True, help_text="For finding it; with commas.")
    rights = models.CharField(max_length=300, blank=True, help_text="Licence and limits of use.")
    expires_on = models.DateField(
        "may be used until",
        null=True,
        blank=True,
        db_index=True,
        help_text="The last day. After it, no story is published with it. Left empty, for ever.",
    )
    focal_x = models.FloatField("from the left", default=0.5, help_text="0 is left, 1 is right.")
    focal_y = models.FloatField("from the top", default=0.5, help_text="0 is top, 1 is bottom.")
    uploaded_at = models.DateTimeField(auto_now_add=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )

    objects = ByUuidManager.from_queryset(ImageQuerySet)()

    class Meta:
        ordering = ["-uploaded_at", "-pk"]
        indexes = [models.Index(fields=["-uploaded_at", "-id"], name="image_newest")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(focal_x__range=(0, 1), focal_y__range=(0, 1)),
                name="image_focal_point_inside",
            ),
        ]

    def __str__(self) -> str:
        return self.title or f"Picture {self.pk}"

    def natural_key(self) -> tuple[str]:
        return (str(self.uuid),)

    @property
    def in_texts(self) -> list[str]:
        """By what the text of a story names it: each is in every text that shows it so, and in no other."""
        return [f"/{name}" for name in (self.folder and f"{self.folder}/", self.old_name) if name]

    @property
    def has_run_out(self) -> bool:
        """Whether the rights to it have ended."""
        return self.expires_on is not None and self.expires_on < timezone.localdate()

    @property
    def is_drawn(self) -> bool:
        """Whether everything has been drawn that readers' browsers are offered."""
        there, wanted = {*self.renditions.split()}, {*renditions_of(self.width)}
        return bool(self.folder) and wanted == {name for name in there if name in wanted or not is_jpeg(name)}

    @property
    def jpeg(self) -> str:
        """The address of its largest JPEG, for all who know nothing newer; empty before it is drawn."""
        jpegs = Drawn.of(self.renditions).as_kind("jpg")
        return address(self.folder, jpegs[-1]) if jpegs else ""

    @property
    def jpeg_in_text(self) -> str:
        """The same for the text of a story, where it stands for years: on this site, wherever files are kept."""
        jpegs = Drawn.of(self.renditions).as_kind("jpg")
        return f"{settings.MEDIA_URL}{self.folder}/{jpegs[-1]}" if jpegs else ""

    @property
    def jpeg_size(self) -> tuple[int, int]:
        """The width and height of that JPEG."""
        width = width_in((Drawn.of(self.renditions).as_kind("jpg") or jpegs_of(self.width) or ["0.jpg"])[-1])
        return width, round(width * self.height / (self.width or 1))

    @property
    def thumbnail(self) -> str:
        """The address of its smallest JPEG, for the desk; empty before it is drawn."""
        jpegs = Drawn.of(self.renditions).as_kind("jpg")
        return address(self.folder, jpegs[0]) if jpegs else ""


def address(folder: str, name: str) -> str:
    """Return where readers' browsers find a rendition."""
    return default_storage.url(f"{folder}/{name}")
