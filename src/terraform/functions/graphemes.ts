let segmenter: Intl.Segmenter | undefined;

/** User-perceived characters, by which Terraform counts and cuts text. */
export function graphemesOf(text: string): readonly string[] {
  if (/^[\0-\x0c\x0e-\x7f]*$/.test(text)) return text.split('');
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}
