"""What a request names and its files do not have is told; what they have in another form is not."""

import pytest

from assistant.generation import generate, parameters, recognise
from assistant.generation.left_out import left_out
from tests.generation.requests_asked import REQUESTS as ASKED
from tests.generation.requests_held_out import REQUESTS as HELD_OUT
from tests.generation.requests_second import REQUESTS as SECOND
from tests.generation.requests_tuned import REQUESTS as TUNED


def of(text):
    return left_out(text, [generate(kind, parameters(kind, text)) for kind in recognise(text)])


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("dockerfile rust 1.79, coverage of the tests", ("coverage",)),
        ("deployment api:1.0 with an initContainer", ("initContainer",)),
        ("terraform sns topic with 50 GB", ("50 GB",)),
        ("Dockerfile for python, base debian:12-slim", ("debian:12-slim",)),
    ],
)
def test_what_is_missing_is_told_as_it_was_written(text, missing):
    assert of(text) == missing


@pytest.mark.parametrize(
    "text",
    [
        "cronjob at 6:30 pm, image acme/a:1",
        "deployment api:1.0 with half a core and 512MB memory",
        "deployment api:1.0 with 1.5GB memory",
        "alert when p95 latency of job api is over 800ms for 10 minutes",
        "systemd unit for /opt/a/run without network, no tls",
    ],
)
def test_a_value_in_another_form_is_not_missing(text):
    assert of(text) == ()


def test_requests_whose_values_are_all_read_have_nothing_left_out():
    wrong = [(text, of(text)) for text, *_ in (*ASKED, *TUNED, *SECOND, *HELD_OUT) if of(text)]
    assert wrong == []
