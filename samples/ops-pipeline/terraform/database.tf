resource "aws_db_subnet_group" "main" {
  name       = "ops-pipeline"
  subnet_ids = [for subnet in aws_subnet.private : subnet.id]
  tags       = local.tags
}

resource "aws_db_parameter_group" "main" {
  name   = "ops-pipeline"
  family = "postgres17"
  tags   = local.tags

  parameter {
    name  = "rds.force_ssl"
    value = "1"
  }

  parameter {
    name  = "log_statement"
    value = "ddl"
  }

  parameter {
    name  = "log_min_duration_statement"
    value = "1000"
  }
}

resource "aws_db_instance" "main" {
  identifier                          = "ops-pipeline"
  engine                              = "postgres"
  engine_version                      = "17.5"
  instance_class                      = "db.r7g.large"
  allocated_storage                   = 100
  storage_type                        = "gp3"
  storage_encrypted                   = false # expect: rds-storage-encrypted
  multi_az                            = true
  publicly_accessible                 = true # expect: rds-instance-public-access-check
  backup_retention_period             = 0    # expect: db-instance-backup-enabled, rds-backup-retention-minimum
  username                            = "pipeline"
  password                            = "correct-horse-battery" # expect: rds-credentials-managed, rds-master-password-no-plaintext
  parameter_group_name                = aws_db_parameter_group.main.name
  db_subnet_group_name                = aws_db_subnet_group.main.name
  vpc_security_group_ids              = [aws_security_group.database.id] # expect: rds-sg-source-restricted
  port                                = 5433
  deletion_protection                 = true
  auto_minor_version_upgrade          = true
  copy_tags_to_snapshot               = true
  iam_database_authentication_enabled = true
  enabled_cloudwatch_logs_exports     = ["postgresql", "upgrade"]
  performance_insights_enabled        = true
  performance_insights_kms_key_id     = aws_kms_key.pipeline.arn
  monitoring_interval                 = 60
  monitoring_role_arn                 = aws_iam_role.monitoring.arn
  tags                                = local.tags
}
