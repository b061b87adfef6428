from evaluation import record
from evaluation.asking import Answer
from evaluation.cases import Case
from evaluation.expectations.verdict import Verdict
from evaluation.kinds import Kind
from evaluation.outcome import Outcome
from evaluation.own_words import OwnWords, repeats
from evaluation.report import Report

WELL = OwnWords(valid=None, repeats=False, ends=True)


def outcome(number, *verdicts, kind=Kind.SECRET, pipeline=True, error=None):
    answer = Answer("text", first_text_s=0.2, error=error)
    return Outcome(Case(f"case-{number}", kind, ("?",), ()), pipeline, answer, verdicts, WELL)


def of(held, failed, **more):
    """Outcomes whose redactions hold, and some whose do not."""
    good, bad = Verdict("no leak", True, "", "redactions"), Verdict("no leak", False, "1 of 1", "redactions")
    return [*(outcome(at, good, **more) for at in range(held)), *(outcome(100 + at, bad, **more) for at in range(failed))]


def test_a_kind_below_its_floor_is_missed_and_its_cases_are_listed():
    assert Report(of(95, 5), {}).missed() == []
    report = Report(of(94, 6), {})
    assert report.missed() == [Kind.SECRET]
    assert report.failures(deterministic=True)[:2] == [
        "secret/case-100",
        "    [redactions] expected no leak; came 1 of 1",
    ]


def test_of_a_sample_one_more_may_fail():
    assert Report(of(5, 1), {}).missed() == [Kind.SECRET]
    assert Report(of(5, 1), {}, is_sample=True).missed() == []
    assert Report(of(5, 2), {}, is_sample=True).missed() == [Kind.SECRET]


def test_an_answer_that_did_not_come_holds_nothing():
    report = Report([outcome(1, error="500 internal_error")], {})
    assert report.missed() == [Kind.SECRET]
    assert report.failures(deterministic=True)[1] == "    no answer: 500 internal_error"


def test_other_questions_have_no_floors():
    report = Report(of(5, 5), {}, has_floors=False)
    assert report.missed() == []
    assert report.failures(deterministic=True)
    assert "| secret | 10 | - | 100 % | - | - | - | 50 % | - | 50 % | - |" in report.tables()


def test_the_bare_model_has_no_floors():
    assert Report(of(0, 9, pipeline=False), {}).missed() == []


def test_the_table_sets_both_models_side_by_side():
    bad = Verdict("a command", False, "no command")
    outcomes = [outcome(1, pipeline=False), outcome(2, bad, pipeline=False), *of(3, 1)]
    tables = Report(outcomes, {Kind.RUNBOOK: "there are none"}).tables()
    assert "| secret | 4 | 50 % | 100 % | - | - | - | 75 % | - | 75 % | 95 % |" in tables
    assert "| time to first text, median | 200 ms | 200 ms |" in tables
    assert "Not asked: runbook, because there are none." in tables


def test_going_in_circles_is_seen():
    assert repeats("It is the same line.\n" * 3)
    assert repeats("the pod is in the node and " * 5)
    assert not repeats("First look at the events.\nThen look at the log.\nThen look at the node.\n")


def test_tables_are_put_between_their_marks(tmp_path):
    readme, results = tmp_path / "README.md", tmp_path / "RESULTS.md"
    readme.write_text(f"before\n{record.BEGIN}\nold\n{record.END}\nafter\n")
    record.write("| new |", ["one run"], ["x"], results=results, readme=readme)
    assert readme.read_text() == f"before\n{record.BEGIN}\n| new |\n{record.END}\nafter\n"
    assert "- one run\n\n| new |" in results.read_text()
