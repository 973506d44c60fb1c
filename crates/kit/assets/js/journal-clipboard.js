// @ts-check
// Copying out of the grid, and pasting a block into it: shown first, written when the person says so.

import { fromSheet, markClass, why } from './journal-cell.js';
import { make } from './journal-dom.js';

/** So many pupils of a block are drawn before it is written; the rest is counted. */
const DRAWN = 40;
/** And so many remarks. */
const REMARKS = 30;

/** Rows and columns of copied spreadsheet text. @param {string} text */
export function parseText(text) {
  /** @type {string[][]} */ const block = [[]];
  let cell = '';
  let quoted = false;
  // A cell in quotes may hold line ends and tabs of its own.
  for (let i = 0; i < text.length; i++) {
    const sign = text[i];
    if (quoted && sign === '"' && text[i + 1] === '"') cell += text[++i];
    else if (sign === '"' && (quoted || !cell)) quoted = !quoted;
    else if (!quoted && sign === '\t') block.at(-1)?.push(cell), (cell = '');
    else if (!quoted && (sign === '\n' || (sign === '\r' && text[i + 1] !== '\n'))) block.at(-1)?.push(cell), (cell = ''), block.push([]);
    else if (sign !== '\r' || quoted) cell += sign;
  }
  block.at(-1)?.push(cell);
  if (block.length > 1 && block.at(-1)?.join('') === '') block.pop();
  return block.map((line) => line.map((one) => one.trim()));
}

/** Rows and columns of the first table in copied HTML; a merged cell stands in its first place, the others are empty. @param {string} html */
export function parseTable(html) {
  // A parsed document that is shown nowhere runs nothing and loads nothing.
  const table = new DOMParser().parseFromString(html, 'text/html').querySelector('table');
  if (!table) return null;
  /** @type {string[][]} */ const block = [];
  [...table.rows].forEach((tr, y) => {
    block[y] ??= [];
    let x = 0;
    for (const td of tr.cells) {
      while (block[y][x] !== undefined) x++;
      for (let down = 0; down < Math.min(td.rowSpan || 1, table.rows.length - y); down++) {
        for (let right = 0; right < Math.min(td.colSpan, 200); right++) (block[y + down] ??= [])[x + right] = down || right ? '' : (td.textContent ?? '').replace(/\s+/g, ' ').trim();
      }
      x += td.colSpan;
    }
  });
  return block.map((line) => Array.from(line, (text) => text ?? ''));
}

