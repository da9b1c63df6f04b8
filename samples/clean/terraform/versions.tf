# A shop as a careful team runs it, in Terraform: the same system as ../cloudformation/template.yaml. No rule of the
# default profile has anything to say about it.
terraform {
  required_version = ">= 1.6"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.0"
    }
  }
}

# CloudFront takes its certificate and its web ACL from us-east-1.
provider "aws" {
  region = "us-east-1"

  default_tags {
    tags = {
      Owner       = "shop-team"
      Environment = "production"
      CostCenter  = "4711"
      Application = "shop"
    }
  }
}

data "aws_caller_identity" "current" {}

data "aws_region" "current" {}

data "aws_availability_zones" "available" {
  state = "available"
}

locals {
  account   = data.aws_caller_identity.current.account_id
  region    = data.aws_region.current.region
  trail_arn = "arn:aws:cloudtrail:${local.region}:${local.account}:trail/shop"

  log_groups = {
    flow       = "/shop/flow"
    service    = "/shop/service"
    fulfilment = "/aws/lambda/shop-fulfilment"
    trail      = "/shop/trail"
    firewall   = "aws-waf-logs-shop"
  }
}
