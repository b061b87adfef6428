"""`assistant mcp` as an agent's host runs it: a process, and the SDK's own client."""

import asyncio
import json
import random
import string
import subprocess
import sys
from contextlib import asynccontextmanager

import jsonschema
import pytest
from mcp import Client, MCPError, StdioServerParameters
from mcp.client.stdio import stdio_client

from assistant.knowledge.handbook import load
from assistant.mcp.parts import Parts
from assistant.mcp.tools import call
from tests.server import ROOT, environment

COMMAND = [sys.executable, "-m", "assistant.cli", "mcp"]


@asynccontextmanager
async def session():
    parameters = StdioServerParameters(command=COMMAND[0], args=COMMAND[1:], env=environment(), cwd=ROOT)
    async with Client(stdio_client(parameters)) as client:
        yield client


def in_session(talk):
    """What comes of a talk with a new server."""

    async def run():
        async with session() as client:
            return await talk(client)

    return asyncio.run(run())


def test_tools_have_schemas_that_any_host_takes_and_say_that_they_change_nothing():
    tools = {tool.name: tool for tool in in_session(lambda client: client.list_tools()).tools}
    assert set(tools) == {"search", "check", "risk", "redact"}
    for tool in tools.values():
        assert tool.description
        assert tool.annotations.read_only_hint is True
        assert tool.annotations.open_world_hint is False
        for schema in (tool.input_schema, tool.output_schema):
            jsonschema.Draft202012Validator.check_schema(schema)
            assert schema["type"] == "object"
            assert not {"oneOf", "anyOf", "allOf"} & set(schema)  # which some model APIs refuse at the top
        assert tool.input_schema["additionalProperties"] is False


def test_the_tools_answer_with_data_and_with_the_same_as_text():
    secret = "".join(random.Random(2).choices(string.ascii_letters + string.digits, k=18)) + "!8"

    async def talk(client):
        asked = {
            "search": {"query": "roll back deployment api", "limit": 1},
            "check": {"text": "cat $1\n", "language": "bash"},
            "risk": {"command": "sudo rm -rf /"},
            "redact": {"text": f"password: {secret}\n"},
        }
        answers = {name: await client.call_tool(name, arguments) for name, arguments in asked.items()}
        [found] = answers["search"].structured_content["results"]
        return answers, await client.read_resource(found["link"])

    answers, resource = in_session(talk)
    for answer in answers.values():
        assert not answer.is_error
        assert json.loads(answer.content[0].text) == answer.structured_content
    search, check, risk, redact = (answers[name].structured_content for name in ("search", "check", "risk", "redact"))
    assert search["results"][0]["templates"][0]["values"] == {"deployment": "api"}
    assert search["results"][0]["link"] == "reference://handbook/kubernetes/rollback"
    assert "SC2086" in {finding["rule"] for finding in check["blocks"][0]["findings"]}
    assert risk["risk"] == "destructive"
    assert redact["text"] == "password: REDACTED_PASSWORD_1\n"
    assert secret not in str(answers)
    assert resource.contents[0].text.startswith("# ")
    assert resource.contents[0].mime_type == "text/markdown"


@pytest.mark.parametrize(
    ("tool", "arguments", "says"),
    [
        ("search", {}, "query"),
        ("search", {"query": "x", "limit": 99}, "limit"),
        ("check", {"text": "x", "lang": "bash"}, "lang"),
        ("risk", {"command": 5}, "command"),
        ("risk", {"command": "ls", "shell": "fish"}, "shell"),
        ("redact", {"text": None}, "text"),
        ("destroy", {}, "There is no tool 'destroy'"),
    ],
)
def test_bad_arguments_are_an_error_of_the_tool_that_a_model_can_read(tool, arguments, says):
    answer = asyncio.run(call(Parts(), tool, arguments))
    assert answer.is_error
    assert says in answer.content[0].text
    assert answer.structured_content is None


def test_every_entry_is_a_resource_and_prompts_carry_what_they_are_about():
    async def talk(client):
        resources, cursor = [], None
        while True:
            page = await client.list_resources(cursor=cursor)
            resources += page.resources
            cursor = page.next_cursor
            if cursor is None:
                break
        templates = (await client.list_resource_templates()).resource_templates
        refused = []
        for wrong in (
            client.read_resource("reference://handbook/no/such"),
            client.read_resource("file:///etc/passwd"),
            client.list_resources(cursor="-1"),
            client.get_prompt("explain", {}),
            client.get_prompt("none", {"file": "x"}),
        ):
            with pytest.raises(MCPError) as raised:
                await wrong
            refused.append(raised.value)
        return (
            resources,
            templates,
            (await client.list_prompts()).prompts,
            await client.get_prompt("review", {"file": "```\nls\n"}),
            await client.call_tool("risk", {"command": 5}),
            refused,
        )

    resources, templates, prompts, prompt, bad, refused = in_session(talk)
    assert len({resource.uri for resource in resources}) == len(resources) == len(load())
    assert all(resource.title and resource.description for resource in resources)
    assert templates[0].uri_template == "reference://{source}/{+id}"
    assert {prompt.name for prompt in prompts} == {"explain", "review"}
    assert "````\n```\nls\n````" in prompt.messages[0].content.text
    assert bad.is_error
    assert all("There is no" in str(error) or "needs" in str(error) for error in refused)


def test_standard_output_is_the_protocol_alone_and_its_end_ends_the_server():
    hello = {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "initialize",
        "params": {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}},
    }
    ready = {"jsonrpc": "2.0", "method": "notifications/initialized"}
    ask = {"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": {"name": "risk", "arguments": {"command": "ls"}}}
    process = subprocess.Popen(
        COMMAND, cwd=ROOT, env=environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    with process:
        for message in (hello, ready, ask):
            process.stdin.write(json.dumps(message) + "\n")
        process.stdin.flush()
        answers = [json.loads(process.stdout.readline()) for _ in range(2)]
        process.stdin.close()
        assert process.stdout.read() == ""
        assert process.wait(30) == 0
        assert "Traceback" not in process.stderr.read()
    assert [answer["id"] for answer in answers] == [1, 2]
    assert answers[0]["result"]["serverInfo"]["name"] == "devops-assistant"
    assert answers[1]["result"]["structuredContent"]["risk"] == "read-only"


def test_it_starts_without_the_parts_and_without_a_model():
    ours = "[name for name in sys.modules if name.split('.')[0] in ('assistant', 'torch', 'starlette', 'fastapi')]"
    code = f"import sys, assistant.cli.mcp; print(*{ours})"
    loaded = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    assert {name.split(".")[1] for name in loaded if name.startswith("assistant.")} <= {"api", "chat", "cli", "errors", "mcp"}
    assert not {"torch", "fastapi"} & {name.split(".")[0] for name in loaded}
