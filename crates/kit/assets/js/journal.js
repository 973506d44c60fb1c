// @ts-check
// The journal's grid begins here, also when htmx has swapped the page in.

import { start } from './journal-grid.js';

/** @type {HTMLElement|null} */ let current = null;
let stop = new AbortController();
function boot() {
  const root = document.getElementById('journal');
  if (root === current) return;
  stop.abort();
  stop = new AbortController();
  current = root;
  if (root) start(root, stop.signal);
}
document.addEventListener('htmx:afterSettle', boot);
boot();
