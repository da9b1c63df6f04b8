import { readModule } from '../src/terraform/module.ts';
import { reader } from './inputs/memory-files.ts';

/**
 * What it costs to evaluate the example of a large public module: a cluster with its network, node groups, roles and
 * add-ons, every resource behind `count` or `for_each`, settings as maps of objects with optional attributes, and
 * `try`, `merge` and `dynamic` nearly everywhere. The first time, as in a run of the CLI, and the best of ten.
 */
function measure(): void {
  console.log('a cluster of twelve node groups in a module of modules');
  const first = evaluate();
  const best = Math.min(...Array.from({ length: 10 }, () => evaluate().milliseconds));
  console.log(`  ${first.resources} resources, first ${first.milliseconds.toFixed(0)} ms, then ${best.toFixed(0)} ms`);
}

function evaluate(): { milliseconds: number; resources: number } {
  const files = reader(FILES);
  const started = performance.now();
  const { resources, diagnostics } = readModule('.', { files });
  const milliseconds = performance.now() - started;
  if (diagnostics.length > 0) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return { milliseconds, resources: resources.length };
}

const GROUPS = Array.from(
  { length: 12 },
  (_, i) => `    group-${i} = {
      instance_types = ["m6i.large", "m5.large"]
      max_size       = ${i + 3}
      desired_size   = 2
      labels         = { role = "group-${i}" }
      taints         = { dedicated = { key = "dedicated", value = "g${i}", effect = "NO_SCHEDULE" } }
      disks          = { root = { device = "/dev/xvda", size = ${20 + i} }, data = { device = "/dev/xvdb", size = 100, iops = 3000 } }
      rules          = { for port in [443, 8443, 9090] : "port-\${port}" => { from = port, cidrs = local.private_cidrs } }
    }`,
).join('\n');

const ROOT = `
data "aws_availability_zones" "available" {}
locals {
  name          = "orders"
  zones         = slice(["a", "b", "c", "d"], 0, 3)
  cidr          = "10.0.0.0/16"
  private_cidrs = [for i, zone in local.zones : cidrsubnet(local.cidr, 4, i)]
  tags          = { Name = local.name, Stage = "test" }
}
module "network" {
  source          = "./network"
  name            = local.name
  cidr            = local.cidr
  zones           = local.zones
  private_subnets = local.private_cidrs
  public_subnets  = [for i, zone in local.zones : cidrsubnet(local.cidr, 8, i + 48)]
  enable_nat      = true
  tags            = local.tags
}
module "cluster" {
  source     = "./cluster"
  name       = local.name
  vpc_id     = module.network.vpc_id
  subnet_ids = module.network.private_subnets
  tags       = local.tags
  addons = {
    coredns    = {}
    kube-proxy = { most_recent = true }
    vpc-cni    = { before_compute = true, configuration = { env = { PREFIX = "true" } } }
  }
  groups = {
${GROUPS}
  }
}
`;

const NETWORK = `
variable "name" { type = string }
variable "create" {
  type    = bool
  default = true
}
variable "cidr" { type = string }
variable "zones" { type = list(string) }
variable "private_subnets" { type = list(string) }
variable "public_subnets" { type = list(string) }
variable "enable_nat" { default = false }
variable "tags" { type = map(string) }
locals {
  length = max(length(var.private_subnets), length(var.public_subnets))
  vpc_id = try(aws_vpc.this[0].id, "")
}
resource "aws_vpc" "this" {
  count                = var.create ? 1 : 0
  cidr_block           = var.cidr
  enable_dns_hostnames = true
  tags                 = merge({ Name = var.name }, var.tags)
}
resource "aws_subnet" "private" {
  count             = var.create && length(var.private_subnets) > 0 ? length(var.private_subnets) : 0
  vpc_id            = local.vpc_id
  cidr_block        = element(concat(var.private_subnets, [""]), count.index)
  availability_zone = length(regexall("^[a-z]{2}-", element(var.zones, count.index))) > 0 ? element(var.zones, count.index) : null
  tags              = merge({ Name = try(var.private_subnets[count.index], format("\${var.name}-%s", element(var.zones, count.index))) }, var.tags)
}
resource "aws_subnet" "public" {
  count                   = var.create ? length(var.public_subnets) : 0
  vpc_id                  = local.vpc_id
  cidr_block              = element(concat(var.public_subnets, [""]), count.index)
  map_public_ip_on_launch = false
  tags                    = merge({ Name = format("\${var.name}-public-%s", element(var.zones, count.index)) }, var.tags)
}
resource "aws_internet_gateway" "this" {
  count  = var.create && length(var.public_subnets) > 0 ? 1 : 0
  vpc_id = local.vpc_id
}
resource "aws_eip" "nat" {
  count  = var.enable_nat ? local.length : 0
  domain = "vpc"
}
resource "aws_nat_gateway" "this" {
  count         = var.enable_nat ? local.length : 0
  allocation_id = element(aws_eip.nat[*].id, count.index)
  subnet_id     = element(aws_subnet.public[*].id, count.index)
}
resource "aws_route_table" "private" {
  count  = local.length
  vpc_id = local.vpc_id
}
resource "aws_route" "nat" {
  count                  = var.enable_nat ? local.length : 0
  route_table_id         = element(aws_route_table.private[*].id, count.index)
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = element(aws_nat_gateway.this[*].id, count.index)
}
resource "aws_route_table_association" "private" {
  count          = length(var.private_subnets)
  subnet_id      = element(aws_subnet.private[*].id, count.index)
  route_table_id = element(aws_route_table.private[*].id, count.index)
}
output "vpc_id" { value = local.vpc_id }
output "private_subnets" { value = aws_subnet.private[*].id }
`;

