"""Where the state is kept."""

from __future__ import annotations

from assistant.generation.generated import Block, Draft, NextStep
from assistant.generation.parameters import Parameters
from assistant.generation.quoting import hcl

REGION = "eu-central-1"
KEPT = {
    "s3": "The bucket of the state exists, has versioning on, and is not made by this configuration.",
    "gcs": "The bucket of the state exists, has versioning on, and is not made by this configuration.",
    "azurerm": "The storage account of the state exists and is not made by this configuration.",
}


def alone(p: Parameters) -> Draft:
    """The backend alone."""
    steps = (NextStep("terraform init -migrate-state", "changes state"), NextStep("terraform state list", "read-only"))
    locked = (
        "From Terraform 1.10 on, use_lockfile = true locks in the bucket itself and the table is no longer needed."
        if p["lock_table"]
        else None
    )
    told = (KEPT[p["backend"]], "Values of a backend cannot be variables.", *([locked] if locked else []))
    return Draft((Block("hcl", "backend.tf", backend(p)),), steps, told)


def backend(p: Parameters) -> str:
    kind = p["backend"]
    bucket, key = p["state_bucket"] or p["bucket"] or "example-terraform-state", p["state_key"] or "terraform.tfstate"
    if kind == "s3":
        pairs = [
            ("bucket", hcl(bucket)),
            ("key", hcl(key)),
            ("region", hcl(p["region"] or REGION)),
            ("encrypt", "true"),
        ]
        pairs += [("dynamodb_table", hcl(p["lock_table"]))] if p["lock_table"] else [("use_lockfile", "true")]
    elif kind == "gcs":
        pairs = [("bucket", hcl(bucket)), ("prefix", hcl(key))]
    else:
        pairs = [
            ("resource_group_name", hcl("terraform-state")),
            ("storage_account_name", hcl("exampleterraformstate")),
            ("container_name", hcl(bucket)),
            ("key", hcl(key)),
        ]
    width = max(len(name) for name, _ in pairs)
    lines = "".join(f"    {name.ljust(width)} = {value}\n" for name, value in pairs)
    return f'terraform {{\n  backend "{kind}" {{\n{lines}  }}\n}}\n'
