"""Bodies: compressed, too large, damaged, cut short."""

import gzip
import json
import zlib
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.api.content_coding import Decoder
from tests.api.asking import BARE, HELLO, error_of

CHAT = "/v1/chat/completions"
BATCH = "/v1/chat/completions/batch"
ONE = {"model": BARE, "messages": HELLO, "max_tokens": 2}
BODIES = {CHAT: json.dumps(ONE).encode(), BATCH: json.dumps({"requests": [ONE]}).encode()}


def raw_deflate(data: bytes) -> bytes:
    deflate = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return deflate.compress(data) + deflate.flush()


def in_two_members(data: bytes) -> bytes:
    return gzip.compress(data[:10]) + gzip.compress(data[10:])


def post(client, path, content, coding, **headers):
    return client.post(
        path, content=content, headers={"content-type": "application/json", "content-encoding": coding, **headers}
    )


@pytest.mark.parametrize("path", [CHAT, BATCH])
@pytest.mark.parametrize(
    ("coding", "encode"),
    [
        ("gzip", gzip.compress),
        ("GZip", gzip.compress),
        ("x-gzip", gzip.compress),
        ("gzip", in_two_members),
        ("identity, gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", raw_deflate),
        ("identity", bytes),
        ("", bytes),
    ],
)
def test_a_compressed_body_is_the_body_it_was(client, path, coding, encode):
    content = encode(BODIES[path])
    assert post(client, path, content, coding).status_code == 200
    pieces = (content[start : start + 7] for start in range(0, len(content), 7))
    assert post(client, path, pieces, coding).status_code == 200


@pytest.mark.parametrize("path", [CHAT, BATCH])
@pytest.mark.parametrize("coding", ["br", "zstd", "compress", "gzip, gzip", "gzip, br", "utf-8", "g zip"])
def test_another_coding_is_refused_with_those_that_are_taken(client, path, coding):
    response = post(client, path, gzip.compress(BODIES[path]), coding)
    assert (response.status_code, error_of(response)["code"]) == (415, "unsupported_content_encoding")
    assert response.headers["accept-encoding"] == "gzip, deflate, identity"


@pytest.mark.parametrize("path", [CHAT, BATCH])
@pytest.mark.parametrize(
    ("coding", "content"),
    [
        ("gzip", gzip.compress(BODIES[CHAT])[:-9]),
        ("gzip", gzip.compress(BODIES[CHAT])[:4]),
        ("gzip", gzip.compress(BODIES[CHAT])[:-6] + b"\0\0" + gzip.compress(BODIES[CHAT])[-4:]),
        ("gzip", gzip.compress(BODIES[CHAT]) + b"more"),
        ("gzip", BODIES[CHAT]),
        ("gzip", zlib.compress(BODIES[CHAT])),
        ("gzip", gzip.compress(b"") * 2000),
        ("deflate", zlib.compress(BODIES[CHAT])[:-2]),
        ("deflate", zlib.compress(BODIES[CHAT]) * 2),
        ("deflate", gzip.compress(BODIES[CHAT])),
        ("deflate", b"\xff\xff\xff"),
    ],
)
def test_damage_is_told_from_json_that_is_wrong(client, path, coding, content):
    response = post(client, path, content, coding)
    error = error_of(response)
    assert (response.status_code, error["code"]) == (400, "invalid_content_encoding")
    assert coding in error["message"]


@pytest.mark.parametrize("path", [CHAT, BATCH])
def test_a_body_over_the_limit_is_refused_whether_its_length_is_told_or_not(client, path):
    big = b'{"x": "' + b"a" * 100_000 + b'"}'
    for content in (big, iter([big[:50_000], big[50_000:]])):
        response = client.post(path, content=content, headers={"content-type": "application/json"})
        assert (response.status_code, error_of(response)["code"]) == (413, "request_too_large")


@pytest.mark.parametrize("path", [CHAT, BATCH])
@pytest.mark.parametrize(("coding", "encode"), [("gzip", gzip.compress), ("deflate", zlib.compress), ("deflate", raw_deflate)])
def test_the_limit_is_that_of_the_decoded_body(client, path, coding, encode):
    fits = BODIES[path] + b" " * (100_000 - len(BODIES[path]))
    assert post(client, path, encode(fits), coding).status_code == 200
    response = post(client, path, encode(fits + b" "), coding)
    assert (response.status_code, error_of(response)["code"]) == (413, "request_too_large")


@pytest.mark.parametrize("encode", [gzip.compress, zlib.compress, raw_deflate])
def test_a_bomb_is_not_inflated_beyond_the_limit(encode):
    import tracemalloc

    bomb = encode(bytes(200_000_000))
    decoder = Decoder("gzip" if encode is gzip.compress else "deflate", limit_bytes=1000)
    tracemalloc.start()
    assert len(decoder.push(bomb)) == 1001
    assert decoder.push(bomb) == b""
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < len(bomb) * 3 + 100_000


def read(decoder, content):
    out = decoder.push(content)
    decoder.finish()
    return out


@given(
    parts=st.lists(st.binary(max_size=200), min_size=1, max_size=4),
    coding=st.sampled_from(["gzip", "deflate", "raw"]),
    cuts=st.lists(st.integers(0, 400), max_size=6),
)
def test_what_was_encoded_is_decoded_wherever_it_was_cut(parts, coding, cuts):
    data = b"".join(parts)
    encoded = (
        b"".join(map(gzip.compress, parts))
        if coding == "gzip"
        else (zlib.compress if coding == "deflate" else raw_deflate)(data)
    )
    decoder = Decoder("gzip" if coding == "gzip" else "deflate", limit_bytes=10_000)
    places = [0, *sorted(cuts), len(encoded)]
    assert b"".join(decoder.push(encoded[a:b]) for a, b in pairwise(places)) == data
    decoder.finish()


@given(data=st.binary(min_size=1, max_size=300), keep=st.floats(0, 0.999))
def test_what_is_cut_short_is_refused(data, keep):
    for coding, encoded in (("gzip", gzip.compress(data)), ("deflate", zlib.compress(data))):
        cut = encoded[: max(1, int(len(encoded) * keep))]
        decoder = Decoder(coding, limit_bytes=10_000)
        with pytest.raises(zlib.error):
            read(decoder, cut)