const CLUSTER = `
variable "name" { type = string }
variable "vpc_id" { type = string }
variable "subnet_ids" { type = list(string) }
variable "tags" { type = map(string) }
variable "addons" {
  type = map(object({
    most_recent    = optional(bool, false)
    before_compute = optional(bool, false)
    configuration  = optional(map(map(string)))
    timeouts       = optional(object({ create = optional(string), delete = optional(string) }), {})
  }))
}
variable "groups" {
  type = map(object({
    create         = optional(bool, true)
    instance_types = optional(list(string), ["t3.medium"])
    min_size       = optional(number, 1)
    max_size       = optional(number, 3)
    desired_size   = optional(number)
    labels         = optional(map(string), {})
    taints         = optional(map(object({ key = string, value = optional(string), effect = string })), {})
    disks          = optional(map(object({ device = string, size = number, iops = optional(number), encrypted = optional(bool, true) })), {})
    rules          = optional(map(object({ from = number, to = optional(number), cidrs = optional(list(string), []) })), {})
    policies       = optional(map(string), {})
  }))
}
locals {
  rules = {
    nodes_443   = { type = "ingress", port = 443, self = false }
    nodes_kube  = { type = "ingress", port = 10250, self = false }
    nodes_dns   = { type = "ingress", port = 53, self = true }
    nodes_https = { type = "egress", port = 443, self = true }
  }
  policies = { for name in ["AmazonEKSClusterPolicy", "AmazonEKSVPCResourceController"] : name => "arn:aws:iam::aws:policy/\${name}" }
  first    = { for name, addon in var.addons : name => addon if addon.before_compute }
}
data "aws_iam_policy_document" "assume" {
  statement {
    sid     = "Assume"
    actions = ["sts:AssumeRole", "sts:TagSession"]
    principals {
      type        = "Service"
      identifiers = ["eks.amazonaws.com"]
    }
  }
}
resource "aws_iam_role" "this" {
  name_prefix        = "\${var.name}-cluster-"
  assume_role_policy = data.aws_iam_policy_document.assume.json
  tags               = var.tags
}
resource "aws_iam_role_policy_attachment" "this" {
  for_each   = local.policies
  policy_arn = each.value
  role       = aws_iam_role.this.name
}
resource "aws_kms_key" "this" {
  enable_key_rotation = true
  policy              = data.aws_iam_policy_document.key.json
}
data "aws_iam_policy_document" "key" {
  dynamic "statement" {
    for_each = { owner = ["kms:*"], user = ["kms:Encrypt", "kms:Decrypt"] }
    content {
      sid       = title(statement.key)
      actions   = statement.value
      resources = ["*"]
      principals {
        type        = "AWS"
        identifiers = [aws_iam_role.this.arn]
      }
    }
  }
}
resource "aws_security_group" "cluster" {
  name_prefix = "\${var.name}-cluster-"
  vpc_id      = var.vpc_id
}
resource "aws_security_group_rule" "cluster" {
  for_each          = { for name, rule in merge(local.rules, {}) : name => rule }
  security_group_id = aws_security_group.cluster.id
  type              = each.value.type
  protocol          = "tcp"
  from_port         = each.value.port
  to_port           = try(each.value.to_port, each.value.port)
  self              = lookup(each.value, "self", null)
}
resource "aws_eks_cluster" "this" {
  name     = var.name
  role_arn = try(aws_iam_role.this.arn, null)
  vpc_config {
    subnet_ids              = coalescelist(var.subnet_ids, [])
    security_group_ids      = compact(distinct([aws_security_group.cluster.id]))
    endpoint_private_access = true
    endpoint_public_access  = false
  }
  dynamic "encryption_config" {
    for_each = toset(["secrets"])
    content {
      resources = [encryption_config.value]
      provider { key_arn = aws_kms_key.this.arn }
    }
  }
}
resource "aws_eks_addon" "this" {
  for_each             = { for name, addon in var.addons : name => addon if !addon.before_compute }
  cluster_name         = aws_eks_cluster.this.id
  addon_name           = each.key
  configuration_values = each.value.configuration == null ? null : jsonencode(each.value.configuration)
}
resource "aws_eks_addon" "first" {
  for_each             = local.first
  cluster_name         = aws_eks_cluster.this.id
  addon_name           = each.key
  configuration_values = try(jsonencode(each.value.configuration), null)
}
module "group" {
  source             = "../group"
  for_each           = { for name, group in var.groups : name => group if group.create }
  name               = each.key
  cluster            = aws_eks_cluster.this.name
  vpc_id             = var.vpc_id
  subnet_ids         = var.subnet_ids
  security_group_ids = compact([aws_security_group.cluster.id])
  settings           = each.value
  tags               = merge(var.tags, { Group = each.key })
}
output "groups" { value = { for name, group in module.group : name => group.role_arn } }
`;

