import pytest

from assistant.knowledge import handbook
from assistant.knowledge.knowledge import Knowledge


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """The handbook as it is."""
    return Knowledge(handbook.load().values())
