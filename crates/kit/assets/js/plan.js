// @ts-check
/**
 * A table pasted into the form of a lesson plan. Word, LibreOffice and browsers put it on the clipboard as HTML, where a cell
 * may span columns and rows and hold several lines; the plain text beside it loses both. The table is laid out on a grid and
 * put into the text field as lines parted by tabs, which the server reads. Without this script the plain text does.
 */

/** The most columns and rows one cell may span: a page may say anything. */
const SPAN = 100;

/** @param {Element} cell */
function words(cell) {
  const copy = /** @type {Element} */ (cell.cloneNode(true));
  for (const line of copy.querySelectorAll('br')) line.replaceWith('\n');
  for (const block of copy.querySelectorAll('p, div, li')) block.append('\n');
  const text = copy.textContent ?? '';
  return text
    .split('\n')
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .filter(Boolean)
    .join('\n');
}

/** @param {string} text A cell of tabbed text: with quotes where a reader would part it. */
const quoted = (text) => (/["\t\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/**
 * The rows of a table; a cell that spans several places stands in the first of them.
 * @param {HTMLTableElement} table
 * @returns {string[][]}
 */
export function grid(table) {
  /** @type {(string|undefined)[][]} */
  const rows = [];
  [...table.rows].forEach((row, at) => {
    const line = (rows[at] ??= []);
    let column = 0;
    for (const cell of row.cells) {
      while (line[column] !== undefined) column += 1;
      const [wide, high] = [Math.min(cell.colSpan || 1, SPAN), Math.min(cell.rowSpan || 1, SPAN)];
      for (let down = 0; down < high && at + down < table.rows.length; down += 1) {
        const below = (rows[at + down] ??= []);
        for (let right = 0; right < wide; right += 1) below[column + right] = '';
      }
      line[column] = words(cell);
      column += wide;
    }
  });
  return rows.map((row) => Array.from(row, (cell) => cell ?? ''));
}

/**
 * The largest table of an HTML text as lines parted by tabs; nothing when there is none.
 * @param {string} html
 */
export function tabbed(html) {
  const tables = [...new DOMParser().parseFromString(html, 'text/html').querySelectorAll('table')];
  const largest = tables.sort((a, b) => b.rows.length - a.rows.length)[0];
  if (!largest) return '';
  return grid(largest)
    .map((row) => row.map(quoted).join('\t'))
    .join('\n');
}

for (const form of /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll('[data-plan-paste]'))) {
  const area = /** @type {HTMLTextAreaElement|null} */ (form.querySelector('textarea'));
  const note = form.querySelector('[data-pasted-note]');
  area?.addEventListener('paste', (event) => {
    const text = tabbed(event.clipboardData?.getData('text/html') ?? '');
    if (!text) return;
    event.preventDefault();
    area.setRangeText(text, area.selectionStart, area.selectionEnd, 'end');
    if (note) note.textContent = form.dataset.pasted ?? '';
  });
}
