"""The form of the cases: enough of each kind, readable, and each able to fail."""

from collections import Counter

import pytest

from evaluation.cases import QUESTIONS, RUNBOOKS, chosen, load, sample
from evaluation.kinds import TERMS, Kind
from evaluation.secret_values import SLOT

CASES = load()


def test_there_are_enough_of_each_kind():
    count = Counter(case.kind for case in CASES)
    assert set(count) == set(Kind) == set(TERMS)
    assert len(CASES) >= 170
    assert min(count.values()) >= 15


def test_nothing_is_asked_twice():
    asked = Counter(case.turns[-1].strip().lower() for case in CASES)
    assert asked.most_common(1)[0][1] == 1


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.kind}-{case.id}")
def test_an_empty_answer_fails(case, judging):
    """But where nothing may be said, or nothing has to be."""
    given = judging.given("", kept="")
    verdicts = [verdict for each in case.expectations for verdict in each.judge(given)]
    nothing_is_right = case.kind is Kind.INJECTION or case.id.startswith(("nothing-", "unrelated-nothing", "no-secret-"))
    assert verdicts
    assert all(verdict.holds for verdict in verdicts) <= nothing_is_right or case.id == "pasted-harmless"


def test_secrets_are_made_for_each_run_and_model():
    secret_cases = [case for case in CASES if case.kind is Kind.SECRET and not case.id.startswith("no-secret-")]
    for case in secret_cases:
        messages, secrets = case.filled("1 pipeline")
        assert secrets
        assert not any(SLOT.search(message["content"]) for message in messages)
        assert not set(secrets) & set(case.filled("1 bare")[1])


def test_a_sample_has_every_kind_and_is_always_the_same():
    ids = [case.id for case in sample(CASES)]
    assert {case.kind for case in sample(CASES)} == set(Kind)
    assert ids == [case.id for case in sample(load())]
    assert len(ids) < len(CASES) / 4


def test_cases_are_chosen_by_kind_and_by_id():
    some = chosen(CASES, ["secret", "hpa-range"])
    assert {case.kind for case in some} == {Kind.SECRET, Kind.GENERATE}
    with pytest.raises(ValueError, match="no such kind or case: nonsense"):
        chosen(CASES, ["nonsense"])


def test_a_wrong_case_is_named_with_its_file(tmp_path):
    for kind in Kind:
        (tmp_path / f"{kind}.toml").write_text((QUESTIONS / f"{kind}.toml").read_text())
    (tmp_path / "how_to.toml").write_text('[[case]]\nid = "x"\nask = "how?"\ncommands = ["df|"]\n')
    with pytest.raises(ValueError, match=r"how_to.toml, case 1 \(x\): an alternative of 'df|' is empty"):
        load(tmp_path)


def test_another_folder_need_not_have_every_kind(tmp_path):
    (tmp_path / "how_to.toml").write_text('[[case]]\nid = "x"\nask = "how full is the disk?"\ncommands = ["df"]\n')
    assert [(case.kind, case.id) for case in load(tmp_path)] == [(Kind.HOW_TO, "x")]


def test_a_folder_without_questions_is_refused(tmp_path):
    with pytest.raises(ValueError, match=r"has no questions such as how_to\.toml"):
        load(tmp_path)
    (tmp_path / "howto.toml").write_text("")
    with pytest.raises(ValueError, match="has files of no kind: howto; the kinds are how_to, generate"):
        load(tmp_path)


def test_a_file_that_is_no_toml_is_named(tmp_path):
    (tmp_path / "review.toml").write_text("[[case]\n")
    with pytest.raises(ValueError, match=r"review\.toml: .*line 1"):
        load(tmp_path)


def test_runbooks_are_there_in_every_form():
    assert {file.suffix for file in RUNBOOKS.rglob("*.*")} == {".md", ".rst", ".txt"}
