"""Terraform skeletons: versions, provider, variables, resources, outputs."""

from __future__ import annotations

from collections.abc import Callable

from assistant.generation.generated import Block, Draft, NextStep
from assistant.generation.parameters import Parameters
from assistant.generation.quoting import hcl
from assistant.generation.reading.cloud import RESOURCES

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

Piece = tuple[str, tuple[tuple[str, str], ...]]
"""HCL of a resource, and its outputs: name and expression."""


def terraform(p: Parameters) -> Draft:
    """Four files; `terraform plan` shows what they would make."""
    provider = p["provider"]
    if p["backend"] and not p["cloud_resources"]:
        return _state(p)
    known = {name for name, _ in RESOURCES[provider]}
    wanted = [name for name in p["cloud_resources"] or () if name in known] or [RESOURCES[provider][0][0]]
    if provider == "azurerm" and "resource_group" not in wanted:
        wanted.insert(0, "resource_group")
    if "ec2_instance" in wanted and "vpc" in wanted:
        wanted.sort(key=lambda name: name != "vpc")
    pieces = [_PIECES[provider, name](p, wanted) for name in dict.fromkeys(wanted)]
    if p["backend"]:
        told_backend = [_KEPT[p["backend"]]]
    else:
        told_backend = ["The state is kept in this directory: for a team, configure a remote backend with locking."]
    main = _provider(p) + "\n" + "\n".join(text.strip("\n") + "\n" for text, _ in pieces)
    outputs = "\n".join(f'output "{name}" {{\n  value = {expression}\n}}\n' for _, each in pieces for name, expression in each)
    blocks = [
        Block("hcl", "versions.tf", _versions(provider)),
        *([Block("hcl", "backend.tf", _backend(p))] if p["backend"] else []),
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


_KEPT = {
    "s3": "The bucket of the state exists, has versioning on, and is not made by this configuration.",
    "gcs": "The bucket of the state exists, has versioning on, and is not made by this configuration.",
    "azurerm": "The storage account of the state exists and is not made by this configuration.",
}


def _state(p: Parameters) -> Draft:
    """The backend alone."""
    steps = (NextStep("terraform init -migrate-state", "changes state"), NextStep("terraform state list", "read-only"))
    locked = (
        "From Terraform 1.10 on, use_lockfile = true locks in the bucket itself and the table is no longer needed."
        if p["lock_table"]
        else None
    )
    told = (_KEPT[p["backend"]], "Values of a backend cannot be variables.", *([locked] if locked else []))
    return Draft((Block("hcl", "backend.tf", _backend(p)),), steps, told)


def _backend(p: Parameters) -> str:
    kind = p["backend"]
    bucket, key = p["state_bucket"] or p["bucket"] or "example-terraform-state", p["state_key"] or "terraform.tfstate"
    if kind == "s3":
        pairs = [
            ("bucket", hcl(bucket)),
            ("key", hcl(key)),
            ("region", hcl(p["region"] or _REGIONS["aws"])),
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


def _named(p: Parameters) -> str:
    """The name of a resource: that of the request, or made of the variables."""
    return hcl(p["bucket"]) if p["bucket"] else '"${var.name}-${var.environment}"'


def _s3(p: Parameters, _: list[str]) -> Piece:
    prefix = f"bucket = {_named(p)}" if p["bucket"] else 'bucket_prefix = "${var.name}-${var.environment}-"'
    return (
        f"""resource "aws_s3_bucket" "this" {{
  {prefix}
}}

resource "aws_s3_bucket_public_access_block" "this" {{
  bucket                  = aws_s3_bucket.this.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}}

{_lifecycle(p)}resource "aws_s3_bucket_versioning" "this" {{
  bucket = aws_s3_bucket.this.id

  versioning_configuration {{
    status = "Enabled"
  }}
}}

resource "aws_s3_bucket_server_side_encryption_configuration" "this" {{
  bucket = aws_s3_bucket.this.id

  rule {{
    apply_server_side_encryption_by_default {{
      sse_algorithm = "aws:kms"
    }}
  }}
}}
""",
        (("bucket_name", "aws_s3_bucket.this.bucket"), ("bucket_arn", "aws_s3_bucket.this.arn")),
    )


def _lifecycle(p: Parameters) -> str:
    if not p["age_days"]:
        return ""
    return f"""resource "aws_s3_bucket_lifecycle_configuration" "this" {{
  bucket = aws_s3_bucket.this.id

  rule {{
    id     = "expire"
    status = "Enabled"

    filter {{}}

    expiration {{
      days = {p["age_days"]}
    }}

    noncurrent_version_expiration {{
      noncurrent_days = {p["age_days"]}
    }}
  }}
}}

"""


def _vpc(p: Parameters, _: list[str]) -> Piece:
    return (
        f"""data "aws_availability_zones" "available" {{
  state = "available"
}}

resource "aws_vpc" "this" {{
  cidr_block           = {hcl(p["cidr"])}
  enable_dns_hostnames = true

  tags = {{
    Name = "${{var.name}}-${{var.environment}}"
  }}
}}

resource "aws_subnet" "private" {{
  count             = 2
  vpc_id            = aws_vpc.this.id
  cidr_block        = cidrsubnet(aws_vpc.this.cidr_block, 4, count.index)
  availability_zone = data.aws_availability_zones.available.names[count.index]
}}
""",
        (("vpc_id", "aws_vpc.this.id"), ("subnet_ids", "aws_subnet.private[*].id")),
    )


def _ec2(p: Parameters, wanted: list[str]) -> Piece:
    subnet = "\n  subnet_id     = aws_subnet.private[0].id" if "vpc" in wanted else ""
    count = f"\n  count         = {p['replicas']}" if p["replicas"] and p["replicas"] > 1 else ""
    star = "[*]" if count else ""
    return (
        f"""data "aws_ami" "linux" {{
  most_recent = true
  owners      = ["amazon"]

  filter {{
    name   = "name"
    values = ["al2023-ami-2023.*-x86_64"]
  }}
}}

resource "aws_instance" "this" {{{count}
  ami           = data.aws_ami.linux.id
  instance_type = {hcl(p["instance_type"] or "t3.micro")}{subnet}

  metadata_options {{
    http_tokens = "required"
  }}

  root_block_device {{
    encrypted = true
  }}

  tags = {{
    Name = {"var.name" if "name" in p.taken else '"${var.name}-${var.environment}"'}
  }}
}}
""",
        (("instance_id", f"aws_instance.this{star}.id"),),
    )


def _security_group(p: Parameters, wanted: list[str]) -> Piece:
    openings = p["openings"] or ((p["port"] or 443, "10.0.0.0/8"),)
    port = ", ".join(str(each) for each in dict.fromkeys(port for port, _ in openings))
    word = "port" if "," not in port else "ports"
    rules = "\n".join(_opening(number, source, count) for count, (number, source) in enumerate(openings))
    vpc = "\n  vpc_id      = aws_vpc.this.id" if "vpc" in wanted else ""
    return (
        f"""resource "aws_security_group" "this" {{
  name_prefix = "${{var.name}}-"
  description = "Lets {word} {port} in"{vpc}
}}

{rules}
resource "aws_vpc_security_group_egress_rule" "all" {{
  security_group_id = aws_security_group.this.id
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "-1"
}}
""",
        (("security_group_id", "aws_security_group.this.id"),),
    )


def _opening(port: int, source: str, count: int) -> str:
    name = f"port_{port}" + (f"_{count}" if count else "")
    return f"""resource "aws_vpc_security_group_ingress_rule" "{name}" {{
  security_group_id = aws_security_group.this.id
  cidr_ipv4         = {hcl(source)}
  from_port         = {port}
  to_port           = {port}
  ip_protocol       = "tcp"
}}
"""


def _rds(p: Parameters, _: list[str]) -> Piece:
    return (
        f"""resource "aws_db_instance" "this" {{
  identifier_prefix           = "${{var.name}}-${{var.environment}}-"
  engine                      = "postgres"
  engine_version              = "17"
  instance_class              = {hcl(p["instance_type"] or "db.t4g.micro")}
  allocated_storage           = 20
  storage_encrypted           = true
  username                    = "postgres"
  manage_master_user_password = true
  backup_retention_period     = 7
  deletion_protection         = true
  publicly_accessible         = false
}}
""",
        (("endpoint", "aws_db_instance.this.endpoint"),),
    )


def _iam_role(p: Parameters, _: list[str]) -> Piece:
    service = {"ecs": "ecs-tasks"}.get(p["trusted"] or "", p["trusted"] or "ec2")
    named = (
        _named(p)
        if p["bucket"] and not p["s3_access"]
        else "var.name"
        if "name" in p.taken
        else '"${var.name}-${var.environment}"'
    )
    return (
        f"""resource "aws_iam_role" "this" {{
  name = {named}

  assume_role_policy = jsonencode({{
    Version = "2012-10-17"
    Statement = [{{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = {{ Service = "{service}.amazonaws.com" }}
    }}]
  }})
}}
{_bucket_policy(p)}""",
        (("role_arn", "aws_iam_role.this.arn"),),
    )


def _bucket_policy(p: Parameters) -> str:
    if not p["s3_access"]:
        return ""
    bucket = p["bucket"] or "example-bucket"
    actions = ["s3:GetObject", *(["s3:PutObject", "s3:DeleteObject"] if p["s3_access"] == "write" else [])]
    listed = ", ".join(hcl(action) for action in actions)
    return f"""
resource "aws_iam_role_policy" "bucket" {{
  name = "bucket"
  role = aws_iam_role.this.id

  policy = jsonencode({{
    Version = "2012-10-17"
    Statement = [
      {{
        Effect   = "Allow"
        Action   = "s3:ListBucket"
        Resource = {hcl(f"arn:aws:s3:::{bucket}")}
      }},
      {{
        Effect   = "Allow"
        Action   = [{listed}]
        Resource = {hcl(f"arn:aws:s3:::{bucket}/*")}
      }},
    ]
  }})
}}
"""


def _simple(kind: str, body: str, outputs: tuple[tuple[str, str], ...]) -> Callable[[Parameters, list[str]], Piece]:
    def piece(p: Parameters, _: list[str]) -> Piece:
        return f'resource "{kind}" "this" {{\n{body.replace("NAME", _named(p))}}}\n', outputs

    return piece


def _resource_group(_: Parameters, __: list[str]) -> Piece:
    return (
        """resource "azurerm_resource_group" "this" {
  name     = "${var.name}-${var.environment}"
  location = var.location

  tags = {
    environment = var.environment
    managed_by  = "terraform"
  }
}
""",
        (("resource_group", "azurerm_resource_group.this.name"),),
    )


_IN_GROUP = (
    "  resource_group_name = azurerm_resource_group.this.name\n  location            = azurerm_resource_group.this.location\n"
)


def _storage_account(p: Parameters, _: list[str]) -> Piece:
    name = "".join(character for character in (p["bucket"] or "").lower() if character.isalnum())[:24]
    shown = hcl(name) if len(name) > 2 else 'substr(replace("${var.name}${var.environment}", "-", ""), 0, 24)'
    return (
        f"""resource "azurerm_storage_account" "this" {{
  name                            = {shown}
{_IN_GROUP}  account_tier                    = "Standard"
  account_replication_type        = "ZRS"
  min_tls_version                 = "TLS1_2"
  allow_nested_items_to_be_public = false
}}
""",
        (("storage_account", "azurerm_storage_account.this.name"),),
    )


def _vnet(p: Parameters, _: list[str]) -> Piece:
    return (
        f"""resource "azurerm_virtual_network" "this" {{
  name                = {_named(p)}
{_IN_GROUP}  address_space       = [{hcl(p["cidr"])}]
}}

resource "azurerm_subnet" "this" {{
  name                 = "default"
  resource_group_name  = azurerm_resource_group.this.name
  virtual_network_name = azurerm_virtual_network.this.name
  address_prefixes     = [cidrsubnet({hcl(p["cidr"])}, 4, 0)]
}}
""",
        (("subnet_id", "azurerm_subnet.this.id"),),
    )


def _key_vault(_: Parameters, __: list[str]) -> Piece:
    return (
        f"""data "azurerm_client_config" "current" {{}}

resource "azurerm_key_vault" "this" {{
  name                       = substr("${{var.name}}-${{var.environment}}", 0, 24)
{_IN_GROUP}  tenant_id                  = data.azurerm_client_config.current.tenant_id
  sku_name                   = "standard"
  rbac_authorization_enabled = true
  purge_protection_enabled   = true
}}
""",
        (("vault_uri", "azurerm_key_vault.this.vault_uri"),),
    )


def _google_bucket(p: Parameters, _: list[str]) -> Piece:
    name = _named(p) if p["bucket"] else '"${var.project}-${var.name}-${var.environment}"'
    return (
        f"""resource "google_storage_bucket" "this" {{
  name                        = {name}
  location                    = var.region
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"

  versioning {{
    enabled = true
  }}
}}
""",
        (("bucket_url", "google_storage_bucket.this.url"),),
    )


def _google_network(p: Parameters, _: list[str]) -> Piece:
    return (
        f"""resource "google_compute_network" "this" {{
  name                    = {_named(p)}
  auto_create_subnetworks = false
}}

resource "google_compute_subnetwork" "this" {{
  name                     = {_named(p)}
  network                  = google_compute_network.this.id
  ip_cidr_range            = cidrsubnet({hcl(p["cidr"])}, 4, 0)
  private_ip_google_access = true
}}
""",
        (("subnetwork", "google_compute_subnetwork.this.id"),),
    )


def _google_instance(p: Parameters, wanted: list[str]) -> Piece:
    network = "subnetwork = google_compute_subnetwork.this.id" if "compute_network" in wanted else 'network = "default"'
    return (
        f"""resource "google_compute_instance" "this" {{
  name         = {_named(p)}
  machine_type = {hcl(p["instance_type"] or "e2-small")}
  zone         = "${{var.region}}-b"

  boot_disk {{
    initialize_params {{
      image = "debian-cloud/debian-12"
    }}
  }}

  network_interface {{
    {network}
  }}

  shielded_instance_config {{
    enable_secure_boot = true
  }}
}}
""",
        (("instance_id", "google_compute_instance.this.id"),),
    )


def _kubernetes_deployment(p: Parameters, _: list[str]) -> Piece:
    image = p["image"] or "registry.example.com/app:1.0.0"
    return (
        f"""resource "kubernetes_deployment_v1" "this" {{
  metadata {{
    name   = var.name
    labels = {{ app = var.name }}
  }}

  spec {{
    replicas = {p["replicas"] if p["replicas"] is not None else 2}

    selector {{
      match_labels = {{ app = var.name }}
    }}

    template {{
      metadata {{
        labels = {{ app = var.name }}
      }}

      spec {{
        container {{
          name  = var.name
          image = {hcl(image)}

          port {{
            container_port = {p["port"] or 8080}
          }}

          resources {{
            requests = {{ cpu = "100m", memory = "128Mi" }}
            limits   = {{ memory = "256Mi" }}
          }}

          security_context {{
            allow_privilege_escalation = false
            run_as_non_root            = true
          }}
        }}
      }}
    }}
  }}
}}
""",
        (("deployment", "kubernetes_deployment_v1.this.metadata[0].name"),),
    )


def _kubernetes_service(p: Parameters, _: list[str]) -> Piece:
    port = p["port"] or 8080
    return (
        f"""resource "kubernetes_service_v1" "this" {{
  metadata {{
    name = var.name
  }}

  spec {{
    selector = {{ app = var.name }}

    port {{
      port        = {port}
      target_port = {port}
    }}
  }}
}}
""",
        (("service", "kubernetes_service_v1.this.metadata[0].name"),),
    )


def _docker_container(p: Parameters, _: list[str]) -> Piece:
    port = p["port"] or 80
    return (
        f"""resource "docker_image" "this" {{
  name = {hcl(p["image"] or "nginx:1.28")}
}}

resource "docker_container" "this" {{
  name    = var.name
  image   = docker_image.this.image_id
  restart = "unless-stopped"

  ports {{
    internal = {port}
    external = {port}
    ip       = "127.0.0.1"
  }}
}}
""",
        (("container_id", "docker_container.this.id"),),
    )


_PIECES: dict[tuple[str, str], Callable[[Parameters, list[str]], Piece]] = {
    ("aws", "s3_bucket"): _s3,
    ("aws", "vpc"): _vpc,
    ("aws", "ec2_instance"): _ec2,
    ("aws", "security_group"): _security_group,
    ("aws", "rds_instance"): _rds,
    ("aws", "dynamodb_table"): _simple(
        "aws_dynamodb_table",
        '  name         = NAME\n  billing_mode = "PAY_PER_REQUEST"\n  hash_key     = "id"\n\n  attribute {\n    name = "id"\n    type = "S"\n  }\n\n  point_in_time_recovery {\n    enabled = true\n  }\n',
        (("table_arn", "aws_dynamodb_table.this.arn"),),
    ),
    ("aws", "sqs_queue"): _simple(
        "aws_sqs_queue",
        "  name                    = NAME\n  sqs_managed_sse_enabled = true\n",
        (("queue_url", "aws_sqs_queue.this.url"),),
    ),
    ("aws", "sns_topic"): _simple(
        "aws_sns_topic",
        '  name              = NAME\n  kms_master_key_id = "alias/aws/sns"\n',
        (("topic_arn", "aws_sns_topic.this.arn"),),
    ),
    ("aws", "ecr_repository"): _simple(
        "aws_ecr_repository",
        '  name                 = NAME\n  image_tag_mutability = "IMMUTABLE"\n\n  image_scanning_configuration {\n    scan_on_push = true\n  }\n',
        (("repository_url", "aws_ecr_repository.this.repository_url"),),
    ),
    ("aws", "iam_role"): _iam_role,
    ("aws", "log_group"): _simple(
        "aws_cloudwatch_log_group",
        "  name              = NAME\n  retention_in_days = 30\n",
        (("log_group", "aws_cloudwatch_log_group.this.name"),),
    ),
    ("azurerm", "resource_group"): _resource_group,
    ("azurerm", "storage_account"): _storage_account,
    ("azurerm", "virtual_network"): _vnet,
    ("azurerm", "container_registry"): _simple(
        "azurerm_container_registry",
        f'  name                = replace("${{var.name}}${{var.environment}}", "-", "")\n{_IN_GROUP}  sku                 = "Basic"\n  admin_enabled       = false\n',
        (("login_server", "azurerm_container_registry.this.login_server"),),
    ),
    ("azurerm", "key_vault"): _key_vault,
    ("google", "storage_bucket"): _google_bucket,
    ("google", "compute_network"): _google_network,
    ("google", "compute_instance"): _google_instance,
    ("google", "pubsub_topic"): _simple(
        "google_pubsub_topic",
        '  name                       = NAME\n  message_retention_duration = "86400s"\n',
        (("topic_id", "google_pubsub_topic.this.id"),),
    ),
    ("google", "artifact_registry"): _simple(
        "google_artifact_registry_repository",
        '  repository_id = NAME\n  location      = var.region\n  format        = "DOCKER"\n',
        (("repository", "google_artifact_registry_repository.this.id"),),
    ),
    ("google", "service_account"): _simple(
        "google_service_account", "  account_id = NAME\n", (("email", "google_service_account.this.email"),)
    ),
    ("kubernetes", "namespace"): _simple(
        "kubernetes_namespace_v1",
        '  metadata {\n    name = var.name\n\n    labels = {\n      "pod-security.kubernetes.io/enforce" = "baseline"\n    }\n  }\n',
        (("namespace", "kubernetes_namespace_v1.this.metadata[0].name"),),
    ),
    ("kubernetes", "deployment"): _kubernetes_deployment,
    ("kubernetes", "service"): _kubernetes_service,
    ("kubernetes", "config_map"): _simple(
        "kubernetes_config_map_v1", '  metadata {\n    name = var.name\n  }\n\n  data = {\n    LOG_LEVEL = "info"\n  }\n', ()
    ),
    ("docker", "container"): _docker_container,
    ("docker", "network"): _simple("docker_network", "  name = NAME\n", (("network_id", "docker_network.this.id"),)),
    ("docker", "volume"): _simple("docker_volume", "  name = NAME\n", (("volume", "docker_volume.this.name"),)),
}
