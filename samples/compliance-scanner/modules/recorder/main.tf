variable "bucket" {
  type = string
}

variable "kms_key_arn" {
  type = string
}

variable "record_global_resources" {
  type = bool
}

variable "snapshot_delivery_period" {
  type = string
}

data "aws_caller_identity" "current" {}

resource "aws_iam_role" "recorder" {
  name = "compliance-recorder"
  tags = { CostCenter = "4711" }
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "config.amazonaws.com" }
      Action    = "sts:AssumeRole"
      Condition = { StringEquals = { "aws:SourceAccount" = data.aws_caller_identity.current.account_id } }
    }]
  })
}

resource "aws_iam_role_policy_attachment" "recorder" {
  role       = aws_iam_role.recorder.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWS_ConfigRole"
}

resource "aws_config_configuration_recorder" "main" {
  name     = "compliance"
  role_arn = aws_iam_role.recorder.arn

  recording_group {
    all_supported                 = false # expect: config-recorder-all-resources
    include_global_resource_types = false
    resource_types                = ["AWS::EC2::Instance", "AWS::S3::Bucket", "AWS::RDS::DBInstance"]
  }
}

resource "aws_config_delivery_channel" "main" {
  name           = "compliance"
  s3_bucket_name = var.bucket
  s3_kms_key_arn = var.kms_key_arn

  snapshot_delivery_properties {
    delivery_frequency = var.snapshot_delivery_period
  }

  depends_on = [aws_config_configuration_recorder.main]
}

resource "aws_config_configuration_recorder_status" "main" {
  name       = aws_config_configuration_recorder.main.name
  is_enabled = true

  depends_on = [aws_config_delivery_channel.main]
}

resource "aws_config_config_rule" "managed" {
  for_each = {
    required-tags                            = "REQUIRED_TAGS"
    s3-bucket-server-side-encryption-enabled = "S3_BUCKET_SERVER_SIDE_ENCRYPTION_ENABLED"
    db-instance-backup-enabled               = "DB_INSTANCE_BACKUP_ENABLED"
  }

  name             = each.key
  input_parameters = each.key == "required-tags" ? jsonencode({ tag1Key = "Environment", tag2Key = "Owner", tag3Key = "CostCenter" }) : null
  tags             = { CostCenter = "4711" }

  source {
    owner             = "AWS"
    source_identifier = each.value
  }

  depends_on = [aws_config_configuration_recorder.main]
}
