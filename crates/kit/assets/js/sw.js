// Between the pages and the network. Before these lines the build puts VERSION and KEPT: the files a page of the staff
// needs, by their hashed addresses. Each area of addresses has its own handler below; what none of them takes goes to
// the network untouched. Pages are kept for one account at a time, and never longer than its session could live.

const ASSETS = 'zvonok-assets-' + VERSION;
const PAGES = 'zvonok-pages-';
const OFFLINE = '/offline/';
const OLDEST = 7 * 86400000;
/** A network that says nothing for so long is none, when the page is on the device. */
const PATIENCE = 4000;

addEventListener('install', (e) => {
  const files = caches.open(ASSETS).then((cache) => cache.addAll([...KEPT, OFFLINE]));
  e.waitUntil(files.then(() => skipWaiting()));
});
addEventListener('activate', (e) => e.waitUntil(clients.claim()));

/** Who answers which navigation. @type {[(path: string) => boolean, (e: any, url: URL) => Promise<Response>][]} */
const AREAS = [
  [(path) => path.startsWith('/journal/'), page],
  [(path) => path === '/', start],
];

addEventListener('fetch', (e) => {
  const url = new URL(e.request.url);
  if (url.origin !== location.origin) return;
  if (url.pathname.startsWith('/assets/')) return e.respondWith(asset(e.request));
  if (e.request.mode !== 'navigate') return;
  if (e.request.method === 'POST' && url.pathname === '/logout/') return e.respondWith(leave(e.request));
  const area = e.request.method === 'GET' && AREAS.find(([takes]) => takes(url.pathname));
  if (area) e.respondWith(area[1](e, url));
});

addEventListener('message', (e) => {
  if (e.data?.keep) e.waitUntil(round(e.data.keep).then((count) => e.source?.postMessage({ kept: count })));
});

async function asset(request) {
  const known = await caches.match(request.url);
  if (known) return known;
  const answer = await fetch(request);
  if (answer.ok) (await caches.open(ASSETS)).put(request.url, answer.clone());
  return answer;
}

/** Signing out takes the pages along, whether the server hears of it or not. */
async function leave(request) {
  await forget();
  return fetch(request).catch(() => offline());
}

/** The site's first page leads nowhere without a network; the journals do. */
async function start(e) {
  return fetch(e.request).catch(async () => (await kept(new URL('/journal/', location.origin)) ? Response.redirect('/journal/') : offline()));
}

async function page(e, url) {
  const network = fetch(e.request).then(async (answer) => {
    // Only who is signed out is sent elsewhere.
    if (answer.type === 'opaqueredirect' || answer.status === 401) await forget();
    else if (answer.ok && !url.searchParams.has('done')) e.waitUntil(keep(url, answer.clone()));
    return answer;
  });
  e.waitUntil(network.catch(() => {}));
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  const answer = await Promise.race([network.catch(() => null), late]);
  if (answer && ![502, 503, 504].includes(answer.status)) return answer;
  return (await kept(url)) ?? answer ?? network.catch(() => offline());
}

async function offline() {
  return (await caches.match(OFFLINE)) ?? Response.error();
}

/** The name a page is kept under. */
function name(url) {
  const period = url.searchParams.get('period');
  return url.pathname + (period ? '?period=' + period : '');
}

async function cacheOfPages() {
  const own = (await caches.keys()).find((key) => key.startsWith(PAGES));
  return own ? caches.open(own) : null;
}

/** The kept page of an address, saying since when it is kept. */
async function kept(url) {
  const cache = await cacheOfPages();
  let found = await cache?.match(name(url));
  const period = url.searchParams.get('period');
  if (!found && period) {
    // The present period's page is kept without its number.
    const plain = await cache?.match(url.pathname);
    if (plain && (await plain.clone().text()).includes(` data-period="${period}"`)) found = plain;
  }
  if (!found) return null;
  const at = Number(found.headers.get('x-kept'));
  if (Date.now() - at > OLDEST) {
    await cache.delete(name(url));
    return null;
  }
  const html = (await found.text()).replace('<body ', `<body data-kept="${at}" `);
  return new Response(html, { headers: { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': found.headers.get('content-security-policy') ?? '' } });
}

/** Keeps a page for the account it was drawn for; whatever belongs to another account goes. */
async function keep(url, answer) {
  if (!answer.headers.get('content-type')?.startsWith('text/html')) return;
  const html = await answer.text();
  const account = /<meta name="csrf" content="[^".]*\.(\d+)\./.exec(html)?.[1];
  if (!account) return;
  const own = PAGES + account;
  for (const key of await caches.keys()) if (key.startsWith(PAGES) && key !== own) await caches.delete(key);
  const headers = { 'Content-Type': 'text/html; charset=utf-8', 'x-kept': String(Date.now()), 'x-version': VERSION,
    'content-security-policy': answer.headers.get('content-security-policy') ?? '', etag: answer.headers.get('etag') ?? '' };
  await (await caches.open(own)).put(name(url), new Response(html, { headers }));
}

async function forget() {
  for (const key of await caches.keys()) if (key.startsWith(PAGES)) await caches.delete(key);
}

/** Brings the pages of these addresses up to date, one after the other; gives how many are kept. */
async function round(list) {
  for (const path of list) {
    const url = new URL(path, location.origin);
    const cache = await cacheOfPages();
    const old = await cache?.match(name(url));
    const headers = { 'X-Keep': '1' };
    if (old?.headers.get('etag') && old.headers.get('x-version') === VERSION) headers['If-None-Match'] = old.headers.get('etag');
    const answer = await fetch(url, { headers, credentials: 'same-origin', redirect: 'manual', cache: 'no-store' }).catch(() => null);
    if (!answer || answer.status === 429 || answer.status >= 500) return 0;
    if (answer.type === 'opaqueredirect' || answer.status === 401) {
      await forget();
      return 0;
    }
    if (answer.status === 304) {
      const fresh = new Headers(old.headers);
      fresh.set('x-kept', String(Date.now()));
      await cache.put(name(url), new Response(await old.text(), { headers: fresh }));
    } else if (answer.ok) await keep(url, answer);
    else await cache?.delete(name(url));
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return sweep();
}

/** After a whole round nothing needs the files of earlier versions; pages that still do, and old ones, go too. */
async function sweep() {
  const cache = await cacheOfPages();
  for (const request of (await cache?.keys()) ?? []) {
    const { headers } = await cache.match(request);
    if (headers.get('x-version') !== VERSION || Date.now() - Number(headers.get('x-kept')) > OLDEST) await cache.delete(request);
  }
  for (const key of await caches.keys()) if (key.startsWith('zvonok-assets-') && key !== ASSETS) await caches.delete(key);
  return (await cache?.keys())?.length ?? 0;
}
