variable "backup_retention" {
  type = number
}

variable "kms_key_arn" {
  type = string
}

variable "subnet_ids" {
  type = list(string)
}

variable "servers" {
  type = map(object({
    subnet = optional(number, 0)
    tags   = optional(map(string), {})
  }))
  default = {
    tagged   = { tags = { CostCenter = "4711" } }
    untagged = { subnet = 1 }
  }
}

data "aws_ssm_parameter" "image" {
  name = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64"
}

resource "aws_iam_role" "server" {
  name = "compliance-sandbox"
  tags = { CostCenter = "4711" }
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { Service = "ec2.amazonaws.com" }, Action = "sts:AssumeRole" }]
  })
}

resource "aws_iam_instance_profile" "server" {
  name = "compliance-sandbox"
  role = aws_iam_role.server.name
  tags = { CostCenter = "4711" }
}

resource "aws_instance" "server" {
  for_each             = var.servers
  ami                  = data.aws_ssm_parameter.image.value
  instance_type        = "t4g.micro"
  subnet_id            = var.subnet_ids[each.value.subnet]
  iam_instance_profile = aws_iam_instance_profile.server.name
  ebs_optimized        = true
  monitoring           = true
  tags                 = each.value.tags # expect: required-tags

  metadata_options {
    http_endpoint               = "enabled"
    http_tokens                 = "required"
    http_put_response_hop_limit = 1
  }

  root_block_device {
    volume_size = 8
    volume_type = "gp3"
    encrypted   = true
  }
}

resource "aws_db_subnet_group" "main" {
  name       = "compliance-sandbox"
  subnet_ids = var.subnet_ids
  tags       = { CostCenter = "4711" }
}

resource "aws_db_instance" "main" {
  identifier                          = "compliance-sandbox"
  engine                              = "postgres"
  engine_version                      = "17.5"
  instance_class                      = "db.t4g.small"
  allocated_storage                   = 20
  storage_type                        = "gp3"
  storage_encrypted                   = true
  kms_key_id                          = var.kms_key_arn
  multi_az                            = true
  publicly_accessible                 = false
  backup_retention_period             = var.backup_retention # expect: db-instance-backup-enabled, rds-backup-retention-minimum
  username                            = "sandbox"
  manage_master_user_password         = true
  master_user_secret_kms_key_id       = var.kms_key_arn
  db_subnet_group_name                = aws_db_subnet_group.main.name
  port                                = 5433
  deletion_protection                 = true
  copy_tags_to_snapshot               = true
  iam_database_authentication_enabled = true
  enabled_cloudwatch_logs_exports     = ["postgresql", "upgrade"]
  performance_insights_enabled        = true
  performance_insights_kms_key_id     = var.kms_key_arn
  monitoring_interval                 = 60
  monitoring_role_arn                 = "arn:aws:iam::111122223333:role/rds-monitoring"
  tags                                = { CostCenter = "4711" }
}
