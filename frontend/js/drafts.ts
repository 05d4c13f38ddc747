/** A form that saves its draft by itself; what cannot be sent is kept on this device. */

interface Saved {
  at: string;
  seen: number;
  url: string;
  told: string;
}

interface Kept {
  at: string;
  sent: [string, string][];
}

const QUIET = 2500; // milliseconds after the last change
const LONGEST = 12000; // milliseconds from the first change, while somebody types on and on

let lastTask = ""; // of the button that was pressed before the form was swapped

export function keepDraft(form: HTMLFormElement): void {
  form.dataset["ready"] = "";
  const state = form.querySelector<HTMLElement>("[data-state]");
  const key = (): string => `draft:${form.getAttribute("action") ?? ""}`;
  let timer = 0;
  let since = 0;
  let isDirty = false;
  let isBusy = false;

  const say = (words: string): void => {
    if (state) state.textContent = words;
  };

  const entries = (): [string, string][] => {
    const sent = [...new FormData(form)].map(([name, value]): [string, string] => [name, String(value)]);
    return [...sent.filter(([name]) => name !== "do"), ["do", "draft"]];
  };

  const keep = (sent: [string, string][]): void => {
    try {
      const secret = "csrfmiddlewaretoken";
      const kept: Kept = { at: new Date().toISOString(), sent: sent.filter(([name]) => name !== secret) };
      localStorage.setItem(key(), JSON.stringify(kept));
    } catch {
      // no room, or not allowed: the page itself still holds the text
    }
  };

  const send = async (sent: [string, string][], leaving = false): Promise<Saved> => {
    const answer = await fetch(form.getAttribute("action") ?? "", {
      method: "POST",
      headers: { Accept: "application/json" },
      body: new URLSearchParams(sent),
      keepalive: leaving,
    });
    const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
    const said = isJson ? ((await answer.json()) as Saved & { message?: string }) : undefined;
    if (!answer.ok || !said) throw new Refused(said?.message ?? `${answer.status}.`);
    return said;
  };

  const save = async (leaving = false): Promise<void> => {
    window.clearTimeout(timer);
    if (!form.isConnected || !isDirty || isBusy) return;
    isBusy = true;
    isDirty = false;
    since = 0;
    const sent = entries();
    say(form.dataset["saving"] ?? "");
    try {
      const saved = await send(sent, leaving);
      localStorage.removeItem(key());
      settle(form, saved);
      const time = new Date(saved.at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
      say(`${(form.dataset["saved"] ?? "").replace("{time}", time)} ${saved.told}`.trim());
    } catch (error) {
      isDirty = true;
      keep(sent);
      const refused = form.dataset["refused"] ?? "";
      say(error instanceof Refused ? refused.replace("{why}", error.message) : (form.dataset["lost"] ?? ""));
    } finally {
      isBusy = false;
    }
  };

  const changed = (event: Event): void => {
    isDirty = true;
    since ||= Date.now();
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void save(), Math.min(QUIET, Math.max(0, since + LONGEST - Date.now())));
    if (event.target instanceof HTMLInputElement) nameSource(form, event.target);
  };

  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("submit", () => {
    isDirty = false;
    window.clearTimeout(timer);
  });
  form.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest<HTMLButtonElement>("button[name=do]") : null;
    if (!button) return;
    lastTask = button.value;
    if (button.hasAttribute("hx-post")) window.clearTimeout(timer);
  });
  window.addEventListener("online", () => void save());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") void save(true);
  });
  offerKept(form, key, send);
  goToRow(form);
}

class Refused extends Error {}

/** Take over what the server says of the draft: how often it was saved, and its address. */
function settle(form: HTMLFormElement, saved: Saved): void {
  const seen = form.querySelector<HTMLInputElement>("input[name=seen]");
  if (seen) seen.value = String(saved.seen);
  if (form.getAttribute("action") === saved.url) return;
  form.setAttribute("action", saved.url);
  form.querySelectorAll("[hx-post]").forEach((one) => one.setAttribute("hx-post", saved.url));
  history.replaceState(null, "", saved.url);
}

/** Name a source in every list of sources while its title is typed. */
function nameSource(form: HTMLFormElement, input: HTMLInputElement): void {
  const number = /^sources-(\d+)-title$/.exec(input.name)?.[1];
  if (number === undefined) return;
  form.querySelectorAll<HTMLSelectElement>("select[name$='-source']").forEach((select) => {
    const option = [...select.options].find((one) => one.value === number);
    const label = `${Number(number) + 1}. ${input.value}`;
    if (option) option.text = label;
    else select.add(new Option(label, number));
  });
}

/** After a row came or went, go on where it is or was. */
function goToRow(form: HTMLFormElement): void {
  const [task, name] = lastTask.split(":");
  lastTask = "";
  if (task === "add") {
    const rows = form.querySelectorAll(`[data-row="${name}"]`);
    rows[rows.length - 1]?.querySelector<HTMLElement>("input, select, textarea")?.focus();
  } else if (task === "remove") {
    form.querySelector<HTMLElement>(`#list-${name}`)?.focus();
  }
}

/** Offer the text that this device kept when it could not be sent. */
function offerKept(
  form: HTMLFormElement,
  key: () => string,
  send: (sent: [string, string][]) => Promise<Saved>,
): void {
  const offer = form.querySelector<HTMLElement>("[data-kept]");
  const text = localStorage.getItem(key());
  if (!offer || !text) return;
  offer.hidden = false;
  offer.querySelector("[data-forget]")?.addEventListener("click", () => {
    localStorage.removeItem(key());
    offer.hidden = true;
  });
  offer.querySelector("[data-put-back]")?.addEventListener("click", async () => {
    const kept = JSON.parse(text) as Kept;
    const secret = form.querySelector<HTMLInputElement>("input[name=csrfmiddlewaretoken]")?.value ?? "";
    const saved = await send([...kept.sent, ["csrfmiddlewaretoken", secret]]);
    localStorage.removeItem(key());
    window.location.assign(saved.url);
  });
}
