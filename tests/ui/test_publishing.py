"""What a publish leaves in the bucket, and that no visitor ever gets half a page."""

import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

import pytest

from assistant.errors import PageChanged, PageError
from assistant.ui import history, pruning
from assistant.ui.bucket import Bucket
from assistant.ui.publishing import publication, rollback
from tests.server import ROOT
from tests.ui.conftest import API, Place, new_place, origin, planned, publish

BUILT = ROOT / "frontend" / "dist"


class Cut(BaseException):
    """The process ended here."""


@contextmanager
def cut(bucket: Bucket, at_write: int | None = None) -> Iterator[list[str]]:
    """End the process before its write of that number is sent; gives what was written.

    That is every state in which it can leave the bucket: looks change nothing.
    """
    written: list[str] = []

    def sending(request, event_name, **_):
        if request.method in ("PUT", "DELETE"):
            if len(written) + 1 == at_write:
                raise Cut
            written.append(request.url.split("/", 4)[-1])

    events = bucket._client.meta.events
    events.register("before-send.s3", sending)
    try:
        yield written
    except Cut:
        written.append("cut")
    finally:
        events.unregister("before-send.s3", sending)


def tried(place: Place, folder: Path, at_write: int) -> list[str]:
    """What a publish wrote that was cut there; the last is "cut" where it was not done before."""
    bucket = place.bucket()
    with cut(bucket, at_write) as written:
        list(publication(bucket, folder, origin(), api_url=API, replace=False).carry_out())
    return written


def test_every_file_arrives_with_its_type_and_how_long_caches_may_keep_it(place, build):
    publish(place, build("one"))
    expected = {
        "assets/index-one_____.js": ("text/javascript; charset=utf-8", "public, max-age=31536000, immutable"),
        "assets/shared-00000000.js": ("text/javascript; charset=utf-8", "public, max-age=31536000, immutable"),
        "favicon.svg": ("image/svg+xml", "no-cache"),
        "config.json": ("application/json", "no-store"),
        "index.html": ("text/html; charset=utf-8", "no-cache"),
    }
    for path, headers in expected.items():
        head = place.head(path)
        assert (head["ContentType"], head["CacheControl"]) == headers, path
    assert json.loads(place.get("config.json")) == {"apiUrl": API}
    assert place.served() == "one"


def test_index_html_is_the_last_file_that_is_written_and_config_json_comes_before_it(place, build):
    bucket = place.bucket()
    with cut(bucket) as written:
        list(publication(bucket, build("one"), origin(), api_url=API, replace=False).carry_out())
    assert "release.json" in written[0]
    assert all("assets/" in each for each in written[1:3])
    assert written[-2:] == ["config.json", "index.html"]


def test_the_manifest_names_all_files_with_their_sums(place, build):
    folder = build("one")
    release_id = publish(place, folder)
    manifest = json.loads(place.get(f"releases/{release_id}/release.json"))
    assert (manifest["id"], manifest["version"], manifest["build"], manifest["api_url"]) == (release_id, "1.2.3", "one", API)
    sums = {each["path"]: (each["sha256"], each["size"]) for each in manifest["files"]}
    content = {path: place.get(path) for path in sums}
    assert sums == {path: (hashlib.sha256(text).hexdigest(), len(text)) for path, text in content.items()}
    assert set(sums) == {each.relative_to(folder).as_posix() for each in folder.rglob("*") if each.is_file()}


def test_the_real_build_is_published_whole_with_types_that_browsers_take(place):
    if not (BUILT / "index.html").is_file():
        pytest.skip("the page is not built")
    release_id = publish(place, BUILT)
    manifest = json.loads(place.get(f"releases/{release_id}/release.json"))
    for file in manifest["files"]:
        assert place.head(file["path"])["ContentType"] != "binary/octet-stream"
        if file["path"].startswith("assets/"):
            assert "immutable" in place.head(file["path"])["CacheControl"]
    assert place.get("index.html") == (BUILT / "index.html").read_bytes()


