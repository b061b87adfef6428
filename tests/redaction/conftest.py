import pytest

from assistant.redaction.redactor import Redactor


@pytest.fixture(scope="session")
def redactor() -> Redactor:
    return Redactor()
