// @ts-check
/**
 * The journal grid: a spreadsheet over the table the server drew.
 *
 * Every change takes one road: it is shown in its cell, written down on the device (IndexedDB), then sent, and leaves
 * the device only when the server has answered. What the server refuses stays on the device until the person decides.
 * `Outbox` knows nothing of the table and also carries changes of journals that are not open; `start` is the table.
 *
 * @typedef {{why: string, t?: string, v?: number, who?: string, at?: string, message?: string}} Refusal
 * @typedef {{op: string, account: string, journal: string, url: string, page: string, title: string, pupil: number,
 *   work: number, base: number|null, text: string, comment?: string, at: number, label: string, no?: Refusal}} Op
 *   One change. `base` null: waits for the version that the earlier change of the same cell will get.
 * @typedef {{p: number, w: number, t: string, v: number, c?: string}} Cell What the server has: text, version, comment.
 * @typedef {{url?: string, put: Op[], del: string[], cells?: Cell[], avg?: {p: number, a: string}[]}} Delta
 * @typedef {{durable: boolean, all: (account: string) => Promise<Op[]>,
 *   write: (put: Op[], del: string[], strict?: boolean) => Promise<void>}} Store
 */

// ---- what may be typed ----

/** Keys pressed in the wrong layout, and Latin letters that look or sound the same. */
const SLIPS = /** @type {Record<string, string>} */ ({
  y: 'н', n: 'н', h: 'н', ',': 'б', '<': 'б', b: 'б', e: 'у', u: 'у', j: 'о', o: 'о', g: 'п', p: 'п',
});

/** The text a cell may hold for what was typed («Y» → «н», «4оп» → «оп4»), or null when it may not. @param {string} raw */
export function normalise(raw) {
  const s = [...raw.toLowerCase().replace(/\s+/g, '')].map((ch) => SLIPS[ch] ?? ch).join('');
  const m = /^(?:(н|б|уп?|оп?)?([1-5])?|([1-5])(н|б|уп?|оп?))$/.exec(s);
  if (!m) return null;
  const absence = m[1] ?? m[4] ?? '';
  return absence + (/[уо]$/.test(absence) ? 'п' : '') + (m[2] ?? m[3] ?? '');
}

/** @param {string} text */
function markClass(text) {
  const digit = /\d$/.exec(text);
  if (digit) return 'm' + digit[0];
  return { н: 'ab', б: 'ex', уп: 'ex', оп: 'la' }[text] ?? '';
}

/** Rows and columns of copied spreadsheet text. @param {string} text */
function parseBlock(text) {
  const unquote = (/** @type {string} */ s) => (/^".*"$/s.test(s) ? s.slice(1, -1).replaceAll('""', '"') : s).trim();
  return text.replace(/\r?\n$/, '').split(/\r?\n/).map((line) => line.split('\t').map(unquote));
}

