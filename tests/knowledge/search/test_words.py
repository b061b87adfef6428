import pytest

from assistant.knowledge.search.spelling import Spelling
from assistant.knowledge.search.words import canonical, stem, token


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("CrashLoopBackOff", ("crash", "loop", "back", "off")),
        ("OOMKilled", ("oom", "kill")),
        ("pg_dump", ("postgresql", "dump")),
        ("kube-system", ("kubernetes", "system")),
        ("restart", ()),
        ("x509", ()),
    ],
)
def test_a_compound_is_taken_apart(word, parts):
    assert token(word).parts == parts


@pytest.mark.parametrize(
    "words",
    [
        ("restart", "restarts", "restarted", "restarting"),
        ("stop", "stops", "stopped", "stopping"),
        ("copy", "copies", "copied"),
        ("deploy", "deployment", "deployments", "deployed"),
        ("expire", "expires", "expired", "expiry", "expiration"),
        ("k8s", "kubernetes", "kube"),
        ("delete", "deleted", "rm", "remove", "removing", "deletes"),
    ],
)
def test_forms_of_one_word_have_one_stem(words):
    assert len({canonical(word) for word in words}) == 1


@pytest.mark.parametrize("word", ["status", "redis", "nginx", "dns", "access", "port", "bus"])
def test_a_word_that_only_looks_inflected_is_left(word):
    assert stem(word) == word


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("kubctl", "kubectl"),
        ("deploymnet", "deployment"),
        ("contianer", "container"),
        ("certifcate", "certificate"),
        ("ngnix", "nginx"),
        ("world", None),
        ("xyz", None),
        ("kubectl", "kubectl"),
        ("a" * 1000, None),
    ],
)
def test_a_misspelt_word_is_brought_to_the_known_one(written, meant):
    known = ["kubectl", "deployment", "container", "certificate", "nginx", "word", "pod"]
    assert Spelling(known).nearest(written) == meant
