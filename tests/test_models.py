"""Several models in one server: two real families, a small one, and one that cannot be had."""

import asyncio
import shutil
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import psutil
import pytest

from assistant import model_pool
from assistant.application import Application, prepare, prepare_all
from assistant.chat.request import ChatRequest
from assistant.errors import ModelError, ModelFailed, SettingsError
from assistant.model.tokenizer import Message
from assistant.settings import Settings
from tests.server import Server

EMBEDDED, GEMMA, SMALL, BROKEN = "smollm2-135m-instruct", "gemma", "llama-3.2-tiny-instruct", "broken"
CACHE_BYTES = 64 << 20
QUESTION = [{"role": "user", "content": "What is a pod?"}]


def memory_bytes(model: str) -> int:
    return prepare(Settings(model=model, kv_cache_bytes=CACHE_BYTES)).memory_bytes


@pytest.fixture(scope="module")
def several(gemma_file, embedded, llama_folder, tmp_path_factory):
    """A budget for the embedded model and Gemma together, or the small one, but not all three."""
    folder = tmp_path_factory.mktemp("several")
    broken = folder / "broken.gguf"
    broken.write_bytes(b"GGUF and nothing more")
    settings = {
        "ASSISTANT_MODELS": f"{GEMMA}={gemma_file}, {llama_folder}, {BROKEN}={broken}",
        "ASSISTANT_MODEL": "embedded",
        "ASSISTANT_KV_CACHE_BYTES": str(CACHE_BYTES),
        "ASSISTANT_MODEL_MEMORY_BYTES": str(memory_bytes("embedded") + memory_bytes(str(gemma_file)) + CACHE_BYTES // 2),
    }
    with Server(settings, log=folder / "log") as server:
        server.wait_until_ready()
        yield server


@pytest.fixture
def client(several):
    with httpx.Client(base_url=several.url, timeout=300) as client:
        yield client


def ask(client: httpx.Client, model: str, **fields) -> httpx.Response:
    body = {"model": model, "messages": QUESTION, "max_tokens": 8, "temperature": 0, **fields}
    return client.post("/v1/chat/completions", json=body)


def state(client: httpx.Client, model: str) -> dict:
    return {found["id"]: found for found in client.get("/v1/health").json()["models"]}[model]


def resident_bytes(server: Server) -> int:
    return max(process.memory_info().rss for process in server.processes())


def test_the_server_is_ready_with_its_default_model_and_no_other_is_loaded(client, several):
    assert state(client, EMBEDDED)["state"] == "ready"
    assert {state(client, name)["state"] for name in (GEMMA, SMALL, BROKEN)} <= {"unloaded", "failed"}
    assert client.get("/readyz").status_code == 200


def test_requests_at_the_same_time_load_a_model_once_and_all_get_an_answer(client, several):
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: ask(client, GEMMA).json(), range(4)))
    assert {answer["model"] for answer in answers} == {GEMMA}
    assert len({answer["choices"][0]["message"]["content"] for answer in answers}) == 1
    assert several.text().count(f"loading the model {GEMMA}") == 1
    assert state(client, GEMMA)["state"] == "ready"


def test_each_model_answers_by_its_name_as_transformers_does(client, gemma_3, embedded):
    import torch

    from assistant.model.tokenizer import Message
    from tests.oracle import oracle

    prompt = gemma_3.tokenizer.encode_chat([Message("user", QUESTION[0]["content"])])
    with torch.inference_mode():
        ids = oracle(gemma_3).generate(torch.tensor([prompt]), max_new_tokens=8, do_sample=False)[0, len(prompt) :]
    answer = ask(client, GEMMA).json()
    text = gemma_3.tokenizer.decode([number for number in ids.tolist() if number not in gemma_3.tokenizer.eos_token_ids])
    assert answer["choices"][0]["message"]["content"] == text
    assert answer["usage"]["prompt_tokens"] == len(prompt)
    other = ask(client, EMBEDDED).json()
    assert other["model"] == EMBEDDED
    assert other["usage"]["prompt_tokens"] == len(embedded.tokenizer.encode_chat([Message("user", QUESTION[0]["content"])]))
    assert ask(client, "devops-assistant").json()["usage"]["prompt_tokens"] > other["usage"]["prompt_tokens"]


def test_functions_and_consecutive_roles_work_on_a_template_whose_turns_alternate(client):
    schema = {"type": "object", "properties": {"n": {"enum": [1, 2]}}, "required": ["n"], "additionalProperties": False}
    tools = [{"type": "function", "function": {"name": "scale", "parameters": schema}}]
    asked = [{"role": "system", "content": "Be brief."}, *QUESTION, {"role": "user", "content": "Scale it."}]
    first = ask(client, GEMMA, messages=asked, tools=tools, tool_choice="required", max_tokens=300).json()["choices"][0]
    assert first["finish_reason"] == "tool_calls"
    called = first["message"]["tool_calls"]
    assert {call["function"]["name"] for call in called} == {"scale"}
    calls = [{**called[0], "id": "a"}, {**called[0], "id": "b"}]
    results = [{"role": "tool", "tool_call_id": number, "content": "done"} for number in "ab"]
    for more in ([], [{"role": "user", "content": "And?"}]):
        messages = [*asked, {"role": "assistant", "content": None, "tool_calls": calls}, *results, *more]
        assert ask(client, GEMMA, messages=messages, tools=tools).status_code == 200
        assert ask(client, GEMMA, messages=messages).status_code == 200