def test_nothing_outside_the_prefix_is_touched(emulator, build):
    place = new_place(emulator, prefix="tools/chat")
    place.s3.put_object(Bucket=place.name, Key="index.html", Body=b"somebody else's")
    publish(place, build("one"))
    assert place.served() == "one"
    assert [key for key in place.paths() if not key.startswith("tools/chat/")] == ["index.html"]


def test_a_second_publish_uploads_only_what_is_new_and_keeps_the_address_of_the_api(place, build):
    publish(place, build("one"), api_url="https://api.internal/v1/")
    before = place.head("assets/shared-00000000.js")["LastModified"]
    made = planned(place, build("two"), api_url=None)
    assert [(what, file.path) for what, file in made.preview() if what == "keep"] == [
        ("keep", "assets/shared-00000000.js"),
        ("keep", "config.json"),
    ]
    list(made.carry_out())
    assert place.served() == "two"
    assert place.head("assets/shared-00000000.js")["LastModified"] == before
    assert json.loads(place.get("config.json")) == {"apiUrl": "https://api.internal"}


def test_publishing_the_same_again_makes_no_new_release_and_brings_what_is_missing(place, build):
    release_id = publish(place, build("one"))
    place.put("assets/index-one_____.js", b"somebody's mistake")
    with pytest.raises(PageError, match=r"index-one_____\.js is there already with other content"):
        publish(place, build("one"))
    place.delete("assets/index-one_____.js")
    assert publish(place, build("one")) == release_id
    assert place.served() == "one"
    assert len(history.read(place.bucket()).releases) == 1


def test_a_page_that_something_else_put_there_is_replaced_only_on_demand(place, build):
    place.put("index.html", b"<title>theirs</title>")
    with pytest.raises(PageError, match=r"\(index.html\): choose another --prefix, or replace them with --replace"):
        publish(place, build("one"))
    assert place.paths() == ["index.html"]
    publish(place, build("one"), replace=True)
    assert place.served() == "one"


def test_a_name_that_did_not_follow_the_content_is_refused_and_the_page_stays(place, build):
    publish(place, build("one"))
    folder = build("two")
    (folder / "assets" / "shared-00000000.js").write_text("/* other */")
    with pytest.raises(PageError, match=r"shared-00000000\.js is there already with other content"):
        publish(place, folder)
    assert place.served() == "one"
    assert len(history.read(place.bucket()).releases) == 1


@pytest.mark.parametrize("is_first", [True, False], ids=["the first publish", "a later one"])
def test_a_publish_that_is_cut_at_any_write_leaves_a_whole_page_and_the_next_one_completes(emulator, build, is_first):
    for number in count(1):
        place = new_place(emulator)
        if not is_first:
            publish(place, build("one"), api_url="https://old.example")
        written = tried(place, build("two"), number)
        if written[-1] != "cut":
            break
        assert place.served() == (None if is_first else "one"), written
        publish(place, build("three"))
        assert place.served() == "three", written
        assert json.loads(place.get("config.json")) == {"apiUrl": API}
        assert b"three" in place.get("favicon.svg")
        pruning_of(place, 1)
        assert place.served() == "three", written
    assert place.served() == "two"
    assert number > 8


def pruning_of(place: Place, keep: int) -> list[str]:
    return list(pruning.start(place.bucket(), keep, origin(), force=False).carry_out())


def outcome(steps: Iterator[str]) -> str:
    """Of a publish to its end."""
    try:
        list(steps)
    except PageChanged:
        return "refused"
    return "done"


def test_of_two_publishes_at_once_one_is_refused_wherever_they_meet_and_the_page_is_of_the_other(emulator, build):
    steps = planned(new_place(emulator), build("one")).steps
    for first_goes in range(steps + 1):
        place = new_place(emulator)
        publish(place, build("zero"))
        slow = planned(place, build("one"), api_url="https://one.example")
        quick = planned(place, build("two"), api_url="https://two.example")
        running = slow.carry_out()
        for _ in range(first_goes):
            next(running)
        result = outcome(quick.carry_out())
        results = (result, outcome(running))
        assert results in (("done", "refused"), ("refused", "done"), ("done", "done"))
        assert place.served() == ("one" if result == "refused" else "two")
        is_one = place.served() == "one"
        assert ("one" if is_one else "two") in json.loads(place.get("config.json"))["apiUrl"]
        assert place.get("favicon.svg") == f"<svg id='{'one' if is_one else 'two'}'/>".encode()


