/** Names under which IANA knows a character encoding that Terraform supports, and how TextDecoder calls it. */
const CHARSETS: readonly (readonly [decoder: string, ...names: string[]])[] = [
  ['utf-8', 'utf-8', 'csutf8'],
  ['utf-16be', 'utf-16be', 'csutf16be'],
  ['utf-16le', 'utf-16le', 'csutf16le'],
  ['utf-16', 'utf-16', 'csutf16'],
  [
    'ascii',
    'us-ascii',
    'iso-ir-6',
    'ansi_x3.4-1968',
    'ansi_x3.4-1986',
    'iso_646.irv:1991',
    'iso646-us',
    'us',
    'ibm367',
    'cp367',
    'csascii',
  ],
  [
    'latin1',
    'iso-8859-1',
    'iso_8859-1',
    'iso_8859-1:1987',
    'iso-ir-100',
    'latin1',
    'l1',
    'ibm819',
    'cp819',
    'csisolatin1',
  ],
  ['iso-8859-2', 'iso-8859-2', 'iso_8859-2', 'iso_8859-2:1987', 'latin2', 'l2', 'csisolatin2'],
  ['iso-8859-3', 'iso-8859-3', 'iso_8859-3', 'latin3', 'l3', 'csisolatin3'],
  ['iso-8859-4', 'iso-8859-4', 'iso_8859-4', 'latin4', 'l4', 'csisolatin4'],
  ['iso-8859-5', 'iso-8859-5', 'iso_8859-5', 'cyrillic', 'csisolatincyrillic'],
  ['iso-8859-6', 'iso-8859-6', 'iso_8859-6', 'arabic', 'csisolatinarabic'],
  ['iso-8859-7', 'iso-8859-7', 'iso_8859-7', 'greek', 'greek8', 'csisolatingreek'],
  ['iso-8859-8', 'iso-8859-8', 'iso_8859-8', 'hebrew', 'csisolatinhebrew'],
  ['iso-8859-10', 'iso-8859-10', 'iso_8859-10:1992', 'latin6', 'l6', 'csisolatin6'],
  ['iso-8859-13', 'iso-8859-13', 'csiso885913'],
  ['iso-8859-14', 'iso-8859-14', 'iso_8859-14', 'latin8', 'l8', 'csiso885914'],
  ['iso-8859-15', 'iso-8859-15', 'iso_8859-15', 'latin-9', 'csiso885915'],
  ['iso-8859-16', 'iso-8859-16', 'iso_8859-16', 'latin10', 'l10', 'csiso885916'],
  ['koi8-r', 'koi8-r', 'cskoi8r'],
  ['koi8-u', 'koi8-u', 'cskoi8u'],
  ['macintosh', 'macintosh', 'mac', 'csmacintosh'],
  ['ibm866', 'ibm866', 'cp866', '866', 'csibm866'],
  ...[1250, 1251, 1252, 1253, 1254, 1255, 1256, 1257, 1258, 874].map(
    page => [`windows-${page}`, `windows-${page}`, `cswindows${page}`] as const,
  ),
  ['shift_jis', 'shift_jis', 'ms_kanji', 'csshiftjis'],
  ['euc-jp', 'euc-jp', 'extended_unix_code_packed_format_for_japanese', 'cseucpkdfmtjapanese'],
  ['euc-kr', 'euc-kr', 'cseuckr'],
  ['gbk', 'gbk', 'cp936', 'ms936', 'windows-936', 'csgbk'],
  ['gb18030', 'gb18030', 'csgb18030'],
  ['big5', 'big5', 'csbig5'],
];

/** Supported by Terraform, but not here. */
const OTHERS = /^(ibm\d+|cp\d+|cs.*|iso-2022-jp|hz-gb-2312|iso-8859-[68]-[ei]|gb2312)$/;

const decoders = new Map(CHARSETS.flatMap(([decoder, ...names]) => names.map(name => [name, decoder])));
const encoders = new Map<string, ReadonlyMap<string, readonly number[]>>();

/** The encoding of a name; `unsupported` where Terraform knows it and we do not, undefined where nobody does. */
export function charsetNamed(name: string): string | 'unsupported' | undefined {
  const lower = name.toLowerCase();
  return decoders.get(lower) ?? (OTHERS.test(lower) ? 'unsupported' : undefined);
}

/** The bytes of a text; undefined where the encoding has no such character. */
export function encodeText(text: string, charset: string): Uint8Array | undefined {
  switch (charset) {
    case 'utf-8':
      return Buffer.from(text, 'utf8');
    case 'utf-16le':
      return Buffer.from(text, 'utf16le');
    case 'utf-16be':
      return Buffer.from(text, 'utf16le').swap16();
    case 'utf-16':
      return Buffer.from(`\ufeff${text}`, 'utf16le').swap16();
    case 'ascii':
    case 'latin1': {
      const limit = charset === 'ascii' ? 0x80 : 0x100;
      return Array.from(text, character => character.codePointAt(0)!).every(code => code < limit)
        ? Buffer.from(text, 'latin1')
        : undefined;
    }
    default:
      return encodeByTable(text, charset);
  }
}

/** The text of bytes; undefined where some of them mean nothing. */
export function decodeBytes(bytes: Uint8Array, charset: string): string | undefined {
  const text = decodeLoosely(bytes, charset);
  const undefinedControl = /^windows-|^iso-|^koi8/.test(charset) && /[\u0080-\u009f]/.test(text);
  return text.includes('\ufffd') || (undefinedControl && charset.startsWith('windows-')) ? undefined : text;
}

function decodeLoosely(bytes: Uint8Array, charset: string): string {
  switch (charset) {
    case 'ascii':
      return bytes.some(byte => byte > 0x7f) ? '\ufffd' : Buffer.from(bytes).toString('latin1');
    case 'latin1':
      return Buffer.from(bytes).toString('latin1');
    case 'utf-16': {
      const little = bytes[0] === 0xff && bytes[1] === 0xfe;
      return new TextDecoder(little ? 'utf-16le' : 'utf-16be').decode(bytes);
    }
    default:
      return new TextDecoder(charset, { ignoreBOM: true }).decode(bytes);
  }
}

/**
 * Decoders exist for all of them, encoders do not: every one or two bytes are decoded once to turn the table around.
 */
function encodeByTable(text: string, charset: string): Uint8Array | undefined {
  const table = encoders.get(charset) ?? tableOf(charset);
  encoders.set(charset, table);
  const bytes: number[] = [];
  for (const character of text) {
    const encoded = table.get(character);
    if (!encoded) return undefined;
    bytes.push(...encoded);
  }
  return Uint8Array.from(bytes);
}

function tableOf(charset: string): ReadonlyMap<string, readonly number[]> {
  const table = new Map<string, readonly number[]>();
  const decoder = new TextDecoder(charset);
  const add = (...bytes: number[]): void => {
    const text = decoder.decode(Uint8Array.from(bytes));
    if ([...text].length === 1 && text !== '\ufffd' && !table.has(text)) table.set(text, bytes);
  };
  for (let byte = 0; byte < 256; byte++) add(byte);
  if (!/^(shift_jis|euc-|gb|big5)/.test(charset)) return table;
  for (let lead = 0x81; lead < 0xff; lead++) for (let trail = 0x40; trail < 0xff; trail++) add(lead, trail);
  return table;
}
