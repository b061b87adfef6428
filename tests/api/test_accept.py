import pytest

from assistant.api.accept import preferred

OFFERED = ("application/json", "text/markdown")


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        ("", "application/json"),
        ("*/*", "application/json"),
        ("text/markdown", "text/markdown"),
        ("Text/Markdown; charset=utf-8", "text/markdown"),
        ("text/*, application/json;q=0.9", "text/markdown"),
        ("text/markdown;q=0, */*", "application/json"),
        ("application/json;q=0.1, text/markdown;q=0.2", "text/markdown"),
        ("application/json, text/markdown", "application/json"),
        ("image/png", "application/json"),
        ("text/html, */*;q=0.8", "application/json"),
        ("text/markdown;q=x, application/json", "application/json"),
        (",;,=;q=", "application/json"),
        ("x," * 100_000 + "text/markdown", "application/json"),  # nobody's list is so long
    ],
)
def test_the_form_with_the_highest_weight_is_chosen(accept, chosen):
    assert preferred(accept, OFFERED) == chosen
