import type { FileReader } from '../model/files.ts';

/** What the user gives for Terraform inputs. */
export interface TerraformOptions {
  /** Raw texts of `--var name=text`. They win over every file. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Paths of `--var-file`, in the order given. */
  readonly variableFiles?: readonly string[];
  /** `--var` and `--var-file` in the order of the command line; takes the place of the two above where it is given. */
  readonly assignments?: readonly VariableAssignment[];
  readonly files: FileReader;
  /** Value of `terraform.workspace`; `default` where it is missing. */
  readonly workspace?: string;
  /** The process environment, of which `TF_VAR_…` count. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /**
   * Types of what is declared beside resources that become resources all the same, because rules ask about them:
   * `provider.aws`, `module`, `data.aws_ami`, `terraform`, `terraform.backend.s3`. Default: none.
   */
  readonly declarations?: ReadonlySet<string>;
  /** For plans: whether the `.tf` files beside the plan are read, or where they are. Default: those beside it. */
  readonly source?: 'beside' | 'none' | { readonly directory: string };
}

export type VariableAssignment =
  | { readonly kind: 'variable'; readonly name: string; readonly text: string }
  | { readonly kind: 'file'; readonly path: string };
