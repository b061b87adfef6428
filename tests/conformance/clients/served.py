"""What the tests of all Python clients ask, and of which servers."""

import os
import time
from typing import Literal

import httpx
import pydantic

URL = os.environ["SERVER_URL"] + "/v1"  # the embedded model
GUARDED_URL = os.environ["GUARDED_URL"] + "/v1"  # asks for a key, and keeps responses
KEY = os.environ["GUARDED_KEY"]
README_LINE = os.environ["README_LINE"]  # what the README says of the client, with the address of the server

ALIAS = "devops-assistant"
BARE = "smollm2-135m-instruct"
MODELS = [ALIAS, BARE]
QUESTION = "What does kubectl logs do?"
HELLO = [{"role": "user", "content": QUESTION}]
TOLD = "The pod web-1 runs and was restarted twice."
SCALING = "Scale the deployment web to 3."
TOO_LONG = [{"role": "user", "content": "log " * 9000}]


class Pod(pydantic.BaseModel):
    """A pod of a cluster."""

    name: str = pydantic.Field(max_length=20)
    phase: Literal["Running", "Pending", "Failed"]
    restarts: int = pydantic.Field(ge=0, le=99)


class Scale(pydantic.BaseModel):
    """Scales a deployment."""

    deployment: str = pydantic.Field(max_length=20)
    replicas: int = pydantic.Field(ge=0, le=9)


SCALE = {
    "type": "function",
    "function": {"name": "scale", "description": "Scales a deployment.", "parameters": Scale.model_json_schema()},
}
ENDLESS = {"ignore_eos": True}  # so that an answer goes on until its client leaves
ENDLESS_TOKENS = 6000


def running() -> int:
    """How many answers the server works on, those that it is just about to begin with too."""
    queue = httpx.get(f"{URL}/health", timeout=10).json()["queue"]
    return queue["running"] + queue["waiting"]


def wait_until_idle() -> None:
    """Wait for less than an endless answer takes until the server works on nothing."""
    for _ in range(100):
        if not running():
            return
        time.sleep(0.05)
    raise AssertionError("the server goes on with an answer that nobody reads")
