resource "aws_ecr_repository" "main" {
  name                 = "shop"
  image_tag_mutability = "IMMUTABLE"

  image_scanning_configuration {
    scan_on_push = true
  }

  encryption_configuration {
    encryption_type = "KMS"
    kms_key         = aws_kms_key.main.arn
  }
}

resource "aws_ecs_cluster" "main" {
  name = "shop"

  setting {
    name  = "containerInsights"
    value = "enhanced"
  }
}

resource "aws_ecs_task_definition" "main" {
  family                   = "shop"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 1024
  memory                   = 2048
  task_role_arn            = aws_iam_role.service["task"].arn
  execution_role_arn       = aws_iam_role.service["execution"].arn

  runtime_platform {
    cpu_architecture        = "ARM64"
    operating_system_family = "LINUX"
  }

  container_definitions = jsonencode([
    {
      name                   = "shop"
      image                  = var.image
      essential              = true
      user                   = "1000"
      readonlyRootFilesystem = true
      privileged             = false
      portMappings           = [{ containerPort = 8443 }]
      environment = [
        { name = "DATABASE_HOST", value = aws_rds_cluster.main.endpoint },
        { name = "ORDERS_QUEUE", value = aws_sqs_queue.orders.url },
      ]
      secrets = [
        { name = "DATABASE_CREDENTIALS", valueFrom = aws_rds_cluster.main.master_user_secret[0].secret_arn },
        { name = "PAYMENT_TOKEN", valueFrom = aws_secretsmanager_secret.payment_token.arn },
      ]
      logConfiguration = local.container_logs["shop"]
    },
    {
      name                   = "collector"
      image                  = var.collector_image
      essential              = false
      user                   = "1000"
      readonlyRootFilesystem = true
      privileged             = false
      command                = ["--config=/etc/ecs/ecs-xray.yaml"]
      logConfiguration       = local.container_logs["collector"]
    },
  ])
}

locals {
  container_logs = {
    for container in ["shop", "collector"] : container => {
      logDriver = "awslogs"
      options = {
        awslogs-group         = aws_cloudwatch_log_group.main["service"].name
        awslogs-region        = local.region
        awslogs-stream-prefix = container
      }
    }
  }
}

resource "aws_ecs_service" "main" {
  name                              = "shop"
  cluster                           = aws_ecs_cluster.main.id
  task_definition                   = aws_ecs_task_definition.main.arn
  launch_type                       = "FARGATE"
  platform_version                  = "LATEST"
  desired_count                     = 3
  health_check_grace_period_seconds = 60
  propagate_tags                    = "SERVICE"

  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }

  load_balancer {
    container_name   = "shop"
    container_port   = 8443
    target_group_arn = aws_lb_target_group.main.arn
  }

  network_configuration {
    assign_public_ip = false
    subnets          = aws_subnet.private[*].id
    security_groups  = [aws_security_group.main["service"].id]
  }

  depends_on = [aws_lb_listener.https]
}

resource "aws_db_subnet_group" "main" {
  name       = "shop"
  subnet_ids = aws_subnet.private[*].id
}

resource "aws_rds_cluster_parameter_group" "main" {
  name        = "shop"
  family      = "aurora-postgresql17"
  description = "TLS only, statements that change or last are logged"

  dynamic "parameter" {
    for_each = { "rds.force_ssl" = "1", log_statement = "ddl", log_min_duration_statement = "1000" }

    content {
      name  = parameter.key
      value = parameter.value
    }
  }
}

resource "aws_rds_cluster" "main" {
  cluster_identifier                  = "shop"
  engine                              = "aurora-postgresql"
  engine_version                      = "17.5"
  database_name                       = "shop"
  master_username                     = "shop_owner"
  manage_master_user_password         = true
  master_user_secret_kms_key_id       = aws_kms_key.main.arn
  storage_encrypted                   = true
  kms_key_id                          = aws_kms_key.main.arn
  port                                = 5433
  db_subnet_group_name                = aws_db_subnet_group.main.name
  db_cluster_parameter_group_name     = aws_rds_cluster_parameter_group.main.name
  vpc_security_group_ids              = [aws_security_group.main["database"].id]
  backup_retention_period             = 35
  preferred_backup_window             = "02:00-03:00"
  copy_tags_to_snapshot               = true
  deletion_protection                 = true
  iam_database_authentication_enabled = true
  enabled_cloudwatch_logs_exports     = ["postgresql"]
  final_snapshot_identifier           = "shop-final"

  serverlessv2_scaling_configuration {
    min_capacity = 1
    max_capacity = 16
  }
}

resource "aws_rds_cluster_instance" "main" {
  count                           = 2
  identifier                      = "shop-${count.index}"
  cluster_identifier              = aws_rds_cluster.main.id
  engine                          = aws_rds_cluster.main.engine
  instance_class                  = "db.serverless"
  publicly_accessible             = false
  auto_minor_version_upgrade      = true
  promotion_tier                  = count.index
  performance_insights_enabled    = true
  performance_insights_kms_key_id = aws_kms_key.main.arn
  monitoring_interval             = 60
  monitoring_role_arn             = aws_iam_role.service["monitoring"].arn
}
