/** Notes are dragged with the mouse, or by their grip with a finger or a pen. */

const FAR = 6; // pixels after which it is a drag and no click
const EDGE = 70; // pixels from the edge where the page scrolls along
const STEP = 14;
const CONTROLS = "a, button, input, textarea, select, label, summary";

interface Goal {
  block: HTMLElement;
  before: HTMLElement | null;
}

export function drags(root: HTMLElement, drop: (id: string, block: string, before?: string) => void): void {
  let note: HTMLElement | null = null;
  let ghost: HTMLElement | null = null;
  let start = { x: 0, y: 0 };
  let goal: Goal | null = null;

  const mark = (next: Goal | null): void => {
    goal?.block.classList.remove("is-over");
    goal?.before?.classList.remove("is-before");
    goal = next;
    goal?.block.classList.add("is-over");
    goal?.before?.classList.add("is-before");
  };

  const end = (): void => {
    note?.classList.remove("is-dragged");
    ghost?.remove();
    mark(null);
    note = ghost = null;
    window.removeEventListener("pointermove", move);
    window.removeEventListener("pointerup", up);
    window.removeEventListener("pointercancel", end);
    window.removeEventListener("keydown", escape);
  };

  const move = (event: PointerEvent): void => {
    if (!note) return;
    if (!ghost) {
      if (Math.hypot(event.clientX - start.x, event.clientY - start.y) < FAR) return;
      ghost = document.createElement("div");
      ghost.className = "ghost";
      ghost.textContent = note.querySelector("[data-of=text]")?.textContent ?? "";
      root.append(ghost);
      note.classList.add("is-dragged");
      window.getSelection()?.removeAllRanges();
    }
    event.preventDefault();
    ghost.style.left = `${event.clientX + 8}px`;
    ghost.style.top = `${event.clientY + 8}px`;
    if (event.clientY < EDGE) window.scrollBy(0, -STEP);
    else if (event.clientY > window.innerHeight - EDGE) window.scrollBy(0, STEP);
    mark(goalAt(event, note));
  };

  const up = (): void => {
    const id = note?.dataset["note"];
    const reached = ghost ? goal : null;
    end();
    if (id && reached) drop(id, reached.block.dataset["block"] ?? "", reached.before?.dataset["note"]);
  };

  const escape = (event: KeyboardEvent): void => {
    if (event.key === "Escape") end();
  };

  root.addEventListener("pointerdown", (event) => {
    const at = event.target instanceof Element ? event.target : null;
    const found = at?.closest<HTMLElement>("[data-note]");
    const byGrip = Boolean(at?.closest("[data-grip]"));
    if (!found || event.button !== 0 || at?.closest(CONTROLS)) return;
    if (event.pointerType !== "mouse" && !byGrip) return;
    note = found;
    start = { x: event.clientX, y: event.clientY };
    window.addEventListener("pointermove", move);
    window.addEventListener("pointerup", up);
    window.addEventListener("pointercancel", end);
    window.addEventListener("keydown", escape);
  });
}

function goalAt(event: PointerEvent, dragged: HTMLElement): Goal | null {
  const under = document.elementFromPoint(event.clientX, event.clientY);
  const block = under?.closest<HTMLElement>("[data-block]");
  if (!block) return null;
  const others = [...block.querySelectorAll<HTMLElement>("[data-note]")].filter((one) => one !== dragged);
  const before = others.find((one) => {
    const box = one.getBoundingClientRect();
    const above = event.clientY < box.top;
    const beside = event.clientY < box.bottom && event.clientX < box.left + box.width / 2;
    const single = event.clientY < box.top + box.height / 2 && event.clientX < box.right;
    return above || (event.clientY >= box.top && (beside || (single && event.clientX >= box.left)));
  });
  return { block, before: before ?? null };
}
