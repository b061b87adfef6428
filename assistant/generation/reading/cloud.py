"""Providers, regions and resources of Terraform."""

from __future__ import annotations

import re
from typing import Any

RESOURCES: dict[str, tuple[tuple[str, str], ...]] = {
    "aws": (
        ("s3_bucket", r"s3(?! backend)(?: bucket)?s?"),
        ("vpc", r"vpc|subnets?"),
        ("ec2_instance", r"ec2(?: instance)?s?|aws instance|t[234][a-z]?\.\w+|virtual machine"),
        ("security_group", r"security groups?"),
        ("rds_instance", r"rds(?: instance| database)?|db\.[a-z]\d\w*\.\w+"),
        ("dynamodb_table", r"dynamo ?db(?: table)?"),
        ("sqs_queue", r"sqs(?: queue)?"),
        ("sns_topic", r"sns(?: topic)?"),
        ("ecr_repository", r"ecr(?: repositor(?:y|ies))?"),
        ("iam_role", r"iam roles?"),
        (
            "lambda_function",
            r"(?<!for )(?<!by )lambda(?= [a-z][\w-]*\s*(?:,|\(|$|with\b))|lambda functions?|aws lambda(?! role)|(?<!for )(?<!by )(?<!a )lambdas?(?= (?:that|which|with|called|named|in|function))",
        ),
        ("log_group", r"cloudwatch log group|log group"),
    ),
    "azurerm": (
        ("resource_group", r"resource groups?"),
        ("storage_account", r"storage accounts?|blob storage|storage container"),
        ("virtual_network", r"virtual networks?|vnet|subnets?"),
        ("container_registry", r"acr|container registry"),
        ("key_vault", r"key ?vaults?"),
    ),
    "google": (
        ("storage_bucket", r"(?:gcs|storage|google|cloud storage)?\s*buckets?|gcs"),
        ("compute_network", r"vpc|network|subnets?"),
        ("compute_instance", r"compute instances?|gce|virtual machine|\bvm\b|e2-\w+|compute engine"),
        ("pubsub_topic", r"pub/?sub(?: topic)?"),
        ("artifact_registry", r"artifact registry|docker repository"),
        ("service_account", r"service accounts?"),
    ),
    "kubernetes": (
        ("namespace", r"namespaces?"),
        ("deployment", r"deployments?"),
        ("service", r"services?"),
        ("config_map", r"config ?maps?"),
    ),
    "docker": (
        ("container", r"containers?"),
        ("network", r"networks?"),
        ("volume", r"volumes?"),
    ),
}
"""What can be made for each provider, with the words for it; the first is what is made where none is named."""

_PROVIDERS = (
    ("azurerm", r"azure(?:rm)?|resource group|storage account|\bacr\b|vnet|key vault"),
    ("google", r"google|gcp|gcs|gke|pub/?sub|artifact registry|cloud storage"),
    ("aws", r"aws|amazon|s3|ec2|rds|vpc|dynamo ?db|sqs|sns|ecr|iam role|cloudwatch"),
    ("kubernetes", r"kubernetes|k8s"),
    ("docker", r"docker"),
)
_REGION = {
    "aws": re.compile(
        r"\b((?:us|eu|ap|sa|ca|me|af|il|mx)-(?:gov-)?(?:north|south|east|west|central|northeast|southeast|northwest|southwest)-\d)\b",
        re.IGNORECASE,
    ),
    "google": re.compile(
        r"\b((?:us|europe|asia|australia|southamerica|northamerica|me|africa)-(?:north|south|east|west|central|northeast|southeast)\d)\b",
        re.IGNORECASE,
    ),
    "azurerm": re.compile(
        r"\b((?:west|north|east|south|central|southeast|northcentral|southcentral|westcentral|germanywest|uk|france|sweden|switzerland|australia|japan|korea|canada|brazil|norway)[ -]?(?:europe|us ?[23]?|central|south|north|east|west|asia)\s?[23]?|eastus2?|westus[23]?)\b",
        re.IGNORECASE,
    ),
}
_INSTANCE = re.compile(
    r"\b((?:db\.)?[a-z]{1,3}\d[a-z]{0,3}\.(?:nano|micro|small|medium|\d{0,2}x?large|metal)|e2-[a-z]+(?:-\d+)?|n[12]d?-[a-z]+-\d+)\b",
    re.IGNORECASE,
)
_CIDR = re.compile(r"\b((?:\d{1,3}\.){3}\d{1,3}/\d{1,2})\b")
_BUCKET = re.compile(
    r"\b(?:bucket|table|queue|topic|repository|instance|account|vpc|group|cluster|network|vm|server|database)\s+(?:called|named|name)\s*[\"'`]?([A-Za-z0-9][\w.-]{1,62})",
    re.IGNORECASE,
)


