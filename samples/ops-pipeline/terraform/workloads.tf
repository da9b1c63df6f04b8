resource "aws_lb" "main" { # expect: alb-alarms-configured
  name                       = "ops-pipeline"
  internal                   = true
  load_balancer_type         = "application"
  subnets                    = [for subnet in aws_subnet.private : subnet.id]
  security_groups            = [aws_security_group.load_balancer.id]
  enable_deletion_protection = true
  drop_invalid_header_fields = true
  tags                       = local.tags

  access_logs {
    bucket  = var.log_archive_bucket
    enabled = true
  }
}

resource "aws_lb_listener" "https" {
  load_balancer_arn = aws_lb.main.arn
  port              = 443
  protocol          = "HTTPS"
  ssl_policy        = "ELBSecurityPolicy-TLS13-1-2-2021-06"
  certificate_arn   = var.certificate_arn
  tags              = local.tags

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.worker.arn
  }
}

resource "aws_lb_target_group" "worker" {
  name        = "ops-pipeline-worker"
  vpc_id      = aws_vpc.main.id
  port        = 8443
  protocol    = "HTTPS"
  target_type = "ip"
  tags        = local.tags

  health_check {
    path     = "/health"
    protocol = "HTTPS"
  }
}

resource "aws_ecs_cluster" "main" {
  name = "ops-pipeline"
  tags = local.tags

  setting {
    name  = "containerInsights"
    value = "enabled"
  }
}

resource "aws_cloudwatch_log_group" "worker" {
  name              = "/ops-pipeline/worker"
  retention_in_days = 365
  kms_key_id        = aws_kms_key.pipeline.arn
  tags              = local.tags
}

resource "aws_ecs_task_definition" "worker" {
  family                   = "ops-pipeline-worker"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 512
  memory                   = 1024
  task_role_arn            = aws_iam_role.pipeline.arn
  execution_role_arn       = aws_iam_role.execution.arn
  tags                     = local.tags

  container_definitions = jsonencode([{
    name                   = "worker"
    image                  = "111122223333.dkr.ecr.eu-central-1.amazonaws.com/ops-pipeline@sha256:6f1d4a8f3f4f7b1a8f7f0d3d5b9b2f1c7a1e0d9c8b7a695847362514f3e2d1c0"
    essential              = true
    user                   = "1000"
    readonlyRootFilesystem = true
    privileged             = false
    portMappings           = [{ containerPort = 8443 }]
    environment = [
      { name = "DATABASE_HOST", value = aws_db_instance.main.address },
      { name = "DATABASE_PASSWORD", value = "tr0ub4dor-and-3" }, # expect: ecs-no-environment-secrets
    ]
    logConfiguration = {
      logDriver = "awslogs"
      options = {
        awslogs-group         = aws_cloudwatch_log_group.worker.name
        awslogs-region        = data.aws_region.current.region
        awslogs-stream-prefix = "worker"
      }
    }
  }])
}

resource "aws_ecs_service" "worker" { # expect: ecs-service-alarms-configured
  name             = "worker"
  cluster          = aws_ecs_cluster.main.id
  task_definition  = aws_ecs_task_definition.worker.arn
  launch_type      = "FARGATE"
  platform_version = "LATEST"
  desired_count    = 2
  propagate_tags   = "SERVICE"
  tags             = local.tags

  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }

  load_balancer {
    container_name   = "worker"
    container_port   = 8443
    target_group_arn = aws_lb_target_group.worker.arn
  }

  network_configuration {
    assign_public_ip = false
    subnets          = [for subnet in aws_subnet.private : subnet.id]
    security_groups  = [aws_security_group.service.id]
  }
}

resource "aws_lambda_function" "start_processing" { # expect: lambda-dlq-check, lambda-function-xray-enabled, lambda-log-group-defined
  function_name                  = "ops-pipeline-start"
  handler                        = "start.handler"
  runtime                        = "nodejs22.x"
  s3_bucket                      = "ops-pipeline-artifacts"
  s3_key                         = "start.zip"
  role                           = aws_iam_role.pipeline.arn
  timeout                        = 900 # expect: lambda-timeout-bounded
  reserved_concurrent_executions = 20
  kms_key_arn                    = aws_kms_key.pipeline.arn
  tags                           = local.tags

  vpc_config {
    subnet_ids         = [for subnet in aws_subnet.private : subnet.id]
    security_group_ids = [aws_security_group.service.id]
  }

  environment {
    variables = {
      CLUSTER = aws_ecs_cluster.main.name
      API_KEY = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b" # expect: lambda-environment-no-hardcoded-secrets
    }
  }
}

resource "aws_lambda_permission" "inbox" {
  function_name  = aws_lambda_function.start_processing.function_name
  action         = "lambda:InvokeFunction"
  principal      = "s3.amazonaws.com"
  source_account = data.aws_caller_identity.current.account_id
  source_arn     = aws_s3_bucket.inbox.arn
}
