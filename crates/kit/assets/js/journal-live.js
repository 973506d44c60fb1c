// @ts-check
// Who else is in the grid, and what they write: as it happens, while the tab is in sight and in use.

import { make } from './journal-dom.js';

/** Without a key or a move for so long the line is let go; the next one brings it back, ms. */
const IDLE = 20 * 60000;
/** A line that was refused is asked for again after so long, ms. */
const PAUSE = 60000;

/**
 * Follows the journal. `take` hears what has changed.
 * @param {any} g what the grid gives @param {(delta: {cells: any[], avg: any[]}) => void} take
 */
export function follow(g, take) {
  const { root, t, on, signal, journal } = g;
  if (!('EventSource' in window)) return;
  const line = make('p', { class: 'grid-people', role: 'status' });
  document.getElementById('save-state')?.after(line);
  /** @type {EventSource|null} */ let source = null;
  let since = root.dataset.at ?? '0';
  let used = Date.now();
  let again = 0;

  function close() {
    source?.close();
    source = null;
    clearTimeout(again);
    again = 0;
    line.textContent = '';
    delete root.dataset.live;
  }
  function open() {
    if (source || again || document.hidden || !navigator.onLine || signal.aborted) return;
    const mine = new EventSource(`/journal/${journal}/live/?since=${since}`);
    source = mine;
    mine.onopen = () => (root.dataset.live = '1');
    mine.addEventListener('cells', (e) => {
      since = e.lastEventId || since;
      take(JSON.parse(e.data));
    });
    mine.addEventListener('people', (e) => {
      const { names } = JSON.parse(e.data);
      line.textContent = names.length ? t(names.length > 1 ? 'others-here' : 'other-here', { names: names.join(', ') }) : '';
    });
    mine.onerror = () => {
      delete root.dataset.live;
      // The browser itself comes back after a lost connection, not after a refusal.
      if (mine.readyState !== EventSource.CLOSED || source !== mine) return;
      close();
      again = setTimeout(() => {
        again = 0;
        open();
      }, PAUSE);
    };
  }

  on(document, 'visibilitychange', () => (document.hidden ? close() : open()));
  for (const event of ['keydown', 'pointerdown']) {
    on(document, event, () => {
      used = Date.now();
      if (!source) open();
    }, { passive: true });
  }
  on(window, 'offline', close);
  on(window, 'online', open);
  on(window, 'pagehide', close);
  const watch = setInterval(() => Date.now() - used > IDLE && close(), 60000);
  signal.addEventListener('abort', () => {
    clearInterval(watch);
    close();
  });
  open();
}
