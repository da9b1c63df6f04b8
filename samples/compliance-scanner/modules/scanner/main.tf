variable "every" {
  type = string
}

variable "table_arn" {
  type = string
}

variable "table_name" {
  type = string
}

variable "bucket_arn" {
  type = string
}

variable "topic_arns" {
  type = map(string)
}

variable "kms_key_arn" {
  type = string
}

variable "read_actions" {
  type = list(string)
}

locals {
  tags = { CostCenter = "4711" }
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "scanner" {
  name               = "compliance-scanner"
  assume_role_policy = data.aws_iam_policy_document.trust.json
  tags               = local.tags
}

resource "aws_iam_role_policy_attachment" "logs" {
  role       = aws_iam_role.scanner.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}

resource "aws_iam_role_policy_attachment" "tracing" {
  role       = aws_iam_role.scanner.name
  policy_arn = "arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess"
}

data "aws_iam_policy_document" "scanner" {
  statement {
    sid       = "LookAtTheAccount"
    actions   = var.read_actions
    resources = ["*"]
  }

  statement {
    sid       = "KeepResults"
    actions   = ["dynamodb:BatchWriteItem", "dynamodb:PutItem", "dynamodb:Query"]
    resources = ["*"] # expect: iam-policy-no-wildcard-resource
  }

  statement {
    sid       = "WriteReports"
    actions   = ["s3:*"] # expect: iam-policy-no-statements-with-full-access
    resources = ["${var.bucket_arn}/*"]
  }

  statement {
    sid       = "TellOwners"
    actions   = ["sns:Publish"]
    resources = values(var.topic_arns)
  }

  statement {
    sid       = "KeepFailures"
    actions   = ["sqs:SendMessage"]
    resources = [aws_sqs_queue.failures.arn]
  }

  statement {
    sid       = "UseKey"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
    resources = [var.kms_key_arn]
  }
}

resource "aws_iam_policy" "scanner" {
  name   = "compliance-scanner"
  policy = data.aws_iam_policy_document.scanner.json
  tags   = local.tags
}

resource "aws_iam_role_policy_attachment" "scanner" {
  role       = aws_iam_role.scanner.name
  policy_arn = aws_iam_policy.scanner.arn
}

resource "aws_sqs_queue" "failures" {
  name                      = "compliance-scanner-failures"
  kms_master_key_id         = var.kms_key_arn
  message_retention_seconds = 1209600
  tags                      = local.tags
}

resource "aws_cloudwatch_log_group" "scanner" {
  name              = "/aws/lambda/compliance-scanner"
  retention_in_days = 400
  kms_key_id        = var.kms_key_arn
  tags              = local.tags
}

resource "aws_lambda_function" "scanner" {
  function_name                  = "compliance-scanner"
  handler                        = "scanner.handler"
  runtime                        = "python3.13"
  s3_bucket                      = "compliance-artifacts"
  s3_key                         = "scanner.zip"
  role                           = aws_iam_role.scanner.arn
  memory_size                    = 512
  timeout                        = 300
  reserved_concurrent_executions = 1
  kms_key_arn                    = var.kms_key_arn
  tags                           = local.tags

  tracing_config {
    mode = "Active"
  }

  dead_letter_config {
    target_arn = aws_sqs_queue.failures.arn
  }

  environment {
    variables = {
      TABLE  = var.table_name
      TOPICS = jsonencode(var.topic_arns)
    }
  }
}

resource "aws_cloudwatch_event_rule" "schedule" {
  name                = "compliance-scanner"
  description         = "Runs the compliance scanner"
  schedule_expression = "rate(${var.every})"
  tags                = local.tags
}

resource "aws_cloudwatch_event_target" "schedule" {
  rule = aws_cloudwatch_event_rule.schedule.name
  arn  = aws_lambda_function.scanner.arn
}

resource "aws_lambda_permission" "schedule" {
  function_name = aws_lambda_function.scanner.function_name
  action        = "lambda:InvokeFunction"
  principal     = "events.amazonaws.com"
  source_arn    = aws_cloudwatch_event_rule.schedule.arn
}
