/** What every page loads: htmx, and what asks for more when a page holds it. */
import htmx from "htmx.org/dist/htmx.esm.js";
import { waits } from "./waits";

declare global {
  interface Window {
    htmx: typeof htmx;
  }
}

window.htmx = htmx;
htmx.config.includeIndicatorCSS = false; // ours is in states.css; the content policy refuses inline styles

waits();

/** City fields get suggestions; the code for it comes only where there is such a field. */
async function enhance(root: ParentNode): Promise<void> {
  const fields = root.querySelectorAll<HTMLElement>("[data-cities]:not([data-ready])");
  if (fields.length === 0) return;
  const { suggestCities } = await import("./cities");
  fields.forEach(suggestCities);
}

/** Passkeys, where a page asks for one. */
async function unlock(root: ParentNode): Promise<void> {
  const parts = root.querySelectorAll<HTMLElement>("[data-passkey]:not([data-ready])");
  if (parts.length === 0) return;
  const { passkeys } = await import("./passkeys");
  passkeys(parts);
}

/** Forms that save themselves. */
async function keep(root: ParentNode): Promise<void> {
  const form = root.querySelector<HTMLFormElement>("form[data-saves]:not([data-ready])");
  if (!form) return;
  const { keepDraft } = await import("./drafts");
  keepDraft(form);
}

/** Rankings that are weighed anew at once. */
async function rank(root: ParentNode): Promise<void> {
  const form = root.querySelector<HTMLFormElement>("form[data-weigh]:not([data-ready])");
  if (!form) return;
  const { weigh } = await import("./rankings");
  weigh(form);
}

/** Boards, and their history; all of it is loaded on their pages alone. */
async function board(): Promise<void> {
  const one = document.querySelector<HTMLElement>("[data-board]:not([data-ready])");
  if (one) (await import("./board/board")).liveBoard(one);
  const history = document.querySelector<HTMLElement>("[data-history]");
  if (history) (await import("./playback")).playHistory(history);
}

/** Who signs out leaves nothing of boards on the device. */
document.addEventListener("submit", (event) => {
  const form = event.target as HTMLFormElement;
  if (!("leaves" in form.dataset) || localStorage.getItem("boards") === null) return;
  event.preventDefault();
  void import("./board/keep").then(({ leave }) => leave(form));
});

/** After a form came back with faults, their list has the focus. */
function showFaults(root: ParentNode): void {
  root.querySelector<HTMLElement>("#faults[data-focus]")?.focus();
}

function begin(root: ParentNode): void {
  void enhance(root);
  void unlock(root);
  void keep(root);
  void rank(root);
  void board();
  showFaults(root);
}

begin(document);
document.addEventListener("htmx:after:swap", () => begin(document));
