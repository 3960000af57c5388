"""Before publishing: what an editor would remark on, and what keeps a story from readers.

A check is one small class in one file of this folder; it is found by being there. Each is off, advised or
required, as the newsroom chose (`CheckLevel`), but for those that are fixed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from articles import permissions
from articles.models.check_level import CheckLevel, Level
from articles.models.story import Story

from .base import PLACES, Check, Draft, Finding

__all__ = [
    "ALL",
    "Check",
    "Draft",
    "Finding",
    "Level",
    "Remark",
    "choose",
    "chosen_levels",
    "remarks_on",
    "what_stops",
]

for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")

# Every check there is, in the order of the page.
ALL: tuple[Check, ...] = tuple(
    sorted(
        (kind() for kind in Check.__subclasses__()), key=lambda check: (PLACES.index(check.place), check.name)
    )
)


@dataclass(frozen=True, slots=True)
class Remark:
    """What a check found in a story, and how much it weighs here."""

    check: Check
    level: Level
    finding: Finding

    @property
    def stops(self) -> bool:
        """Whether readers do not see the story before it is put right."""
        return self.level == Level.REQUIRED

    @property
    def anchor(self) -> str:
        """The id of the part of the story's form in which it is put right."""
        return (
            f"{self.check.place}-group"
            if self.check.place in ("quotes", "bylines")
            else f"id_{self.check.place}"
        )

    def __str__(self) -> str:
        return f"{self.finding.what} {self.finding.how}".strip()


def remarks_on(
    story: Story, *, required_only: bool = False, leave_out: frozenset[str] = frozenset()
) -> list[Remark]:
    """Return what the newsroom's checks find in a story, what stops it first, else in the order of the page.

    `leave_out` names checks of which the caller knows more than a remark says.
    """
    draft, levels = Draft(story), chosen_levels()
    wanted = {Level.REQUIRED} if required_only else {Level.REQUIRED, Level.ADVISED}
    remarks = [
        Remark(check, levels[check.name], finding)
        for check in ALL
        if levels[check.name] in wanted and check.name not in leave_out
        for finding in check.find(draft)
    ]
    return sorted(remarks, key=lambda remark: not remark.stops)


def what_stops(story: Story) -> list[str]:
    """Return what has to be put right before readers see the story, each with how."""
    return [str(remark) for remark in remarks_on(story, required_only=True)]


def chosen_levels() -> dict[str, Level]:
    """Return the level of each check, by its name."""
    chosen = dict(CheckLevel.objects.values_list("check_name", "level"))
    return {
        check.name: check.level if check.is_fixed else Level(chosen.get(check.name, check.level))
        for check in ALL
    }


@transaction.atomic
def choose(levels: Mapping[str, str], *, by: AbstractBaseUser) -> None:
    """Keep the levels that the newsroom chose, by the names of checks; those that are fixed stay.

    Raises:
        ValueError: when there is no such level.
    """
    permissions.check_choose_checks(by)
    for check in ALL:
        if not check.is_fixed and check.name in levels:
            level = Level(levels[check.name])
            CheckLevel.objects.update_or_create(check_name=check.name, defaults={"level": level})
