"""What readers get besides a page is small on its way."""

import gzip
from pathlib import Path

from django.contrib.staticfiles import finders

from newsroom.static_files import StaticFiles


def test_what_readers_get_lies_there_packed_as_well_and_what_the_desk_gets_does_not(tmp_path: Path) -> None:
    storage = StaticFiles(location=tmp_path, base_url="/static/")
    names = ("articles/site.css", "articles/site.js", "articles/icon.svg", "desk/desk.css")
    for name in names:
        with Path(finders.find(name)).open("rb") as file:
            storage.save(name, file)

    stored = {name: path for name, path, _ in storage.post_process({name: (storage, name) for name in names})}

    for name in ("articles/site.css", "articles/site.js"):
        path = tmp_path / stored[name]
        assert gzip.decompress(Path(f"{path}.gz").read_bytes()) == path.read_bytes()
    assert len(list(tmp_path.rglob("*.gz"))) == 2
