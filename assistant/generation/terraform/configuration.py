"""The files of a configuration: versions, provider, variables, resources, outputs."""

from __future__ import annotations

from assistant.generation.generated import Block, Draft, NextStep
from assistant.generation.parameters import Parameters
from assistant.generation.quoting import hcl
from assistant.generation.reading.cloud import RESOURCES
from assistant.generation.terraform import aws, azure, backend, google, others

_PIECES = {**aws.PIECES, **azure.PIECES, **google.PIECES, **others.PIECES}
_PROVIDERS = {
    "aws": ("hashicorp/aws", "~> 6.0"),
    "azurerm": ("hashicorp/azurerm", "~> 4.0"),
    "google": ("hashicorp/google", "~> 6.0"),
    "kubernetes": ("hashicorp/kubernetes", "~> 2.38"),
    "docker": ("kreuzwerker/docker", "~> 3.6"),
}
_REGIONS = {"aws": "eu-central-1", "azurerm": "westeurope", "google": "europe-west1"}
_CREDENTIALS = {
    "aws": "Credentials come from the environment or a profile (aws sts get-caller-identity shows whose).",
    "azurerm": "az login has been run, and ARM_SUBSCRIPTION_ID names the subscription.",
    "google": "gcloud auth application-default login has been run.",
    "kubernetes": "The current context of ~/.kube/config is the cluster that is meant.",
    "docker": "The Docker socket of this machine is the one that is meant.",
}

_FIRST = {"vpc": 0, "security_group": 1, "iam_role": 2}
"""What others refer to is written before them."""


def terraform(p: Parameters) -> Draft:
    """Four files; `terraform plan` shows what they would make."""
    provider = p["provider"]
    if p["backend"] and not p["cloud_resources"]:
        return backend.alone(p)
    known = {name for name, _ in RESOURCES[provider]}
    wanted = [name for name in p["cloud_resources"] or () if name in known] or [RESOURCES[provider][0][0]]
    if provider == "azurerm" and "resource_group" not in wanted:
        wanted.insert(0, "resource_group")
    if p["openings"] and provider == "aws" and {"ec2_instance", "rds_instance"} & set(wanted):
        wanted.append("security_group")
    wanted.sort(key=lambda name: _FIRST.get(name, 9))
    pieces = [_PIECES[provider, name](p, wanted) for name in dict.fromkeys(wanted)]
    if p["backend"]:
        told_backend = [backend.KEPT[p["backend"]]]
    else:
        told_backend = ["The state is kept in this directory: for a team, configure a remote backend with locking."]
    main = _provider(p) + "\n" + "\n".join(text.strip("\n") + "\n" for text, _ in pieces)
    outputs = "\n".join(f'output "{name}" {{\n  value = {expression}\n}}\n' for _, each in pieces for name, expression in each)
    blocks = [
        Block("hcl", "versions.tf", _versions(provider)),
        *([Block("hcl", "backend.tf", backend.backend(p))] if p["backend"] else []),
        Block("hcl", "variables.tf", _variables(p)),
        Block("hcl", "main.tf", main),
    ]
    if outputs:
        blocks.append(Block("hcl", "outputs.tf", outputs))
    steps = (
        NextStep("terraform init", "changes state"),
        NextStep("terraform fmt -check", "read-only"),
        NextStep("terraform validate", "read-only"),
        NextStep("terraform plan -out plan.tfplan", "read-only"),
        NextStep("terraform apply plan.tfplan", "changes state"),
    )
    return Draft(tuple(blocks), steps, (_CREDENTIALS[provider], *told_backend))


def _versions(provider: str) -> str:
    source, version = _PROVIDERS[provider]
    return f"""terraform {{
  required_version = ">= 1.9"

  required_providers {{
    {provider} = {{
      source  = "{source}"
      version = "{version}"
    }}
  }}
}}
"""


def _variable(name: str, description: str, default: str | None, kind: str = "string") -> str:
    value = f"\n  default     = {default}" if default is not None else ""
    return f'variable "{name}" {{\n  description = {hcl(description)}\n  type        = {kind}{value}\n}}\n'


def _variables(p: Parameters) -> str:
    provider = p["provider"]
    found = [_variable("name", "Prefix of what is made.", hcl(p["name"]))]
    if provider in _REGIONS:
        word = "location" if provider == "azurerm" else "region"
        found.append(_variable(word, f"{word.capitalize()} of the resources.", hcl(p["region"] or _REGIONS[provider])))
    if provider == "google":
        found.append(_variable("project", "Project that the resources belong to.", None))
    found.append(_variable("environment", "Such as dev or prod.", hcl("dev")))
    return "\n".join(found)


def _provider(p: Parameters) -> str:
    return {
        "aws": """provider "aws" {
  region = var.region

  default_tags {
    tags = {
      environment = var.environment
      managed_by  = "terraform"
    }
  }
}
""",
        "azurerm": 'provider "azurerm" {\n  features {}\n}\n',
        "google": 'provider "google" {\n  project = var.project\n  region  = var.region\n}\n',
        "kubernetes": 'provider "kubernetes" {\n  config_path = pathexpand("~/.kube/config")\n}\n',
        "docker": 'provider "docker" {}\n',
    }[p["provider"]]
