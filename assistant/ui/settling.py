"""Bring config.json and its like in line with the release that is live, whoever published last."""

from __future__ import annotations

from assistant.errors import PageChanged, PageError
from assistant.ui import history
from assistant.ui.bucket import Bucket
from assistant.ui.build import INDEX, PageFile
from assistant.ui.release import Release

_MOST_ROUNDS = 10


def settle(bucket: Bucket) -> None:
    """Compare until a look at all files, between two looks at index.html, finds all of one release.

    Raises:
        PageError: others change the page faster than it can be compared, or a copy of a file is gone.
        BucketError: the bucket cannot be read or written.
    """
    for _ in range(_MOST_ROUNDS):
        before = bucket.look(INDEX)
        if before is None or before.release is None:
            return
        all_right = _put_right(bucket, history.named_by(bucket, before.release))
        after = bucket.look(INDEX)
        if all_right and after and (after.etag, after.release) == (before.etag, before.release):
            return
    raise PageError("Others change the page all the time: look at `assistant ui releases` and run this again.")


def _put_right(bucket: Bucket, release: Release) -> bool:
    """Whether all were right or could be put right."""
    for file in release.others[:-1]:
        there = bucket.look(file.path)
        if there and there.release and there.is_called(file.size, file.sha256):
            continue
        content = bucket.read(release.copy_of(file.path))
        if content is None:
            raise PageError(f"{file.path} is not that of release {release.id}, and the copy of it is gone: publish again.")
        try:
            bucket.put(PageFile(file.path, content), there, release=release.id)
        except PageChanged:
            return False
    return True
