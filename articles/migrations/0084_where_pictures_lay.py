import re

from django.db import migrations
from django.db.models import F

# Where pictures lay while originals were public, and how texts of that time name them.
OLD_PLACE = r"^images/[0-9a-f]{2}/"
IN_TEXT = re.compile(r'src="[^"]*/(images/[0-9a-f]{2}/[\w-]{1,100}\.\w{3,4})"')


def remember_old_places(apps, schema_editor):
    """Note where each file lies, and which live stories show it in their text."""
    Image = apps.get_model("articles", "Image")
    PublishedStory = apps.get_model("articles", "PublishedStory")
    PictureInText = apps.get_model("articles", "PictureInText")
    if not Image.objects.filter(file__regex=OLD_PLACE).update(old_name=F("file")):
        return
    bodies = PublishedStory.objects.filter(body__contains="/images/").values_list("pk", "body").order_by("pk")
    for story, body in bodies.iterator(chunk_size=100):
        names = {*IN_TEXT.findall(body)}
        shown = Image.objects.filter(old_name__in=names).values_list("pk", flat=True) if names else []
        PictureInText.objects.bulk_create(
            [PictureInText(story_id=story, image_id=image) for image in shown], ignore_conflicts=True
        )


class Migration(migrations.Migration):
    dependencies = [("articles", "0083_pictures_from_before")]

    operations = [migrations.RunPython(remember_old_places, migrations.RunPython.noop)]
