resource "aws_cloudtrail" "main" {
  name                          = "shop"
  is_multi_region_trail         = true
  include_global_service_events = true
  enable_log_file_validation    = true
  kms_key_id                    = aws_kms_key.main.arn
  s3_bucket_name                = aws_s3_bucket.main["trail"].id
  cloud_watch_logs_group_arn    = "${aws_cloudwatch_log_group.main["trail"].arn}:*"
  cloud_watch_logs_role_arn     = aws_iam_role.service["cloudtrail"].arn

  depends_on = [aws_s3_bucket_policy.main, aws_iam_role_policy_attachment.service]
}

resource "aws_sns_topic" "alarms" {
  name              = "shop-alarms"
  kms_master_key_id = aws_kms_key.main.arn
}

resource "aws_sns_topic_policy" "alarms" {
  arn = aws_sns_topic.alarms.arn
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "AlarmsPublish"
        Effect    = "Allow"
        Principal = { Service = "cloudwatch.amazonaws.com" }
        Action    = "sns:Publish"
        Resource  = aws_sns_topic.alarms.arn
        Condition = { StringEquals = { "aws:SourceAccount" = local.account } }
      },
      {
        Sid       = "DenyPlainHttp"
        Effect    = "Deny"
        Principal = "*"
        Action    = "sns:Publish"
        Resource  = aws_sns_topic.alarms.arn
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
    ]
  })
}

locals {
  load_balancer = { LoadBalancer = aws_lb.main.arn_suffix }
  service       = { ClusterName = aws_ecs_cluster.main.name, ServiceName = aws_ecs_service.main.name }
  database      = { DBClusterIdentifier = aws_rds_cluster.main.cluster_identifier }
  function      = { FunctionName = aws_lambda_function.fulfilment.function_name }

  alarms = {
    unhealthy-targets    = { namespace = "AWS/ApplicationELB", metric = "UnHealthyHostCount", statistic = "Maximum", above = 0, of = merge(local.load_balancer, { TargetGroup = aws_lb_target_group.main.arn_suffix }) }
    slow-answers         = { namespace = "AWS/ApplicationELB", metric = "TargetResponseTime", statistic = "Average", above = 2, of = local.load_balancer }
    errors               = { namespace = "AWS/ApplicationELB", metric = "HTTPCode_Target_5XX_Count", statistic = "Sum", above = 10, of = local.load_balancer }
    service-cpu          = { namespace = "AWS/ECS", metric = "CPUUtilization", statistic = "Average", above = 80, of = local.service }
    service-memory       = { namespace = "AWS/ECS", metric = "MemoryUtilization", statistic = "Average", above = 80, of = local.service }
    service-tasks        = { namespace = "ECS/ContainerInsights", metric = "PendingTaskCount", statistic = "Minimum", above = 0, of = local.service }
    database-cpu         = { namespace = "AWS/RDS", metric = "CPUUtilization", statistic = "Average", above = 80, of = local.database }
    database-connections = { namespace = "AWS/RDS", metric = "DatabaseConnections", statistic = "Maximum", above = 800, of = local.database }
    old-orders           = { namespace = "AWS/SQS", metric = "ApproximateAgeOfOldestMessage", statistic = "Maximum", above = 900, of = { QueueName = aws_sqs_queue.orders.name } }
    failed-orders        = { namespace = "AWS/SQS", metric = "ApproximateNumberOfMessagesVisible", statistic = "Maximum", above = 0, of = { QueueName = aws_sqs_queue.failed_orders.name } }
    fulfilment-errors    = { namespace = "AWS/Lambda", metric = "Errors", statistic = "Sum", above = 0, of = local.function }
    fulfilment-throttles = { namespace = "AWS/Lambda", metric = "Throttles", statistic = "Sum", above = 0, of = local.function }
  }
}

resource "aws_cloudwatch_metric_alarm" "main" {
  for_each            = local.alarms
  alarm_name          = "shop-${each.key}"
  namespace           = each.value.namespace
  metric_name         = each.value.metric
  dimensions          = each.value.of
  statistic           = each.value.statistic
  period              = 60
  evaluation_periods  = 5
  comparison_operator = "GreaterThanThreshold"
  threshold           = each.value.above
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alarms.arn]
  ok_actions          = [aws_sns_topic.alarms.arn]
}

resource "aws_cloudwatch_dashboard" "main" {
  dashboard_name = "shop"
  dashboard_body = jsonencode({
    widgets = [for name, alarm in local.alarms : {
      type = "metric"
      properties = {
        title   = name
        region  = local.region
        stat    = alarm.statistic
        metrics = [concat([alarm.namespace, alarm.metric], flatten([for dimension, value in alarm.of : [dimension, value]]))]
      }
    }]
  })
}
