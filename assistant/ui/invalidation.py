"""Tell CloudFront that a new release is live."""

from __future__ import annotations

from typing import Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from assistant.errors import BucketError
from assistant.ui.release import Release


def invalidate(distribution: str, release: Release, prefix: str, *, client: Any = None) -> None:
    """Have the edges forget the files that every release has under the same name.

    Args:
        distribution: its id.
        prefix: of the page in the bucket. Whether it is part of the page's address, the distribution knows: both are named.

    Raises:
        BucketError: it was refused; the release is live all the same, later at the edges.
    """
    names = ["", *(file.path for file in release.others)]
    paths = sorted({f"/{start}{name}" for start in ("", prefix) for name in names})
    try:
        client = client or boto3.Session().client("cloudfront", region_name="us-east-1")
        client.create_invalidation(
            DistributionId=distribution,
            InvalidationBatch={"Paths": {"Quantity": len(paths), "Items": paths}, "CallerReference": release.id},
        )
    except (BotoCoreError, ClientError) as error:
        raise BucketError(
            f"Release {release.id} is live, but CloudFront did not take the invalidation of {distribution}: {error}. Its "
            "edges ask for index.html and config.json again all the same, where their cache policy honours Cache-Control."
        ) from None