def read(text: str) -> dict[str, Any]:  # noqa: C901, PLR0912  # one clause a field
    """Read `provider`, `cloud_resources`, `region`, `instance_type`, `cidr` and `bucket`."""
    scores = {
        name: sum(1 for _ in re.finditer(rf"(?<![\w-])(?:{words})(?![\w])", text, re.IGNORECASE)) for name, words in _PROVIDERS
    }
    provider = max(scores, key=lambda name: scores[name])
    for name in ("azurerm", "google", "aws"):
        if re.search(
            {"azurerm": r"\bazure(?:rm)?\b", "google": r"\b(?:google|gcp|gcs)\b", "aws": r"\b(?:aws|amazon)\b"}[name],
            text,
            re.IGNORECASE,
        ):
            provider = name
            break
    facts: dict[str, Any] = {"provider": provider} if scores[provider] else {}
    family = provider if scores[provider] else "aws"
    found = []
    for name, words in RESOURCES[family]:
        match = re.search(rf"(?<![\w-])(?:{words})(?![\w])", text, re.IGNORECASE)
        if match:
            found.append((match.start(), name))
    if re.search(r"\bbackend\b|\bremote state\b", text, re.IGNORECASE) and not re.search(
        r"\bwith\s+(?:an?\s+)?\w+\s+backend\b", text
    ):
        found = [
            (place, name)
            for place, name in found
            if name not in {"s3_bucket", "dynamodb_table", "storage_bucket", "storage_account"}
        ]
    if any(name == "iam_role" for _, name in found) and (
        match := re.search(
            r"\b(read|write|put|get|upload|access|full)\w*\b[^.;\n]{0,40}\bs3\b|\bs3\b[^.;\n]{0,20}\b(read|write)",
            text,
            re.IGNORECASE,
        )
    ):
        found = [(place, name) for place, name in found if name != "s3_bucket"]
        word = (match[1] or match[2]).lower()
        both = re.search(r"\bread[ /-]*(?:and[ -])?write\b", text, re.IGNORECASE)
        facts["s3_access"] = "write" if both or word in {"write", "put", "upload", "full"} else "read"
    if found:
        facts["cloud_resources"] = tuple(name for _, name in sorted(found))
    if family in _REGION and (match := _REGION[family].search(text)):
        region = match[1].lower()
        facts["region"] = re.sub(r"[ -]", "", region) if family == "azurerm" else region
    facts |= _backend(text)
    for match in re.finditer(
        r"\b(?:security group|iam role|instance|vm)\s+(?:named\s+|called\s+)?[\"'`]?([a-z][\w-]{1,40})(?![\w.])",
        text,
        re.IGNORECASE,
    ):
        if match[1].lower() not in {
            "for",
            "with",
            "in",
            "that",
            "allowing",
            "which",
            "and",
            "named",
            "called",
            "type",
            "to",
            "on",
            "opening",
            "from",
            "of",
        }:
            facts["name"] = match[1].lower().replace("_", "-")
            break
    if match := _PLAIN_NAME.search(text):
        facts["bucket"] = match[1].lower().rstrip(".")
    rules = [
        (int(port), source)
        for ports_, source in _allowed(text)
        for port in re.findall(r"\d{1,5}", ports_)
        if 0 < int(port) < 65_536
    ]
    if rules:
        facts["openings"] = tuple(dict.fromkeys(rules))[:20]
    if match := re.search(
        r"\b(?:lifecycle|expir\w*|delet\w*|after|retention|older than)\b[^.;\n]{0,40}?(\d{1,4})\s*days?", text, re.IGNORECASE
    ):
        facts["age_days"] = int(match[1])
    if match := re.search(
        r"\b(?:for|assumed by|trusts?|by)\s+(?:an?\s+|the\s+|aws\s+)?(lambda|ec2|ecs|codebuild|eks)\b", text, re.IGNORECASE
    ):
        facts["trusted"] = match[1].lower()
    for field, pattern in (("instance_type", _INSTANCE), ("cidr", _CIDR), ("bucket", _BUCKET)):
        if match := pattern.search(text):
            facts[field] = match[1].lower().rstrip(".")
    if "cidr" in facts and not _valid_cidr(facts["cidr"]):
        del facts["cidr"]
    return facts