def test_where_two_switches_interleave_config_json_and_its_like_are_of_the_page_that_won(emulator, build):
    for first_goes in range(4):
        for second_goes in range(4):
            place = new_place(emulator)
            publish(place, build("zero"))
            first = planned(place, build("one"), api_url="https://one.example")
            first_steps = first.carry_out()
            for _ in range(first.steps - 4 + first_goes):
                next(first_steps)
            second = planned(place, build("two"), api_url="https://two.example")
            second_steps = second.carry_out()
            with suppress(PageChanged):
                for _ in range(second.steps - 4 + second_goes):
                    next(second_steps)
            outcome(first_steps)
            outcome(second_steps)
            served = place.served()
            assert served in ("one", "two")
            assert served in json.loads(place.get("config.json"))["apiUrl"], (first_goes, second_goes)
            assert place.get("favicon.svg") == f"<svg id='{served}'/>".encode()


def test_two_publishes_in_two_threads_leave_a_page_of_one_of_them(emulator, build):
    for _ in range(3):
        place = new_place(emulator)
        publish(place, build("zero"))
        plans = [planned(place, build(name), api_url=f"https://{name}.example") for name in ("one", "two")]
        threads = [threading.Thread(target=outcome, args=(plan.carry_out(),)) for plan in plans]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        served = place.served()
        assert served in ("one", "two")
        assert served in json.loads(place.get("config.json"))["apiUrl"]


def test_a_write_whose_answer_was_lost_is_not_taken_for_that_of_somebody_else(place, build):
    made = planned(place, build("one"))
    for _ in range(2):
        made.bucket.put(made.others[-1], None, release=made.release.id)
    with pytest.raises(PageChanged, match=r"index\.html was changed by somebody else"):
        made.bucket.put(made.others[-1], None, release="another")


def test_rollback_puts_the_release_before_back_with_its_config_and_all_that_has_one_name_in_all(place, build):
    first = publish(place, build("one"), api_url="https://one.example")
    publish(place, build("two"), api_url="https://two.example")
    list(rollback(place.bucket(), origin(), None).carry_out())
    assert place.served() == "one"
    assert "one.example" in json.loads(place.get("config.json"))["apiUrl"]
    assert b"one" in place.get("favicon.svg")
    live = history.read(place.bucket()).live
    assert live is not None
    assert live.restores == first


def test_rollback_again_goes_further_back_and_by_its_id_any_release_comes_back(place, build):
    ids = [publish(place, build(name)) for name in ("one", "two", "three")]
    for expected in ("two", "one"):
        list(rollback(place.bucket(), origin(), None).carry_out())
        assert place.served() == expected
    with pytest.raises(PageError, match=f"There is no release before {ids[0]}"):
        rollback(place.bucket(), origin(), None)
    list(rollback(place.bucket(), origin(), ids[2]).carry_out())
    assert place.served() == "three"
    with pytest.raises(PageError, match="There is no release 'nonsense' here"):
        rollback(place.bucket(), origin(), "nonsense")


@pytest.mark.parametrize("gone", ["assets/index-one_____.js", "releases/{}/config.json"])
def test_rollback_to_what_is_not_whole_any_more_is_refused_and_the_page_stays(place, build, gone):
    first = publish(place, build("one"))
    publish(place, build("two"))
    place.delete(gone.format(first))
    with pytest.raises(PageError, match="cannot be put back"):
        rollback(place.bucket(), origin(), None)
    assert place.served() == "two"


