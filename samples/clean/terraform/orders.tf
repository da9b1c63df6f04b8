resource "aws_sqs_queue" "orders" {
  name                       = "shop-orders"
  kms_master_key_id          = aws_kms_key.main.arn
  visibility_timeout_seconds = 180
  message_retention_seconds  = 345600

  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.failed_orders.arn
    maxReceiveCount     = 5
  })
}

resource "aws_sqs_queue" "failed_orders" {
  name                      = "shop-failed-orders"
  kms_master_key_id         = aws_kms_key.main.arn
  message_retention_seconds = 1209600
}

data "aws_iam_policy_document" "queue" {
  for_each = { orders = aws_sqs_queue.orders.arn, failed_orders = aws_sqs_queue.failed_orders.arn }

  statement {
    sid       = "DenyPlainHttp"
    effect    = "Deny"
    actions   = ["sqs:*"]
    resources = [each.value]

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
}

resource "aws_sqs_queue_policy" "main" {
  for_each  = { orders = aws_sqs_queue.orders.id, failed_orders = aws_sqs_queue.failed_orders.id }
  queue_url = each.value
  policy    = data.aws_iam_policy_document.queue[each.key].json
}

resource "aws_signer_signing_profile" "builds" {
  name_prefix = "shop"
  platform_id = "AWSLambda-SHA384-ECDSA"
}

resource "aws_lambda_code_signing_config" "builds" {
  description = "Only what the pipeline of the shop has signed"

  allowed_publishers {
    signing_profile_version_arns = [aws_signer_signing_profile.builds.version_arn]
  }

  policies {
    untrusted_artifact_on_deployment = "Enforce"
  }
}

resource "aws_lambda_function" "fulfilment" {
  function_name                  = "shop-fulfilment"
  description                    = "Hands orders to the warehouse"
  handler                        = "fulfilment.handler"
  runtime                        = "nodejs24.x"
  architectures                  = ["arm64"]
  s3_bucket                      = var.artifact_bucket
  s3_key                         = "fulfilment/${var.artifact_version}.zip"
  role                           = aws_iam_role.fulfilment.arn
  memory_size                    = 512
  timeout                        = 30
  reserved_concurrent_executions = 20
  kms_key_arn                    = aws_kms_key.main.arn
  code_signing_config_arn        = aws_lambda_code_signing_config.builds.arn

  tracing_config {
    mode = "Active"
  }

  vpc_config {
    subnet_ids         = aws_subnet.private[*].id
    security_group_ids = [aws_security_group.main["functions"].id]
  }

  environment {
    variables = {
      WAREHOUSE = "us-east"
      LOG_LEVEL = "info"
    }
  }

  depends_on = [aws_iam_role_policy_attachment.service]
}

resource "aws_lambda_event_source_mapping" "orders" {
  event_source_arn        = aws_sqs_queue.orders.arn
  function_name           = aws_lambda_function.fulfilment.function_name
  batch_size              = 10
  function_response_types = ["ReportBatchItemFailures"]
}
