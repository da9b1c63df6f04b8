import { unknownPart, textOfParts } from './text-parts.ts';
import type { MappingValue, TerraformValue } from './values.ts';
