locals {
  roles = {
    vpc-flow-logs = "vpc-flow-logs.amazonaws.com"
    execution     = "ecs-tasks.amazonaws.com"
    task          = "ecs-tasks.amazonaws.com"
    monitoring    = "monitoring.rds.amazonaws.com"
    cloudtrail    = "cloudtrail.amazonaws.com"
    replication   = "s3.amazonaws.com"
  }
}

data "aws_iam_policy_document" "trust" {
  for_each = local.roles

  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = [each.value]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account]
    }
  }
}

resource "aws_iam_role" "service" {
  for_each           = local.roles
  name               = "shop-${each.key}"
  assume_role_policy = data.aws_iam_policy_document.trust[each.key].json
}

resource "aws_iam_role" "fulfilment" {
  name = "shop-fulfilment"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { Service = "lambda.amazonaws.com" }, Action = "sts:AssumeRole" }]
  })
}

locals {
  write_logs  = ["logs:CreateLogStream", "logs:PutLogEvents"]
  read_copied = ["s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl", "s3:GetObjectVersionTagging", "s3:GetObjectRetention", "s3:GetObjectLegalHold"]
  tracing     = { actions = ["xray:PutTraceSegments", "xray:PutTelemetryRecords", "xray:GetSamplingRules", "xray:GetSamplingTargets"], resources = ["*"] }
  metrics     = "arn:aws:logs:${local.region}:${local.account}:log-group:RDSOSMetrics"
  ec2         = "arn:aws:ec2:${local.region}:${local.account}"

  policies = {
    flow = {
      role       = aws_iam_role.service["vpc-flow-logs"].name
      statements = [{ actions = ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"], resources = ["${aws_cloudwatch_log_group.main["flow"].arn}:*"] }]
    }
    trail = {
      role       = aws_iam_role.service["cloudtrail"].name
      statements = [{ actions = local.write_logs, resources = ["${aws_cloudwatch_log_group.main["trail"].arn}:*"] }]
    }
    execution = {
      role = aws_iam_role.service["execution"].name
      statements = [
        { actions = ["ecr:GetAuthorizationToken"], resources = ["*"] },
        { actions = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"], resources = [aws_ecr_repository.main.arn, "arn:aws:ecr:${local.region}:${local.account}:repository/aws-otel-collector"] },
        { actions = local.write_logs, resources = ["${aws_cloudwatch_log_group.main["service"].arn}:*"] },
        { actions = ["secretsmanager:GetSecretValue"], resources = [aws_secretsmanager_secret.payment_token.arn, aws_rds_cluster.main.master_user_secret[0].secret_arn] },
        { actions = ["kms:Decrypt"], resources = [aws_kms_key.main.arn] },
      ]
    }
    task = {
      role = aws_iam_role.service["task"].name
      statements = [
        { actions = ["sqs:SendMessage"], resources = [aws_sqs_queue.orders.arn] },
        { actions = ["kms:Decrypt", "kms:GenerateDataKey"], resources = [aws_kms_key.main.arn] },
        local.tracing,
      ]
    }
    fulfilment = {
      role = aws_iam_role.fulfilment.name
      statements = [
        { actions = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"], resources = [aws_sqs_queue.orders.arn] },
        { actions = ["kms:Decrypt"], resources = [aws_kms_key.main.arn] },
        { actions = local.write_logs, resources = ["${aws_cloudwatch_log_group.main["fulfilment"].arn}:*"] },
        { actions = ["ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface"], resources = concat(["${local.ec2}:network-interface/*", aws_security_group.main["functions"].arn], aws_subnet.private[*].arn) },
        { actions = ["ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets"], resources = ["*"] },
        local.tracing,
      ]
    }
    monitoring = {
      role = aws_iam_role.service["monitoring"].name
      statements = [
        { actions = ["logs:CreateLogGroup", "logs:PutRetentionPolicy"], resources = [local.metrics] },
        { actions = concat(local.write_logs, ["logs:DescribeLogStreams", "logs:GetLogEvents"]), resources = ["${local.metrics}:log-stream:*"] },
      ]
    }
    replication = {
      role = aws_iam_role.service["replication"].name
      statements = [
        { actions = ["s3:GetReplicationConfiguration", "s3:ListBucket"], resources = [for bucket in aws_s3_bucket.main : bucket.arn] },
        { actions = local.read_copied, resources = [for bucket in aws_s3_bucket.main : "${bucket.arn}/*"] },
        { actions = ["s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags"], resources = ["arn:aws:s3:::${var.site_copy}/*", "arn:aws:s3:::${var.archive_copy}/*"] },
        { actions = ["kms:Decrypt"], resources = [aws_kms_key.main.arn] },
        { actions = ["kms:Encrypt"], resources = [var.copy_key_arn] },
      ]
    }
  }
}

data "aws_iam_policy_document" "service" {
  for_each = local.policies

  dynamic "statement" {
    for_each = each.value.statements

    content {
      actions   = statement.value.actions
      resources = statement.value.resources
    }
  }
}

resource "aws_iam_policy" "service" {
  for_each = local.policies
  name     = "shop-${each.key}"
  policy   = data.aws_iam_policy_document.service[each.key].json
}

resource "aws_iam_role_policy_attachment" "service" {
  for_each   = local.policies
  role       = each.value.role
  policy_arn = aws_iam_policy.service[each.key].arn
}
