"""The first question of each reader's request."""

import pytest
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles import public_state


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_connection_that_died_while_it_lay_idle_is_noticed_by_no_reader(reader: Client) -> None:
    assert reader.get("/").status_code == 200
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        mine = cursor.fetchone()[0]
    other = connections.create_connection("default")
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [mine])
    other.close()
    answer = reader.get("/")
    assert answer.status_code == 200
    assert "Warning" not in answer.headers


@pytest.mark.django_db
def test_it_is_one_query_and_no_other_asks_whether_the_database_is_there() -> None:
    public_state.read()
    connection.health_check_enabled, connection.health_check_done = True, False
    try:
        with CaptureQueriesContext(connection) as asked:
            public_state.read()
        assert len(asked) == 1
        assert connection.health_check_done
    finally:
        connection.health_check_enabled = connection.settings_dict["CONN_HEALTH_CHECKS"]
