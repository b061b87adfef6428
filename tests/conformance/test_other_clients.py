"""Other people's clients, unchanged, against the running service.

Each has tests of its own beside this (`clients/`), in its own language and environment: `make test` installs them.
"""

import subprocess
from pathlib import Path

import pytest

from tests.browser import missing
from tests.proxy import asked, ways_out
from tests.server import ROOT, Server, environment
from tests.test_readme import rows

CLIENTS = Path(__file__).parent / "clients"
PYTHON = {"litellm": "openai_2", "instructor": "openai_2", "langchain": "openai_3", "pydantic_ai": "openai_3"}
NODE = ["openai", "vercel_ai"]
NAMES = {  # in the README
    "litellm": "LiteLLM",
    "instructor": "Instructor",
    "langchain": "LangChain",
    "pydantic_ai": "Pydantic AI",
    "openai": "openai for JavaScript",
    "vercel_ai": "Vercel AI SDK",
}
KEY = "key-of-the-clients"
LIMIT_S = 280
SILENT = {"LITELLM_LOCAL_MODEL_COST_MAP": "True", "AI_SDK_LOG_WARNINGS": "false"}


@pytest.fixture(scope="module")
def guarded(llama_folder, tmp_path_factory):
    """A server that asks for a key and keeps responses."""
    settings = {
        "ASSISTANT_MODEL": str(llama_folder),
        "ASSISTANT_KV_CACHE_BYTES": str(16 << 20),
        "ASSISTANT_API_KEYS": KEY,
        "ASSISTANT_RESPONSE_STORE_BYTES": "1000000",
    }
    with Server(settings, log=tmp_path_factory.mktemp("guarded") / "log") as server:
        server.wait_until_ready()
        yield server


@pytest.fixture
def run(embedded_server, guarded, proxy, tmp_path):
    """Runs the tests of a client; what it printed is shown where they fail."""
    lines = {cells[0]: cells[1].strip("`") for cells in rows("Client")}
    assert set(lines) == set(NAMES.values())
    servers = {"SERVER_URL": embedded_server.url, "GUARDED_URL": guarded.url, "GUARDED_KEY": KEY}

    def run(client: str, *command: str) -> None:
        line = lines[NAMES[client]].replace("http://localhost:8000", embedded_server.url)
        settings = {**environment(), **ways_out(proxy, tmp_path), **servers, **SILENT, "README_LINE": line}
        result = subprocess.run(
            command,
            cwd=CLIENTS,
            env=settings,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=LIMIT_S,
            check=False,
        )
        if result.returncode:
            pytest.fail(f"{' '.join(command)}\n{result.stdout}", pytrace=False)
        assert asked(proxy) == b"", "it wanted to go out"

    return run


@pytest.mark.parametrize("client", PYTHON)
def test_a_python_client(client, run):
    folder = ROOT / ".venv-clients" / PYTHON[client]
    if not (folder / ".installed").exists():
        missing(f"{folder.relative_to(ROOT)}, which `make test` installs,")
    run(client, str(folder / "bin" / "python"), "-m", "pytest", "-q", f"{PYTHON[client]}/with_{client}.py")


@pytest.mark.parametrize("client", NODE)
def test_a_node_client(client, run):
    if not (CLIENTS / "node" / "node_modules" / ".installed").exists():
        missing("Node 20 or what `make test` installs for it")
    run(client, "node", "--test", "--test-timeout=120000", f"node/with_{client}.js")
