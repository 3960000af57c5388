"""How strict this newsroom is about each check before publishing."""

from django.db import models


class Level(models.TextChoices):
    """What a check does when it finds something."""

    OFF = "off", "Off"
    ADVISED = "advised", "Advised"
    REQUIRED = "required", "Required"


class CheckLevel(models.Model):
    """The level that this newsroom chose for one check; without a row the check's own holds."""

    check_name = models.CharField(max_length=60, unique=True)
    level = models.CharField(max_length=20, choices=Level)

    class Meta:
        ordering = ["check_name"]
        default_permissions = ("change",)
        constraints = [
            models.CheckConstraint(condition=models.Q(level__in=Level.values), name="check_known_level")
        ]

    def __str__(self) -> str:
        return f"{self.check_name}: {self.get_level_display()}"
