import type { Root } from './discover.ts';
import type { FileReader } from './model/files.ts';
import type { Input } from './model/input.ts';
import { moduleCallsOf, readModule } from './terraform/module.ts';
import type { TerraformOptions } from './terraform/options.ts';
import { readPlan } from './terraform/plan.ts';

/** All of Terraform behind one door, so that a scan of templates does not load it. */
export function readTerraform(root: Exclude<Root, { kind: 'template' }>, options: TerraformOptions): Input {
  return root.kind === 'module' ? readModule(root.path, options) : readPlan(root.file, options);
}

/** The directories that the module calls of a module name as local sources. */
export function localCallsOf(directory: string, files: FileReader): readonly string[] {
  return moduleCallsOf(directory, files);
}
