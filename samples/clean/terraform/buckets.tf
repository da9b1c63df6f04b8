locals {
  # Load balancers deliver to SSE-S3 only.
  buckets = {
    logs  = { key = null, logging = false, locked = false, expire_after = 400, copy = var.archive_copy }
    site  = { key = aws_kms_key.main.arn, logging = true, locked = false, expire_after = null, copy = var.site_copy }
    trail = { key = aws_kms_key.main.arn, logging = true, locked = true, expire_after = 2555, copy = var.archive_copy }
  }
}

resource "aws_s3_bucket" "main" {
  for_each            = local.buckets
  bucket              = "shop-${each.key}-${local.account}"
  object_lock_enabled = each.value.locked
}

resource "aws_s3_bucket_object_lock_configuration" "main" {
  for_each = { for name, bucket in local.buckets : name => bucket if bucket.locked }
  bucket   = aws_s3_bucket.main[each.key].id

  rule {
    default_retention {
      mode  = "COMPLIANCE"
      years = 1
    }
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "main" {
  for_each = local.buckets
  bucket   = aws_s3_bucket.main[each.key].id

  rule {
    bucket_key_enabled = each.value.key != null

    apply_server_side_encryption_by_default {
      sse_algorithm     = each.value.key == null ? "AES256" : "aws:kms"
      kms_master_key_id = each.value.key
    }
  }
}

resource "aws_s3_bucket_versioning" "main" {
  for_each = local.buckets
  bucket   = aws_s3_bucket.main[each.key].id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_public_access_block" "main" {
  for_each                = local.buckets
  bucket                  = aws_s3_bucket.main[each.key].id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "main" {
  for_each = local.buckets
  bucket   = aws_s3_bucket.main[each.key].id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_logging" "main" {
  for_each      = { for name, bucket in local.buckets : name => bucket if bucket.logging }
  bucket        = aws_s3_bucket.main[each.key].id
  target_bucket = aws_s3_bucket.main["logs"].id
  target_prefix = "s3/${each.key}/"
}

resource "aws_s3_bucket_lifecycle_configuration" "main" {
  for_each = local.buckets
  bucket   = aws_s3_bucket.main[each.key].id

  rule {
    id     = "expire"
    status = "Enabled"

    filter {}

    dynamic "expiration" {
      for_each = each.value.expire_after[*]

      content {
        days = expiration.value
      }
    }

    noncurrent_version_expiration {
      noncurrent_days = 90
    }

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }
}

resource "aws_s3_bucket_notification" "main" {
  for_each    = local.buckets
  bucket      = aws_s3_bucket.main[each.key].id
  eventbridge = true
}

resource "aws_s3_bucket_replication_configuration" "main" {
  for_each = local.buckets
  bucket   = aws_s3_bucket.main[each.key].id
  role     = aws_iam_role.service["replication"].arn

  rule {
    id       = "copy"
    status   = "Enabled"
    priority = 1

    filter {
      prefix = ""
    }

    delete_marker_replication {
      status = "Disabled"
    }

    source_selection_criteria {
      sse_kms_encrypted_objects {
        status = "Enabled"
      }
    }

    destination {
      bucket = "arn:aws:s3:::${each.value.copy}"

      encryption_configuration {
        replica_kms_key_id = var.copy_key_arn
      }
    }
  }

  depends_on = [aws_s3_bucket_versioning.main]
}

locals {
  grants = {
    logs = [
      { service = "logdelivery.elasticloadbalancing.amazonaws.com", action = "s3:PutObject", path = "/load-balancer/AWSLogs/${local.account}/*", variable = "aws:SourceAccount", value = local.account },
      { service = "logging.s3.amazonaws.com", action = "s3:PutObject", path = "/s3/*", variable = "aws:SourceAccount", value = local.account },
      { service = "delivery.logs.amazonaws.com", action = "s3:PutObject", path = "/distribution/*", variable = "aws:SourceAccount", value = local.account },
    ]
    site = []
    trail = [
      { service = "cloudtrail.amazonaws.com", action = "s3:GetBucketAcl", path = "", variable = "aws:SourceArn", value = local.trail_arn },
      { service = "cloudtrail.amazonaws.com", action = "s3:PutObject", path = "/AWSLogs/${local.account}/*", variable = "aws:SourceArn", value = local.trail_arn },
    ]
  }
}

data "aws_iam_policy_document" "bucket" {
  for_each = local.buckets

  statement {
    sid       = "DenyPlainHttp"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [aws_s3_bucket.main[each.key].arn, "${aws_s3_bucket.main[each.key].arn}/*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }

  dynamic "statement" {
    for_each = local.grants[each.key]

    content {
      actions   = [statement.value.action]
      resources = ["${aws_s3_bucket.main[each.key].arn}${statement.value.path}"]

      principals {
        type        = "Service"
        identifiers = [statement.value.service]
      }

      condition {
        test     = "StringEquals"
        variable = statement.value.variable
        values   = [statement.value.value]
      }
    }
  }
}

# The policy of the site is in edge.tf: it names the distribution, which needs the load balancer, which waits for these.
resource "aws_s3_bucket_policy" "main" {
  for_each = toset(["logs", "trail"])
  bucket   = aws_s3_bucket.main[each.key].id
  policy   = data.aws_iam_policy_document.bucket[each.key].json
}
