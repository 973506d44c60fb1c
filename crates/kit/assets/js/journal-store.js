// @ts-check
// What the device keeps of changes that the server has not taken yet: by account, in order of typing.

/**
 * @typedef {{why: string, t?: string, v?: number, who?: string, at?: string, message?: string}} Refusal
 * @typedef {{op: string, account: string, journal: string, url: string, page: string, title: string, pupil: number,
 *   work: number, base: number|null, text: string, comment?: string, at: number, label: string, no?: Refusal}} Op
 *   One change. `base` null: waits for the version that the earlier change of the same cell will get.
 * @typedef {{durable: boolean, all: (account: string) => Promise<Op[]>,
 *   write: (put: Op[], del: string[], strict?: boolean) => Promise<void>}} Store
 */

let lastMs = 0;
let lastSeq = 0;
/** UUID v7, growing also within one millisecond: its order is the order of typing. */
export function uuid() {
  const b = crypto.getRandomValues(new Uint8Array(8));
  const now = Date.now();
  if (now > lastMs) [lastMs, lastSeq] = [now, b[0]];
  else if (++lastSeq > 4095) [lastMs, lastSeq] = [lastMs + 1, 0];
  b[0] = (b[0] & 63) | 128;
  const hex = (/** @type {number} */ n, /** @type {number} */ len) => n.toString(16).padStart(len, '0');
  const ms = hex(lastMs, 12);
  const tail = [...b].map((x) => hex(x, 2)).join('');
  return `${ms.slice(0, 8)}-${ms.slice(8)}-7${hex(lastSeq, 3)}-${tail.slice(0, 4)}-${tail.slice(4)}`;
}

/** Goes on after the names that are there already, also when the clock was put back. @param {Op[]} ops */
export function after(ops) {
  for (const { op } of ops) lastMs = Math.max(lastMs, parseInt(op.slice(0, 8) + op.slice(9, 13), 16) || 0);
}

/** Keeps changes in this tab only. @param {Op[]} ops @returns {Store} */
export function memoryStore(ops) {
  const kept = new Map(ops.map((op) => [op.op, op]));
  return {
    durable: false,
    all: async () => [...kept.values()].sort((a, b) => (a.op < b.op ? -1 : 1)),
    write: async (put, del) => {
      for (const op of put) kept.set(op.op, op);
      for (const id of del) kept.delete(id);
    },
  };
}

/** The device's store; in a private window without one, the tab's memory. @returns {Promise<Store>} */
export function openStore() {
  return new Promise((resolve) => {
    const fallback = () => resolve(memoryStore([]));
    setTimeout(fallback, 3000);
    try {
      const open = indexedDB.open('zvonok-journal', 1);
      open.onupgradeneeded = () => {
        open.result.createObjectStore('ops', { keyPath: 'op' }).createIndex('account', 'account');
      };
      open.onerror = fallback;
      open.onsuccess = () => {
        const db = open.result;
        db.onversionchange = () => db.close();
        resolve({
          durable: true,
          all: (account) => new Promise((ok, no) => {
            const get = db.transaction('ops').objectStore('ops').index('account').getAll(account);
            get.onsuccess = () => ok(get.result.sort((a, b) => (a.op < b.op ? -1 : 1)));
            get.onerror = () => no(get.error);
          }),
          write: (put, del, strict = false) => new Promise((ok, no) => {
            const tx = db.transaction('ops', 'readwrite', { durability: strict ? 'strict' : 'default' });
            for (const op of put) tx.objectStore('ops').put(op);
            for (const id of del) tx.objectStore('ops').delete(id);
            tx.oncomplete = () => ok();
            tx.onabort = () => no(tx.error);
          }),
        });
      };
    } catch {
      fallback();
    }
  });
}
