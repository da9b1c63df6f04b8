resource "aws_db_subnet_group" "main" {
  name       = "trainr72"
  subnet_ids = [aws_subnet.private[0].id, aws_subnet.public_b.id]
}

resource "aws_db_parameter_group" "main" {
  name   = "trainr72"
  family = "postgres17"

  dynamic "parameter" {
    for_each = { "rds.force_ssl" = "1", log_statement = "ddl", log_min_duration_statement = "1000" }

    content {
      name  = parameter.key
      value = parameter.value
    }
  }
}

resource "aws_iam_role" "monitoring" { # expect: required-tags
  provider           = aws.untagged
  name               = "trainr72-monitoring"
  assume_role_policy = data.aws_iam_policy_document.trust["monitoring.rds"].json
}

resource "aws_iam_role_policy_attachment" "monitoring" {
  role       = aws_iam_role.monitoring.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole"
}

resource "aws_db_instance" "main" {
  identifier                          = "trainr72"
  engine                              = "postgres"
  engine_version                      = "17.5"
  instance_class                      = "db.r7g.large"
  allocated_storage                   = 100
  storage_type                        = "gp3"
  storage_encrypted                   = true
  kms_key_id                          = aws_kms_key.data.arn
  multi_az                            = false # expect: rds-multi-az-support
  publicly_accessible                 = false
  backup_retention_period             = 14
  username                            = jsondecode(aws_secretsmanager_secret_version.database.secret_string).username
  password                            = jsondecode(aws_secretsmanager_secret_version.database.secret_string).password
  parameter_group_name                = aws_db_parameter_group.main.name
  db_subnet_group_name                = aws_db_subnet_group.main.name # expect: rds-in-private-subnets
  vpc_security_group_ids              = [aws_security_group.database.id]
  port                                = 5433
  deletion_protection                 = true
  auto_minor_version_upgrade          = true
  copy_tags_to_snapshot               = true
  iam_database_authentication_enabled = true
  enabled_cloudwatch_logs_exports     = ["postgresql", "upgrade"]
  performance_insights_enabled        = true
  performance_insights_kms_key_id     = aws_kms_key.data.arn
  monitoring_interval                 = 60
  monitoring_role_arn                 = aws_iam_role.monitoring.arn
}
