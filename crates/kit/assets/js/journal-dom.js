// @ts-check
// What the scripts of the journal share: words, elements, times.

/** @typedef {(name: string, vars?: Record<string, unknown>) => string} Words */

/** The words in the page's language; `{n}` in them is filled in. @returns {Promise<Words>} */
export async function words() {
  /** @type {{default: Record<string, string>}} */
  const { default: all } = document.documentElement.lang === 'en' ? await import('./journal-words-en.js') : await import('./journal-words-ru.js');
  return (name, vars = {}) => (all[name] ?? name).replace(/\{(\w+)\}/g, (whole, key) => String(vars[key] ?? whole));
}

/** @param {string} tag @param {Record<string, string>} [attrs] @param {(Node|string)[]} children */
export function make(tag, attrs = {}, ...children) {
  const el = document.createElement(tag);
  for (const [name, value] of Object.entries(attrs)) el.setAttribute(name, value);
  el.append(...children);
  return el;
}

const lang = document.documentElement.lang || 'ru';
/** @type {Intl.DateTimeFormatOptions} */ const hour = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };
const short = new Intl.DateTimeFormat(lang, hour);
const long = new Intl.DateTimeFormat(lang, { ...hour, day: 'numeric', month: 'short' });
/** «10:42», of another day «22 нояб., 10:42». @param {number} ms */
export const clock = (ms) => (new Date(ms).toDateString() === new Date().toDateString() ? short : long).format(ms);

/** How long ago, «5 мин», «2 ч», «3 дн.». @param {number} ms */
export function age(ms) {
  const minutes = Math.max(0, Math.floor((Date.now() - ms) / 60000));
  const [value, unit] = minutes < 60 ? [minutes, 'minute'] : minutes < 2880 ? [Math.floor(minutes / 60), 'hour'] : [Math.floor(minutes / 1440), 'day'];
  return new Intl.NumberFormat(lang, { style: 'unit', unit, unitDisplay: 'short' }).format(value);
}

/** The account a page was drawn for; its form token says it. */
export const account = () => (document.querySelector('meta[name="csrf"]')?.getAttribute('content') ?? '').split('.')[1] ?? '';
