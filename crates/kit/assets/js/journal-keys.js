// @ts-check
// A finger's keys: everything a cell may hold, at the foot of the screen.

import { make } from './journal-dom.js';

const KEYS = ['5', '4', '3', '2', '1', '⌫', 'н', 'уп', 'б', 'оп', 'абв'];

/**
 * Puts the keys into the page; gives what shows and hides them. `press` hears the text a key stands for, and null for the
 * one that asks for the device's own keyboard.
 * @param {HTMLElement} root @param {import('./journal-dom.js').Words} t @param {AbortSignal} signal
 * @param {(text: string|null) => void} press
 */
export function keypad(root, t, signal, press) {
  const names = /** @type {Record<string, string>} */ ({ '⌫': t('erase'), 'абв': 'абв, ' + t('keyboard') });
  const keys = make('div', { class: 'grid-keys', role: 'group', 'aria-label': t('keys'), hidden: '' },
    ...KEYS.map((key) => make('button', {
      type: 'button', class: 'btn', 'data-key': key, tabindex: '-1', ...(names[key] ? { 'aria-label': names[key] } : {}) }, key)));
  root.append(keys);
  // The press must not take the focus from the cell.
  for (const event of ['pointerdown', 'mousedown']) keys.addEventListener(event, (e) => e.preventDefault(), { signal });
  keys.addEventListener('click', (e) => {
    const key = /** @type {HTMLElement} */ (e.target).closest('button')?.dataset.key;
    if (key) press(key === 'абв' ? null : key === '⌫' ? '' : key);
  }, { signal });
  return (/** @type {boolean} */ yes) => {
    keys.hidden = !yes;
    root.toggleAttribute('data-keys', yes);
  };
}
