/** A syntax tree without its spans, for comparison with a tree written by hand. */
export function plain(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(plain);
  if (typeof node !== 'object' || node === null) return node;
  const entries = Object.entries(node).filter(([key]) => key !== 'span' && !key.endsWith('Span'));
  return Object.fromEntries(entries.map(([key, value]) => [key, plain(value)]));
}

/** A tree with every span as the text that it holds. */
export function withTexts(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withTexts);
  if (typeof node !== 'object' || node === null) return node;
  if ('file' in node && 'start' in node && 'end' in node) {
    const { file, start, end } = node as { file: { text: string }; start: number; end: number };
    return file.text.slice(start, end);
  }
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, withTexts(value)]));
}
