"""What words mean: the glossary's form, and which questions it answers."""

import pytest

from assistant.errors import HandbookError
from assistant.knowledge import glossary, handbook
from assistant.knowledge.glossary import Glossary
from assistant.knowledge.knowledge import Knowledge

TOPICS = glossary.load()
GLOSSARY = Glossary(TOPICS)
ENTRIES = handbook.load()
KNOWLEDGE = Knowledge(ENTRIES.values(), glossary=GLOSSARY)
TERMS = [term for topic in TOPICS for term in topic.terms]


def ids(question):
    return [term.id.removeprefix("glossary/") for term in GLOSSARY.answer(question)]


def test_it_has_the_words_of_the_field():
    assert sum(not term.compares for term in TERMS) >= 500
    assert sum(bool(term.compares) for term in TERMS) >= 150
    assert len({term.id for term in TERMS}) == len(TERMS)


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.id)
def test_every_term_is_found_by_its_names_and_leads_to_entries(term):
    assert set(term.see) <= ENTRIES.keys()
    if term.compares:
        assert 2 <= len(term.compares) <= 4
        assert term in GLOSSARY.answer(f"what is the difference between {' and '.join(term.compares)} in {term.topic}?")
    else:
        assert 20 <= len(term.text.split()) <= 120
        assert term in GLOSSARY.answer(f"what is {term.title} in {term.topic}?")


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What is a StatefulSet?", ["kubernetes/statefulset"]),
        ("hi, can you please explain to me what pods are?", ["kubernetes/pod"]),
        ("What's the difference between a Deployment and a StatefulSet?", ["kubernetes/deployment-or-statefulset"]),
        ("liveness vs. readiness probe", ["kubernetes/liveness-probe-or-readiness-probe"]),
        ("should I use rebase or merge?", ["git/merge-or-rebase"]),
        ("ClusterIP, NodePort and LoadBalancer: differences", ["kubernetes/clusterip-nodeport-or-loadbalancer"]),
        (
            "what's the difference between ClusterIP, NodePort and LoadBalancer",
            ["kubernetes/clusterip-nodeport-or-loadbalancer"],
        ),
        ("symmetric vs asymmetric encryption", ["network/symmetric-or-asymmetric-encryption"]),
        ("what is a docker volume", ["containers/volume"]),
        ("what is a namespace in linux", ["linux/namespace"]),
        ("kubernetes namespaces explained", ["kubernetes/namespace"]),
        ("what is a namespace?", ["kubernetes/namespace", "linux/namespace"]),
        ("what are labels and selectors?", ["kubernetes/label", "kubernetes/label-selector"]),
        ("Was ist der Unterschied zwischen Merge und Rebase?", ["git/merge-or-rebase"]),
        ("Was ist ein StatefulSet?", ["kubernetes/statefulset"]),
        ("when should I use a DaemonSet?", ["kubernetes/daemonset"]),
        ("what does an ingress controller do", ["kubernetes/ingress-controller"]),
        ("mTLS?", ["network/mtls"]),
        ("what happens in a rolling update", ["delivery/rolling-update"]),
        ("is a ReplicaSet the same as a Deployment?", ["kubernetes/deployment-or-replicaset"]),
        ("CMD vs ENTRYPOINT", ["containers/cmd-or-entrypoint"]),
    ],
)
def test_questions_about_words_are_answered(question, expected):
    assert ids(question) == expected


@pytest.mark.parametrize(
    "question",
    [
        "how do I create a pod?",
        "what is wrong with my pod?",
        "what is the IP of the pod web-1?",
        "what is the difference between my two deployments?",
        "what is a frobnicator?",
        "pod or frobnicator?",
        "list all pods",
        "what is using port 8080",
        "what is the status of this deployment",
        "write a deployment or a statefulset for nginx",
        "",
    ],
)
def test_other_questions_are_not(question):
    assert ids(question) == []


def test_search_puts_what_explains_first_and_the_reference_can_be_read():
    first, second, *_ = KNOWLEDGE.search("what is a StatefulSet?")
    assert first.passage.id == "glossary/kubernetes/statefulset"
    assert second.passage.entry is not None
    assert KNOWLEDGE.passage("handbook", first.passage.id).text.startswith("# StatefulSet\n\n")
    assert KNOWLEDGE.search("how do I scale a StatefulSet?")[0].passage.entry is not None
    assert KNOWLEDGE.search("what is a StatefulSet?", sources=("runbook",)) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("## Pod\nIt runs.\n", "begins with"),
        ("# K\nContext: k8s\n\n## Pod\nAlso: pods\n", "has a text"),
        ("# K\nContext: k8s\n\n## Pod\n\n```\nx\n```\n", "without headings and fenced blocks"),
        ("# K\nContext: k8s\n\n## Pod\nAlso: p\n\nx\n\n## Q\nAlso: P\n\ny\n", "have one name"),
        ("# K\nContext: k8s\n\n## Pod or Q\nCompares: Pod, Q\n\nx\n", "is no term"),
    ],
)
def test_a_file_of_another_form_is_refused(tmp_path, text, message):
    (tmp_path / "k.md").write_text(text)
    with pytest.raises(HandbookError, match=message):
        glossary.load(tmp_path)
