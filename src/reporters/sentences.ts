/** A paragraph of a rule file without its line breaks. */
export function oneLine(paragraph: string): string {
  return paragraph.replace(/\s+/g, ' ').trim();
}

export function withStop(sentence: string): string {
  return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`;
}
