// @ts-check
// Steps that can be taken back and made again: of the whole visit, so they outlive a reload of the tab.

/**
 * @typedef {{t: string, c: string}} Look Text and comment of a cell.
 * @typedef {{p: number, w: number, a: Look, b: Look}[]} Step What stood in the cells before and after.
 */

/** So many steps are kept. */
const MOST = 300;

/**
 * The two stacks of a journal and a way to write them down soon after they change.
 * @param {string} of account and journal @param {AbortSignal} signal
 * @returns {{undo: Step[], redo: Step[], keep: () => void}}
 */
export function history(of, signal) {
  const name = 'zvonok-undo-' + of;
  /** @type {{undo: Step[], redo: Step[]}} */ let stacks = { undo: [], redo: [] };
  try {
    stacks = { ...stacks, ...JSON.parse(sessionStorage.getItem(name) ?? '{}') };
  } catch { /* what can't be read is as good as nothing */ }
  const { undo, redo } = stacks;
  let timer = 0;
  const write = () => {
    clearTimeout(timer);
    timer = 0;
    try {
      sessionStorage.setItem(name, JSON.stringify({ undo: undo.slice(-MOST), redo: redo.slice(-MOST) }));
    } catch { /* without room the steps live as long as the page */ }
  };
  addEventListener('pagehide', () => timer && write(), { signal });
  return { undo, redo, keep: () => { timer ||= setTimeout(write, 500); } };
}
