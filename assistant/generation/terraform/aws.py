"""Resources of AWS."""

from __future__ import annotations

from assistant.generation.parameters import Parameters
from assistant.generation.quoting import hcl
from assistant.generation.terraform import aws_network
from assistant.generation.terraform.pieces import Make, Piece, is_named, named, simple


def _s3(p: Parameters, _: list[str]) -> Piece:
    prefix = (
        f"bucket = {named(p, 's3_bucket')}" if is_named(p, "s3_bucket") else 'bucket_prefix = "${var.name}-${var.environment}-"'
    )
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
      sse_algorithm = "{p["sse"] or "aws:kms"}"
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


def _ec2(p: Parameters, wanted: list[str]) -> Piece:
    several = bool(p["replicas"] and p["replicas"] > 1)
    name = named(p, "ec2_instance") if is_named(p, "ec2_instance") else "var.name" if "name" in p.taken else named(p, "")
    pairs = [
        *([("count", str(p["replicas"]))] if several else []),
        ("ami", "data.aws_ami.linux.id"),
        ("instance_type", hcl(p["instance_type"] or "t3.micro")),
        *([("subnet_id", f"aws_subnet.{_reached(p)}[0].id")] if "vpc" in wanted else []),
        *([("vpc_security_group_ids", "[aws_security_group.this.id]")] if "security_group" in wanted else []),
    ]
    width = max(len(key) for key, _ in pairs)
    lines = "\n".join(f"  {key.ljust(width)} = {value}" for key, value in pairs)
    disk = [("volume_size", str(p["disk_gb"]))] if p["disk_gb"] else []
    disk += [("volume_type", hcl(p["disk_type"]))] if p["disk_type"] else []
    disk.append(("encrypted", "true"))
    device_width = max(len(key) for key, _ in disk)
    device = "\n".join(f"    {key.ljust(device_width)} = {value}" for key, value in disk)
    return (
        f"""data "aws_ami" "linux" {{
  most_recent = true
  owners      = ["amazon"]

  filter {{
    name   = "name"
    values = ["al2023-ami-2023.*-x86_64"]
  }}
}}

resource "aws_instance" "this" {{
{lines}

  metadata_options {{
    http_tokens = "required"
  }}

  root_block_device {{
{device}
  }}

  tags = {{
    Name = {name}
  }}
}}
""",
        (("instance_id", f"aws_instance.this{'[*]' if several else ''}.id"),),
    )


def _reached(p: Parameters) -> str:
    """In which subnets a machine is put."""
    return "private" if p["private_subnets"] or not (p["public_subnets"] or p["nat"]) else "public"


def _rds(p: Parameters, wanted: list[str]) -> Piece:
    engine = p["db_engine"] or "postgres"
    version = p["db_version"] or {"postgres": "17", "mysql": "8.4", "mariadb": "11.4"}[engine]
    name = (
        ("identifier", named(p, "rds_instance"))
        if is_named(p, "rds_instance")
        else ("identifier_prefix", '"${var.name}-${var.environment}-"')
    )
    size = p["disk_gb"] or 20
    pairs = [
        name,
        ("engine", hcl(engine)),
        ("engine_version", hcl(version)),
        ("instance_class", hcl(_class(p["instance_type"]))),
        ("allocated_storage", str(size)),
        *([("storage_type", hcl(p["disk_type"]))] if p["disk_type"] else []),
        ("storage_encrypted", "true"),
        *([("db_name", hcl(p["db_name"]))] if p["db_name"] else []),
        ("username", '"postgres"' if engine == "postgres" else '"admin"'),
        ("manage_master_user_password", "true"),
        ("multi_az", str(bool(p["multi_az"])).lower()),
        ("backup_retention_period", str(7 if p["backup_days"] is None else p["backup_days"])),
        ("deletion_protection", "true"),
        ("publicly_accessible", str(bool(p["db_public"])).lower()),
        *([("vpc_security_group_ids", "[aws_security_group.this.id]")] if "security_group" in wanted else []),
    ]
    width = max(len(key) for key, _ in pairs)
    lines = "\n".join(f"  {key.ljust(width)} = {value}" for key, value in pairs)
    return f'resource "aws_db_instance" "this" {{\n{lines}\n}}\n', (("endpoint", "aws_db_instance.this.endpoint"),)


def _class(instance_type: str | None) -> str:
    """Classes of databases begin with `db.`."""
    if not instance_type:
        return "db.t4g.micro"
    return instance_type if instance_type.startswith("db.") else f"db.{instance_type}"


