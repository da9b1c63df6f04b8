/** How many digits a number may be written out with; cty, Terraform's type system, keeps 512 bits. */
const mostDigits = 10_000;

/**
 * The number of a literal's text in decimal notation without exponent, superfluous zeros and loss of digits, as HCL
 * converts numbers to strings: `1.50e3` is `1500`. One that would be too long stays as it is written.
 */
export function decimalText(text: string): string {
  const [mantissa = '', exponentText = '0'] = text.toLowerCase().split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  const exponent = Number(exponentText);
  if (Math.abs(exponent) > mostDigits) return text;
  const digits = whole + fraction;
  const point = whole.length + exponent;
  const integer = digits.slice(0, Math.max(point, 0)).padEnd(point, '0').replace(/^0+/, '');
  const rest = `${'0'.repeat(Math.max(-point, 0))}${digits.slice(Math.max(point, 0))}`.replace(/0+$/, '');
  return `${integer || '0'}${rest && `.${rest}`}`;
}