def test_a_rollback_that_is_cut_at_any_write_leaves_a_whole_page_and_the_next_one_completes(emulator, build):
    for number in count(1):
        place = new_place(emulator)
        first = publish(place, build("one"))
        publish(place, build("two"))
        bucket = place.bucket()
        with cut(bucket, number) as written:
            list(rollback(bucket, origin(), None).carry_out())
        if written[-1] != "cut":
            break
        assert place.served() == "two"
        list(rollback(place.bucket(), origin(), first).carry_out())
        assert place.served() == "one"
    assert number > 6


def test_prune_removes_what_no_kept_release_names_and_nothing_else(place, build):
    for name in ("one", "two", "three"):
        publish(place, build(name))
    place.put("notes.txt", b"a person's")
    place.put("assets/index-person__.js", b"a person's")
    pruning_of(place, 2)
    kept = [key for key in place.paths() if key.startswith("assets/")]
    assert "assets/index-two_____.js" in kept
    assert "assets/shared-00000000.js" in kept
    assert "assets/index-person__.js" in kept
    assert not any("one" in key for key in kept)
    assert "notes.txt" in place.paths()
    assert "releases/pruning.json" not in place.paths()
    assert place.served() == "three"
    list(rollback(place.bucket(), origin(), None).carry_out())
    assert place.served() == "two"


def test_prune_keeps_the_release_that_is_live_and_its_files_after_a_rollback(place, build):
    for name in ("one", "two", "three"):
        publish(place, build(name))
    for _ in range(2):
        list(rollback(place.bucket(), origin(), None).carry_out())
    pruning_of(place, 1)
    assert place.served() == "one"
    assert len(history.read(place.bucket()).releases) == 1


def test_prune_leaves_what_somebody_else_put_under_the_name_of_an_old_file(place, build):
    publish(place, build("one"))
    publish(place, build("two"))
    place.put("assets/index-one_____.js", b"a person's")
    pruning_of(place, 1)
    assert place.get("assets/index-one_____.js") == b"a person's"


def test_a_prune_that_is_cut_at_any_write_leaves_a_whole_page_and_can_be_ended(emulator, build):
    for number in count(1):
        place = new_place(emulator)
        publish(place, build("one"))
        publish(place, build("two"))
        bucket = place.bucket()
        with cut(bucket, number) as written:
            list(pruning.start(bucket, 1, origin(), force=False).carry_out())
        if written[-1] != "cut":
            break
        assert place.served() == "two"
        list(pruning.start(place.bucket(), 1, origin(), force=True).carry_out())
        assert not any("one" in path for path in place.paths())
        publish(place, build("three"))
        assert place.served() == "three"
    assert number > 5


def refusal(steps: Iterator[str]) -> str | None:
    """Why a publish does not come to its end."""
    try:
        list(steps)
    except PageError as error:
        return error.message.split(":")[0]
    return None


def test_publish_and_prune_at_the_same_time_leave_a_whole_page_wherever_they_meet(emulator, build):
    """The new release needs files that only an old one has, which the prune would remove."""
    refused = 0
    for publish_goes in range(8):
        for prune_goes in (0, 99):
            place = new_place(emulator)
            publish(place, build("one"))
            publish(place, build("two"))
            made = planned(place, build("one"), api_url="https://new.example")
            publishing = made.carry_out()
            for _ in range(publish_goes):
                next(publishing, None)
            removing = pruning.start(place.bucket(), 1, origin(), force=False).carry_out()
            for _ in range(prune_goes):
                next(removing, None)
            refused += refusal(publishing) == "Old releases are being removed there"
            list(removing)
            assert place.served() in ("one", "two"), (publish_goes, prune_goes)
    assert refused


def test_while_old_releases_are_removed_publishing_is_refused_and_leaves_nothing(place, build):
    publish(place, build("one"))
    pruning.start(place.bucket(), 1, origin(), force=False)
    with pytest.raises(PageError, match="assistant ui prune --force"):
        publish(place, build("two"))
    with pytest.raises(PageError, match="--force"):
        pruning.start(place.bucket(), 1, origin(), force=False)
    assert len(history.read(place.bucket()).releases) == 1
    list(pruning.start(place.bucket(), 1, origin(), force=True).carry_out())
    publish(place, build("two"))
    assert place.served() == "two"
