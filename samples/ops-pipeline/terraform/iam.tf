data "aws_iam_policy_document" "trust" {
  for_each = {
    flow       = ["vpc-flow-logs.amazonaws.com"]
    execution  = ["ecs-tasks.amazonaws.com"]
    pipeline   = ["lambda.amazonaws.com", "ecs-tasks.amazonaws.com"]
    monitoring = ["monitoring.rds.amazonaws.com"]
  }

  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = each.value
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [data.aws_caller_identity.current.account_id]
    }
  }
}

resource "aws_iam_role" "flow" {
  name               = "ops-pipeline-flow"
  assume_role_policy = data.aws_iam_policy_document.trust["flow"].json
  tags               = local.tags
}

resource "aws_iam_policy" "flow" {
  name = "ops-pipeline-flow"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
      Resource = "${aws_cloudwatch_log_group.flow.arn}:*"
    }]
  })
  tags = local.tags
}

resource "aws_iam_role_policy_attachment" "flow" {
  role       = aws_iam_role.flow.name
  policy_arn = aws_iam_policy.flow.arn
}

resource "aws_iam_role" "execution" {
  name               = "ops-pipeline-execution"
  assume_role_policy = data.aws_iam_policy_document.trust["execution"].json
  tags               = local.tags
}

resource "aws_iam_role_policy_attachment" "execution" {
  role       = aws_iam_role.execution.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_iam_role_policy" "execution" { # expect: iam-no-inline-policy-check
  name = "read-partner-token"
  role = aws_iam_role.execution.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "secretsmanager:GetSecretValue"
      Resource = aws_secretsmanager_secret.partner_token.arn
    }]
  })
}

resource "aws_iam_role" "pipeline" { # expect: iam-role-shared-between-services
  name               = "ops-pipeline"
  assume_role_policy = data.aws_iam_policy_document.trust["pipeline"].json
  tags               = local.tags
}

resource "aws_iam_role_policy_attachment" "pipeline_vpc" {
  role       = aws_iam_role.pipeline.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole"
}

resource "aws_iam_role_policy_attachment" "pipeline_secrets" {
  role       = aws_iam_role.pipeline.name
  policy_arn = "arn:aws:iam::aws:policy/SecretsManagerReadWrite" # expect: iam-managed-policy-too-broad
}

data "aws_iam_policy_document" "pipeline" {
  statement {
    sid       = "EverythingInTheBucket"
    actions   = ["s3:*"] # expect: iam-policy-no-statements-with-full-access
    resources = [aws_s3_bucket.inbox.arn, "${aws_s3_bucket.inbox.arn}/*"]
  }

  statement {
    sid       = "AnyTable"
    actions   = ["dynamodb:GetItem", "dynamodb:PutItem"]
    resources = ["*"] # expect: iam-policy-no-wildcard-resource
  }
}

resource "aws_iam_policy" "pipeline" {
  name   = "ops-pipeline"
  policy = data.aws_iam_policy_document.pipeline.json
  tags   = local.tags
}

resource "aws_iam_role_policy_attachment" "pipeline" {
  role       = aws_iam_role.pipeline.name
  policy_arn = aws_iam_policy.pipeline.arn
}

resource "aws_iam_policy" "break_glass" {
  name = "ops-pipeline-break-glass"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "*" # expect: iam-policy-no-credentials-exposure, iam-policy-no-data-exfiltration, iam-policy-no-full-iam-access, iam-policy-no-passrole-on-wildcard, iam-policy-no-permissions-management-without-constraints, iam-policy-no-privilege-escalation, iam-policy-no-statements-with-admin-access
      Resource = "*" # expect: iam-policy-no-wildcard-resource
    }]
  })
  tags = local.tags
}

resource "aws_iam_role_policy_attachment" "break_glass" {
  role       = aws_iam_role.pipeline.name
  policy_arn = aws_iam_policy.break_glass.arn
}

resource "aws_iam_role" "monitoring" {
  name               = "ops-pipeline-monitoring"
  assume_role_policy = data.aws_iam_policy_document.trust["monitoring"].json
  tags               = local.tags
}

resource "aws_iam_role_policy_attachment" "monitoring" {
  role       = aws_iam_role.monitoring.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole"
}
