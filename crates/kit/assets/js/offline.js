// @ts-check
// The staff's pages without a network: what is kept on the device, what waits there to be sent, and signing out.

import { account as accountOf, age, clock, make, words } from './journal-dom.js';
import { openStore } from './journal-store.js';

const account = accountOf();
const t = await words();

/** How often a visit brings the kept pages up to date, ms. */
const AGAIN = 30 * 60000;

// ---- the worker, and what it keeps ----

const kept = Number(document.body.dataset.kept ?? 0);
if (kept) {
  const line = make('p', { class: 'kept', role: 'status' });
  const say = () => {
    line.textContent = t(navigator.onLine ? 'kept-online' : 'kept', { time: clock(kept), age: age(kept) });
    if (navigator.onLine) line.append(' ', make('a', { href: location.href }, t('reload-now')));
  };
  say();
  document.getElementById('main')?.prepend(line);
  for (const event of ['online', 'offline']) addEventListener(event, say);
  setInterval(say, 30000);
}

async function keep() {
  const worker = (await navigator.serviceWorker.ready).active;
  const last = Number(sessionStorage.getItem('zvonok-kept-' + account) ?? 0);
  const connection = /** @type {any} */ (navigator).connection;
  if (!worker || !navigator.onLine || connection?.saveData || Date.now() - last < AGAIN) return;
  const answer = await fetch('/journal/offline/', { credentials: 'same-origin', headers: { Accept: 'application/json' } });
  if (!answer.ok) return;
  const { account: whose, pages } = await answer.json();
  // Somebody else has signed in meanwhile: his own pages will ask.
  if (String(whose) !== account) return;
  worker.postMessage({ keep: pages });
}

if ('serviceWorker' in navigator && account) {
  navigator.serviceWorker.addEventListener('message', (e) => {
    if (!('kept' in e.data)) return;
    if (e.data.kept) sessionStorage.setItem('zvonok-kept-' + account, String(Date.now()));
    document.body.dataset.keptPages = String(e.data.kept);
  });
  navigator.serviceWorker.register('/sw.js', { scope: '/' }).then(() => {
    if (!document.querySelector('.places a[href="/journal/"]') || kept) return;
    const idle = /** @type {any} */ (window).requestIdleCallback ?? ((/** @type {() => void} */ run) => setTimeout(run, 1500));
    idle(() => keep().catch(() => {}), { timeout: 5000 });
  }, () => {});
}

// ---- what waits: the journal's own pages send it themselves, every other page here ----

const store = await openStore();
const unsent = async () => (account ? (await store.all(account).catch(() => [])).filter((op) => op.account === account) : []);

async function send() {
  if (document.querySelector('#journal, #lesson') || !(await unsent()).some((op) => !op.no)) return;
  const { Outbox } = await import('./journal-outbox.js');
  const line = make('p', { class: 'kept', role: 'status', id: 'unsent' });
  document.getElementById('main')?.prepend(line);
  const stop = new AbortController();
  const outbox = new Outbox(account, store, stop.signal, {
    version: () => 0,
    show() {},
    tell() {
      const waiting = [...outbox.ops.values()].filter((op) => !op.no);
      const refused = outbox.ops.size - waiting.length;
      const since = Math.min(...waiting.map((op) => op.at));
      const text = waiting.length ? t(outbox.problem || 'saving', { n: waiting.length, time: clock(since), age: age(since) }) : t('all-sent');
      line.textContent = refused ? `${text} · ${t('refused', { n: refused })}` : text;
      line.dataset.unsent = String(waiting.length);
    },
  });
  outbox.absorb({ put: await unsent(), del: [] });
  addEventListener('online', () => outbox.kick(true));
  document.addEventListener('visibilitychange', () => !document.hidden && outbox.kick(true));
  outbox.kick();
}
send();
document.addEventListener('htmx:afterSettle', send);

// ---- signing out asks first while something is unsent, and takes the kept pages along ----

/** @type {EventTarget|null} */ let agreed = null;
document.addEventListener('submit', async (e) => {
  const form = /** @type {HTMLFormElement} */ (e.target);
  if (!form.matches('form[action="/logout/"]')) return;
  if (agreed === form) return void (agreed = null);
  e.preventDefault();
  e.stopImmediatePropagation();
  const n = (await unsent()).length;
  if (n && !confirm(t('sign-out', { n }))) return;
  for (const key of Object.keys(sessionStorage)) if (key.startsWith('zvonok-')) sessionStorage.removeItem(key);
  if ('caches' in window) for (const key of await caches.keys()) if (key.startsWith('zvonok-pages-')) await caches.delete(key);
  agreed = form;
  form.requestSubmit();
}, { capture: true });
document.body.dataset.offline = '1';
