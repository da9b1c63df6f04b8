import { isConfigurationFile } from './configuration/files.ts';

/**
 * Whether a JSON text is what `terraform show -json` prints, of a plan or of a state, or a raw `terraform.tfstate`. A
 * search for its keys, no parse: a text that only looks like one is reported by `readPlan`.
 */
export function looksLikePlan(text: string): boolean {
  if (!/^\s*\{/.test(text.slice(0, 64)) || !text.includes('"terraform_version"')) return false;
  if (/"version"\s*:\s*4\b/.test(text.slice(0, HEAD)) && text.includes('"serial"') && text.includes('"lineage"'))
    return true;
  if (!text.includes('"format_version"')) return false;
  return text.includes('"resource_changes"') || text.includes('"planned_values"') || text.includes('"root_module"');
}

/** A raw state begins with its version. */
const HEAD = 256;

/** Whether the names in a directory hold configuration files, so that the directory is a Terraform module. */
export function isModuleDirectory(names: readonly string[]): boolean {
  return names.some(isConfigurationFile);
}
