/** A point in time with the offset in which it is written. */
export interface Timestamp {
  /** Nanoseconds since 1970. */
  readonly instant: bigint;
  /** Seconds east of UTC. */
  readonly offset: number;
}

const RFC3339 = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:Z|([+-])(\d\d):(\d\d))$/;
const SECOND = 1_000_000_000n;

/** Reads RFC 3339 without the liberties that others take; undefined where it is none. */
export function parseTimestamp(text: string): Timestamp | undefined {
  const match = RFC3339.exec(text);
  if (!match) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const [zoneHour, zoneMinute] = [Number(match[9] ?? 0), Number(match[10] ?? 0)];
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return undefined;
  if (hour > 23 || minute > 59 || second > 59 || zoneHour > 23 || zoneMinute > 59) return undefined;
  const offset = (match[8] === '-' ? -1 : 1) * (zoneHour * 60 + zoneMinute) * 60;
  const nanoseconds = BigInt((match[7] ?? '').slice(0, 9).padEnd(9, '0'));
  const seconds = BigInt(utc(year, month, day, hour, minute, second) / 1000 - offset);
  return { instant: seconds * SECOND + nanoseconds, offset };
}

/** The years before 100 are no short form of later ones. */
function utc(year: number, month: number, day: number, hour: number, minute: number, second: number): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second);
  return date.getTime();
}

function daysIn(year: number, month: number): number {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]!;
}

/** The clock at the place of the timestamp, as a date whose UTC fields are to be read. */
export function localDate({ instant, offset }: Timestamp): Date {
  const seconds = instant / SECOND - (instant % SECOND < 0n ? 1n : 0n);
  return new Date((Number(seconds) + offset) * 1000);
}

export function offsetText(offset: number, separator: string): string {
  const minutes = Math.abs(offset) / 60;
  return `${offset < 0 ? '-' : '+'}${two(Math.trunc(minutes / 60))}${separator}${two(minutes % 60)}`;
}

export function two(value: number): string {
  return String(value).padStart(2, '0');
}

const UNITS: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1000n,
  µs: 1000n,
  μs: 1000n,
  ms: 1_000_000n,
  s: SECOND,
  m: 60n * SECOND,
  h: 3600n * SECOND,
};

const MAX_DURATION = 2n ** 63n;

/** Nanoseconds of `1h30m`, `-1.5s`; undefined where it is none. */
export function parseDuration(text: string): bigint | undefined {
  const match = /^([+-]?)((?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+|0)$/.exec(text);
  if (!match || text.length > 200) return undefined;
  let total = 0n;
  for (const [, whole, fraction = '', unit] of match[2]!.matchAll(/(\d*)\.?(\d*)(ns|us|µs|μs|ms|s|m|h)/g)) {
    const scale = UNITS[unit!]!;
    total += BigInt(whole || '0') * scale + (BigInt(fraction || '0') * scale) / 10n ** BigInt(fraction.length);
  }
  if (total >= MAX_DURATION) return undefined;
  return match[1] === '-' ? -total : total;
}