def test_all_are_listed_with_their_context_and_an_unknown_name_is_refused_with_their_names(client):
    listed = {model["id"]: model for model in client.get("/v1/models").json()["data"]}
    assert list(listed) == ["devops-assistant", EMBEDDED, GEMMA, SMALL, BROKEN]
    assert listed[EMBEDDED]["context_length"] > 1000
    assert 1000 < listed[GEMMA]["context_length"] <= 32768
    assert listed[SMALL]["context_length"] == 4096  # known without being loaded
    assert listed[BROKEN]["context_length"] is None
    for name, model in listed.items():
        assert client.get(f"/v1/models/{name}").json() == model
    answer = ask(client, "gpt-9")
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "model_not_found")
    assert all(name in answer.json()["error"]["message"] for name in listed)


def test_a_bad_model_says_why_and_when_to_ask_again_and_harms_no_other(client):
    answer = ask(client, BROKEN)
    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "model_failed")
    assert "broken.gguf cannot be read as a model" in answer.json()["error"]["message"]
    assert 1 <= int(answer.headers["retry-after"]) <= 30
    assert state(client, BROKEN)["state"] == "failed"
    assert "cannot be read" in state(client, BROKEN)["reason"]
    assert ask(client, EMBEDDED).status_code == 200
    assert client.get("/readyz").status_code == 200


def test_what_is_in_use_stays_and_what_is_idle_is_unloaded_for_the_next_and_its_memory_is_given_back(client, several):
    assert ask(client, GEMMA).status_code == 200
    before = resident_bytes(several)
    body = {"model": GEMMA, "messages": QUESTION, "max_tokens": 1000, "ignore_eos": True, "stream": True}
    with client.stream("POST", "/v1/chat/completions", json=body) as stream:
        lines = stream.iter_lines()
        assert [next(lines) for _ in range(6)]
        refused = ask(client, SMALL)
        assert (refused.status_code, refused.json()["error"]["code"]) == (503, "model_memory_full")
        assert int(refused.headers["retry-after"]) > 0
        assert next(lines) is not None
    for _ in range(100):  # the client has left; its place is free within a step
        answer = ask(client, SMALL)
        if answer.status_code == 200:
            break
        time.sleep(0.1)
    assert answer.json()["model"] == SMALL
    assert state(client, GEMMA)["state"] == "unloaded"
    assert before - resident_bytes(several) > 800 << 20  # the weights are 1,022 MiB; the small model took its own
    again = ask(client, GEMMA)
    assert again.json()["model"] == GEMMA
    assert resident_bytes(several) - before < 200 << 20
    assert state(client, SMALL)["state"] == "unloaded"
    assert state(client, EMBEDDED)["state"] == "ready"


def test_metrics_are_kept_apart_by_model(client):
    ask(client, GEMMA)
    ask(client, "made-up")
    text = client.get("/metrics").text
    for name in (EMBEDDED, GEMMA, SMALL):
        assert f'assistant_engine_step_seconds_count{{model="{name}"}}' in text
    assert "made-up" not in text


def test_a_stop_signal_while_a_model_loads_ends_the_request_and_leaves_no_process(gemma_file, llama_folder, tmp_path):
    settings = {
        "ASSISTANT_MODEL": str(llama_folder),
        "ASSISTANT_MODELS": f"{GEMMA}={gemma_file}",
        "ASSISTANT_KV_CACHE_BYTES": str(16 << 20),
        "ASSISTANT_SHUTDOWN_GRACE_S": "0.5",
    }
    with Server(settings, log=tmp_path / "log") as server:
        server.wait_until_ready()
        answers: list[int] = []

        def ask_once() -> None:
            with httpx.Client(base_url=server.url, timeout=60) as client:
                answers.append(ask(client, GEMMA).status_code)

        asking = threading.Thread(target=ask_once)
        asking.start()
        for _ in range(200):
            if f"loading the model {GEMMA}" in server.text():
                break
            time.sleep(0.05)
        family = server.processes()
        server.process.terminate()
        assert server.process.wait(60) == 0
        asking.join(30)
        assert answers == [503]
        assert psutil.wait_procs(family, timeout=10)[1] == []


