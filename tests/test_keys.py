"""Keys that nothing can have are not found, wherever they are sent."""

import pytest
from django.urls import Resolver404, resolve

from articles.keys import sent_key


@pytest.mark.parametrize("number", ["0", "7", "9" * 18])
def test_an_address_may_name_any_key_that_a_database_can_hold(number: str) -> None:
    assert resolve(f"/admin/articles/story/{number}/here/").kwargs == {"story_id": int(number)}


@pytest.mark.parametrize("number", ["9" * 19, "9" * 5000])
def test_a_longer_number_is_the_key_of_nothing(number: str) -> None:
    assert resolve(f"/admin/articles/story/{number}/here/").kwargs == {"story_id": 0}


@pytest.mark.parametrize("number", ["-1", "1.5"])
def test_what_is_no_number_is_no_key(number: str) -> None:
    with pytest.raises(Resolver404):
        resolve(f"/stories/bridge/changes/{number}/")


@pytest.mark.parametrize(
    ("sent", "key"), [("12", 12), ("", 0), ("-1", 0), ("1.5", 0), ("١٢", 0), ("9" * 19, 0)]
)
def test_what_is_sent_is_a_key_or_none(sent: str, key: int) -> None:
    assert sent_key(sent) == key