const GROUP = `
variable "name" { type = string }
variable "cluster" { type = string }
variable "vpc_id" { type = string }
variable "subnet_ids" { type = list(string) }
variable "security_group_ids" { type = list(string) }
variable "settings" { type = any }
variable "tags" { type = map(string) }
locals {
  policies = merge({ for name in ["AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryReadOnly", "AmazonEKS_CNI_Policy"] : name => "arn:aws:iam::aws:policy/\${name}" }, var.settings.policies)
}
data "aws_iam_policy_document" "assume" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
  }
}
resource "aws_iam_role" "this" {
  name_prefix        = substr("\${var.name}-node-group-", 0, 30)
  assume_role_policy = data.aws_iam_policy_document.assume.json
  tags               = var.tags
}
resource "aws_iam_role_policy_attachment" "this" {
  for_each   = local.policies
  policy_arn = each.value
  role       = aws_iam_role.this.name
}
resource "aws_security_group" "this" {
  name_prefix = "\${var.name}-"
  vpc_id      = var.vpc_id
}
resource "aws_vpc_security_group_ingress_rule" "this" {
  for_each          = { for item in flatten([for name, rule in var.settings.rules : [for cidr in rule.cidrs : { key = "\${name}-\${cidr}", rule = rule, cidr = cidr }]]) : item.key => item }
  security_group_id = aws_security_group.this.id
  ip_protocol       = "tcp"
  from_port         = each.value.rule.from
  to_port           = coalesce(try(each.value.rule.to, null), each.value.rule.from)
  cidr_ipv4         = each.value.cidr
}
resource "aws_launch_template" "this" {
  name_prefix            = "\${var.name}-"
  vpc_security_group_ids = concat(var.security_group_ids, [aws_security_group.this.id])
  user_data              = base64encode(templatefile("\${path.module}/user-data.sh.tpl", { cluster = var.name, labels = join(",", [for key, value in var.settings.labels : "\${key}=\${value}"]) }))
  dynamic "block_device_mappings" {
    for_each = var.settings.disks
    content {
      device_name = try(block_device_mappings.value.device, null)
      dynamic "ebs" {
        for_each = [block_device_mappings.value]
        content {
          volume_size = ebs.value.size
          encrypted   = try(ebs.value.encrypted, true)
          iops        = try(ebs.value.iops, null)
          kms_key_id  = lookup(ebs.value, "kms_key_id", null)
        }
      }
    }
  }
  metadata_options {
    http_tokens                 = try(var.settings.metadata.tokens, "required")
    http_put_response_hop_limit = 1
  }
  dynamic "tag_specifications" {
    for_each = toset(["instance", "volume", "network-interface"])
    content {
      resource_type = tag_specifications.key
      tags          = merge(var.tags, { Name = var.name })
    }
  }
}
resource "aws_eks_node_group" "this" {
  cluster_name   = var.cluster
  node_role_arn  = aws_iam_role.this.arn
  subnet_ids     = var.subnet_ids
  instance_types = var.settings.instance_types
  labels         = var.settings.labels
  scaling_config {
    min_size     = var.settings.min_size
    max_size     = var.settings.max_size
    desired_size = try(coalesce(var.settings.desired_size, var.settings.min_size), 1)
  }
  dynamic "taint" {
    for_each = var.settings.taints
    content {
      key    = taint.value.key
      value  = try(taint.value.value, null)
      effect = taint.value.effect
    }
  }
  launch_template {
    id      = aws_launch_template.this.id
    version = aws_launch_template.this.latest_version
  }
}
resource "aws_autoscaling_schedule" "this" {
  for_each               = { for name in ["up", "down"] : name => name == "up" ? var.settings.max_size : var.settings.min_size }
  scheduled_action_name  = each.key
  autoscaling_group_name = try(aws_eks_node_group.this.resources[0].autoscaling_groups[0].name, "")
  max_size               = each.value
}
output "role_arn" { value = aws_iam_role.this.arn }
`;

const FILES = {
  'main.tf': ROOT,
  'network/main.tf': NETWORK,
  'cluster/main.tf': CLUSTER,
  'group/main.tf': GROUP,
  'group/user-data.sh.tpl': '#!/bin/bash\n/etc/bootstrap.sh ${cluster} --labels "${labels}"\n',
};

measure();
