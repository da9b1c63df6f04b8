resource "aws_iam_role" "function" {
  name               = "trainr72-function"
  assume_role_policy = data.aws_iam_policy_document.trust["lambda"].json
  tags               = { Environment = "prod" } # expect: required-tags
}

resource "aws_iam_role_policy_attachment" "function" {
  for_each   = toset(["service-role/AWSLambdaVPCAccessExecutionRole", "AWSXRayDaemonWriteAccess"])
  role       = aws_iam_role.function.name
  policy_arn = "arn:aws:iam::aws:policy/${each.value}"
}

data "aws_iam_policy_document" "function" {
  statement {
    sid       = "KeepFailedReports"
    actions   = ["sqs:SendMessage"]
    resources = [aws_sqs_queue.report_failures.arn]
  }

  statement {
    sid       = "ReadDatabasePassword"
    actions   = ["secretsmanager:GetSecretValue"]
    resources = [aws_secretsmanager_secret.database.arn]
  }
}

resource "aws_iam_policy" "function" {
  name   = "trainr72-function"
  policy = data.aws_iam_policy_document.function.json
}

resource "aws_iam_role_policy_attachment" "function_own" {
  role       = aws_iam_role.function.name
  policy_arn = aws_iam_policy.function.arn
}

resource "aws_sqs_queue" "report_failures" {
  name                      = "trainr72-report-failures"
  kms_master_key_id         = aws_kms_key.data.arn
  message_retention_seconds = 1209600
}

resource "aws_cloudwatch_log_group" "report" { # expect: cloudwatch-log-group-encrypted
  name              = "/aws/lambda/trainr72-report"
  retention_in_days = 365
}

resource "aws_lambda_function" "report" {
  function_name                  = "trainr72-report"
  handler                        = "report.handler"
  runtime                        = "python3.13"
  s3_bucket                      = "trainr72-artifacts"
  s3_key                         = "report.zip"
  role                           = aws_iam_role.function.arn
  memory_size                    = 512
  timeout                        = 120
  reserved_concurrent_executions = 5
  kms_key_arn                    = aws_kms_key.data.arn

  tracing_config {
    mode = "Active"
  }

  dead_letter_config {
    target_arn = aws_sqs_queue.report_failures.arn
  }

  vpc_config {
    subnet_ids         = aws_subnet.private[*].id
    security_group_ids = [aws_security_group.function.id]
  }

  environment {
    variables = {
      DATABASE_HOST = aws_db_instance.main.address
      CREDENTIALS   = aws_secretsmanager_secret.database.arn
    }
  }
}

resource "aws_cloudwatch_event_rule" "nightly" {
  name                = "trainr72-nightly"
  description         = "Report of the day"
  schedule_expression = "cron(15 2 * * ? *)"
}

resource "aws_cloudwatch_event_target" "nightly" {
  rule = aws_cloudwatch_event_rule.nightly.name
  arn  = aws_lambda_function.report.arn
}

resource "aws_lambda_permission" "nightly" {
  function_name = aws_lambda_function.report.function_name
  action        = "lambda:InvokeFunction"
  principal     = "events.amazonaws.com"
  source_arn    = aws_cloudwatch_event_rule.nightly.arn
}
