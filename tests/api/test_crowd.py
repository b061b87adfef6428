import pytest

from assistant.api.devops.crowd import Crowd
from assistant.errors import QueueFull


def test_so_many_are_let_in_and_the_next_when_one_has_left():
    crowd = Crowd()
    with crowd.enter(2):
        with crowd.enter(2), pytest.raises(QueueFull) as raised, crowd.enter(2):
            pass
        assert raised.value.retry_after_s
        with crowd.enter(2):
            pass


def test_one_that_fails_leaves_too():
    crowd = Crowd()
    for _ in range(3):
        with pytest.raises(ValueError, match="x"), crowd.enter(1):
            raise ValueError("x")