/** Joins copying and pasting to the grid. @param {any} g what the grid gives */
export function clipboard(g) {
  const { t, rows, works, on } = g;

  on(document, 'copy', (/** @type {ClipboardEvent} */ e) => {
    if (!g.idle()) return;
    const { r0, r1, c0, c1 } = g.area();
    const block = rows.slice(r0, r1 + 1).filter((/** @type {HTMLElement} */ tr) => !tr.hidden)
      .map((/** @type {HTMLTableRowElement} */ tr) => [...tr.cells].slice(c0 + 1, c1 + 2).map((td) => td.textContent ?? ''));
    e.clipboardData?.setData('text/plain', block.map((/** @type {string[]} */ line) => line.join('\t')).join('\n'));
    const table = make('table', {}, ...block.map((/** @type {string[]} */ line) => make('tr', {}, ...line.map((text) => make('td', {}, text)))));
    e.clipboardData?.setData('text/html', table.outerHTML);
    e.preventDefault();
  });

  on(document, 'paste', (/** @type {ClipboardEvent} */ e) => {
    if (!g.idle()) return;
    e.preventDefault();
    const block = parseTable(e.clipboardData?.getData('text/html') ?? '') ?? parseText(e.clipboardData?.getData('text/plain') ?? '');
    const single = block.length === 1 && block[0].length === 1;
    const text = single ? fromSheet(block[0][0]) : null;
    // One mark is typing; it fills what is selected.
    if (single && text) return void g.fill(text);
    if (single) return void g.say(g.cellAt(g.at().r, g.at().c), t(why(block[0][0]), { text: block[0][0].slice(0, 40) }));
    preview(plan(block));
  });

  /**
   * What each cell of a block would do.
   * @typedef {{r: number, c: number, raw: string, text: string, kind: 'new'|'same'|'bad'}} Piece
   * @param {string[][]} block
   */
  function plan(block) {
    const { r0, c0 } = g.area();
    /** @type {number[]} */ const visible = [];
    for (let r = r0; r < rows.length; r++) if (!rows[r].hidden) visible.push(r);
    /** @type {Piece[]} */ const pieces = [];
    /** @type {string[]} */ const remarks = [];
    let outside = 0;
    block.forEach((line, y) => line.forEach((raw, x) => {
      const [r, c] = [visible[y], c0 + x];
      if (!raw) return; // an empty cell of the block leaves the mark that is there
      if (r === undefined || !works[c]) return void outside++;
      const text = fromSheet(raw);
      const open = g.editable(r, c);
      if (!text || !open) remarks.push(t(text ? 'paste-locked' : 'paste-bad', { label: g.nameOf(r, c), text: raw.slice(0, 40) }));
      const kind = !text || !open ? 'bad' : g.look(Number(rows[r].dataset.p), works[c]).t === text ? 'same' : 'new';
      pieces.push({ r, c, raw, text: text ?? '', kind });
    }));
    if (outside) remarks.push(t('paste-outside', { n: outside }));
    return { pieces, remarks };
  }

  /** @param {{pieces: Piece[], remarks: string[]}} found */
  function preview({ pieces, remarks }) {
    const fresh = pieces.filter((piece) => piece.kind === 'new');
    const columns = [...new Set(pieces.map((piece) => piece.c))].sort((a, b) => a - b);
    const lines = [...new Set(pieces.map((piece) => piece.r))].sort((a, b) => a - b);
    const at = new Map(pieces.map((piece) => [piece.r + ':' + piece.c, piece]));
    const cell = (/** @type {Piece|undefined} */ piece) => {
      if (!piece) return make('td');
      const was = g.look(Number(rows[piece.r].dataset.p), works[piece.c]).t;
      if (piece.kind === 'bad') return make('td', { class: 'bad' }, make('s', {}, piece.raw.slice(0, 12)));
      const parts = piece.kind === 'new' && was ? [make('s', {}, was), ' ', make('b', {}, piece.text)] : [make('b', {}, piece.text)];
      return make('td', { class: `${piece.kind} ${markClass(piece.text)}` }, ...parts);
    };
    const table = make('table', { class: 'paste-table' },
      make('thead', {}, make('tr', {}, make('th', { scope: 'col' }, t('pupil')), ...columns.map((c) => {
        const link = g.heads[c + 1].querySelector('a') ?? g.heads[c + 1];
        return make('th', { scope: 'col' }, [...link.children].map((x) => x.textContent).join(' '));
      }))),
      make('tbody', {}, ...lines.slice(0, DRAWN).map((r) => make('tr', {}, make('th', { scope: 'row' }, g.cellAt(r, -1).textContent.trim()),
        ...columns.map((c) => cell(at.get(r + ':' + c)))))));
    const title = t('paste-title', { n: fresh.length, bad: remarks.length });
    const same = pieces.filter((piece) => piece.kind === 'same').length;
    const write = /** @type {HTMLButtonElement} */ (make('button', { value: 'write', class: 'btn main' }, t('paste-write', { n: fresh.length })));
    write.disabled = !fresh.length;
    const shown = remarks.slice(0, REMARKS).map((text) => make('li', {}, text));
    if (remarks.length > REMARKS) shown.push(make('li', {}, t('paste-more', { n: remarks.length - REMARKS })));
    const form = /** @type {HTMLFormElement} */ (make('form', { method: 'dialog' }, make('h2', {}, title),
      ...(pieces.length ? [make('div', { class: 'paste-scroll', tabindex: '0', role: 'region', 'aria-label': title }, table)] : []),
      ...(same ? [make('p', { class: 'note' }, t('paste-same', { n: same }))] : []),
      ...(shown.length ? [make('h3', {}, t('paste-unfit')), make('ul', { class: 'paste-remarks' }, ...shown)] : []),
      make('div', { class: 'actions' }, write, make('button', { value: '', class: 'btn' }, t('cancel')))));
    const box = /** @type {HTMLDialogElement} */ (make('dialog', { class: 'card grid-dialog paste', 'aria-label': title }, form));
    g.root.append(box);
    form.onsubmit = (e) => {
      const yes = /** @type {HTMLButtonElement|null} */ (e.submitter)?.value === 'write';
      if (!yes) return;
      g.commit(fresh.map(({ r, c, text }) => ({ p: Number(rows[r].dataset.p), w: works[c], text })));
      g.live.textContent = t('pasted', { n: fresh.length, bad: remarks.length });
    };
    box.onclose = () => {
      box.remove();
      g.refocus();
    };
    box.showModal();
    if (fresh.length) write.focus();
  }
}
