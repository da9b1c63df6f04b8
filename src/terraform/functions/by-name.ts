import { cryptoFunctions } from './crypto.ts';
import { csvFunctions } from './csv.ts';
import { dateFunctions } from './dates.ts';
import { elementFunctions } from './elements.ts';
import { encodingFunctions } from './encoding.ts';
import { FILE_READERS, fileFunctions } from './files.ts';
import { formatFunctions } from './format.ts';
import { mappingFunctions } from './mappings.ts';
import { networkFunctions } from './network.ts';
import { numericFunctions } from './numeric.ts';
import { regexFunctions } from './regex.ts';
import { renderingFunctions } from './rendering.ts';
import { sequenceFunctions } from './sequences.ts';
import { setFunctions } from './sets.ts';
import { type Failure, failure, type LazyFunction, type TerraformFunction } from './signature.ts';
import { stringFunctions } from './strings.ts';
import { typeFunctions } from './types.ts';
import { yamlFunctions } from './yaml.ts';

/** The functions of Terraform 1.11, https://developer.hashicorp.com/terraform/language/functions. */
export const functions: ReadonlyMap<string, TerraformFunction | LazyFunction> = new Map(
  Object.entries({
    ...cryptoFunctions,
    ...csvFunctions,
    ...dateFunctions,
    ...elementFunctions,
    ...encodingFunctions,
    ...fileFunctions,
    ...formatFunctions,
    ...mappingFunctions,
    ...networkFunctions,
    ...numericFunctions,
    ...regexFunctions,
    ...renderingFunctions,
    ...sequenceFunctions,
    ...setFunctions,
    ...stringFunctions,
    ...typeFunctions,
    ...yamlFunctions,
  }),
);

/** A function, or why it must not be called inside a template; undefined: there is no such function. */
export function functionNamed(
  name: string,
  template: 'file' | 'string' | undefined,
): TerraformFunction | LazyFunction | Failure | undefined {
  if (template && (name === 'templatefile' || name === 'templatestring')) {
    return failure(`cannot recursively call ${name} from inside another template function`);
  }
  if (template === 'string' && FILE_READERS.has(name)) {
    return failure(`cannot use ${name} in a template that is no file; pass its result as a variable`);
  }
  return functions.get(name);
}
