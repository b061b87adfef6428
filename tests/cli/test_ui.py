"""`assistant ui` in a terminal: what it says of a bucket, and one clear sentence for everything that can go wrong."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from click.testing import CliRunner, Result

from assistant.cli.main import assistant, main
from tests.server import free_port
from tests.ui.conftest import Place, build, emulator, new_place, own_credentials

__all__ = ["build", "emulator", "own_credentials"]  # fixtures


@pytest.fixture
def place(emulator):
    return new_place(emulator, prefix="chat")


def run(*arguments: object) -> Result:
    return CliRunner().invoke(assistant, ["ui", *map(str, arguments)], catch_exceptions=False)


def of(place: Place) -> tuple[str, ...]:
    return ("--bucket", place.name, "--endpoint-url", place.url, "--prefix", place.prefix)


def failing(monkeypatch, capsys, *arguments: object) -> str:
    monkeypatch.setattr("sys.argv", ["assistant", "ui", *map(str, arguments)])
    with pytest.raises(SystemExit) as raised:
        main()
    assert raised.value.code == 1
    told = capsys.readouterr().err
    assert told.startswith("error: ")
    assert told.count("\n") == 1
    return told


def test_a_page_is_published_listed_put_back_and_pruned(place, build):
    api = ("--api-url", "https://api.example.com")
    result = run("publish", *of(place), *api, "--dist", build("one"), "--build", "abc123")
    assert result.exit_code == 0
    first = result.output.split()[1]
    assert result.output == f"Release {first} is live in s3://{place.name}/chat/; its API is https://api.example.com.\n"
    assert run("publish", *of(place), "--dist", build("one")).output.startswith(f"Release {first} was live already")
    second = run("publish", *of(place), "--dist", build("two"), "--build", "def456").output.split()[1]
    lines = run("releases", *of(place)).output.splitlines()
    assert lines[0].startswith(f"* {second}  0.1.0 def456  5 files, ")
    assert lines[1].startswith(f"  {first}  0.1.0 abc123  5 files, ")
    listed = json.loads(run("releases", *of(place), "--json").output)
    assert [(each["id"], each["state"]) for each in listed] == [(second, "live"), (first, "earlier")]
    assert f"with the files of {first}" in run("rollback", *of(place)).output
    assert place.served() == "one"
    told = run("prune", *of(place), "--keep", 1, "--dry-run").output
    assert "remove  assets/index-two_____.js\n" in told
    assert len(json.loads(run("releases", *of(place), "--json").output)) == 3
    assert run("prune", *of(place), "--keep", 1).output.startswith("Removed ")
    assert len(json.loads(run("releases", *of(place), "--json").output)) == 1
    assert place.served() == "one"


def test_a_dry_run_says_what_would_be_done_and_does_nothing(place, build):
    result = run("publish", *of(place), "--api-url", "https://api.example.com", "--dist", build("one"), "--dry-run")
    assert result.output.splitlines() == [
        "upload  assets/index-one_____.js  (9 B, text/javascript; charset=utf-8; public, max-age=31536000, immutable)",
        "upload  assets/shared-00000000.js  (9 B, text/javascript; charset=utf-8; public, max-age=31536000, immutable)",
        "write   favicon.svg  (15 B, image/svg+xml; no-cache)",
        "write   config.json  (42 B, application/json; no-store)",
        "write   index.html  (119 B, text/html; charset=utf-8; no-cache)",
        "Nothing was done. The API of the page would be https://api.example.com.",
    ]
    assert place.paths() == []


def test_cloudfront_is_told_what_changed(place, build, monkeypatch):
    asked: list[bytes] = []
    with answering(201, b"<Invalidation><Id>I1</Id></Invalidation>", asked) as url:
        monkeypatch.setenv("AWS_ENDPOINT_URL_CLOUDFRONT", url)
        api = ("--api-url", "https://api.example.com")
        run("publish", *of(place), *api, "--dist", build("one"), "--cloudfront-distribution", "E123")
    [body] = asked
    for path in (b"/chat/index.html", b"/chat/", b"/chat/config.json", b"/index.html", b"/"):
        assert b"<Path>" + path + b"</Path>" in body
    assert b"assets" not in body


def test_where_cloudfront_refuses_it_is_said_that_the_release_is_live(place, build, monkeypatch, capsys):
    with answering(403, b"<ErrorResponse><Error><Code>AccessDenied</Code></Error></ErrorResponse>") as url:
        monkeypatch.setenv("AWS_ENDPOINT_URL_CLOUDFRONT", url)
        arguments = (*of(place), "--api-url", "https://a.example", "--dist", build("one"), "--cloudfront-distribution", "E123")
        told = failing(monkeypatch, capsys, "publish", *arguments)
    assert "is live, but CloudFront did not take" in told
    assert place.served() == "one"


def test_what_is_wrong_with_the_build_or_the_options_is_said(place, build, tmp_path, monkeypatch, capsys):
    def told(*arguments: object) -> str:
        return failing(monkeypatch, capsys, "publish", *of(place), *arguments)

    api = ("--api-url", "https://api.example.com")
    assert f"There is no built page in {tmp_path / 'none'}: run `make page`" in told(*api, "--dist", tmp_path / "none")
    assert "Say where the API is, such as --api-url" in told("--dist", build("one"))
    for wrong in ("api.example.com", "ftp://x", "https://me:secret@x", "https://x?y", "//x"):
        assert "is no address of an API" in told("--api-url", wrong, "--dist", build("one"))
    (build("half") / "assets" / "shared-00000000.js").unlink()
    half = tmp_path / "builds" / "half"
    assert "not whole: its index.html names assets/shared-00000000.js" in told(*api, "--dist", half)
    assert "'a/../b' is no prefix" in failing(monkeypatch, capsys, "releases", "--bucket", place.name, "--prefix", "a/../b")
    assert place.paths() == []


def test_of_a_bucket_without_a_page_it_is_said(place, monkeypatch, capsys):
    assert run("releases", *of(place)).output == f"Nothing is published in s3://{place.name}/chat/.\n"
    for command in ("rollback", "prune"):
        assert "Nothing is published in s3://" in failing(monkeypatch, capsys, command, *of(place))


def test_a_bucket_that_is_not_there_is_named(emulator, monkeypatch, capsys):
    told = failing(monkeypatch, capsys, "releases", "--bucket", "no-such-page", "--endpoint-url", emulator)
    assert told == f"error: There is no bucket no-such-page at {emulator}: check --bucket and --endpoint-url.\n"


def test_a_service_that_cannot_be_reached_is_named(monkeypatch, capsys):
    url = f"http://127.0.0.1:{free_port()}"
    told = failing(monkeypatch, capsys, "releases", "--bucket", "page", "--endpoint-url", url)
    assert told.startswith(f"error: {url} cannot be reached: check --endpoint-url")
    assert "The address of the service cannot be used" in failing(
        monkeypatch, capsys, "releases", "--bucket", "page", "--endpoint-url", "nonsense"
    )


def test_missing_credentials_are_explained(emulator, monkeypatch, capsys):
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    told = failing(monkeypatch, capsys, "releases", "--bucket", "page", "--endpoint-url", emulator)
    assert told.startswith("error: There are no credentials: set AWS_ACCESS_KEY_ID")
    monkeypatch.setenv("AWS_PROFILE", "nobody")
    told = failing(monkeypatch, capsys, "releases", "--bucket", "page", "--endpoint-url", emulator)
    assert "profile (nobody) could not be found" in told


@pytest.mark.parametrize(
    ("status", "code", "expected"),
    [
        (403, "AccessDenied", "No permission for ListObjectsV2 in page (AccessDenied): these credentials need s3:ListBucket"),
        (403, "InvalidAccessKeyId", "The credentials were refused (InvalidAccessKeyId)"),
        (400, "ExpiredToken", "The credentials were refused (ExpiredToken)"),
        (301, "PermanentRedirect", "The bucket page is in another region (PermanentRedirect): set AWS_REGION"),
        (501, "NotImplemented", "does not know ListObjectsV2"),
        (400, "MalformedXML", "answered ListObjectsV2 with MalformedXML: Because."),
    ],
)
def test_what_the_service_refuses_becomes_a_sentence(status, code, expected, monkeypatch, capsys):
    body = f"<Error><Code>{code}</Code><Message>Because</Message></Error>".encode()
    with answering(status, body) as url:
        assert expected in failing(monkeypatch, capsys, "releases", "--bucket", "page", "--endpoint-url", url)


@contextmanager
def answering(status: int, body: bytes, asked: list[bytes] | None = None) -> Iterator[str]:
    """A service that answers everything with the same."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if asked is not None:
                asked.append(self.rfile.read(int(self.headers["content-length"])))
            self.send_response(status)
            self.send_header("content-length", str(len(body)))
            self.send_header("x-amz-bucket-region", "us-east-1")
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_HEAD = do_PUT = do_GET  # noqa: N815 - http.server's names

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
