// @ts-check
/**
 * The timetable's grid: a lesson is taken by key, tap or drag, every place says at once what stands against it, and each
 * change is sent by itself in the background. The page works without this script through its links.
 *
 * `conflicts` is the rule of the server's `school::timetable::conflicts`, over the picture that the server sends once. The
 * server asks its own again before it saves.
 *
 * @typedef {{j: number, d: number, n: number, w: number, r: number, first: number, last: number}} Hour
 *   A weekly lesson: places in the picture's lists; first and last day, 0 for none.
 * @typedef {{v: number, d: number, w: number, j: [number, number, number[], [number, number][], string][], s: string[],
 *   t: string[], off: Record<string, number[]>, c: [string, number, number, number][], r: string[], o: [number, number][],
 *   e: number[][]}} Picture
 * @typedef {{kind: string, a: string, b: string, c?: string, joint?: boolean}} Conflict
 * @typedef {{hour: Hour|null, journal: number, card: HTMLElement|null, label: string, weeks: number, room: string}} Held
 * @typedef {{hour: Hour|null, journal: number, d: number, n: number, weeks: number, room: string, label: string,
 *   joint: boolean, anyway: boolean, line: HTMLElement}} Op
 */

/** @param {number} a @param {number} b */
const weeksMeet = (a, b) => !a || !b || a === b;
/** @param {string} text */
const roomsOf = (text) => text.split(',').map((room) => room.trim()).filter(Boolean);
/** @param {number} d @param {number} n */
const at = (d, n) => d * 100 + n;

/** The picture, put in order for many questions. */
export class School {
  /** @param {Picture} picture */
  constructor(picture) {
    this.picture = picture;
    /** @type {Hour[]} */
    this.hours = picture.e.map(([j, d, n, w, r, first = 0, last = 0]) => ({ j, d, n, w, r, first, last }));
    this.shared = new Set(picture.o.map(([a, b]) => `${a} ${b}`));
    this.journals = new Map(picture.j.map((journal, place) => [journal[0], place]));
    this.order();
  }

  /** Which lessons are where; anew after each change. */
  order() {
    /** @type {Map<number, Hour[]>} */
    this.places = new Map();
    /** @type {Hour[][]} */
    this.classes = this.picture.c.map(() => []);
    for (const hour of this.hours) {
      const place = at(hour.d, hour.n);
      const there = this.places.get(place);
      if (there) there.push(hour);
      else this.places.set(place, [hour]);
      if (hour.first) continue;
      for (const c of new Set(this.picture.j[hour.j][3].map(([c]) => c))) this.classes[c]?.push(hour);
    }
  }

  /** The lesson of a card: `journal.weekday.number.weeks.first_day`. @param {string} key */
  find(key) {
    const [journal, d, n, w] = key.split('.').map(Number);
    const j = this.journals.get(journal);
    return this.hours.find((hour) => hour.j === j && hour.d === d && hour.n === n && hour.w === w && !hour.first) ?? null;
  }

  /** @param {number} j */
  name(j) {
    const journal = this.picture.j[j];
    return `${this.picture.s[journal[1]]}, ${journal[4]}`;
  }

  /**
   * What stands against a lesson of journal `j` at a place; `instead` is the hour it is moved from.
   * @param {number} j @param {Hour|null} instead @param {number} d @param {number} n @param {number} weeks @param {string} room
   * @returns {Conflict[]}
   */
  conflicts(j, instead, d, n, weeks, room) {
    const p = this.picture;
    const [, subject, teachers, parts] = p.j[j];
    /** @type {Map<string, Conflict>} */
    const found = new Map();
    /** @param {Conflict} conflict */
    const add = (conflict) => found.set(Object.values(conflict).join('|'), conflict);
    for (const other of this.places?.get(at(d, n)) ?? []) {
      if (other === instead || !weeksMeet(other.w, weeks)) continue;
      if (instead?.last && other.first > instead.last) continue;
      const [, theirSubject, theirTeachers, theirParts] = p.j[other.j];
      let together = false;
      for (const t of teachers) {
        if (!theirTeachers.includes(t)) continue;
        together = true;
        add({ kind: 'teacher', a: p.t[t], b: this.name(other.j), joint: subject === theirSubject && other.j !== j });
      }
      for (const [c, g] of parts) {
        if (theirParts.some(([c2, g2]) => c === c2 && this.share(g, g2))) add({ kind: 'pupils', a: p.c[c][0], b: this.name(other.j) });
      }
      if (!together && room) {
        const taken = roomsOf(p.r[other.r] ?? '');
        for (const one of roomsOf(room)) if (taken.includes(one)) add({ kind: 'room', a: one, b: this.name(other.j) });
      }
    }
    for (const c of new Set(parts.map(([c]) => c))) this.tooMany(add, c, instead, d, n, weeks);
    for (const t of teachers) if (p.off[t]?.includes(d)) add({ kind: 'off', a: p.t[t], b: '' });
    return [...found.values()];
  }

