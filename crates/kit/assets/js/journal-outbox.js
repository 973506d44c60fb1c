// @ts-check
// Sending. Every change takes one road: it is shown in its cell, written down on the device, then sent, and leaves the
// device only when the server has answered. What the server refuses stays until the person decides. The outbox knows
// nothing of a table and also carries changes of journals that are not open.

import { memoryStore } from './journal-store.js';

/**
 * @typedef {import('./journal-store.js').Op} Op
 * @typedef {import('./journal-store.js').Store} Store
 * @typedef {import('./journal-store.js').Refusal} Refusal
 * @typedef {{p: number, w: number, t: string, v: number, c?: string}} Cell What the server has: text, version, comment.
 * @typedef {{url?: string, put: Op[], del: string[], cells?: Cell[], avg?: {p: number, a: string}[]}} Delta
 */

/** Why sending stops for a while: `waiting` (network, busy server), `signed-out`, `somebody-else`, `reload`. */
class Trouble extends Error {
  /** @param {string} kind @param {number} [wait] milliseconds until the next try; without it a growing pause */
  constructor(kind, wait) {
    super(kind);
    this.kind = kind;
    this.wait = wait;
  }
}

/** The changes of one account that the server has not taken yet, of all its journals and tabs, in order of typing. */
export class Outbox {
  /** @type {Map<string, Op>} */ ops = new Map();
  /** @type {Set<string>} */ done = new Set();
  /** @type {Set<string>} addresses that answered «no such page» */ blocked = new Set();
  problem = '';
  savedAt = 0;
  unsafe = 0;
  limit = 50;
  tries = 0;
  renewed = 0;
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
    if (res.status === 403) {
      await this.renew();
      return null;
    }
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
   * A page kept on the device, or one open for long, may carry the form token of an earlier session. Takes the present
   * one's, if it is the same account's: what one person typed is never sent by another.
   */
  async renew() {
    const late = Date.now() - this.renewed < 60000;
    this.renewed = Date.now();
    if (late) throw new Trouble('reload', 60000);
    const page = await fetch('/journal/', { credentials: 'same-origin', cache: 'no-store', signal: AbortSignal.timeout(20000) })
      .then((res) => (res.ok ? res.text() : '')).catch(() => { throw new Trouble('waiting'); });
    const token = /<meta name="csrf" content="([^"]*)"/.exec(page)?.[1] ?? '';
    if (!token) throw new Trouble('signed-out', 30000);
    if (token.split('.')[1] !== this.account) throw new Trouble('somebody-else', 30000);
    document.querySelector('meta[name="csrf"]')?.setAttribute('content', token);
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
