"""Networks of AWS: subnets with their routes, and who may come in."""

from __future__ import annotations

from assistant.generation.parameters import Parameters
from assistant.generation.quoting import hcl
from assistant.generation.terraform.pieces import Piece, is_named, named


def vpc(p: Parameters, _: list[str]) -> Piece:
    private, public = p["private_subnets"], p["public_subnets"]
    if not private and not public:
        private = 2
    public = max(public or 0, 1 if p["nat"] else 0)
    outputs = [("vpc_id", "aws_vpc.this.id")]
    text = f"""data "aws_availability_zones" "available" {{
  state = "available"
}}

resource "aws_vpc" "this" {{
  cidr_block           = {hcl(p["cidr"])}
  enable_dns_hostnames = true

  tags = {{
    Name = {named(p, "vpc")}
  }}
}}
"""
    bits = _new_bits(p["cidr"], (private or 0) + public)
    for kind, count, first in (("private", private or 0, 0), ("public", public, private or 0)):
        if count:
            text += _subnets(kind, count, first, bits)
            outputs.append((f"{kind}_subnet_ids" if public else "subnet_ids", f"aws_subnet.{kind}[*].id"))
    if public or p["internet"]:
        text += _GATEWAY + (_PUBLIC_ROUTES if public else "")
    if p["nat"] and private:
        text += _NAT
    return text, tuple(outputs)


_SMALLEST = 28  # the smallest subnet that AWS takes


def _new_bits(cidr: str, subnets: int) -> int:
    """By how many bits subnets are smaller than the network: room for all of them, none below the smallest."""
    length = int(cidr.rpartition("/")[2])
    needed = max(1, (max(subnets, 1) - 1).bit_length())
    return max(needed, min(4, 24 - length)) if length + needed <= _SMALLEST else needed


def _subnets(kind: str, count: int, first: int, bits: int) -> str:
    number = f"count.index + {first}" if first else "count.index"
    reached = "\n  map_public_ip_on_launch = true" if kind == "public" else ""
    width = len("map_public_ip_on_launch") if reached else len("availability_zone")
    pairs = (
        ("count", str(count)),
        ("vpc_id", "aws_vpc.this.id"),
        ("cidr_block", f"cidrsubnet(aws_vpc.this.cidr_block, {bits}, {number})"),
        (
            "availability_zone",
            "data.aws_availability_zones.available.names[count.index % length(data.aws_availability_zones.available.names)]",
        ),
    )
    lines = "\n".join(f"  {name.ljust(width)} = {value}" for name, value in pairs)
    tags = f'\n\n  tags = {{\n    Name = "${{var.name}}-{kind}-${{count.index + 1}}"\n  }}'
    return f'\nresource "aws_subnet" "{kind}" {{\n{lines}{reached}{tags}\n}}\n'


_GATEWAY = """
resource "aws_internet_gateway" "this" {
  vpc_id = aws_vpc.this.id
}
"""
_PUBLIC_ROUTES = """
resource "aws_route_table" "public" {
  vpc_id = aws_vpc.this.id

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.this.id
  }
}

resource "aws_route_table_association" "public" {
  count          = length(aws_subnet.public)
  subnet_id      = aws_subnet.public[count.index].id
  route_table_id = aws_route_table.public.id
}
"""
_NAT = """
resource "aws_eip" "nat" {
  domain = "vpc"
}

resource "aws_nat_gateway" "this" {
  allocation_id = aws_eip.nat.id
  subnet_id     = aws_subnet.public[0].id
  depends_on    = [aws_internet_gateway.this]
}

resource "aws_route_table" "private" {
  vpc_id = aws_vpc.this.id

  route {
    cidr_block     = "0.0.0.0/0"
    nat_gateway_id = aws_nat_gateway.this.id
  }
}

resource "aws_route_table_association" "private" {
  count          = length(aws_subnet.private)
  subnet_id      = aws_subnet.private[count.index].id
  route_table_id = aws_route_table.private.id
}
"""


def security_group(p: Parameters, wanted: list[str]) -> Piece:
    openings = p["openings"] or ((p["port"] or 443, "10.0.0.0/8"),)
    port = ", ".join(str(each) for each in dict.fromkeys(port for port, _ in openings))
    word = "port" if "," not in port else "ports"
    rules = "\n".join(_opening(number, source, count) for count, (number, source) in enumerate(openings))
    vpc = "\n  vpc_id      = aws_vpc.this.id" if "vpc" in wanted else ""
    own = is_named(p, "security_group")
    name = f"name        = {named(p, 'security_group')}" if own else 'name_prefix = "${var.name}-"'
    return (
        f"""resource "aws_security_group" "this" {{
  {name}
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