def test_with_start_all_that_fit_are_loaded_without_being_asked_for(llama_folder, tmp_path):
    settings = {
        "ASSISTANT_MODEL": str(llama_folder),
        "ASSISTANT_MODELS": f"second={llama_folder},third={llama_folder}",
        "ASSISTANT_MODEL_LOADING": "start",
        "ASSISTANT_KV_CACHE_BYTES": str(64 << 20),
        "ASSISTANT_MODEL_MEMORY_BYTES": str(200 << 20),  # two caches and their weights
    }
    with Server(settings, log=tmp_path / "log") as server, httpx.Client(base_url=server.url, timeout=60) as client:
        server.wait_until_ready()
        for _ in range(200):
            if state(client, "second")["state"] == "ready":
                break
            time.sleep(0.1)
        assert state(client, "second")["state"] == "ready"
        assert state(client, "third")["state"] == "unloaded"
        assert ask(client, "third").json()["model"] == "third"


def in_process(settings: Settings, scenario) -> None:
    """Run a scenario with an application that is ready; afterwards none of its threads is left."""

    async def run() -> None:
        application = Application(settings)
        try:
            async with asyncio.timeout(120):
                while application.status.state != "ready":
                    assert application.status.state == "loading", application.status
                    await asyncio.sleep(0.05)
                await scenario(application)
        finally:
            await asyncio.to_thread(application.close)

    before = set(threading.enumerate())
    asyncio.run(run())
    for thread in set(threading.enumerate()) - before:
        thread.join(10)
        assert not thread.is_alive(), thread


async def text_of(application: Application, model: str) -> str:
    request = ChatRequest(model, (Message("user", "hi"),), temperature=0, max_tokens=4)
    [choice] = await (await application.assistant.answer(request)).whole()
    return choice.text


def test_what_failed_is_tried_again_after_a_while_not_at_once(llama_folder, tmp_path, monkeypatch):
    monkeypatch.setattr(model_pool, "RETRY_S", 1.5)
    late = tmp_path / "late"

    async def scenario(application: Application) -> None:
        with pytest.raises(ModelFailed, match="neither a folder nor a file here"):
            await text_of(application, "late")
        shutil.copytree(llama_folder, late)
        with pytest.raises(ModelFailed, match=r"^The model late cannot be served now: The model '.*late' is"):
            await text_of(application, "late")
        await asyncio.sleep(1.6)
        assert await text_of(application, "late") == await text_of(application, "llama-3.2-tiny-instruct")

    in_process(settings_of(llama_folder, models=str(late), cache_dir=tmp_path), scenario)


def test_one_that_leaves_while_a_model_loads_does_not_end_it_for_the_others(llama_folder, tmp_path):
    async def scenario(application: Application) -> None:
        waiting = [asyncio.create_task(text_of(application, "second")) for _ in range(3)]
        await asyncio.sleep(0.01)
        waiting[0].cancel()
        assert await waiting[1] == await waiting[2]
        assert waiting[0].cancelled()

    in_process(settings_of(llama_folder, models=f"second={llama_folder}", cache_dir=tmp_path), scenario)


def settings_of(llama_folder, **more) -> Settings:
    return Settings(model=str(llama_folder), kv_cache_bytes=16 << 20, **more)


@pytest.mark.parametrize(
    ("models", "message"),
    [
        ("{folder}", "Two models have the name 'llama-3.2-tiny-instruct'"),
        ("a={folder},a=embedded", "Two models have the name 'a'"),
        ("devops-assistant={folder}", "cannot be served as 'devops-assistant'"),
        ("a/b={folder}", "cannot be served as 'a/b'"),
    ],
)
def test_names_that_cannot_be_served_end_start_up(llama_folder, models, message):
    with pytest.raises(ModelError, match=message):
        prepare_all(settings_of(llama_folder, models=models.format(folder=llama_folder)))


def test_a_model_that_can_never_fit_ends_start_up_with_the_numbers(llama_folder, tmp_path):
    settings = settings_of(llama_folder, models=f"b={llama_folder}", model_memory_bytes=40 << 20, cache_dir=tmp_path)
    with pytest.raises(ModelError, match=r"The model b takes \d+ bytes beside the \d+ of the default .* allows 41943040"):
        prepare_all(settings)
    with pytest.raises(ModelError, match=r"takes \d+ bytes, and ASSISTANT_MODEL_MEMORY_BYTES allows 2097152"):
        prepare_all(settings_of(llama_folder, model_memory_bytes=2 << 20, cache_dir=tmp_path))


def test_a_further_model_that_does_not_exist_is_only_logged(llama_folder, tmp_path, caplog):
    prepare_all(settings_of(llama_folder, models="gone=/no/such/model", cache_dir=tmp_path))
    assert "the model gone cannot be served now" in caplog.text


@pytest.mark.parametrize("value", ["=a", "a=", " = "])
def test_an_entry_that_is_no_model_is_named(monkeypatch, value):
    monkeypatch.setenv("ASSISTANT_MODELS", value)
    with pytest.raises(SettingsError, match=r"ASSISTANT_MODELS: .* neither a location nor name=location"):
        Settings.load()


def test_when_to_load_has_no_effect_without_further_models(monkeypatch):
    monkeypatch.setenv("ASSISTANT_MODEL_LOADING", "start")
    with pytest.raises(SettingsError, match="ASSISTANT_MODEL_LOADING has no effect"):
        Settings.load()
