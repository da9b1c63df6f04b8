import { isUtf8 } from 'node:buffer';

/** Text of a file without its byte order mark, and whether bytes had to be replaced. */
export function decode(bytes: Uint8Array): { text: string; damaged: boolean } {
  if (bytes[0] === 0xff && bytes[1] === 0xfe)
    return { text: new TextDecoder('utf-16le').decode(bytes), damaged: false };
  if (bytes[0] === 0xfe && bytes[1] === 0xff)
    return { text: new TextDecoder('utf-16be').decode(bytes), damaged: false };
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  return { text: text.charCodeAt(0) === 0xfeff ? text.slice(1) : text, damaged: !isUtf8(bytes) };
}
