import { ANY, STRING, type TerraformType } from '../values/types.ts';
import { listValue, objectValue, stringValue } from '../values/values.ts';
import { type Failure, failure, type TerraformFunction, text, textOf } from './signature.ts';

type Records = { readonly kind: 'records'; readonly rows: readonly (readonly string[])[] } | Failure;

/** Rows of RFC 4180 text, as strictly as Terraform reads them; blank lines are left out. */
function readRecords(given: string): Records {
  const source = given.replace(/\r\n/g, '\n').replace(/\r$/, '');
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at < source.length) {
    if (row.length === 0 && source[at] === '\n') {
      at++;
      continue;
    }
    const field = source[at] === '"' ? quotedField(source, at) : plainField(source, at);
    if (!field) return failure(`CSV parse error on line ${rows.length + 1}`);
    row.push(field.value);
    at = field.end;
    const more = source[at] === ',';
    at++;
    if (more && at < source.length) continue;
    if (more) row.push('');
    rows.push(row);
    row = [];
  }
  return { kind: 'records', rows };
}

interface Field {
  readonly value: string;
  readonly end: number;
}

function plainField(source: string, start: number): Field | undefined {
  let end = start;
  while (end < source.length && source[end] !== ',' && source[end] !== '\n') {
    if (source[end] === '"') return undefined;
    end++;
  }
  return { value: source.slice(start, end), end };
}

function quotedField(source: string, start: number): Field | undefined {
  let value = '';
  let at = start + 1;
  for (;;) {
    const quote = source.indexOf('"', at);
    if (quote < 0) return undefined;
    value += source.slice(at, quote);
    if (source[quote + 1] !== '"') {
      const next = source[quote + 1];
      return next === undefined || next === ',' || next === '\n' ? { value, end: quote + 1 } : undefined;
    }
    value += '"';
    at = quote + 2;
  }
}

function rowType(header: readonly string[]): TerraformType {
  return { kind: 'object', attributes: new Map(header.map(name => [name, { type: STRING, optional: false }])) };
}

const csvdecode: TerraformFunction = {
  parameters: [text('str')],
  type: ANY,
  call([str], { span }) {
    const records = readRecords(textOf(str));
    if (records.kind === 'failure') return records;
    const [header, ...rows] = records.rows;
    if (!header) return failure('missing header line');
    const repeated = header.find((name, at) => header.indexOf(name) !== at);
    if (repeated !== undefined) return failure(`duplicate column name "${repeated}"`);
    const wrong = rows.findIndex(row => row.length !== header.length);
    if (wrong >= 0) return failure(`CSV parse error on line ${wrong + 2}: wrong number of fields`);
    const objects = rows.map(row =>
      objectValue(
        header.map((name, at) => [name, { value: stringValue(row[at]!, span) }]),
        span,
      ),
    );
    return listValue(objects, rowType([...header].sort()), span);
  },
};

export const csvFunctions: Readonly<Record<string, TerraformFunction>> = { csvdecode };