  /** @param {number} a @param {number} b */
  share(a, b) {
    return !a || !b || a === b || this.shared.has(a < b ? `${a} ${b}` : `${b} ${a}`);
  }

  /**
   * @param {(conflict: Conflict) => void} add @param {number} c @param {Hour|null} instead @param {number} d
   * @param {number} n @param {number} weeks
   */
  tooMany(add, c, instead, d, n, weeks) {
    const [name, daily, more, week] = this.picture.c[c];
    if (!daily) return;
    let [long, most, many] = [0, daily, 0];
    for (let w = 1; w <= Math.max(this.picture.w, weeks, 1); w++) {
      if (!weeksMeet(w, weeks)) continue;
      const hours = new Set();
      for (const hour of this.classes?.[c] ?? []) if (hour !== instead && weeksMeet(w, hour.w)) hours.add(at(hour.d, hour.n));
      if (hours.has(at(d, n))) continue;
      hours.add(at(d, n));
      const ofDay = [0, 0, 0, 0, 0, 0, 0, 0];
      for (const hour of hours) ofDay[Math.floor(hour / 100)]++;
      const allowed = ofDay.some((count, day) => day !== d && count > daily) ? daily : daily + more;
      if (ofDay[d] > allowed && ofDay[d] > long) [long, most] = [ofDay[d], allowed];
      many = Math.max(many, hours.size);
    }
    if (long) add({ kind: 'daily', a: name, b: String(long), c: String(most) });
    if (many > week) add({ kind: 'weekly', a: name, b: String(many), c: String(week) });
  }
}

/** `free`, `warn` (a tick lets it pass) or `hard`. @param {Conflict[]} found */
export function verdict(found) {
  if (!found.length) return 'free';
  return found.some((one) => one.kind === 'pupils' || (one.kind === 'teacher' && !one.joint)) ? 'hard' : 'warn';
}

