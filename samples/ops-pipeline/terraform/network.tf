resource "aws_vpc" "main" { # expect: service-vpc-endpoint-enabled
  cidr_block           = "10.20.0.0/16"
  enable_dns_hostnames = true
  tags                 = local.tags
}

resource "aws_default_security_group" "closed" {
  vpc_id = aws_vpc.main.id
  tags   = local.tags
}

resource "aws_cloudwatch_log_group" "flow" {
  name              = "/ops-pipeline/flow"
  retention_in_days = 365
  kms_key_id        = aws_kms_key.pipeline.arn
  tags              = local.tags
}

resource "aws_flow_log" "main" {
  vpc_id          = aws_vpc.main.id
  traffic_type    = "ALL"
  log_destination = aws_cloudwatch_log_group.flow.arn
  iam_role_arn    = aws_iam_role.flow.arn
  tags            = local.tags
}

resource "aws_subnet" "public" {
  for_each                = { a = "10.20.0.0/24", b = "10.20.1.0/24" }
  vpc_id                  = aws_vpc.main.id
  cidr_block              = each.value
  availability_zone       = "eu-central-1${each.key}"
  map_public_ip_on_launch = false
  tags                    = local.tags
}

resource "aws_subnet" "private" {
  for_each                = { a = "10.20.10.0/24", b = "10.20.11.0/24" }
  vpc_id                  = aws_vpc.main.id
  cidr_block              = each.value
  availability_zone       = "eu-central-1${each.key}"
  map_public_ip_on_launch = false
  tags                    = local.tags
}

resource "aws_security_group" "bastion" {
  name        = "ops-pipeline-bastion"
  description = "Access for operators"
  vpc_id      = aws_vpc.main.id

  ingress {
    description = "SSH from anywhere"
    protocol    = "tcp"
    from_port   = 22
    to_port     = 22
    cidr_blocks = ["0.0.0.0/0"] # expect: restricted-ssh, vpc-sg-open-only-to-authorized-ports
  }

  ingress {
    description = "PostgreSQL from anywhere"
    protocol    = "tcp"
    from_port   = 5432
    to_port     = 5432
    cidr_blocks = ["0.0.0.0/0"] # expect: restricted-common-ports, vpc-sg-open-only-to-authorized-ports
  }

  egress {
    description = "HTTPS out"
    protocol    = "tcp"
    from_port   = 443
    to_port     = 443
    cidr_blocks = ["0.0.0.0/0"]
  }

  tags = local.tags
}

resource "aws_security_group" "legacy" {
  name        = "ops-pipeline-legacy"
  description = "Left over from the migration"
  vpc_id      = aws_vpc.main.id
  tags        = local.tags
}

resource "aws_vpc_security_group_ingress_rule" "legacy" {
  security_group_id = aws_security_group.legacy.id
  description       = "Everything"
  ip_protocol       = "-1"        # expect: ec2-sg-ingress-protocol-specified
  cidr_ipv4         = "0.0.0.0/0" # expect: ec2-sg-no-public-all-ports, ec2-sg-rdp-restricted, restricted-ssh, restricted-common-ports, vpc-sg-open-only-to-authorized-ports
  tags              = local.tags
}

resource "aws_security_group" "load_balancer" {
  name        = "ops-pipeline-load-balancer"
  description = "Load balancer of the pipeline"
  vpc_id      = aws_vpc.main.id
  tags        = local.tags
}

resource "aws_security_group_rule" "load_balancer_in" {
  security_group_id = aws_security_group.load_balancer.id
  type              = "ingress"
  description       = "HTTPS from operators"
  protocol          = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_blocks       = ["10.0.0.0/8"]
}

resource "aws_security_group" "service" {
  name        = "ops-pipeline-service"
  description = "Tasks of the pipeline"
  vpc_id      = aws_vpc.main.id

  ingress {
    description     = "From the load balancer"
    protocol        = "tcp"
    from_port       = 8443
    to_port         = 8443
    security_groups = [aws_security_group.load_balancer.id]
  }

  egress {
    description = "HTTPS out"
    protocol    = "tcp"
    from_port   = 443
    to_port     = 443
    cidr_blocks = ["0.0.0.0/0"]
  }

  tags = local.tags
}

resource "aws_security_group" "database" {
  name        = "ops-pipeline-database"
  description = "Database of the pipeline"
  vpc_id      = aws_vpc.main.id

  ingress {
    description = "The whole network"
    protocol    = "tcp"
    from_port   = 5432
    to_port     = 5432
    cidr_blocks = ["10.0.0.0/8"]
  }

  tags = local.tags
}
