"""Search over handbook, runbooks and packs together, on the fixture and on questions of both kinds."""

import pytest

from assistant.knowledge import handbook
from assistant.knowledge.knowledge import CONFIDENT, Knowledge
from assistant.knowledge.runbooks.ingestion import Ingestion
from assistant.knowledge.store.database import FILE_NAME
from assistant.knowledge.store.shelf import Shelf
from assistant.knowledge.store.store import Store
from tests.knowledge import in_threads
from tests.knowledge import search_quality as handbook_quality
from tests.knowledge.runbooks import search_quality


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    file = tmp_path_factory.mktemp("data") / FILE_NAME
    search_quality.fill(file, packs=["kubernetes"])
    return file


@pytest.fixture(scope="module")
def everything(filled):
    shelf = Shelf(filled)
    yield Knowledge(handbook.load().values(), shelf)
    assert shelf.trouble is None
    shelf.close()


@pytest.mark.parametrize("part", ["tune", "kept"])
def test_the_labelled_questions_find_their_runbook(everything, part):
    ranks = [search_quality.rank(everything, each) for each in search_quality.read() if each.part == part]
    assert len(ranks) >= 20
    assert sum(0 < rank <= 3 for rank in ranks) / len(ranks) >= 0.92
    assert sum(1 / rank for rank in ranks if rank) / len(ranks) >= 0.88


@pytest.mark.parametrize("part", ["tune", "kept"])
def test_the_questions_of_the_handbook_are_answered_as_well_beside_runbooks_and_packs(everything, part):
    labelled = [each for each in handbook_quality.read() if each.part == part]
    quality = handbook_quality.measure(everything, labelled)
    assert quality.recall_at_3 >= 0.92
    assert quality.mean_reciprocal_rank >= 0.88
    assert len(quality.answered_off_topic) <= 0.05 * sum(not each.entries for each in labelled)


@pytest.mark.parametrize(
    ("question", "file"),
    [
        ("restart payments-api", "payments/restart.md"),
        ("kubectl rollout undo of payments-api", "payments/restart.md"),
        ("error PAY-4012", "payments/error-codes.md"),
        ("pay 4012", "payments/error-codes.md"),
        ("host lx-pay-01 is down", "payments/ledgerd-failover.rst"),
        ("cannot connect to osprey.internal.example", "search/osprey-reindex.md"),
        ("connection refused by signet.internal.example:443", "platform/ci-runners.md"),
        ("LedgerLeaderLost", "payments/ledgerd-failover.rst"),
        ("ledger leader lost", "payments/ledgerd-failover.rst"),
        ("postgres replica pgc-2 lags", "data/pg-core.md"),
        ("zonemaster plan fails", "platform/network/dns-zonemaster.txt"),
    ],
)
def test_what_only_a_runbook_knows_brings_it_first(everything, question, file):
    [first, *others] = everything.search(question, 5)
    assert first.passage.id.startswith(f"{file}")
    assert first.passage.source == "runbook"
    assert first.named
    assert all(first.confidence >= hit.confidence for hit in others)


@pytest.mark.parametrize(
    "question",
    [
        "how do I roll back a deployment",
        "git undo the last commit",
        "pod stuck in pending",
        "docker show logs",
        "helm rollback",
    ],
)
def test_a_question_of_the_handbook_stays_one(everything, question):
    assert everything.search(question)[0].passage.source == "handbook"


@pytest.mark.parametrize(
    "question", ["pod terminationGracePeriodSeconds", "explain pod.spec.containers.livenessProbe.failureThreshold"]
)
def test_a_field_is_explained_by_the_pack(everything, question):
    first = everything.search(question, 3, ("pack",))[0]
    assert first.passage.source == "pack"
    assert question.split(".")[-1].split()[-1] in first.passage.id


def test_sources_can_be_chosen(everything):
    assert {hit.passage.source for hit in everything.search("restart payments-api", 5, ("handbook",))} <= {"handbook"}
    assert {hit.passage.source for hit in everything.search("restart payments-api", 5, ("runbook",))} == {"runbook"}


def test_every_hit_can_be_fetched_by_source_and_id(everything):
    for question in ("restart payments-api", "roll back a deployment", "pod topologySpreadConstraints maxSkew"):
        for hit in everything.search(question, 10):
            passage = everything.passage(hit.passage.source, hit.passage.id)
            assert passage is not None
            assert (passage.id, passage.title, passage.text) == (hit.passage.id, hit.passage.title, hit.passage.text)
            assert passage.link == hit.passage.link
            assert passage.link.startswith(f"/v1/devops/references/{passage.source}/")
            assert "#" not in passage.link
    for source, name in (("runbook", "nothing.md"), ("handbook", "no/thing"), ("pack", ""), ("error", "x"), ("", "")):
        assert everything.passage(source, name) is None


def test_a_runbook_tells_its_file_and_line(everything):
    passage = everything.search("roll back payments-api")[0].passage
    assert (passage.id, passage.path) == ("payments/restart.md#rollback", "payments/restart.md")
    assert (search_quality.FIXTURE / passage.path).read_text().splitlines()[passage.line - 1] == "## Rollback"
    assert passage.title == "Restart and roll back the payments service > Rollback"
    assert 1 <= len(passage.lines) <= 8


def test_one_question_has_one_answer_in_all_threads(everything):
    questions = [each.question for each in search_quality.read()][::5]
    expected = [everything.search(question) for question in questions]
    assert in_threads.answers(everything, questions) == [expected] * in_threads.THREADS


@pytest.mark.parametrize(
    "question",
    [
        "",
        '"',
        "asked:x AND (NOT *",
        "\x00\x01 payments \ud800",
        "payments-api " * 20_000,
        "PAY-4012." * 20_000,
        "a.b" * 50_000,
        "1.2.3.4/" * 20_000,
        "как перезапустить payments-api",
        "".join(f"word{number} " for number in range(30_000)),
    ],
)
def test_any_text_is_a_question(everything, question):
    for hit in everything.search(question):
        assert CONFIDENT <= hit.confidence <= 1


def test_what_the_user_has_answers_what_nothing_else_does(tmp_path):
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "jenkins.md").write_text("# Jenkins\n\n## Restart the controller\n\nsystemctl restart jenkins\n")
    with Store(tmp_path / FILE_NAME) as store:
        ingestion = Ingestion(store, str)
        for _ in ingestion.carry_out(ingestion.plan(ingestion.collection(folder, "command"))):
            pass
    shelf = Shelf(tmp_path / FILE_NAME)
    knowledge = Knowledge(handbook.load().values(), shelf)
    assert knowledge.search("jenkins restart controller")[0].passage.id == "jenkins.md#restart-the-controller"
    shelf.close()


def test_a_name_is_found_among_many_runbooks_that_say_the_rest_of_the_question_louder(tmp_path):
    folder = tmp_path / "notes"
    folder.mkdir()
    for number in range(60):
        (folder / f"loud-{number}.md").write_text("# Restart\n\n## Restart after a crash loop\n\nrestart reboot crash loop\n")
    (folder / "quiet.md").write_text("# Service quillmark\n\n## Contacts\n\nAsk Ada.\n")
    with Store(tmp_path / FILE_NAME) as store:
        ingestion = Ingestion(store, str)
        for _ in ingestion.carry_out(ingestion.plan(ingestion.collection(folder, "command"))):
            pass
    shelf = Shelf(tmp_path / FILE_NAME)
    assert Knowledge(handbook.load().values(), shelf).search("restart quillmark")[0].passage.id == "quiet.md#contacts"
    shelf.close()
