/** Plays the history of a board: from one time to the next, as somebody would press "Later". */

const PAUSE = 1300; // milliseconds that each time is shown
let isPlaying = false;
let timer = 0;

export function playHistory(root: HTMLElement): void {
  const button = root.querySelector<HTMLButtonElement>("[data-play]:not([data-ready])");
  if (!button) return;
  button.dataset["ready"] = "";
  button.hidden = false;
  const had = document.activeElement === document.body && isPlaying;
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
  if (had) button.focus();
  set(isPlaying && later() !== null); // at the last it ends
}
