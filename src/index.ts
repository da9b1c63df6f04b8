/**
 * The library: what the command line is made of. Nothing here throws on bad input; a `UsageError` is the caller's
 * mistake.
 */
import type { Diagnostic } from './model/diagnostic.ts';
import type { HclFile } from './parse/hcl/ast.ts';
import { hclToJson as convert, type Json } from './parse/hcl/json.ts';
import { parseHcl as parse } from './parse/hcl/parser.ts';

export { loadConfiguration } from './config/load.ts';
export type { Configuration } from './config.ts';
export { UsageError } from './errors.ts';
export type { Evaluation, ScanResult, Suppression } from './model/finding.ts';
export type { Graph, Reference } from './model/graph.ts';
export { buildGraph } from './model/graph.ts';
export type { InputInfo, Resource } from './model/resource.ts';
export type { Rule, Severity } from './model/rule.ts';
export type { Region, SourceFile, Span } from './model/source.ts';
export { regionOf } from './model/source.ts';
export type { Value } from './model/value.ts';
export { readGraph } from './read-graph.ts';
export { reporters } from './reporters/by-name.ts';
export { graphFormats } from './reporters/graph.ts';
export type { ReportContext, Reporter } from './reporters/report.ts';
export { loadRules, type ScanOptions, scan } from './scan.ts';
export type { RuleSelection } from './selection.ts';
export { evaluateTerraformExpression } from './terraform/conformance.ts';
export type { Diagnostic };

/** The syntax tree of a Terraform file, with spans and diagnostics. */
export function parseHcl(text: string, path = 'main.tf'): HclFile {
  return parse({ path, text: String(text) });
}

/** A Terraform file in the structure of hcl2json, or what is wrong with it. */
export function hclToJson(text: string): Json | { readonly errors: readonly Diagnostic[] } {
  const result = convert(String(text));
  return 'errors' in result ? result : result.value;
}
