"""Draw what readers' browsers are offered of pictures, where it is missing; bring over those from earlier versions."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console
from rich.progress import track

from articles import old_pictures, pictures
from articles.models import Image
from articles.renditions import CannotDraw


class Command(BaseCommand):
    """Draw pictures in every size and format of `picture_sizes` that they do not have yet.

    Pictures from before originals were private are brought over first; what lies in their old place is removed
    when no text names it any more.

    It can be stopped and started again at any time, and run while the newsroom is at work.
    """

    help = "Draw what is missing of pictures, after an upgrade, a change of sizes or a restored backup."

    def add_arguments(self, parser: CommandParser) -> None:
        """Offer to look only, and to draw everything anew."""
        parser.add_argument("--dry-run", action="store_true", help="Say how many would be drawn; draw none.")
        parser.add_argument("--all", action="store_true", help="Draw what is there as well, all anew.")

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        """Go through the pictures one by one, the newest first: readers see those."""
        again = options["all"]
        sizes = Image.objects.values_list("pk", "folder", "renditions", "width")
        keys = [
            pk
            for pk, folder, drawn, width in sizes
            if again or not Image(folder=folder, renditions=drawn, width=width).is_drawn
        ]
        if dry_run:
            self.stdout.write(f"{_counted(len(keys))} would be drawn.")
            self.see_to_old_places(remove=False)
            return
        console = Console(stderr=True)
        problems = []
        for pk in track(keys, description="Drawing", console=console, disable=not console.is_terminal):
            # None when it was deleted a moment ago.
            image = Image.objects.filter(pk=pk).first()
            try:
                if image is not None:
                    pictures.draw(image, again=again)
            except CannotDraw as problem:
                problems.append(str(problem))
        self.stdout.write(f"{_counted(len(keys) - len(problems))} drawn.")
        self.see_to_old_places(remove=True)
        if problems:
            raise CommandError("\n".join(problems))

    def see_to_old_places(self, *, remove: bool) -> None:
        """Say what lies in the old place, and remove what no text names; quiet where there is nothing."""
        waiting, both = old_pictures.waiting().count(), old_pictures.in_old_place().count()
        needless = list(old_pictures.needless())
        if remove:
            needless = [image for image in needless if old_pictures.remove_from_old_place(image)]
        if waiting:
            self.stdout.write(f"{_counted(waiting)} from an earlier version to be brought over.")
        if needless:
            would = "removed" if remove else "would be removed"
            self.stdout.write(f"{_counted(len(needless))} {would} from the old place: no text names it.")
        if len(needless) < both:
            self.stdout.write(f"{_counted(both - len(needless))} in the old place as well: texts name it.")


def _counted(number: int) -> str:
    return "1 picture" if number == 1 else f"{number} pictures"
