"""Resources of Azure."""

from __future__ import annotations

from assistant.generation.parameters import Parameters
from assistant.generation.quoting import hcl
from assistant.generation.terraform.pieces import Make, Piece, first_subnet, named, simple


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
  name                = {named(p, "virtual_network")}
{_IN_GROUP}  address_space       = [{hcl(p["cidr"])}]
}}

resource "azurerm_subnet" "this" {{
  name                 = "default"
  resource_group_name  = azurerm_resource_group.this.name
  virtual_network_name = azurerm_virtual_network.this.name
  address_prefixes     = [{hcl(first_subnet(p["cidr"]))}]
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


PIECES: dict[tuple[str, str], Make] = {
    ("azurerm", "resource_group"): _resource_group,
    ("azurerm", "storage_account"): _storage_account,
    ("azurerm", "virtual_network"): _vnet,
    ("azurerm", "container_registry"): simple(
        "azurerm_container_registry",
        "container_registry",
        f'  name                = replace("${{var.name}}${{var.environment}}", "-", "")\n{_IN_GROUP}  sku                 = "Basic"\n  admin_enabled       = false\n',
        (("login_server", "azurerm_container_registry.this.login_server"),),
    ),
    ("azurerm", "key_vault"): _key_vault,
}
