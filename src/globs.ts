/**
 * A pattern of a path glob: `**` is any number of directories, `*` any text without a slash, `?` one character,
 * `{a,b}` either. A glob without a slash means a name in any directory. Matches absolute paths below `base`.
 */
export function pathGlob(glob: string, base: string): RegExp {
  const anchored = glob.includes('/') ? glob.replace(/^\.?\//, '') : `**/${glob}`;
  const whole = anchored.endsWith('/') ? `${anchored}**` : anchored;
  const prefix = base.endsWith('/') ? base : `${base}/`;
  return new RegExp(`^${escapeText(prefix)}${globSource(whole)}$`, 's');
}

function globSource(glob: string): string {
  let source = '';
  let braces = 0;
  for (let i = 0; i < glob.length; i++) {
    const character = glob[i]!;
    if (glob.startsWith('**/', i)) {
      source += '(?:[^/]+/)*';
      i += 2;
    } else if (glob.startsWith('**', i)) {
      source += '.*';
      i += 1;
    } else if (character === '*') source += '[^/]*';
    else if (character === '?') source += '[^/]';
    else if (character === '{' && glob.indexOf('}', i) > i) {
      source += '(?:';
      braces++;
    } else if (character === '}' && braces > 0) {
      source += ')';
      braces--;
    } else if (character === ',' && braces > 0) source += '|';
    else source += escapeText(character);
  }
  return source + ')'.repeat(braces);
}

/** A pattern of a glob over names: `*` is any text, `?` one character; the whole name must match, whatever its case. */
export function nameGlob(glob: string): RegExp {
  const source = glob
    .replace(/\*+/g, '*')
    .split('')
    .map(each => (each === '*' ? '.*' : each === '?' ? '.' : escapeText(each)));
  return new RegExp(`^${source.join('')}$`, 'is');
}

function escapeText(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
