/** What of boards this device keeps, so that they open offline; forgotten when somebody signs out. */

export const PAGES = "board-pages";
export const ASSETS = "board-assets";
const NAMES = "boards"; // databases of this device, in localStorage
const UNSAVED = "boards-unsaved";
const PATIENCE = 3000; // milliseconds that a sign-out waits for them to be forgotten

function listed(key: string): string[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(key) ?? "[]");
    return Array.isArray(found) ? found.map(String) : [];
  } catch {
    return [];
  }
}

function list(key: string, names: string[]): void {
  try {
    if (names.length > 0) localStorage.setItem(key, JSON.stringify([...new Set(names)]));
    else localStorage.removeItem(key);
  } catch {
    // not allowed here: then nothing is kept either
  }
}

/** Remember that a database is there. */
export function remember(name: string): void {
  list(NAMES, [...listed(NAMES), name]);
}

/** Remember whether a board holds what the server has not. */
export function note(name: string, isUnsaved: boolean): void {
  const others = listed(UNSAVED).filter((one) => one !== name);
  list(UNSAVED, isUnsaved ? [...others, name] : others);
}

/** Whether this device keeps anything of boards. */
export function holds(): boolean {
  return listed(NAMES).length > 0;
}

/** Forget one board: it is not open to its reader any more. */
export async function forget(name: string, page: string): Promise<void> {
  await drop(name);
  list(NAMES, listed(NAMES).filter((one) => one !== name));
  note(name, false);
  if ("caches" in window) await (await caches.open(PAGES)).delete(page);
}

/** Forget all boards. */
export async function clear(): Promise<void> {
  await Promise.all(listed(NAMES).map((name) => drop(name)));
  list(NAMES, []);
  list(UNSAVED, []);
  if ("caches" in window) await Promise.all([PAGES, ASSETS].map((name) => caches.delete(name)));
  if ("serviceWorker" in navigator) {
    const found = await navigator.serviceWorker.getRegistration("/boards/");
    await found?.unregister();
  }
}

/** Sign out, and forget the boards first; ask where something would be lost. */
export async function leave(form: HTMLFormElement): Promise<void> {
  const lost = form.dataset["lost"] ?? "";
  if (listed(UNSAVED).length > 0 && !window.confirm(lost)) return;
  const late = new Promise((done) => window.setTimeout(done, PATIENCE));
  await Promise.race([clear(), late]).catch(() => undefined);
  form.submit();
}

/** Drop what is kept of a board; `held` hears of other pages that hold it: these are waited for. */
export function drop(name: string, held?: () => void): Promise<void> {
  return new Promise((done, fail) => {
    const asked = indexedDB.deleteDatabase(name);
    asked.onsuccess = () => done();
    asked.onerror = () => (held ? fail(asked.error) : done());
    asked.onblocked = () => (held ? held() : done());
  });
}

/** Let the page open offline from now on: keep it, and what it was made of. */
export async function keepPage(mine: string): Promise<void> {
  if (!("serviceWorker" in navigator) || !window.isSecureContext) return;
  // Somebody else was here, whose session ran out: their pages are not for who is here now.
  if (listed(NAMES).some((name) => !name.startsWith(mine))) await caches.delete(PAGES);
  await navigator.serviceWorker.register("/boards/worker.js", { scope: "/boards/" });
  const ready = await navigator.serviceWorker.ready;
  const used = performance.getEntriesByType("resource").map((one) => new URL(one.name));
  const assets = used.filter((one) => one.origin === location.origin && one.pathname.startsWith("/static/"));
  ready.active?.postMessage({ page: location.pathname, assets: [...new Set(assets.map((one) => one.href))] });
}