_ALLOWED = re.compile(
    r"((?:(?:ports?|tcp|and|,|ssh|https?)\s*)*(?<![\d./])\d{1,5}(?![\d./])(?:(?:\s*,\s*and|\s*,|\s+and|\s*/)?\s+(?:tcp\s+|port\s+)?(?<![\d./])\d{1,5}(?![\d./]))*)"
    r"(?:\s*/?\s*tcp)?\s+(?:only\s+)?(?:from|to)\s+((?:the\s+)?(?:\d{1,3}(?:\.\d{1,3}){3}(?:/\d{1,2})?|anywhere|everywhere|any|all|the world|internet|world|everyone|0\.0\.0\.0/0))",
    re.IGNORECASE,
)
_PLAIN_NAME = re.compile(
    r"\b(?:bucket|table|queue|topic|repository)\s+[\"'`]?((?=[a-z0-9-]*[-\d])[a-z0-9][a-z0-9-]{2,62})(?![\w./])", re.IGNORECASE
)


def _allowed(text: str) -> list[tuple[str, str]]:
    """Ports of rules, and from where they are let in as a network."""
    found = []
    for match in _ALLOWED.finditer(text):
        source = match[2].removeprefix("the ").lower()
        found.append((match[1], source if "/" in source else f"{source}/32" if source[0].isdigit() else "0.0.0.0/0"))
    return found


def _backend(text: str) -> dict[str, Any]:
    """Where the state is kept."""
    if not re.search(r"\bbackend\b|\bremote state\b|\bstate (?:in|on|file)\b|\btfstate\b", text, re.IGNORECASE):
        return {}
    lowered = text.lower()
    kind = "gcs" if re.search(r"\bgcs\b|\bgoogle\b", lowered) else "azurerm" if "azure" in lowered else "s3"
    facts: dict[str, Any] = {"backend": kind}
    for field, pattern in (
        ("state_bucket", r"\b(?:bucket|container)\s*(?:is|called|named|[:=])?\s*[\"'`]?([a-z0-9][\w.-]{2,62})"),
        ("state_key", r"\b(?:key|prefix|path)\s*(?:is|[:=])?\s*[\"'`]?([\w./-]{2,120})"),
        (
            "lock_table",
            r"\b(?:lock(?:ing)?[ -]?table|dynamo ?db(?:[ -]table)?(?: for locking)?|lock(?:ing)? (?:with|via|in)(?: dynamo ?db)?(?: table)?|table)\s*(?:is|called|named|[:=])?\s*[\"'`]?([a-z0-9][\w.-]{2,62})",
        ),
    ):
        if (match := re.search(pattern, text, re.IGNORECASE)) and match[1].lower() not in {
            "table",
            "and",
            "for",
            "with",
            "dynamodb",
            "locking",
            "lock",
            "the",
        }:
            facts[field] = match[1].rstrip(".,")
    return facts


def _valid_cidr(cidr: str) -> bool:
    address, _, bits = cidr.partition("/")
    return all(int(part) < 256 for part in address.split(".")) and 16 <= int(bits) <= 28  # what a VPC takes
