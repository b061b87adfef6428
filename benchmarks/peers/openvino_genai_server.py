"""OpenVINO GenAI's continuous batching behind the least that speaks the OpenAI wire; runs in the peer's own environment.

One thread and one event loop: the pipeline's `step` keeps the interpreter's lock, so a second thread would gain
nothing and cost switches. The loop runs one step, writes every stream's new text, serves what arrived, and goes on.

usage: python openvino_genai_server.py --model FOLDER --tokenizer HF_FOLDER --port N
"""

from __future__ import annotations

import argparse
import asyncio
import json
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
import openvino
import openvino_genai
from jinja2.sandbox import ImmutableSandboxedEnvironment
from tokenizers import Tokenizer
from tokenizers.decoders import DecodeStream

_HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n"


@dataclass
class Stream:
    """One running answer."""

    writer: asyncio.StreamWriter
    handle: Any
    text: DecodeStream
    prompt_tokens: int
    include_usage: bool
    ended: asyncio.Event
    completion_tokens: int = 0


class Server:
    """The pipeline, the streams that run in it, and the sockets."""

    def __init__(self, model: Path, tokenizer: Path, *, cache_gb: int, batch_tokens: int, threads: int) -> None:
        scheduler = openvino_genai.SchedulerConfig()
        scheduler.cache_size = cache_gb
        scheduler.enable_prefix_caching = True
        scheduler.max_num_batched_tokens = batch_tokens
        properties = {"INFERENCE_NUM_THREADS": threads} if threads else {}
        self._pipeline = openvino_genai.ContinuousBatchingPipeline(model, scheduler, "CPU", properties)
        self._tokenizer = Tokenizer.from_file(str(tokenizer / "tokenizer.json"))
        config = json.loads((tokenizer / "tokenizer_config.json").read_text())
        environment = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True)
        self._template = environment.from_string(config["chat_template"])
        self._bos = config.get("bos_token") or ""
        eos = json.loads((tokenizer / "config.json").read_text())["eos_token_id"]
        self._stop_ids = set(eos if isinstance(eos, list) else [eos])
        self._name = model.name
        self._ids = count()
        self._streams: dict[int, Stream] = {}
        self._work = asyncio.Event()

    async def serve(self, port: int) -> None:
        """Serve until the process is ended."""
        server = await asyncio.start_server(self._connection, "127.0.0.1", port, backlog=256)
        async with server:
            await self._run()

    async def _run(self) -> None:
        while True:
            if not self._streams:
                self._work.clear()
                await self._work.wait()
            self._pipeline.step()
            for number, stream in list(self._streams.items()):
                if self._give(number, stream):
                    del self._streams[number]
                    stream.ended.set()
            await asyncio.sleep(0)  # the loop reads and writes sockets here

    def _give(self, number: int, stream: Stream) -> bool:
        """Write what is new of an answer; gives whether it has ended."""
        if stream.writer.is_closing():
            stream.handle.cancel()
            return True
        reason = None
        while stream.handle.can_read():
            for output in stream.handle.read().values():
                stream.completion_tokens += len(output.generated_ids)
                pieces = [stream.text.step(self._tokenizer, i) for i in output.generated_ids if i not in self._stop_ids]
                text = "".join(piece for piece in pieces if piece)
                if output.finish_reason != openvino_genai.GenerationFinishReason.NONE:
                    length = openvino_genai.GenerationFinishReason.LENGTH
                    reason = "length" if output.finish_reason == length else "stop"
                if text:
                    self._write(number, stream, {"choices": [{"index": 0, "delta": {"content": text}, "finish_reason": None}]})
        if reason is None and stream.handle.get_status() == openvino_genai.GenerationStatus.RUNNING:
            return False
        self._write(number, stream, {"choices": [{"index": 0, "delta": {}, "finish_reason": reason or "stop"}]})
        if stream.include_usage:
            usage = {"prompt_tokens": stream.prompt_tokens, "completion_tokens": stream.completion_tokens}
            usage["total_tokens"] = stream.prompt_tokens + stream.completion_tokens
            self._write(number, stream, {"choices": [], "usage": usage})
        stream.writer.write(b"data: [DONE]\n\n")
        return True

    def _write(self, number: int, stream: Stream, event: dict[str, Any]) -> None:
        event = {"id": f"chatcmpl-{number}", "object": "chat.completion.chunk", "created": 0, "model": self._name, **event}
        stream.writer.write(b"data: " + json.dumps(event).encode() + b"\n\n")

    async def _connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            method, path, _ = head.split(b" ", 2)
            if method == b"GET":
                _answer(writer, 200, {"object": "list", "data": [{"id": self._name, "object": "model"}]})
            elif path == b"/v1/chat/completions":
                length = next(int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:"))
                await self._complete(writer, json.loads(await reader.readexactly(length)))
            else:
                _answer(writer, 404, {"error": {"message": "no such route"}})
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def _complete(self, writer: asyncio.StreamWriter, body: dict[str, Any]) -> None:
        if not body.get("stream"):
            _answer(writer, 400, {"error": {"message": "only streams are served"}})
            return
        prompt = self._template.render(messages=body["messages"], add_generation_prompt=True, bos_token=self._bos)
        ids = self._tokenizer.encode(prompt, add_special_tokens=False).ids
        config = openvino_genai.GenerationConfig()
        config.max_new_tokens = body["max_tokens"]
        config.ignore_eos = bool(body.get("ignore_eos"))
        config.stop_token_ids = set() if config.ignore_eos else self._stop_ids
        config.do_sample = bool(body.get("temperature"))
        if config.do_sample:
            config.temperature, config.top_p = body["temperature"], body.get("top_p", 1.0)
        number = next(self._ids)
        handle = self._pipeline.add_request(number, openvino.Tensor(np.array([ids], np.int64)), config)
        include_usage = bool((body.get("stream_options") or {}).get("include_usage"))
        text = DecodeStream(skip_special_tokens=not config.ignore_eos)
        stream = Stream(writer, handle, text, len(ids), include_usage, asyncio.Event())
        writer.write(_HEAD)
        self._streams[number] = stream
        self._work.set()
        await stream.ended.wait()


def _answer(writer: asyncio.StreamWriter, status: int, document: dict[str, Any]) -> None:
    body = json.dumps(document).encode()
    head = f"HTTP/1.1 {status} -\r\ncontent-type: application/json\r\ncontent-length: {len(body)}\r\nconnection: close\r\n\r\n"
    writer.write(head.encode() + body)


def main() -> None:
    """Read the arguments and serve."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--cache-gb", type=int, default=2)
    parser.add_argument("--batch-tokens", type=int, default=256)
    parser.add_argument("--threads", type=int, default=0)
    args = parser.parse_args()

    async def serve() -> None:
        server = Server(
            args.model, args.tokenizer, cache_gb=args.cache_gb, batch_tokens=args.batch_tokens, threads=args.threads
        )
        await server.serve(args.port)

    asyncio.run(serve())


if __name__ == "__main__":
    main()
