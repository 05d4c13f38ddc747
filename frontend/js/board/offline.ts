/**
 * The service worker of boards, and of nothing else: a page of a board that was open once opens
 * without the line, with the styles and scripts that it needs. No other page and no file is kept.
 */
const worker = self as unknown as ServiceWorkerGlobalScope;
const PAGES = "board-pages";
const ASSETS = "board-assets";
const PAGE = /^\/boards\/[\w-]+$/;
const PATIENCE = 4000; // milliseconds; on a bad line what is kept is shown
const MOST_ASSETS = 80;

interface Order {
  page: string;
  assets: string[];
}

worker.addEventListener("install", () => void worker.skipWaiting());
worker.addEventListener("activate", (event) => event.waitUntil(worker.clients.claim()));

worker.addEventListener("message", (event) => {
  event.waitUntil(keep(event.data as Order));
});

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate" && PAGE.test(url.pathname)) event.respondWith(page(request, url.pathname));
  else if (url.pathname.startsWith("/static/")) event.respondWith(asset(request));
});

async function keep(order: Order): Promise<void> {
  const assets = await caches.open(ASSETS);
  const there = await assets.keys();
  if (there.length > MOST_ASSETS) await Promise.all(there.map((one) => assets.delete(one)));
  await Promise.all(
    order.assets.map(async (url) => {
      if (!(await assets.match(url))) await assets.add(url).catch(() => undefined);
    }),
  );
  const pages = await caches.open(PAGES);
  if (PAGE.test(order.page) && !(await pages.match(order.page))) await take(await fetch(order.page), order.page);
}

/** Keep a page where it is one; forget it where it is not open any more. */
async function take(answer: Response, path: string): Promise<void> {
  const pages = await caches.open(PAGES);
  if (answer.ok && !answer.redirected) await pages.put(path, answer.clone());
  else if (answer.redirected || answer.status === 404 || answer.status === 403) await pages.delete(path);
}

async function page(request: Request, path: string): Promise<Response> {
  const kept = await (await caches.open(PAGES)).match(path);
  const fresh = fetch(request).then(async (answer) => {
    // A navigation does not follow redirects here: to sign in means that the page is closed.
    if (answer.type === "opaqueredirect") await (await caches.open(PAGES)).delete(path);
    else await take(answer, path);
    return answer;
  });
  if (!kept) return fresh;
  const late = new Promise<Response>((done) => setTimeout(() => done(kept), PATIENCE));
  return Promise.race([fresh.catch(() => kept), late]);
}

async function asset(request: Request): Promise<Response> {
  const kept = await caches.match(request.url);
  return kept ?? fetch(request);
}
