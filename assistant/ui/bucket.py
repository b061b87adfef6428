"""A folder of an S3 bucket: small whole files, each written on the condition that it is what was last seen."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError, NoCredentialsError
from botocore.exceptions import ConnectionError as NotConnected

from assistant.errors import BucketError, PageChanged, PageError
from assistant.ui.build import PageFile, cache_control, content_type

_CONNECT_TIMEOUT_S = 10
_READ_TIMEOUT_S = 60
_ATTEMPTS = 4
_MISSING = ("404", "NoSuchKey", "NotFound")
_CHANGED = ("409", "412", "ConditionalRequestConflict", "PreconditionFailed")
_WRONG_KEYS = (
    "ExpiredToken",
    "InvalidAccessKeyId",
    "InvalidToken",
    "RequestTimeTooSkewed",
    "SignatureDoesNotMatch",
    "TokenRefreshRequired",
)
_ELSEWHERE = ("301", "307", "AuthorizationHeaderMalformed", "IllegalLocationConstraintException", "PermanentRedirect")
_NEEDED = "s3:ListBucket on the bucket, and s3:GetObject, s3:PutObject and s3:DeleteObject on what is in it"
_MD5 = re.compile(r'"[0-9a-f]{32}"')
_RELEASE = "release"  # of the metadata that tell our files from those of others
_SHA256 = "sha256"


@dataclass(frozen=True)
class Stored:
    """A file as the bucket has it.

    Attributes:
        sha256: of its content, as the service computed it, or else as whoever put it there said; None where neither did.
        is_computed: whether the service did.
        md5: of its content, where the ETag is that.
        release: that put it there; None where it was not put there by us.
    """

    etag: str
    size: int
    sha256: str | None
    is_computed: bool
    md5: str | None
    release: str | None
    content_type: str
    cache_control: str
    modified_at: datetime

    def has(self, file: PageFile) -> bool:
        """Whether the content is that of the file, by the best sum that the service has of it."""
        if self.is_computed or self.md5 is None:
            return self.is_called(file.size, file.sha256)
        return self.size == file.size and self.md5 == hashlib.md5(file.content, usedforsecurity=False).hexdigest()

    def is_called(self, size: int, sha256: str) -> bool:
        """Whether it has that size and sum, if only by what was said when it was put there."""
        return (self.size, self.sha256) == (size, sha256)

    def serves(self, file: PageFile) -> bool:
        """Whether it is that file, from us and with its headers."""
        headers = (content_type(file.path), cache_control(file.path))
        return self.release is not None and (self.content_type, self.cache_control) == headers and self.has(file)


class Bucket:
    """What lies under one prefix of a bucket. Every error is a BucketError with a sentence."""

    def __init__(self, client: Any, name: str, prefix: str) -> None:
        """Take it; nothing is asked yet.

        Args:
            client: boto3's, for S3.
            prefix: empty, or ending in a slash.
        """
        self._client = client
        self.name = name
        self.prefix = prefix

    @property
    def address(self) -> str:
        return f"s3://{self.name}/{self.prefix}"

    def list(self, folder: str) -> dict[str, datetime]:
        """The paths below a folder, and when each was written by the clock of the service."""
        pages = self._client.get_paginator("list_objects_v2")
        with self._explained():
            found = [
                each
                for page in pages.paginate(Bucket=self.name, Prefix=self.prefix + folder)
                for each in page.get("Contents", ())
            ]
        return {each["Key"].removeprefix(self.prefix): each["LastModified"] for each in found}

    def look(self, path: str) -> Stored | None:
        """What is there under that path."""
        with self._explained():
            try:
                answer = self._client.head_object(**self._key(path), ChecksumMode="ENABLED")
            except ClientError as error:
                if _code(error) in _MISSING:
                    return None
                raise
        return _stored(answer)

    def read(self, path: str) -> bytes | None:
        """The content of what is there under that path."""
        with self._explained():
            try:
                content: bytes = self._client.get_object(**self._key(path))["Body"].read()
            except ClientError as error:
                if _code(error) == "NoSuchKey":
                    return None
                raise
        return content

    def put(self, file: PageFile, seen: Stored | None, *, release: str, path: str | None = None) -> None:
        """Write a file, if what is there is still what was seen.

        Args:
            seen: None where nothing was there.
            release: that writes it.
            path: where, if not under its own.

        Raises:
            PageChanged: something else is there now.
        """
        path = path or file.path
        condition = {"IfMatch": seen.etag} if seen else {"IfNoneMatch": "*"}
        with self._explained():
            try:
                self._client.put_object(
                    **self._key(path),
                    **condition,
                    Body=file.content,
                    ContentType=content_type(path),
                    CacheControl=cache_control(path) if path == file.path else "no-store",
                    Metadata={_RELEASE: release, _SHA256: file.sha256},
                    ChecksumAlgorithm="SHA256",
                    ChecksumSHA256=base64.b64encode(bytes.fromhex(file.sha256)).decode(),
                )
            except ClientError as error:
                if _code(error) not in (*_CHANGED, *(_MISSING if seen else ())):
                    raise
                there = self.look(path)
                # A first try may have arrived although its answer did not.
                if there is None or there.release != release or not there.has(file):
                    raise PageChanged(f"{path} was changed by somebody else in the meantime.") from None

    def delete(self, path: str) -> None:
        """Remove what is there; nothing may be there."""
        with self._explained():
            self._client.delete_object(**self._key(path))

    def _key(self, path: str) -> dict[str, str]:
        return {"Bucket": self.name, "Key": self.prefix + path}

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except (BotoCoreError, ClientError) as error:
            raise BucketError(_explanation(error, self.name, self._client.meta.endpoint_url)) from None


def connect(name: str, *, prefix: str, endpoint_url: str | None) -> Bucket:
    """Take a bucket with the credentials, region and proxy that AWS's own tools would use.

    Args:
        prefix: of the page in it, with or without slashes around it.
        endpoint_url: of a service other than AWS.

    Raises:
        PageError: the prefix or the address cannot be used.
        BucketError: what AWS's tools read on this machine cannot be used.
    """
    prefix = prefix.strip("/")
    if any(part in ("", ".", "..") for part in prefix.split("/")) and prefix:
        raise PageError(f"{prefix!r} is no prefix: give one such as chat or tools/chat.")
    config = Config(
        connect_timeout=_CONNECT_TIMEOUT_S,
        read_timeout=_READ_TIMEOUT_S,
        retries={"mode": "standard", "total_max_attempts": _ATTEMPTS},
        # Other services know neither the checksums behind a body nor, most of them, a host name for each bucket.
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
        s3={"addressing_style": "path"} if endpoint_url else {},
    )
    try:
        session = boto3.Session()
        region = session.region_name or "us-east-1"
        client = session.client("s3", endpoint_url=endpoint_url, region_name=region, config=config)
    except ValueError as error:
        raise PageError(f"The address of the service cannot be used: {error}.") from None
    except BotoCoreError as error:
        raise BucketError(f"What AWS's tools read on this machine cannot be used: {error}") from None
    return Bucket(client, name, prefix and f"{prefix}/")


def _stored(answer: dict[str, Any]) -> Stored:
    metadata = answer.get("Metadata", {})
    computed = answer.get("ChecksumSHA256")
    etag = answer["ETag"]
    encrypted = str(answer.get("ServerSideEncryption", "AES256")) != "AES256"  # with a key of its own: no MD5 then
    return Stored(
        etag=etag,
        size=answer["ContentLength"],
        sha256=base64.b64decode(computed).hex() if computed else metadata.get(_SHA256),
        is_computed=bool(computed),
        md5=etag.strip('"') if _MD5.fullmatch(etag) and not encrypted else None,
        release=metadata.get(_RELEASE),
        content_type=answer.get("ContentType", ""),
        cache_control=answer.get("CacheControl", ""),
        modified_at=answer["LastModified"],
    )


def _code(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))


def _explanation(error: BotoCoreError | ClientError, bucket: str, endpoint: str) -> str:
    if isinstance(error, ClientError):
        return _refusal(error, bucket, endpoint)
    if isinstance(error, NoCredentialsError):
        return (
            "There are no credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, or sign in with "
            "`aws sso login`."
        )
    if isinstance(error, (NotConnected, HTTPClientError)):
        return f"{endpoint} cannot be reached: check --endpoint-url, the network and the proxy. ({error})"
    return f"The bucket {bucket} cannot be used: {error}"


def _refusal(error: ClientError, bucket: str, endpoint: str) -> str:
    code, operation = _code(error), error.operation_name
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    said = error.response.get("Error", {}).get("Message", "")
    if code in ("NoSuchBucket", "InvalidBucketName"):
        return f"There is no bucket {bucket} at {endpoint}: check --bucket and --endpoint-url."
    if code in _WRONG_KEYS:
        return f"The credentials were refused ({code}): check or renew them, and the clock of this machine."
    if code in _ELSEWHERE:
        return f"The bucket {bucket} is in another region ({code}): set AWS_REGION to its own."
    if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        return f"No permission for {operation} in {bucket} ({code}): these credentials need {_NEEDED}."
    if status == HTTPStatus.NOT_IMPLEMENTED:
        return f"{endpoint} does not know {operation} with a condition ({code}): it needs S3's If-Match and If-None-Match."
    return f"{endpoint} answered {operation} with {code}{f': {said}' if said else ''}."