def _sqs(p: Parameters, _: list[str]) -> Piece:
    fifo = ".fifo" if p["fifo"] else ""
    name = named(p, "sqs_queue")
    name = f'{name[:-1]}{fifo}"' if fifo else name
    pairs = [("name", name), *([("fifo_queue", "true")] if fifo else []), ("sqs_managed_sse_enabled", "true")]
    pairs += [("visibility_timeout_seconds", str(p["visibility_s"]))] if p["visibility_s"] is not None else []
    dead = ""
    after = ""
    if p["dead_letters"]:
        called = (
            hcl(f"{p['dead_letters']}{fifo}")
            if p["dead_letters"] != "dlq"
            else f'{name.removesuffix(chr(34)).removesuffix(".fifo")}-dlq{fifo}"'
        )
        dead = (
            f'resource "aws_sqs_queue" "dead_letters" {{\n  name                      = {called}\n'
            + ("  fifo_queue                = true\n" if fifo else "")
            + "  message_retention_seconds = 1209600\n  sqs_managed_sse_enabled   = true\n}\n\n"
        )
        after = (
            "\n  redrive_policy = jsonencode({\n    deadLetterTargetArn = aws_sqs_queue.dead_letters.arn\n"
            f"    maxReceiveCount     = {p['receives'] or 5}\n  }})\n"
        )
    width = max(len(key) for key, _ in pairs)
    lines = "".join(f"  {key.ljust(width)} = {value}\n" for key, value in pairs)
    return f'{dead}resource "aws_sqs_queue" "this" {{\n{lines}{after}}}\n', (("queue_url", "aws_sqs_queue.this.url"),)


def _dynamodb(p: Parameters, _: list[str]) -> Piece:
    key, kind = p["hash_key"] or ("id", "S")
    keys = [(key, kind), *([p["range_key"]] if p["range_key"] else [])]
    ranged = f"  range_key    = {hcl(keys[1][0])}\n" if len(keys) > 1 else ""
    attributes = "".join(f"\n  attribute {{\n    name = {hcl(name)}\n    type = {hcl(each)}\n  }}\n" for name, each in keys)
    expires = (
        f"\n  ttl {{\n    attribute_name = {hcl(p['ttl_attribute'])}\n    enabled        = true\n  }}\n"
        if p["ttl_attribute"]
        else ""
    )
    return (
        f"""resource "aws_dynamodb_table" "this" {{
  name         = {named(p, "dynamodb_table")}
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = {hcl(key)}
{ranged}{attributes}{expires}
  point_in_time_recovery {{
    enabled = true
  }}

  server_side_encryption {{
    enabled = true
  }}
}}
""",
        (("table_arn", "aws_dynamodb_table.this.arn"),),
    )


def _lambda(p: Parameters, wanted: list[str]) -> Piece:
    runtime = p["runtime"] or "python3.13"
    handler = p["handler"] or ("index.handler" if runtime.startswith("node") else "main.handler")
    role = (
        ""
        if "iam_role" in wanted
        else """resource "aws_iam_role" "function" {
  name_prefix = "${var.name}-"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy_attachment" "logs" {
  role       = aws_iam_role.function.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}

"""
    )
    return (
        f"""{role}resource "aws_lambda_function" "this" {{
  function_name    = {named(p, "lambda_function")}
  role             = aws_iam_role.{"this" if "iam_role" in wanted else "function"}.arn
  runtime          = {hcl(runtime)}
  handler          = {hcl(handler)}
  filename         = "function.zip"
  source_code_hash = filebase64sha256("function.zip")
  memory_size      = {p["function_mb"] or 256}
  timeout          = {p["timeout_s"] or 30}
}}
""",
        (("function_arn", "aws_lambda_function.this.arn"),),
    )


def _iam_role(p: Parameters, _: list[str]) -> Piece:
    service = {"ecs": "ecs-tasks"}.get(p["trusted"] or "", p["trusted"] or "ec2")
    own = is_named(p, "iam_role")
    called = named(p, "iam_role") if own else "var.name" if "name" in p.taken else named(p, "")
    return (
        f"""resource "aws_iam_role" "this" {{
  name = {called}

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
    bucket = p["role_bucket"] or p["bucket"] or "example-bucket"
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


PIECES: dict[tuple[str, str], Make] = {
    ("aws", "s3_bucket"): _s3,
    ("aws", "vpc"): aws_network.vpc,
    ("aws", "ec2_instance"): _ec2,
    ("aws", "security_group"): aws_network.security_group,
    ("aws", "rds_instance"): _rds,
    ("aws", "dynamodb_table"): _dynamodb,
    ("aws", "sqs_queue"): _sqs,
    ("aws", "lambda_function"): _lambda,
    ("aws", "sns_topic"): simple(
        "aws_sns_topic",
        "sns_topic",
        '  name              = NAME\n  kms_master_key_id = "alias/aws/sns"\n',
        (("topic_arn", "aws_sns_topic.this.arn"),),
    ),
    ("aws", "ecr_repository"): simple(
        "aws_ecr_repository",
        "ecr_repository",
        '  name                 = NAME\n  image_tag_mutability = "IMMUTABLE"\n\n  image_scanning_configuration {\n    scan_on_push = true\n  }\n',
        (("repository_url", "aws_ecr_repository.this.repository_url"),),
    ),
    ("aws", "iam_role"): _iam_role,
    ("aws", "log_group"): simple(
        "aws_cloudwatch_log_group",
        "log_group",
        "  name              = NAME\n  retention_in_days = 30\n",
        (("log_group", "aws_cloudwatch_log_group.this.name"),),
    ),
}
