resource "aws_lb" "web" {
  name                       = "trainr72"
  internal                   = false
  load_balancer_type         = "application"
  subnets                    = [aws_subnet.public_a.id, aws_subnet.public_b.id]
  security_groups            = [aws_security_group.load_balancer.id]
  enable_deletion_protection = true
  drop_invalid_header_fields = true

  access_logs {
    bucket  = var.log_archive_bucket
    enabled = true
  }
}

resource "aws_wafv2_web_acl_association" "web" {
  resource_arn = aws_lb.web.arn
  web_acl_arn  = var.web_acl_arn
}

resource "aws_lb_listener" "http" {
  load_balancer_arn = aws_lb.web.arn
  port              = 80
  protocol          = "HTTP"

  default_action {
    type = "redirect"

    redirect {
      protocol    = "HTTPS"
      port        = "443"
      status_code = "HTTP_301"
    }
  }
}

resource "aws_lb_listener" "https" {
  load_balancer_arn = aws_lb.web.arn
  port              = 443
  protocol          = "HTTPS"
  ssl_policy        = "ELBSecurityPolicy-TLS13-1-2-2021-06"
  certificate_arn   = var.certificate_arn

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.web.arn
  }
}

resource "aws_lb_target_group" "web" {
  name     = "trainr72-web"
  vpc_id   = aws_vpc.main.id
  port     = 8443
  protocol = "HTTPS"

  health_check {
    path     = "/health"
    protocol = "HTTPS"
  }
}

resource "aws_lb_target_group_attachment" "web" {
  for_each         = { a = aws_instance.web_a.id, b = aws_instance.web_b.id }
  target_group_arn = aws_lb_target_group.web.arn
  target_id        = each.value
}

data "aws_iam_policy_document" "trust" {
  for_each = toset(["ec2", "lambda", "monitoring.rds"])

  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["${each.key}.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "web" {
  name               = "trainr72-web"
  assume_role_policy = data.aws_iam_policy_document.trust["ec2"].json
}

resource "aws_iam_role_policy_attachment" "web_sessions" {
  role       = aws_iam_role.web.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_iam_instance_profile" "web" {
  name = "trainr72-web"
  role = aws_iam_role.web.name
}

resource "aws_iam_policy" "web" {
  name = "trainr72-web"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "AnySecret"
        Effect   = "Allow"
        Action   = ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"] # expect: iam-policy-no-data-exfiltration
        Resource = "*"                                                                # expect: iam-policy-no-wildcard-resource
      },
      {
        Sid      = "EverythingInTheQueue"
        Effect   = "Allow"
        Action   = "sqs:*" # expect: iam-policy-no-statements-with-full-access
        Resource = aws_sqs_queue.report_failures.arn
      },
    ]
  })
}

resource "aws_iam_role_policy_attachment" "web" {
  role       = aws_iam_role.web.name
  policy_arn = aws_iam_policy.web.arn
}

data "aws_ssm_parameter" "web_image" {
  name = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64"
}

resource "aws_instance" "web_a" {
  ami                     = data.aws_ssm_parameter.web_image.value
  instance_type           = "m7g.large"
  subnet_id               = aws_subnet.private[0].id
  vpc_security_group_ids  = [aws_security_group.web.id]
  iam_instance_profile    = aws_iam_instance_profile.web.name
  disable_api_termination = true
  ebs_optimized           = true
  monitoring              = true

  metadata_options {
    http_endpoint               = "enabled"
    http_tokens                 = "optional" # expect: ec2-imdsv2-check
    http_put_response_hop_limit = 1
  }

  root_block_device {
    volume_size = 20
    volume_type = "gp3"
    encrypted   = true
  }
}

resource "aws_instance" "web_b" { # expect: ec2-instance-profile-attached
  ami                     = data.aws_ssm_parameter.web_image.value
  instance_type           = "m7g.large"
  subnet_id               = aws_subnet.private[1].id
  vpc_security_group_ids  = [aws_security_group.web.id]
  disable_api_termination = true
  ebs_optimized           = true
  monitoring              = true

  metadata_options {
    http_endpoint               = "enabled"
    http_tokens                 = "required"
    http_put_response_hop_limit = 1
  }

  root_block_device {
    volume_size = 20
    volume_type = "gp3"
    encrypted   = true
  }
}

resource "aws_ebs_volume" "uploads" {
  availability_zone = aws_instance.web_a.availability_zone
  size              = 100
  type              = "gp3"
  encrypted         = false # expect: encrypted-volumes
}

resource "aws_volume_attachment" "uploads" {
  device_name = "/dev/sdf"
  instance_id = aws_instance.web_a.id
  volume_id   = aws_ebs_volume.uploads.id
}
