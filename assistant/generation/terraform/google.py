"""Resources of Google Cloud."""

from __future__ import annotations

from assistant.generation.parameters import Parameters
from assistant.generation.quoting import hcl
from assistant.generation.terraform.pieces import Make, Piece, first_subnet, is_named, named, simple


def _google_bucket(p: Parameters, _: list[str]) -> Piece:
    name = named(p, "storage_bucket") if is_named(p, "storage_bucket") else '"${var.project}-${var.name}-${var.environment}"'
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
  name                    = {named(p, "compute_network")}
  auto_create_subnetworks = false
}}

resource "google_compute_subnetwork" "this" {{
  name                     = {named(p, "compute_network")}
  network                  = google_compute_network.this.id
  ip_cidr_range            = {hcl(first_subnet(p["cidr"]))}
  private_ip_google_access = true
}}
""",
        (("subnetwork", "google_compute_subnetwork.this.id"),),
    )


def _google_instance(p: Parameters, wanted: list[str]) -> Piece:
    network = "subnetwork = google_compute_subnetwork.this.id" if "compute_network" in wanted else 'network = "default"'
    return (
        f"""resource "google_compute_instance" "this" {{
  name         = {named(p, "compute_instance")}
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


PIECES: dict[tuple[str, str], Make] = {
    ("google", "storage_bucket"): _google_bucket,
    ("google", "compute_network"): _google_network,
    ("google", "compute_instance"): _google_instance,
    ("google", "pubsub_topic"): simple(
        "google_pubsub_topic",
        "pubsub_topic",
        '  name                       = NAME\n  message_retention_duration = "86400s"\n',
        (("topic_id", "google_pubsub_topic.this.id"),),
    ),
    ("google", "artifact_registry"): simple(
        "google_artifact_registry_repository",
        "artifact_registry",
        '  repository_id = NAME\n  location      = var.region\n  format        = "DOCKER"\n',
        (("repository", "google_artifact_registry_repository.this.id"),),
    ),
    ("google", "service_account"): simple(
        "google_service_account", "service_account", "  account_id = NAME\n", (("email", "google_service_account.this.email"),)
    ),
}
