"""Images: a picture, what it shows, whose it is and what may be done with it."""

import uuid

from django.conf import settings
from django.db import models

from .named import ByUuidManager


def image_path(image: "Image", filename: str) -> str:
    """Return where the file lies: by its uuid and real format, never by the name it came with."""
    extension = filename.rsplit(".", 1)[-1].lower()
    return f"images/{image.uuid.hex[:2]}/{image.uuid.hex}-{uuid.uuid4().hex[:8]}.{extension}"


class Image(models.Model):
    """A picture in the newsroom's library.

    The file is always one that `images.clean_upload` has re-encoded: right way up, no metadata.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    file = models.ImageField(upload_to=image_path, width_field="width", height_field="height")
    width = models.PositiveIntegerField(default=0, editable=False)
    height = models.PositiveIntegerField(default=0, editable=False)
    title = models.CharField(max_length=200, help_text="How the desk finds it; readers do not see it.")
    alt_text = models.CharField(
        max_length=300, blank=True, help_text="What a person who cannot see the picture needs to know."
    )
    caption = models.CharField(max_length=400, blank=True)
    credit = models.CharField(max_length=200, blank=True, help_text="Photographer and agency, as printed.")
    rights = models.CharField(max_length=300, blank=True, help_text="Licence and limits of use.")
    focal_x = models.FloatField(default=0.5, help_text="What must stay in view: 0 is left, 1 is right.")
    focal_y = models.FloatField(default=0.5, help_text="What must stay in view: 0 is top, 1 is bottom.")
    uploaded_at = models.DateTimeField(auto_now_add=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )

    objects = ByUuidManager()

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
        return self.title

    def natural_key(self) -> tuple[str]:
        return (str(self.uuid),)
