/** Plays the history of a board: step by step as by "Later", and to any step by its slider. */

const PAUSE = 1300; // milliseconds that each step is shown
const SETTLED = 180; // after which a slider that moved stands still
let isPlaying = false;
let timer = 0;
let sliding = 0;
let had = ""; // the control that had the focus before the step was exchanged

export function playHistory(root: HTMLElement): void {
  const button = root.querySelector<HTMLButtonElement>("[data-play]:not([data-ready])");
  if (!button) return;
  button.dataset["ready"] = "";
  button.hidden = false;
  const later = (): HTMLAnchorElement | null => root.querySelector("[data-after]");

  const set = (plays: boolean): void => {
    isPlaying = plays;
    button.setAttribute("aria-pressed", String(plays));
    window.clearTimeout(timer);
    if (plays) timer = window.setTimeout(() => later()?.click(), PAUSE);
  };

  button.addEventListener("click", () => {
    const again = !isPlaying && !later();
    set(!isPlaying);
    if (again) root.querySelector<HTMLAnchorElement>("[data-first]")?.click();
  });
  slide(root, () => set(false));
  root.querySelector("#moment")?.addEventListener("focusin", (event) => (had = nameOf(event.target as HTMLElement)));
  if (had && document.activeElement === document.body) controlOf(root, had)?.focus();
  set(isPlaying && later() !== null); // at the last it ends
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  if (isPlaying) root.querySelector("[data-mark]")?.scrollIntoView({ block: "nearest", behavior: calm ? "auto" : "smooth" });
}

/** Without its button: a step is shown when the slider stands still. */
function slide(root: HTMLElement, stop: () => void): void {
  const form = root.querySelector<HTMLFormElement>("[data-go]");
  if (!form) return;
  form.classList.add("is-live");
  form.addEventListener("input", () => {
    stop();
    window.clearTimeout(sliding);
    sliding = window.setTimeout(() => form.requestSubmit(), SETTLED);
  });
}

function nameOf(control: HTMLElement): string {
  return control.id || Object.keys(control.dataset).find((one) => ["play", "before", "after", "first"].includes(one)) || "";
}

function controlOf(root: HTMLElement, name: string): HTMLElement | null {
  const found = root.querySelector<HTMLElement>(`#moment [id="${name}"], #moment [data-${name}]`);
  return found ?? root.querySelector<HTMLElement>("#moment [data-play]"); // "Later" is gone at the last
}
