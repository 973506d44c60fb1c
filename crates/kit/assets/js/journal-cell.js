// @ts-check
// The language of a cell: what may be typed, and what is said of the rest.

/** Keys pressed in the wrong layout, and Latin letters that look or sound the same. */
export const SLIPS = /** @type {Record<string, string>} */ ({
  y: 'н', n: 'н', h: 'н', ',': 'б', '<': 'б', b: 'б', e: 'у', u: 'у', j: 'о', o: 'о', g: 'п', p: 'п',
});

/**
 * The text a cell may hold for what was typed («Y» → «н», «4оп» → «оп4», «.» → «•», «2>4» → «2→4»), or null when it may not.
 * «>4» sits again what stands in the cell. «ю» is the point, and the arrow, of the other layout.
 * @param {string} raw @param {string} [stands]
 */
export function normalise(raw, stands = '') {
  let s = [...raw.toLowerCase().replace(/\s+/g, '')].map((ch) => SLIPS[ch] ?? ch).join('');
  const again = /^[>ю→]([1-5])$/.exec(s);
  const before = again && /^(\D*)([1-5])(?:→[1-5])?$/.exec(stands);
  if (before) s = `${before[1]}${before[2]}→${again[1]}`;
  s = s.replace(/([1-5])[>ю](?=[1-5])/, '$1→').replace(/точка|[.·ю]/, '•');
  const m = /^(?:(н|б|уп?|оп?)?([1-5](?:→[1-5])?|•)?|([1-5])(н|б|уп?|оп?))$/.exec(s);
  if (!m) return null;
  const absence = m[1] ?? m[4] ?? '';
  return absence + (/[уо]$/.test(absence) ? 'п' : '') + (m[2] ?? m[3] ?? '');
}

/** The class of a cell with this text. @param {string} text */
export function markClass(text) {
  const digit = /\d$/.exec(text);
  if (digit) return 'm' + digit[0] + (text.includes('→') ? ' rs' : '');
  return { н: 'ab', б: 'ex', уп: 'ex', оп: 'la', '•': 'du' }[text.length > 1 ? text.replace('•', '') : text] ?? '';
}

/** Why a text is no cell: the name of the sentence. @param {string} raw */
export function why(raw) {
  const s = raw.replace(/\s+/g, '');
  if (/^[1-5][/\\|;.,]+[1-5]$/.test(s)) return 'invalid-two';
  if (/^(?:[1-5][-+−–]|[-+−–][1-5])$/.test(s)) return 'invalid-sign';
  return 'invalid';
}

/** A digit as a spreadsheet may give it: «5,0», «4.00». @param {string} raw @param {string} [stands] */
export function fromSheet(raw, stands = '') {
  const whole = /^([1-5])[.,]0+$/.exec(raw.trim());
  return normalise(whole ? whole[1] : raw, stands);
}
