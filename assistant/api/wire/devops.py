"""What goes over the wire of `/v1/devops`: the parts of `devops-assistant`, each alone."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from assistant.api.wire.fields import NonEmpty, Response, Whole
from assistant.api.wire.notes import CheckedNote, FindingNote, RiskClass
from assistant.api.wire.plain_json import Body
from assistant.api.wire.rules import exactly_one, held_to

MOST_QUERY = 100_000  # characters
MOST_TEXT = 1 << 20
MOST_COMMAND = 100_000
MOST_TEXTS = 1000
MOST_NAME = 200
MOST_RESULTS = 20

Source = Literal["handbook", "runbook", "pack"]


class Own(Body):
    """A body of a route that is nobody else's: a field that it does not know is a mistake."""

    model_config = ConfigDict(extra="forbid")


class SearchRequest(Own):
    """What to look up."""

    query: str = Field(
        min_length=1,
        max_length=MOST_QUERY,
        description="A task, an error message or a symptom, in your own words; of a long one the ends and errors are read.",
        examples=["roll back deployment api in namespace prod"],
    )
    limit: Annotated[int, Field(ge=1, le=MOST_RESULTS), Whole] = Field(5, description="The most results.")
    source: Source | None = Field(None, description="Where to look; everywhere by default.")


class FilledTemplate(Response):
    """A command or a file of a reference, with the values of the query in it."""

    title: str
    risk: RiskClass
    language: str = Field(description="As it is written behind a fence.")
    text: str
    values: dict[str, str] = Field(description="What the query gave for its slots, by their names.")
    examples: list[str] = Field(description="The slots in which an example still stands.")


class SearchResult(Response):
    """A reference that may answer."""

    id: str
    title: str
    source: Source
    confidence: float = Field(description="From 0 to 1; what hardly fits is left out.")
    link: str | None = Field(description="Where all of it is read: a path of this API; over MCP the URI of a resource.")
    lines: list[str] = Field(description="The few that tell most for the query.")
    templates: list[FilledTemplate]


class SearchResults(Response):
    """The references that fit, best first; none where nothing fits."""

    results: list[SearchResult]


class CheckRequest(Own):
    """A text to check, or Markdown, of which every fenced block is checked."""

    text: str = Field(max_length=MOST_TEXT, description="A block of it that is longer than 64 KiB is not checked.")
    language: str = Field(
        "",
        max_length=MOST_NAME,
        description="What the text is, as behind a fence: `bash`, `yaml`, `dockerfile`, `markdown` ...; told from the text "
        "where it is empty.",
    )
    filename: str = Field(
        "", max_length=MOST_NAME, description="That it has or shall have, such as `.github/workflows/ci.yml`."
    )
    kubernetes_version: str | None = Field(
        None,
        pattern=r"^v?1\.[0-9]{1,3}(\.[0-9]{1,4})?$",
        description="Whose schemas to check against, such as `1.33`; the newest that is known by default.",
    )


class RepairedBlock(Response):
    """A block whose certain defects are corrected."""

    text: str
    changes: list[str] = Field(description="What was corrected.")
    findings: list[FindingNote] = Field(description="What is left.")


class CheckedBlock(CheckedNote):
    """What the checkers say of a block, or of the whole text."""

    line: int = Field(description="Of the text, from 1, that is the first line of the block.")
    language: str = Field(description="As it was given, or is written behind the fence.")
    repaired: RepairedBlock | None = Field(description="Null where nothing can be corrected with certainty.")


class CheckResult(Response):
    """What the checkers say of a text."""

    status: Literal["no_findings", "findings", "not_checked"] = Field(
        description="`findings` where a block has some, else `not_checked` where a block with a checker was not checked, "
        "or none was."
    )
    blocks: list[CheckedBlock] = Field(description="One for a text that is no Markdown.")
    blocks_left_out: int = Field(description="Blocks of Markdown beyond those that are told; they were not checked.")


class RiskRequest(Own):
    """Commands to class; nothing is run."""

    command: NonEmpty = Field(
        max_length=MOST_COMMAND,
        description="A command or a whole script, also as it was pasted, with prompts.",
        examples=["kubectl get pods -o name | xargs kubectl delete"],
    )
    shell: Literal["bash", "sh", "zsh", "console", "powershell", "cmd"] = Field(
        "bash", description="What it is typed into; of a `console` only lines with a prompt were typed."
    )


class RiskOfCommand(Response):
    """What a command would do."""

    risk: RiskClass
    reason: str
    tool: str = Field(description="The program that acts; empty where there is none.")
    verb: str = Field(description="What it is told to do; empty where it has no verbs.")
    command: str
    line: int = Field(description="From 1.")
    start: int = Field(description="Its first character, from 0.")
    end: int = Field(description="After its last character.")


class RiskAssessment(Response):
    """What a script would do: its class is that of its worst command, and so is the reason."""

    risk: RiskClass = Field(description="`unknown` where that cannot be told: it may be anything.")
    reason: str
    commands: list[RiskOfCommand] = Field(description="Those inside pipes, loops and substitutions too.")


class RedactRequest(Own):
    """Texts to take the secrets out of; exactly one of `text` and `texts`."""

    model_config = held_to(exactly_one("text", "texts"))

    text: str | None = None
    texts: Annotated[list[str], Field(min_length=1, max_length=MOST_TEXTS)] | None = Field(
        None, description="That belong together: the same secret has the same placeholder in all of them."
    )


class RedactedSecret(Response):
    """Where a secret was; never what it was."""

    index: int = Field(description="Of the text, from 0; 0 of `text`.")
    type: str = Field(description="What kind of secret.")
    placeholder: str = Field(description="What stands in its place now.")
    start: int = Field(description="Its first character in the text as it was, from 0.")
    end: int = Field(description="After its last character there; of a long one only what was known when it was replaced.")
    line: int = Field(description="Of its first character, from 1.")


class RedactedTexts(Response):
    """The same without secrets."""

    text: str | None = Field(description="Null where `texts` were given.")
    texts: list[str] | None = Field(description="Null where `text` was given.")
    findings: list[RedactedSecret]


class Reference(Response):
    """A whole reference."""

    id: str
    title: str
    source: Source | Literal["error"]
    link: str
    text: str = Field(description="Markdown, with an example in each slot of an entry of the handbook.")