let lastMs = 0;
let lastSeq = 0;
/** UUID v7, growing also within one millisecond: its order is the order of typing. */
function uuid() {
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

// ---- what the device keeps ----

/** Keeps changes in this tab only. @param {Op[]} ops @returns {Store} */
function memoryStore(ops) {
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
function openStore() {
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

// ---- sending ----

/** Why sending stops for a while: `waiting` (network, busy server), `signed-out`, `reload`. */
class Trouble extends Error {
  /** @param {string} kind @param {number} [wait] milliseconds until the next try; without it a growing pause */
  constructor(kind, wait) {
    super(kind);
    this.kind = kind;
    this.wait = wait;
  }
}

/** The changes of one account that the server has not taken yet, of all its journals and tabs, in order of typing. */
class Outbox {
  /** @type {Map<string, Op>} */ ops = new Map();
  /** @type {Set<string>} */ done = new Set();
  /** @type {Set<string>} addresses that answered «no such page» */ blocked = new Set();
  problem = '';
  savedAt = 0;
  unsafe = 0;
  limit = 50;
  tries = 0;
  busy = false;
  /** @type {boolean|undefined} */ again;
  /** @type {ReturnType<typeof setTimeout>|0} */ timer = 0;

  /**
   * @param {string} account @param {Store} store @param {AbortSignal} signal
   * @param {{show: (delta: Delta, touched: Op[]) => void, tell: () => void, version: (op: Op) => number}} view
   */
  constructor(account, store, signal, view) {
    this.account = account;
    this.store = store;
    this.signal = signal;
    this.view = view;
    this.name = 'zvonok-journal-' + account;
    this.channel = 'BroadcastChannel' in window ? new BroadcastChannel(this.name) : null;
    if (this.channel) this.channel.onmessage = (e) => this.absorb(e.data);
    signal.addEventListener('abort', () => {
      clearTimeout(this.timer);
      this.channel?.close();
    });
  }

  /** Takes in what changed, here or in another tab, and shows it. @param {Delta} delta */
  absorb(delta) {
    const touched = delta.put.slice();
    for (const id of delta.del) {
      const op = this.ops.get(id);
      if (op) touched.push(op);
      this.ops.delete(id);
      this.done.add(id);
    }
    for (const op of delta.put) if (!this.done.has(op.op)) this.ops.set(op.op, op);
    this.view.show(delta, touched);
    this.view.tell();
  }

  /** Shows a change at once, writes it down, then sends it. @param {Delta} delta */
  async add(delta) {
    this.unsafe++;
    this.absorb(delta);
    this.channel?.postMessage(delta);
    try {
      await this.store.write(delta.put, delta.del, true);
    } catch {
      this.store = memoryStore([...this.ops.values()]);
    }
    this.unsafe--;
    this.view.tell();
    this.kick();
  }

  /** Starts sending; `now` also when a pause was due. */
  kick(now = false) {
    if (now) {
      clearTimeout(this.timer);
      this.timer = 0;
      this.blocked.clear();
    }
    if (this.timer || this.signal.aborted) return;
    if (this.busy) {
      this.again = now || this.again === true;
      return;
    }
    this.busy = true;
    this.again = undefined;
    const run = () => this.drain();
    // One tab sends at a time: the others find the store empty when their turn comes.
    const turn = navigator.locks ? navigator.locks.request(this.name, run) : run();
    turn.catch((e) => this.pause(e instanceof Trouble ? e : new Trouble('waiting'))).finally(() => {
      this.busy = false;
      if (this.again !== undefined) this.kick(this.again);
    });
  }

  /** @param {Trouble} trouble */
  pause(trouble) {
    this.problem = trouble.kind;
    const wait = trouble.wait ?? 1000 * Math.min(30, 2 ** this.tries++);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.timer = 0;
      this.kick();
    }, wait);
    this.view.tell();
  }

  async drain() {
    for (;;) {
      const all = await this.store.all(this.account);
      const put = all.filter((op) => !this.ops.has(op.op) && !this.done.has(op.op));
      if (put.length) this.absorb({ put, del: [] });
      const batch = this.next(all);
      if (!batch.length) break;
      const answer = await this.post(batch);
      if (answer) await this.settle(batch, answer);
    }
    this.problem = '';
    this.view.tell();
  }

  /** The longest beginning of the queue in which no cell comes twice. @param {Op[]} all */
  next(all) {
    /** @type {Op[]} */ const batch = [];
    const cells = new Set();
    for (const op of all) {
      if (op.no || this.blocked.has(op.url) || (batch.length && op.url !== batch[0].url)) continue;
      const cell = op.pupil + ':' + op.work;
      if (cells.has(cell) || batch.length >= this.limit) break;
      cells.add(cell);
      batch.push(op);
    }
    return batch;
  }

  /** @param {Op[]} batch */
  async post(batch) {
    const { url } = batch[0];
    const csrf = document.querySelector('meta[name="csrf"]')?.getAttribute('content') ?? '';
    const changes = batch.map(({ op, pupil, work, base, text, comment }, i) => (
      { op, pupil, work, base: base ?? this.view.version(batch[i]), text, comment }));
    /** @type {Response} */ let res;
    try {
      res = await fetch(url, {
        method: 'POST',
        credentials: 'same-origin',
        redirect: 'manual',
        keepalive: true,
        signal: AbortSignal.timeout(20000),
        headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': csrf, 'X-Account': this.account },
        body: JSON.stringify({ changes }),
      });
    } catch {
      throw new Trouble('waiting');
    }
    if (res.ok) {
      const answer = await res.json().catch(() => null);
      if (!Array.isArray(answer?.saved) || !Array.isArray(answer.refused)) throw new Trouble('waiting');
      return answer;
    }
    if (res.status === 401 || res.type === 'opaqueredirect') throw new Trouble('signed-out', 30000);
    if (res.status === 403) throw new Trouble('reload', 30000);
    if (res.status === 413 && this.limit > 1) {
      this.limit = Math.ceil(this.limit / 2);
      return null;
    }
    if (res.status >= 500 || [408, 413, 425, 429].includes(res.status)) {
      const after = Number(res.headers.get('Retry-After'));
      throw new Trouble('waiting', after > 0 ? Math.min(after, 300) * 1000 : undefined);
    }
    this.blocked.add(url);
    this.view.tell();
    return null;
  }

  /**
   * Brings the server's answer into store, tabs and table.
   * @param {Op[]} batch
   * @param {{saved: {op: string, cells?: Cell[], avg?: {p: number, a: string}[]}[],
   *   refused: (Refusal & {op: string, p: number, w: number, t: string, v: number})[]}} answer
   */
  async settle(batch, { saved, refused }) {
    const { url } = batch[0];
    const sent = new Map(batch.map((op) => [op.op, op]));
    const waiting = (await this.store.all(this.account)).filter((op) => op.url === url && !op.no && !sent.has(op.op));
    /** @type {Map<string, Op>} */ const put = new Map();
    /** @type {string[]} */ const del = [];
    /** @type {Cell[]} */ const cells = [];
    const after = (/** @type {number} */ p, /** @type {number} */ w) => waiting
      .filter((op) => op.pupil === p && op.work === w).map((op) => put.get(op.op) ?? op);
    const rebase = (/** @type {Op|undefined} */ op, /** @type {number|null} */ base) => {
      if (op) put.set(op.op, { ...op, base });
    };
    const take = (/** @type {Op} */ op, /** @type {Cell[]} */ altered) => {
      del.push(op.op);
      for (const cell of altered) {
        const own = cell.p === op.pupil && cell.w === op.work;
        cells.push(own && op.comment !== undefined ? { c: op.comment, ...cell } : cell);
        // A waiting change follows our own write, but not somebody else's in between: that one must come out as stale.
        const [next] = after(cell.p, cell.w);
        if (next && (next.base === null || next.base === cell.v - 1)) rebase(next, cell.v);
      }
      const [next] = after(op.pupil, op.work);
      if (next?.base === null) rebase(next, op.base);
    };

    for (const s of saved) {
      const op = sent.get(s.op);
      if (op) take(op, s.cells ?? []);
    }
    for (const { op: id, ...no } of refused) {
      const op = sent.get(id);
      if (!op) continue;
      const later = after(op.pupil, op.work);
      if (no.why !== 'stale') {
        put.set(id, { ...op, no });
        if (later[0]?.base === null) rebase(later[0], op.base);
      } else if (no.t === op.text && op.comment === undefined) {
        take(op, [no]);
      } else if (saved.some((s) => s.cells?.some((c) => c.p === no.p && c.w === no.w && c.v === no.v))) {
        rebase(op, no.v);
      } else {
        cells.push(no);
        const last = later.at(-1) ?? op;
        for (const old of [op, ...later]) if (old.op !== last.op) del.push(old.op);
        put.set(last.op, { ...last, comment: last.comment ?? op.comment, no });
      }
    }
    for (const id of del) put.delete(id);
    const avg = saved.flatMap((s) => s.avg ?? []);
    /** @type {Delta} */ const delta = { url, put: [...put.values()], del, cells, avg };
    await this.store.write(delta.put, del).catch(() => {
      this.store = memoryStore([...this.ops.values()].filter((op) => !del.includes(op.op)).map((op) => put.get(op.op) ?? op));
    });
    this.tries = 0;
    this.problem = '';
    if (del.length) this.savedAt = Date.now();
    this.absorb(delta);
    this.channel?.postMessage(delta);
    if (!del.length && !put.size) throw new Trouble('waiting');
  }
}

// ---- the table ----

const STATES = new Set(['m1', 'm2', 'm3', 'm4', 'm5', 'ab', 'ex', 'la', 'c', 'pending', 'conflict', 'refused']);

/** @param {string} tag @param {Record<string, string>} [attrs] @param {(Node|string)[]} children */
function make(tag, attrs = {}, ...children) {
  const el = document.createElement(tag);
  for (const [name, value] of Object.entries(attrs)) el.setAttribute(name, value);
  el.append(...children);
  return el;
}

/** Brings the drawn table to life. @param {HTMLElement} root `#journal` @param {AbortSignal} signal ends it */
async function start(root, signal) {
  const table = /** @type {HTMLTableElement} */ (root.querySelector('table.grid'));
  const scroller = /** @type {HTMLElement} */ (root.querySelector('.grid-scroll'));
  const stateLine = /** @type {HTMLElement} */ (document.getElementById('save-state'));
  const { journal = '', account = '', save: url = '' } = root.dataset;
  const lang = document.documentElement.lang || 'ru';
  const head = /** @type {HTMLTableRowElement} */ ([...(table.tHead?.rows ?? [])].at(-1));
  const heads = [...head.cells];
  const rows = [...table.tBodies[0].rows].filter((tr) => tr.dataset.p);
  const works = heads.map((th) => Number(th.dataset.w ?? 0)).slice(1);
  const rowOf = new Map(rows.map((tr, r) => [Number(tr.dataset.p), r]));
  const colOf = new Map(works.map((w, c) => [w, c]));
  const t = (/** @type {string} */ name, /** @type {Record<string, unknown>} */ vars = {}) => (
    root.getAttribute('data-t-' + name) ?? name).replace(/\{(\w+)\}/g, (all, key) => String(vars[key] ?? all));
  const on = (/** @type {EventTarget} */ el, /** @type {string} */ type, /** @type {(e: any) => void} */ fn,
    options = {}) => el.addEventListener(type, fn, { signal, ...options });
  /** @type {Intl.DateTimeFormatOptions} */ const hour = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };
  const short = new Intl.DateTimeFormat(lang, hour);
  const long = new Intl.DateTimeFormat(lang, { ...hour, day: 'numeric', month: 'short' });
  const clock = (/** @type {number} */ ms) => (new Date(ms).toDateString() === new Date().toDateString() ? short : long).format(ms);

  const live = make('div', { class: 'vh', 'aria-live': 'polite' });
  const tip = make('div', { class: 'grid-tip', id: 'grid-tip', role: 'alert', hidden: '' });
  const notices = make('div', { class: 'grid-notices' });
  scroller.before(notices);
  root.append(live, tip);
  stateLine.setAttribute('aria-live', 'off'); // it changes with every key; `live` says what matters
  table.setAttribute('aria-multiselectable', 'true');
  for (const a of table.querySelectorAll('th a')) a.setAttribute('tabindex', '-1');
  // The stylesheet draws blocks, not table boxes: the roles are named for the browsers that forget them then.
  for (const part of [table.tHead, table.tBodies[0]]) part?.setAttribute('role', 'rowgroup');
  for (const tr of [head, ...rows]) {
    tr.setAttribute('role', 'row');
    for (const x of tr.cells) x.setAttribute('role', x.tagName === 'TD' ? 'gridcell' : tr === head ? 'columnheader' : 'rowheader');
  }

  /** Position: row −1 is the header, column −1 the pupils. `from` is the other corner of the selection. */
  let at = { r: 0, c: 0 };
  let from = at;
  /** @type {HTMLElement|null} */ let active = null;
  /** @type {Element[]} */ let lit = [];
  /** @type {Element[]} */ let selected = [];
  /** @type {{td: HTMLElement, input: HTMLInputElement, p: number, w: number}|null} */ let editor = null;
  /** @typedef {{t: string, c: string}} Look @typedef {{p: number, w: number, a: Look, b: Look}[]} Step */
  /** @type {Step[]} */ const undo = [];
  /** @type {Step[]} */ const redo = [];
  /** @type {Map<string, {t: string, v: number, c: string}>} */ const truths = new Map();

  const cellAt = (/** @type {number} */ r, /** @type {number} */ c) => (
    /** @type {HTMLTableCellElement} */ ((r < 0 ? head : rows[r]).cells[c + 1]));
  const find = (/** @type {number} */ p, /** @type {number} */ w) => {
    const r = rowOf.get(p);
    const c = colOf.get(w);
    return r === undefined || c === undefined ? null : cellAt(r, c);
  };
  const editable = (/** @type {number} */ r, /** @type {number} */ c) => (
    r >= 0 && works[c] > 0 && !('ro' in heads[c + 1].dataset || 'ro' in rows[r].dataset || 'ro' in root.dataset));
  const nameOf = (/** @type {number} */ r, /** @type {number} */ c) => {
    const th = heads[c + 1];
    const parts = [...(th.querySelector('a') ?? th).children].map((x) => x.textContent);
    const twin = heads.some((x) => x !== th && x.dataset.d === th.dataset.d);
    return `${cellAt(r, -1).textContent?.trim()}, ${parts.join(' ')}${twin ? ' ' + (th.dataset.k ?? '') : ''}`.trim();
  };

  /** What the server has in a cell, as far as this page knows; read from the table before its first change. */
  function truth(/** @type {number} */ p, /** @type {number} */ w) {
    const key = p + ':' + w;
    let has = truths.get(key);
    if (!has) {
      const td = find(p, w);
      has = { t: td?.textContent?.trim() ?? '', v: Number(td?.dataset.v ?? 0), c: td?.title ?? '' };
      truths.set(key, has);
    }
    return has;
  }

  /** What a cell shows: the server's value under the changes that wait. */
  function look(/** @type {number} */ p, /** @type {number} */ w) {
    let { t: text, c: comment } = truth(p, w);
    /** @type {Op|null} */ let last = null;
    /** @type {Op|null} */ let no = null;
    for (const op of outbox.ops.values()) {
      if (op.pupil !== p || op.work !== w || op.journal !== journal) continue;
      if (op.no) no = op;
      else [last, text, comment] = [op, op.text, op.comment ?? comment];
    }
    return { t: text, c: comment, last, no };
  }

  function paint(/** @type {number} */ p, /** @type {number} */ w) {
    const td = find(p, w);
    if (!td || td === editor?.td) return;
    const has = truth(p, w);
    const { t: text, c, last, no } = look(p, w);
    if (td.textContent !== text) td.textContent = text;
    td.className = [...[...td.classList].filter((x) => !STATES.has(x)), markClass(text), c && 'c', last && 'pending',
      no && (no.no?.why === 'stale' ? 'conflict' : 'refused')].filter(Boolean).join(' ');
    if (td.title !== c) td.title = c;
    td.dataset.v = String(has.v);
    if (no) td.setAttribute('aria-describedby', 'no-' + no.op);
    else td.removeAttribute('aria-describedby');
  }

  const store = await openStore();
  const outbox = new Outbox(account, store, signal, {
    version: (op) => (op.journal === journal ? truth(op.pupil, op.work).v : 0),
    tell,
    show(delta, touched) {
      if (delta.url === url) {
        for (const { p, w, t: text, v, c } of delta.cells ?? []) {
          const has = truth(p, w);
          if (v >= has.v) truths.set(p + ':' + w, { t: text, v, c: c ?? has.c });
          paint(p, w);
        }
        for (const { p, a } of delta.avg ?? []) {
          const td = rows[rowOf.get(p) ?? -1]?.querySelector('.avg');
          if (td) td.textContent = a;
        }
      }
      for (const op of touched) if (op.journal === journal) paint(op.pupil, op.work);
      if (touched.some((op) => op.no)) refusals();
    },
  });

  // -- what the person is told --

  function tell() {
    const all = [...outbox.ops.values()];
    const wait = all.filter((op) => !op.no);
    const blocked = wait.filter((op) => outbox.blocked.has(op.url)).length;
    const other = wait.filter((op) => op.journal !== journal).length;
    const n = wait.length;
    const kind = !n ? 'saved' : blocked === n ? 'no-access' : outbox.problem || 'saving';
    const time = clock(kind === 'saved' ? outbox.savedAt : Math.min(...wait.map((op) => op.at)));
    const parts = [t(kind === 'saved' && outbox.savedAt ? 'saved-at' : kind, { n, time })];
    if (other) parts.push(t('other', { n: other }));
    if (blocked && blocked < n) parts.push(t('no-access', { n: blocked }));
    if (all.length > n) parts.push(t('refused', { n: all.length - n }));
    if (!outbox.store.durable && all.length) parts.push(t('tab-only'));
    const before = root.dataset.state;
    Object.assign(root.dataset, { unsent: n, refused: all.length - n });
    if (kind !== before) root.dataset.state = kind;
    stateLine.dataset.state = all.length > n && kind === 'saved' ? 'refused' : kind;
    const text = parts.join(' · ');
    if (stateLine.textContent !== text || kind === 'signed-out') {
      stateLine.textContent = text;
      const href = (root.dataset.login ?? '/login/') + '?next=' + encodeURIComponent(location.pathname + location.search);
      if (kind === 'signed-out') stateLine.append(' ', make('a', { href }, t('sign-in')));
    }
    if (kind !== before && kind !== 'saving' && (kind !== 'saved' || before === 'waiting')) live.textContent = text;
  }

  /** A sentence beside a cell. @param {Element} cell @param {string} text */
  function say(cell, text) {
    tip.textContent = text;
    tip.hidden = false;
    const box = cell.getBoundingClientRect();
    const { offsetWidth: w, offsetHeight: h } = tip;
    tip.style.left = Math.max(4, Math.min(box.left, innerWidth - w - 4)) + 'px';
    tip.style.top = (box.bottom + h + 8 < innerHeight ? box.bottom + 4 : box.top - h - 4) + 'px';
  }
  const hush = () => {
    if (!tip.hidden && !editor) tip.hidden = true;
  };

  /** A list above the grid; the same id replaces it, without items it goes. */
  function notice(/** @type {string} */ id, /** @type {string} */ title, /** @type {Node[]} */ items, close = false) {
    const box = make('section', { id, class: 'card grid-notice', 'aria-label': title }, make('h2', {}, title), make('ul', {}, ...items));
    if (close) box.append(make('button', { type: 'button', class: 'btn', 'data-close': '' }, t('close')));
    document.getElementById(id)?.remove();
    if (!items.length) return;
    notices.append(box);
    live.textContent = title + ': ' + items.map((li) => li.firstChild?.textContent).join('; ');
  }

  /** The list of refused changes: each stays until the person decides. */
  function refusals() {
    const items = [...outbox.ops.values()].filter((op) => op.no).map((op) => {
      const no = /** @type {Refusal} */ (op.no);
      const here = op.journal === journal && find(op.pupil, op.work) ? truth(op.pupil, op.work) : null;
      const newer = here && here.v > (no.v ?? 0);
      const stale = no.why === 'stale';
      const vars = {
        label: (op.journal === journal ? '' : op.title + ': ') + op.label,
        mine: op.text || t('empty'),
        theirs: (newer ? here.t : no.t) || t('empty'),
        who: no.who,
        at: no.at,
        message: no.message ?? '',
      };
      const kind = !stale ? 'refused-one' : newer || !no.who ? 'conflict-now' : 'conflict';
      const button = (/** @type {string} */ act) => make('button', { type: 'button', class: 'btn', 'data-act': act, 'data-op': op.op }, t(act));
      return make('li', { id: 'no-' + op.op }, make('span', {}, t(kind, vars)), ' ', button(stale ? 'keep' : 'retry'), ' ',
        button(stale ? 'take' : 'drop'));
    });
    notice('grid-refused', t('refused-title'), items);
  }

  // -- changes --

  /**
   * Makes changes as one step of undo.
   * @param {{p: number, w: number, text: string, comment?: string}[]} list @param {Step[]|null} [history]
   */
  function commit(list, history = undo) {
    /** @type {Op[]} */ const put = [];
    /** @type {string[]} */ const del = [];
    /** @type {Step} */ const step = [];
    for (const { p, w, text, comment } of list) {
      const now = look(p, w);
      if (now.no) del.push(now.no.op);
      if (now.t === text && (comment ?? now.c) === now.c) continue;
      step.push({ p, w, a: { t: now.t, c: now.c }, b: { t: text, c: comment ?? now.c } });
      put.push({
        op: uuid(), account, journal, url, page: location.pathname + location.search,
        title: table.getAttribute('aria-label') ?? '', pupil: p, work: w, base: now.last ? null : truth(p, w).v, text,
        ...(comment === undefined ? {} : { comment }), at: Date.now(),
        label: nameOf(rowOf.get(p) ?? 0, colOf.get(w) ?? 0),
      });
    }
    if (step.length && history) history.push(step);
    if (step.length && history === undo && redo.length) redo.length = 0;
    if (!put.length && !del.length) return;
    outbox.add({ put, del });
    if (del.length) refusals();
  }

  /** Takes the last step of one stack back, as new changes; cells that hold something else by now stay. */
  function revert(/** @type {Step[]} */ stack, /** @type {Step[]} */ other) {
    const step = stack.pop();
    if (!step) return void (live.textContent = t('nothing'));
    const same = step.filter((x) => {
      const now = look(x.p, x.w);
      return now.t === x.b.t && now.c === x.b.c;
    });
    const { p, w } = step[0];
    move(rowOf.get(p) ?? 0, colOf.get(w) ?? 0);
    commit(same.map((x) => ({ p: x.p, w: x.w, text: x.a.t, ...(x.a.c === x.b.c ? {} : { comment: x.a.c }) })), null);
    if (same.length) other.push(same.map((x) => ({ ...x, a: x.b, b: x.a })));
    if (same.length < step.length) say(cellAt(at.r, at.c), t('undo-skipped', { n: step.length - same.length }));
  }

  const area = () => ({
    r0: Math.max(0, Math.min(at.r, from.r)), r1: Math.max(at.r, from.r),
    c0: Math.max(0, Math.min(at.c, from.c)), c1: Math.max(at.c, from.c),
  });
  const many = () => at.r !== from.r || at.c !== from.c;
  /** Cells of the selection that may be written. */
  function targets() {
    const { r0, r1, c0, c1 } = area();
    const list = [];
    for (let r = r0; r <= r1; r++) {
      for (let c = c0; c <= c1; c++) if (editable(r, c) && !rows[r].hidden) list.push({ p: Number(rows[r].dataset.p), w: works[c] });
    }
    return list;
  }
  /** Writes one text into the selection; false when nothing there may be written. */
  function fill(/** @type {string} */ text) {
    const list = targets();
    if (!list.length) {
      if (works[at.c] && at.r >= 0) say(cellAt(at.r, at.c), t('locked'));
      return false;
    }
    commit(list.map((x) => ({ ...x, text })));
    return true;
  }

  // -- moving --

  function mark(/** @type {Element[]} */ old, /** @type {Element[]} */ now, /** @type {(el: Element, on: boolean) => void} */ set) {
    const keep = new Set(now);
    for (const el of old) if (!keep.has(el)) set(el, false);
    for (const el of now) set(el, true);
    return now;
  }

  /** Goes to a cell; with `extend` the selection stretches to it. `quiet`: only makes it the cell that Tab enters. */
  function move(/** @type {number} */ r, /** @type {number} */ c, extend = false, quiet = false) {
    const low = extend ? 0 : -1;
    const down = r >= at.r ? 1 : -1;
    while (rows[r]?.hidden) r += down;
    r = Math.max(low, Math.min(r, rows.length - 1));
    c = Math.max(low, Math.min(c, works.length - 1));
    if (rows[r]?.hidden) return;
    const turned = c !== at.c || !lit.length;
    at = { r, c };
    if (!extend) from = at;
    const cell = cellAt(r, c);
    const el = /** @type {HTMLElement} */ ((r < 0 || c < 0) && cell.querySelector('a')) || cell;
    const old = active;
    if (old !== el) el.tabIndex = 0;
    active = el;
    if (many() || selected.length) {
      const { r0, r1, c0, c1 } = area();
      const box = many() ? rows.slice(r0, r1 + 1).flatMap((tr) => [...tr.cells].slice(c0 + 1, c1 + 2)) : [];
      selected = mark(selected, box, (x, yes) => (yes ? x.setAttribute('aria-selected', 'true') : x.removeAttribute('aria-selected')));
    }
    if (!quiet) el.focus({ preventScroll: true });
    // After the focus has gone: taking tabindex from the focused cell would cost a style pass.
    if (old && old !== el) old.tabIndex = -1;
    if (quiet) return;
    if (turned) lit = mark(lit, c < 0 ? [] : [head, ...rows].map((tr) => tr.cells[c + 1]), (x, yes) => x.classList.toggle('lit', yes));
    if (c >= 0) cell.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  /** @returns {{r: number, c: number, cell: HTMLElement}|null} */
  function place(/** @type {any} */ target) {
    const cell = target.closest?.('td,th');
    if (!cell || !table.contains(cell)) return null;
    const r = cell.parentElement === head ? -1 : rows.indexOf(cell.parentElement);
    return { r, c: cell.cellIndex - 1, cell };
  }

  // -- editing in the cell, and the comment --

  function edit() {
    const { r, c } = at;
    if (!editable(r, c)) return void (works[c] && r >= 0 && say(cellAt(r, c), t('locked')));
    const td = cellAt(r, c);
    const p = Number(rows[r].dataset.p);
    const input = /** @type {HTMLInputElement} */ (make('input', {
      'aria-label': nameOf(r, c), maxlength: '12', autocomplete: 'off', autocapitalize: 'off', enterkeyhint: 'next', spellcheck: 'false',
      // A finger has the keys below; the device's keyboard would hide half of the class.
      ...(touched ? { inputmode: 'none' } : {}),
    }));
    showKeys(touched);
    input.value = look(p, works[c]).t;
    from = at;
    editor = { td, input, p, w: works[c] };
    td.replaceChildren(input);
    input.focus({ preventScroll: true });
    input.select();
  }

  /** Closes the editor; false while what was typed cannot stand in a cell: then it stays open, with the reason. */
  function finish(keep = true) {
    if (!editor) return true;
    const { td, input, p, w } = editor;
    const text = normalise(input.value);
    if (keep && text === null) {
      input.setAttribute('aria-invalid', 'true');
      input.setAttribute('aria-describedby', 'grid-tip');
      say(td, t('invalid', { text: input.value }));
      return false;
    }
    editor = null;
    showKeys(false);
    hush();
    td.textContent = look(p, w).t;
    if (keep && text !== null) commit([{ p, w, text }]);
    paint(p, w);
    return true;
  }

  // -- a finger's keys: everything a cell may hold, at the foot of the screen --

  let touched = false;
  const keyNames = /** @type {Record<string, string>} */ ({ '⌫': t('erase'), 'абв': 'абв, ' + t('keyboard') });
  const keys = make('div', { class: 'grid-keys', role: 'group', 'aria-label': t('keys'), hidden: '' },
    ...['5', '4', '3', '2', '1', '⌫', 'н', 'уп', 'б', 'оп', 'абв'].map((key) => make('button', {
      type: 'button', class: 'btn', 'data-key': key, tabindex: '-1', ...(keyNames[key] ? { 'aria-label': keyNames[key] } : {}) }, key)));
  root.append(keys);
  function showKeys(/** @type {boolean} */ yes) {
    keys.hidden = !yes;
    root.toggleAttribute('data-keys', yes);
  }
  // The press must not take the focus from the cell.
  on(keys, 'pointerdown', (e) => e.preventDefault());
  on(keys, 'mousedown', (e) => e.preventDefault());
  on(keys, 'click', (e) => {
    const key = e.target.closest('button')?.dataset.key;
    if (!key || !editor) return;
    if (key === 'абв') {
      editor.input.removeAttribute('inputmode');
      editor.input.blur();
      editor.input.focus();
      return showKeys(false);
    }
    editor.input.value = key === '⌫' ? '' : key;
    const { r, c } = at;
    if (!finish()) return;
    // One press a pupil: the next one waits for his already.
    move(r + 1, c);
    if (at.r !== r && editable(at.r, at.c)) edit();
  });

  /** @type {HTMLDialogElement|null} */ let dialog = null;
  function remark() {
    const { r, c } = at;
    if (!editable(r, c)) return;
    const p = Number(rows[r].dataset.p);
    const w = works[c];
    const old = look(p, w);
    const area = /** @type {HTMLTextAreaElement} */ (make('textarea', { id: 'grid-comment', rows: '4', maxlength: '500' }));
    area.value = old.c;
    const form = /** @type {HTMLFormElement} */ (make('form', { method: 'dialog' },
      make('div', { class: 'field' }, make('label', { for: 'grid-comment' }, t('comment', { label: nameOf(r, c) })), area),
      make('div', { class: 'actions' }, make('button', { value: 'save', class: 'btn main' }, t('save')), make('button', { value: '', class: 'btn' }, t('cancel')))));
    const box = /** @type {HTMLDialogElement} */ (make('dialog', { class: 'card grid-dialog', 'aria-label': t('comment', { label: nameOf(r, c) }) }, form));
    dialog = box;
    root.append(box);
    area.onkeydown = (e) => {
      if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) form.requestSubmit(form.querySelector('button'));
    };
    form.onsubmit = (e) => {
      const save = /** @type {HTMLButtonElement|null} */ (e.submitter)?.value;
      if (save) commit([{ p, w, text: look(p, w).t, comment: area.value.trim() }]);
    };
    box.onclose = () => {
      box.remove();
      dialog = null;
      active?.focus({ preventScroll: true });
    };
    box.showModal();
  }

  // -- keys, mouse, clipboard: one listener each for the whole table --

  on(table, 'keydown', (/** @type {KeyboardEvent} */ e) => {
    const { key, shiftKey: shift } = e;
    const { r, c } = at;
    const page = Math.max(1, Math.floor(scroller.clientHeight / 40) - 2);
    const ctrl = e.ctrlKey || e.metaKey;
    const go = (/** @type {number} */ y, /** @type {number} */ x, extend = shift) => {
      e.preventDefault();
      move(y, x, extend);
    };
    if (e.altKey || e.isComposing) return;
    if (editor) {
      if (key === 'Escape') {
        finish(false);
        go(r, c, false);
      } else if (key === 'Enter' || key === 'Tab') {
        e.preventDefault();
        if (!finish()) return;
        const step = shift ? -1 : 1;
        if (key === 'Enter') go(Math.max(0, r + step), c, false);
        else go(r, c + step, false);
      } else {
        tip.hidden = true;
      }
      return;
    }
    hush();
    if (ctrl) {
      // By the place of the key: Ctrl+Z is Ctrl+Я in the Russian layout.
      const redoing = e.code === 'KeyY' || (e.code === 'KeyZ' && shift);
      if (redoing || e.code === 'KeyZ') {
        e.preventDefault();
        if (redoing) revert(redo, undo);
        else revert(undo, redo);
      } else if (e.code === 'KeyA') {
        move(0, 0);
        go(rows.length - 1, works.findLastIndex((w) => w > 0), true);
      } else if (key === 'Home') go(0, 0);
      else if (key === 'End') go(rows.length - 1, works.length - 1);
      return;
    }
    const link = active?.tagName === 'A';
    switch (key) {
      case 'ArrowDown': return go(r + 1, c);
      case 'ArrowUp': return go(r - 1, c);
      case 'ArrowRight': return go(r, c + 1);
      case 'ArrowLeft': return go(r, c - 1);
      case 'Home': return go(r, 0);
      case 'End': return go(r, works.length - 1);
      case 'PageDown': return go(r + page, c);
      case 'PageUp': return go(Math.max(r - page, 0), c);
      case 'Tab':
        // At the end of the row the browser's own Tab leaves the grid.
        if (shift ? c > -1 : c < works.length - 1) go(r, c + (shift ? -1 : 1), false);
        return;
      case 'Enter': return link ? undefined : go(shift ? Math.max(0, r - 1) : r + 1, c, false);
      case 'Escape': return go(r, c, false);
      case 'Delete':
      case 'Backspace':
        if (!link) fill('');
        return e.preventDefault();
      case 'F2':
        if (shift) remark();
        else edit();
        return e.preventDefault();
      case '/':
        remark();
        return e.preventDefault();
    }
    if (link || key.length !== 1 || key === ' ' || !works[c]) return;
    e.preventDefault();
    const text = normalise(key);
    if (text) {
      const one = !many();
      if (fill(text) && one) move(r + 1, c);
    } else if (SLIPS[key.toLowerCase()] !== 'п' && key.toLowerCase() !== 'п') {
      // «у» alone already wrote «уп»: the «п» that many type after it is let pass in silence.
      say(cellAt(r, c), t('invalid', { text: key }));
    }
  });

  let dragging = false;
  on(table, 'pointerdown', (/** @type {PointerEvent} */ e) => {
    touched = e.pointerType === 'touch';
  });
  on(table, 'mousedown', (/** @type {MouseEvent} */ e) => {
    const to = place(e.target);
    if (!to || e.button || e.target === editor?.input || /** @type {Element} */ (e.target).closest('a')) return;
    e.preventDefault();
    if (!finish()) return void editor?.input.focus();
    hush();
    dragging = true;
    move(to.r, to.c, e.shiftKey);
  });
  on(table, 'mouseover', (/** @type {MouseEvent} */ e) => {
    dragging &&= e.buttons === 1;
    const to = dragging && place(e.target);
    if (to && to.r >= 0 && to.c >= 0 && (to.r !== at.r || to.c !== at.c)) move(to.r, to.c, true);
  });
  on(table, 'click', (e) => {
    // A finger has no keys to type with: one tap opens the cell.
    const to = touched && !editor && place(e.target);
    if (to && works[to.c] && to.r >= 0) edit();
  });
  on(table, 'dblclick', (e) => {
    const to = place(e.target);
    if (to && works[to.c] && to.r >= 0 && !editor) edit();
  });
  on(table, 'focusin', (e) => {
    const to = e.target !== active && !editor && place(e.target);
    if (to) move(to.r, to.c);
    else if (e.target === active && !lit.length) move(at.r, at.c);
  });
  on(table, 'focusout', (e) => {
    if (editor && e.target === editor.input && e.relatedTarget) finish();
  });
  on(scroller, 'scroll', hush, { passive: true });

  const inGrid = () => !editor && !dialog && table.contains(document.activeElement);
  on(document, 'copy', (/** @type {ClipboardEvent} */ e) => {
    if (!inGrid() || at.r < 0 || at.c < 0) return;
    const { r0, r1, c0, c1 } = area();
    const lines = rows.slice(r0, r1 + 1).map((tr) => [...tr.cells].slice(c0 + 1, c1 + 2).map((td) => td.textContent).join('\t'));
    e.clipboardData?.setData('text/plain', lines.join('\n'));
    e.preventDefault();
  });
  on(document, 'paste', (/** @type {ClipboardEvent} */ e) => {
    if (!inGrid() || at.r < 0 || at.c < 0) return;
    e.preventDefault();
    const block = parseBlock(e.clipboardData?.getData('text/plain') ?? '');
    const { r0, c0 } = area();
    /** @type {{p: number, w: number, text: string}[]} */ const good = [];
    /** @type {string[]} */ const bad = [];
    let outside = 0;
    const one = block.length === 1 && block[0].length === 1 && many() ? normalise(block[0][0]) : null;
    if (one) return void fill(one);
    block.forEach((line, y) => line.forEach((raw, x) => {
      const [r, c] = [r0 + y, c0 + x];
      if (!raw) return; // an empty cell of the block leaves the mark that is there
      if (r >= rows.length || !works[c]) return void outside++;
      const text = normalise(raw);
      if (text && editable(r, c)) good.push({ p: Number(rows[r].dataset.p), w: works[c], text });
      else bad.push(t(text ? 'paste-locked' : 'paste-bad', { label: nameOf(r, c), text: raw.slice(0, 40) }));
    }));
    if (good.length) commit(good);
    if (outside) bad.push(t('paste-outside', { n: outside }));
    notice('grid-pasted', t('pasted', { n: good.length, bad: bad.length }), bad.map((text) => make('li', {}, text)), true);
    if (!bad.length) live.textContent = t('pasted', { n: good.length, bad: 0 });
  });

  on(notices, 'click', (e) => {
    const button = e.target.closest('button');
    if (!button) return;
    if ('close' in button.dataset) button.closest('section').remove();
    const op = outbox.ops.get(button.dataset.op);
    if (op) {
      const { no, ...mine } = op;
      const send = button.dataset.act === 'keep' || button.dataset.act === 'retry';
      const here = op.journal === journal;
      const base = no?.why === 'stale' ? Math.max(no.v ?? 0, here ? truth(op.pupil, op.work).v : 0) : op.base;
      outbox.add({ put: send ? [{ ...mine, op: uuid(), base }] : [], del: [op.op] });
      refusals();
      const [r, c] = [rowOf.get(op.pupil), colOf.get(op.work)];
      if (here && r !== undefined && c !== undefined) return move(r, c);
    }
    /** @type {HTMLElement|null} */ (notices.querySelector('button') ?? active)?.focus();
  });

  // -- the page around --

  on(window, 'online', () => outbox.kick(true));
  on(document, 'visibilitychange', () => {
    if (!document.hidden) outbox.kick(true);
  });
  on(window, 'pageshow', (e) => {
    if (e.persisted) location.reload();
  });
  on(window, 'beforeunload', (e) => {
    if (outbox.unsafe || (!outbox.store.durable && outbox.ops.size)) e.preventDefault();
  });
  on(document, 'submit', (e) => {
    const n = outbox.ops.size;
    if (n && e.target.matches('form[action="/logout/"]') && !confirm(t('sign-out', { n }))) {
      e.preventDefault();
      e.stopImmediatePropagation();
    }
  }, { capture: true });

  const kept = await store.all(account).catch(() => []);
  if (signal.aborted) return;
  for (const op of kept) lastMs = Math.max(lastMs, parseInt(op.op.slice(0, 8) + op.op.slice(9, 13), 16) || 0);
  outbox.absorb({ put: kept, del: [] });
  let c = heads.findIndex((th) => th.classList.contains('today')) - 1;
  if (c < 0) c = works.findLastIndex((w, i) => w > 0 && rows.some((tr) => tr.cells[i + 1].textContent));
  const th = heads[Math.max(c, 0) + 1];
  scroller.scrollLeft = th.offsetLeft - (scroller.clientWidth + heads[0].offsetWidth - th.offsetWidth) / 2;
  if (rows.length) move(0, Math.max(c, 0), false, true);
  root.dataset.ready = '1';
  outbox.kick();
}

// ---- start, also when htmx has swapped the page in ----

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