/** @param {HTMLElement} root */
async function start(root) {
  const words = root.dataset;
  /** @param {string|undefined} text @param {{a?: string, b?: string, c?: string}} with_ */
  const fill = (text, with_) => (text ?? '').replace(/\{([abc])\}/g, (_, key) => /** @type {any} */ (with_)[key] ?? '');
  /** @param {Conflict} one */
  const sentence = (one) => fill(words[`t${one.kind[0].toUpperCase()}${one.kind.slice(1)}`], one);
  const csrf = () => document.querySelector('meta[name="csrf"]')?.getAttribute('content') ?? '';
  const said = /** @type {HTMLElement} */ (document.getElementById('tt-said'));
  const log = /** @type {HTMLElement} */ (document.getElementById('tt-log'));
  const body = () => /** @type {HTMLElement} */ (document.getElementById('tt-body'));
  /** @type {School} */
  let school;
  /** @type {Held|null} */
  let held = null;
  /** @type {Op[]} */
  const queue = [];
  let sending = false;
  /** Where a new lesson went: it gets the focus when it is drawn. */
  let home = '';

  const load = async () => {
    const answer = await fetch(words.index ?? '', { headers: { Accept: 'application/json' }, credentials: 'same-origin' });
    if (!answer.ok) throw new Error(String(answer.status));
    school = new School(await answer.json());
  };
  await load();

  /** @param {string} text */
  const say = (text) => (said.textContent = text);
  const cells = () => /** @type {HTMLElement[]} */ ([...root.querySelectorAll('td[data-at]')]);
  /** @param {HTMLElement} cell */
  const placeOf = (cell) => /** @type {[number, number]} */ ((cell.dataset.at ?? '').split('.').map(Number));

  // ---- taking and putting ----

  /** @param {Held} what @param {boolean} byKey */
  const take = (what, byKey) => {
    release();
    held = what;
    const began = performance.now();
    const all = cells().map((cell) => {
      const [d, n] = placeOf(cell);
      const own = what.hour?.d === d && what.hour?.n === n;
      return { cell, own, found: own ? [] : school.conflicts(what.journal, what.hour, d, n, what.weeks, what.room) };
    });
    words.took = (performance.now() - began).toFixed(2);
    for (const { cell, own, found } of all) {
      const kind = own ? 'own' : verdict(found);
      const why = found.map(sentence);
      const button = document.createElement('button');
      button.type = 'button';
      button.className = `tt-place ${kind}`;
      const head = document.createElement('b');
      head.textContent = own ? (words.tOwn ?? '') : kind === 'hard' ? (words.tHard ?? '') : (words.tPutHere ?? '');
      const where = Object.assign(document.createElement('span'), { className: 'vh', textContent: `${cell.dataset.place}: ` });
      button.append(where, head, ...why.map((text) => Object.assign(document.createElement('small'), { textContent: text })));
      if (kind === 'hard') button.setAttribute('aria-disabled', 'true');
      cell.append(button);
    }
    what.card?.classList.add('held');
    root.dataset.held = '1';
    words.painted = (performance.now() - began).toFixed(2);
    say(fill(words.tTaken, { a: what.label }) || what.label);
    if (byKey) /** @type {HTMLElement|null} */ (root.querySelector('.tt-place.own') ?? root.querySelector('.tt-place'))?.focus();
  };

  const release = () => {
    held?.card?.classList.remove('held', 'dragged');
    for (const button of root.querySelectorAll('.tt-place')) button.remove();
    root.removeAttribute('data-held');
    held = null;
  };

  const putBack = () => {
    const card = held?.card;
    release();
    say(words.tBack ?? '');
    /** @type {HTMLElement|null} */ (card?.querySelector('.tt-take') ?? null)?.focus();
  };

  /** @param {HTMLElement} cell */
  const put = (cell) => {
    if (!held) return;
    const [d, n] = placeOf(cell);
    const { hour, journal, weeks, room } = held;
    if (hour?.d === d && hour?.n === n) return putBack();
    const found = school.conflicts(journal, hour, d, n, weeks, room);
    const kind = verdict(found);
    if (kind === 'hard') return say(found.map(sentence).join('. '));
    if (kind === 'free') return carry(cell, false, false);
    const joint = found.some((one) => one.kind === 'teacher');
    ask(found.map(sentence), joint, () => carry(cell, joint, found.some((one) => one.kind !== 'teacher')));
  };

  /** A warning is read before it is overruled. @param {string[]} why @param {boolean} joint @param {() => void} yes */
  const ask = (why, joint, yes) => {
    const dialog = document.createElement('dialog');
    dialog.className = 'tt-ask card';
    const title = Object.assign(document.createElement('h2'), { textContent: words.tAsk ?? '', id: 'tt-ask' });
    dialog.setAttribute('aria-labelledby', title.id);
    const list = document.createElement('ul');
    list.append(...why.map((text) => Object.assign(document.createElement('li'), { textContent: text })));
    const actions = Object.assign(document.createElement('p'), { className: 'actions' });
    const go = Object.assign(document.createElement('button'), { className: 'btn main', type: 'button', textContent: (joint ? words.tJoint : words.tAnyway) ?? '' });
    const no = Object.assign(document.createElement('button'), { className: 'btn', type: 'button', textContent: words.tCancel ?? '' });
    const back = document.activeElement;
    go.addEventListener('click', () => { dialog.close(); yes(); });
    no.addEventListener('click', () => dialog.close());
    dialog.addEventListener('close', () => {
      dialog.remove();
      if (back instanceof HTMLElement && back.isConnected) back.focus();
    });
    actions.append(go, no);
    dialog.append(title, list, actions);
    document.body.append(dialog);
    dialog.showModal();
  };

  /** The lesson is at its new place at once; the server hears of it in its turn. @param {HTMLElement} cell @param {boolean} joint @param {boolean} anyway */
  const carry = (cell, joint, anyway) => {
    if (!held) return;
    const { hour, journal, card, weeks, room, label } = held;
    const [d, n] = placeOf(cell);
    release();
    const line = document.createElement('li');
    line.dataset.state = 'saving';
    line.textContent = fill(words.tMove, { a: label, b: cell.dataset.place });
    line.append(Object.assign(document.createElement('small'), { textContent: words.tSaving ?? '' }));
    log.append(line);
    const op = { hour, journal, d, n, weeks, room, label, joint, anyway, line };
    if (card) {
      cell.append(card);
      card.dataset.state = 'saving';
      /** @type {HTMLElement|null} */ (card.querySelector('.tt-take'))?.focus();
    } else home = cell.dataset.at ?? '';
    queue.push(op);
    void send();
  };

  // ---- saving, one by one ----

  /** @param {Hour} hour */
  const keyOf = (hour) => keys.get(hour) ?? '';
  /** @type {WeakMap<Hour, string>} */
  const keys = new WeakMap();

  const send = async () => {
    if (sending) return;
    sending = true;
    root.dataset.unsent = String(queue.length);
    for (let op = queue[0]; op; op = queue[0]) {
      let answer;
      try {
        const to = { weekday: op.d, number: op.n, weeks: op.weeks };
        const what = op.hour ? { entry: keyOf(op.hour), to } : { journal: school.picture.j[op.journal][0], to, room: op.room };
        const response = await fetch(words.save ?? '', {
          method: 'POST',
          credentials: 'same-origin',
          headers: { 'Content-Type': 'application/json', Accept: 'application/json', 'X-CSRF-Token': csrf() },
          body: JSON.stringify({ version: school.picture.v, from: words.from, joint: op.joint, anyway: op.anyway, ...what }),
        });
        if (!response.ok) throw new Error(String(response.status));
        answer = await response.json();
      } catch {
        answer = { is: 'failed' };
      }
      queue.shift();
      if (answer.is === 'saved') saved(op, answer);
      else refused(op, answer);
      root.dataset.unsent = String(queue.length);
    }
    sending = false;
    await refresh();
  };

  /** @param {Op} op @param {{version: number, entry?: string}} answer */
  const saved = (op, answer) => {
    school.picture.v = answer.version;
    const hour = op.hour ?? { j: op.journal, d: 0, n: 0, w: 0, r: roomPlace(op.room), first: 0, last: 0 };
    if (!op.hour) school.hours.push(hour);
    [hour.d, hour.n, hour.w] = [op.d, op.n, op.weeks];
    if (answer.entry) keys.set(hour, answer.entry);
    school.order();
    state(op, 'saved', words.tSaved ?? '');
  };

  /** @param {string} room */
  const roomPlace = (room) => {
    const place = school.picture.r.indexOf(room);
    return place < 0 ? school.picture.r.push(room) - 1 : place;
  };

  /** @param {Op} op @param {any} answer */
  const refused = (op, answer) => {
    const list = /** @type {{text: string}[]|undefined} */ (answer.list);
    const why = list ? list.map((one) => one.text).join('. ') : (answer.message ?? words.tFailed ?? '');
    state(op, 'refused', `${words.tRefused}: ${why}`);
  };

  /** @param {Op} op @param {string} state_ @param {string} text */
  const state = (op, state_, text) => {
    op.line.dataset.state = state_;
    const small = op.line.querySelector('small');
    if (small) small.textContent = text;
    say(`${op.label}: ${text}`);
  };

  /** The page as the server sees it now; the focus stays on its lesson or cell. */
  const refresh = async () => {
    if (held) return;
    const focused = home || /** @type {HTMLElement|null} */ (document.activeElement?.closest('td[data-at]'))?.dataset.at;
    home = '';
    try {
      const url = new URL(location.href);
      url.searchParams.delete('hold');
      url.searchParams.delete('done');
      const response = await fetch(url, { headers: { 'HX-Request': 'true' }, credentials: 'same-origin' });
      const fresh = new DOMParser().parseFromString(await response.text(), 'text/html').getElementById('tt-body');
      if (!response.ok || !fresh || held || queue.length) return;
      body().replaceWith(fresh);
      if (Number(fresh.dataset.version) !== school.picture.v) await load();
      if (focused) /** @type {HTMLElement|null} */ (root.querySelector(`td[data-at="${focused}"] .tt-take`))?.focus();
    } catch {
      // The page stays as it is; what was not saved says so.
    }
    root.dataset.fresh = String(Number(root.dataset.fresh ?? 0) + 1);
  };

  // ---- pointer and keys ----

  /** @param {HTMLElement} card @returns {Held|null} */
  const ofCard = (card) => {
    const key = card.dataset.key ?? '';
    const hour = school.find(key);
    if (!hour) return null;
    if (!keys.has(hour)) keys.set(hour, key);
    const label = card.dataset.label ?? '';
    return { hour, journal: hour.j, card, label, weeks: hour.w, room: school.picture.r[hour.r] ?? '' };
  };

  /** @type {{card: HTMLElement, x: number, y: number, moved: boolean}|null} */
  let grip = null;
  let dragged = false;

  root.addEventListener('pointerdown', (event) => {
    const card = /** @type {HTMLElement|null} */ (/** @type {Element} */ (event.target).closest('.tt-card'));
    dragged = false;
    if (!card || event.button || event.pointerType === 'touch' || /** @type {Element} */ (event.target).closest('.tt-edit')) return;
    if (card.dataset.state === 'saving') return;
    grip = { card, x: event.clientX, y: event.clientY, moved: false };
  });
  root.addEventListener('dragstart', (event) => event.preventDefault());
  addEventListener('pointermove', (event) => {
    if (!grip) return;
    if (!grip.moved) {
      if (Math.hypot(event.clientX - grip.x, event.clientY - grip.y) < 6) return;
      grip.moved = dragged = true;
      const what = ofCard(grip.card);
      if (!what) return void (grip = null);
      take(what, false);
      grip.card.classList.add('dragged');
    }
    for (const cell of root.querySelectorAll('td.over')) cell.classList.remove('over');
    cellAt(event)?.classList.add('over');
  });
  /** @param {PointerEvent} event */
  const cellAt = (event) => /** @type {HTMLElement|null} */ (document.elementFromPoint(event.clientX, event.clientY)?.closest('td[data-at]') ?? null);
  addEventListener('pointerup', (event) => {
    const moved = grip?.moved;
    grip = null;
    if (!moved) return;
    for (const cell of root.querySelectorAll('td.over')) cell.classList.remove('over');
    const cell = cellAt(event);
    if (cell && root.contains(cell)) put(cell);
    else putBack();
  });
  addEventListener('pointercancel', () => {
    if (grip?.moved) putBack();
    grip = null;
  });

  root.addEventListener('click', (event) => {
    const target = /** @type {Element} */ (event.target);
    if (dragged) {
      dragged = false;
      return event.preventDefault();
    }
    const place = target.closest('button.tt-place');
    if (place) return put(/** @type {HTMLElement} */ (place.closest('td')));
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    const link = /** @type {HTMLElement|null} */ (target.closest('.tt-take, .tt-new'));
    if (!link) return;
    const card = /** @type {HTMLElement|null} */ (link.closest('.tt-card'));
    if (card?.dataset.state === 'saving') return event.preventDefault();
    const byKey = event.detail === 0;
    if (card) {
      const what = ofCard(card);
      if (!what) return;
      event.preventDefault();
      return take(what, byKey);
    }
    const journal = school.journals.get(Number(link.dataset.journal));
    if (journal === undefined) return;
    event.preventDefault();
    const room = usualRoom(journal);
    take({ hour: null, journal, card: null, label: school.name(journal), weeks: Number(words.week ?? 0), room }, byKey);
    root.querySelector('table.tt')?.scrollIntoView({ block: 'nearest' });
  });

  /** Where the journal's lessons are most often. @param {number} journal */
  const usualRoom = (journal) => {
    /** @type {Map<number, number>} */
    const count = new Map();
    for (const hour of school.hours) if (hour.j === journal && !hour.last) count.set(hour.r, (count.get(hour.r) ?? 0) + 1);
    const [most] = [...count].sort((a, b) => b[1] - a[1]);
    return most ? (school.picture.r[most[0]] ?? '') : '';
  };

  root.addEventListener('keydown', (event) => {
    if (!held) return;
    if (event.key === 'Escape') {
      event.preventDefault();
      return putBack();
    }
    const steps = /** @type {Record<string, [number, number]>} */ ({ ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] });
    const step = steps[event.key];
    const cell = /** @type {HTMLTableCellElement|null} */ (/** @type {Element} */ (event.target).closest('td[data-at]'));
    if (!step || !cell) return;
    event.preventDefault();
    const row = /** @type {HTMLTableRowElement} */ (cell.parentElement);
    const rows = /** @type {HTMLTableSectionElement} */ (row.parentElement).rows;
    const next = rows[row.sectionRowIndex + step[1]]?.cells[cell.cellIndex + step[0]];
    /** @type {HTMLElement|null} */ (next?.querySelector('.tt-place') ?? null)?.focus();
  });

  addEventListener('beforeunload', (event) => {
    if (queue.length) event.preventDefault();
  });
  root.dataset.ready = '1';
}

const root = document.getElementById('timetable');
if (root?.dataset.index) start(root).catch(() => (root.dataset.ready = 'failed'));
