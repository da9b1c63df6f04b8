locals {
  roles = {
    vpc-flow-logs = "vpc-flow-logs.amazonaws.com"
    execution     = "ecs-tasks.amazonaws.com"
    task          = "ecs-tasks.amazonaws.com"
    monitoring    = "monitoring.rds.amazonaws.com"
    cloudtrail    = "cloudtrail.amazonaws.com"
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

resource "aws_iam_role_policy_attachment" "aws" {
  for_each = {
    AmazonECSTaskExecutionRolePolicy = aws_iam_role.service["execution"].name
    AmazonRDSEnhancedMonitoringRole  = aws_iam_role.service["monitoring"].name
    AWSLambdaVPCAccessExecutionRole  = aws_iam_role.fulfilment.name
  }

  role       = each.value
  policy_arn = "arn:aws:iam::aws:policy/service-role/${each.key}"
}

resource "aws_iam_role_policy_attachment" "tracing" {
  for_each   = { task = aws_iam_role.service["task"].name, fulfilment = aws_iam_role.fulfilment.name }
  role       = each.value
  policy_arn = "arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess"
}

locals {
  policies = {
    flow = {
      role       = aws_iam_role.service["vpc-flow-logs"].name
      statements = [{ actions = ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"], resources = ["${aws_cloudwatch_log_group.main["flow"].arn}:*"] }]
    }
    trail = {
      role       = aws_iam_role.service["cloudtrail"].name
      statements = [{ actions = ["logs:CreateLogStream", "logs:PutLogEvents"], resources = ["${aws_cloudwatch_log_group.main["trail"].arn}:*"] }]
    }
    execution = {
      role = aws_iam_role.service["execution"].name
      statements = [
        { actions = ["secretsmanager:GetSecretValue"], resources = [aws_secretsmanager_secret.payment_token.arn, aws_rds_cluster.main.master_user_secret[0].secret_arn] },
        { actions = ["kms:Decrypt"], resources = [aws_kms_key.main.arn] },
      ]
    }
    task = {
      role = aws_iam_role.service["task"].name
      statements = [
        { actions = ["sqs:SendMessage"], resources = [aws_sqs_queue.orders.arn] },
        { actions = ["kms:Decrypt", "kms:GenerateDataKey"], resources = [aws_kms_key.main.arn] },
      ]
    }
    fulfilment = {
      role = aws_iam_role.fulfilment.name
      statements = [
        { actions = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"], resources = [aws_sqs_queue.orders.arn] },
        { actions = ["kms:Decrypt"], resources = [aws_kms_key.main.arn] },
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
