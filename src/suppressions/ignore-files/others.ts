import type { SourceFile, Span } from '../../model/source.ts';
import { textOfNode, valueAt } from '../../parse/syntax.ts';
import { type IgnoreEntry, itemsAt, mappingsAt, rootOf } from './ignore-file.ts';

/** `exclude: [aws-s3-enable-bucket-logging]`, https://aquasecurity.github.io/tfsec/latest/guides/configuration/config/. */
export function tfsecEntries(file: SourceFile): readonly IgnoreEntry[] {
  return itemsAt(rootOf(file), 'exclude').map(named('trivy'));
}

/**
 * `exclude-queries: [UUID]`, or `include-queries`, which leaves out all others;
 * https://docs.kics.io/latest/running-kics/.
 */
export function kicsEntries(file: SourceFile): readonly IgnoreEntry[] {
  const root = rootOf(file);
  const included = itemsAt(root, 'include-queries');
  const rest = included.slice(0, 1).map(({ span }) => ({
    origin: 'kics',
    names: ['*'],
    except: included.map(({ text }) => text),
    span,
  }));
  return [...itemsAt(root, 'exclude-queries').map(named('kics')), ...rest];
}

/** `ignore_checks: [W3005, E]`: what starts like it; `ignore_templates` too. https://github.com/aws-cloudformation/cfn-lint#config-file */
export function cfnLintEntries(file: SourceFile): readonly IgnoreEntry[] {
  return itemsAt(rootOf(file), 'ignore_checks').map(({ text, span }) => named('cfn-lint')({ text: `${text}*`, span }));
}

/** A deny list: `RulesToSuppress: [{ id: W3, reason: … }]`, https://github.com/stelligent/cfn_nag#blacklists. */
export function cfnNagEntries(file: SourceFile): readonly IgnoreEntry[] {
  return mappingsAt(rootOf(file), 'RulesToSuppress').flatMap(node => {
    const name = textOfNode(valueAt(node, 'id'));
    const reason = textOfNode(valueAt(node, 'reason'));
    return name === undefined ? [] : [{ origin: 'cfn_nag', names: [name], reason, span: node.span }];
  });
}

function named(origin: string): (item: { text: string; span: Span }) => IgnoreEntry {
  return ({ text, span }) => ({ origin, names: [text], span });
}
