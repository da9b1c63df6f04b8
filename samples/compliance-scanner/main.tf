# A scanner for continuous compliance as it was reviewed: AWS Config records the account, a function compares it with
# the rules every six hours, keeps the results in DynamoDB and S3, and tells the owners. Each weakness of the review is
# marked on its line, inside the modules where it is written there.
module "bucket" {
  source   = "./modules/bucket"
  for_each = local.buckets

  name               = each.key
  versioning         = each.value.versioning
  expire_after_days  = each.value.expire_after_days
  kms_key_arn        = aws_kms_key.results.arn
  log_archive_bucket = var.log_archive_bucket
}

module "recorder" {
  source = "./modules/recorder"

  bucket                   = module.bucket["snapshots"].name
  kms_key_arn              = aws_kms_key.results.arn
  record_global_resources  = true
  snapshot_delivery_period = "Six_Hours"
}

module "results" {
  source = "./modules/results"

  kms_key_arn            = aws_kms_key.results.arn
  point_in_time_recovery = var.keep_history
}

module "alerts" {
  source   = "./modules/alerts"
  for_each = toset(["owners", "auditors"])

  name        = "compliance-${each.key}"
  kms_key_arn = each.key == "owners" ? aws_kms_key.results.arn : null
}

module "scanner" {
  source = "./modules/scanner"

  every        = "6 hours"
  table_arn    = module.results.table_arn
  table_name   = module.results.table_name
  bucket_arn   = module.bucket["reports"].arn
  topic_arns   = { for name, alerts in module.alerts : name => alerts.topic_arn }
  kms_key_arn  = aws_kms_key.results.arn
  read_actions = ["ec2:DescribeInstances", "s3:ListAllMyBuckets", "tag:GetResources"]
}

# What the scanner is tried on.
module "sandbox" {
  source = "./modules/sandbox"

  backup_retention = 0
  kms_key_arn      = aws_kms_key.results.arn
  subnet_ids       = var.sandbox_subnet_ids
}

data "aws_caller_identity" "current" {}

data "aws_region" "current" {}

data "aws_iam_policy_document" "key" {
  statement {
    sid       = "AccountAdministersKey"
    actions   = ["kms:*"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::${data.aws_caller_identity.current.account_id}:root"]
    }
  }

  statement {
    sid       = "ServicesUseKey"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey*", "kms:DescribeKey"]
    resources = ["*"]

    principals {
      type        = "Service"
      identifiers = ["config.amazonaws.com", "logs.${data.aws_region.current.region}.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [data.aws_caller_identity.current.account_id]
    }
  }
}

resource "aws_kms_key" "results" {
  description         = "Results of the compliance scanner"
  enable_key_rotation = true
  policy              = data.aws_iam_policy_document.key.json
  tags                = { CostCenter = "4711" }
}

# Files that the owners upload by hand, from before there was a module for buckets.
resource "aws_s3_bucket" "exceptions" { # expect: s3-bucket-level-public-access-prohibited, s3-bucket-server-side-encryption-enabled, s3-bucket-versioning-enabled, s3-default-encryption-kms
  bucket = "compliance-exceptions"
  tags   = { CostCenter = "4711" }
}

resource "aws_s3_bucket_logging" "exceptions" {
  bucket        = aws_s3_bucket.exceptions.id
  target_bucket = var.log_archive_bucket
  target_prefix = "compliance-exceptions/"
}

resource "aws_s3_bucket_policy" "exceptions" {
  bucket = aws_s3_bucket.exceptions.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "DenyPlainHttp"
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = [aws_s3_bucket.exceptions.arn, "${aws_s3_bucket.exceptions.arn}/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })
}
