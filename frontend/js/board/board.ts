/** A board that is written on by several at once, with the line or without. */
import { IndexeddbPersistence } from "y-indexeddb";
import type * as Y from "yjs";
import { Acts, type Around } from "./acts";
import { drags } from "./drag";
import { drop, forget, keepPage, note as noteUnsaved, remember } from "./keep";
import { Line } from "./line";
import { Board } from "./model";
import { NO_BALLOT, say, short, View, type Ballot } from "./view";

const NEW = 6000; // milliseconds that a note of others is marked
const GATHER = 1200; // in which what others add becomes one sentence
const FRAME = 16;
const COARSE = matchMedia("(pointer: coarse)");

export function liveBoard(root: HTMLElement): void {
  root.dataset["ready"] = "";
  new Room(root);
}

class Room {
  private board = new Board();
  private words: Record<string, string>;
  private view: View;
  private line: Line;
  private acts: Acts | null = null;
  private ballot: Ballot = NO_BALLOT;
  private isLive = false;
  private frame = 0;
  private pause = FRAME; // longer where showing takes long, so that typing stays smooth
  private fresh: [string, string][] = [];
  private key: string;
  private me: number;
  private name: string;
  private kept: IndexeddbPersistence | null = null;
  private hasKept = false;
  private asked = -1; // the round for which the ballot was asked
  private warned = 0; // the end of the timer of which was told that a minute is left

  constructor(private root: HTMLElement) {
    const held = root.dataset;
    this.words = JSON.parse(held["words"] ?? "{}") as Record<string, string>;
    this.me = Number(held["person"] || 0);
    this.name = held["name"] ?? "";
    this.key = `board:${this.me}:${held["board"]}`;
    this.view = new View(root, this.board, this.words);
    this.line = new Line(this.board.doc, held["line"] ?? "", () => this.later(), (kind) => this.told(kind));
    if (this.canWrite) this.acts = new Acts(this.around());
    this.hear();
    if (this.me) this.here();
    if (this.me) this.keep();
    window.setInterval(() => this.time(), 500);
  }

  private get canWrite(): boolean {
    return "write" in this.root.dataset;
  }

  private get isUnnamed(): boolean {
    return this.root.querySelector<HTMLInputElement>("[data-act=unnamed]")?.checked ?? false;
  }

  private around(): Around {
    return {
      root: this.root,
      board: this.board,
      view: this.view,
      words: this.words,
      me: this.me,
      tell: (text) => this.tell(text),
      author: (isNamed) => (isNamed && !this.isUnnamed ? { by: this.me, name: this.name } : { by: null, name: "" }),
      isSaved: () => this.line.isSaved,
    };
  }

  private find<T extends HTMLElement>(selector: string): T | null {
    return this.root.querySelector<T>(selector);
  }

  private word(name: string, values: Record<string, string | number> = {}): string {
    const said = this.words[name] ?? "";
    return said.replace(/\{(\w+)\}/g, (all, one: string) => String(values[one] ?? all));
  }

  private tell(text: string, isSeen = true): void {
    const told = this.find("[data-told]");
    told?.classList.toggle("unseen", !isSeen);
    say(told, text);
  }

  /** Keep the board on this device, and let its page open without the line. */
  private keep(): void {
    if (!this.canWrite || !("indexedDB" in window)) return;
    try {
      remember(this.key);
      this.kept = new IndexeddbPersistence(this.key, this.board.doc);
      void this.kept.whenSynced.then(() => {
        this.hasKept = true;
        this.later();
      });
    } catch {
      // private windows of some browsers: the page still works while it is open
    }
    const idle = window.requestIdleCallback ?? ((act: () => void) => window.setTimeout(act, 1500));
    idle(() => void keepPage(`board:${this.me}:`).catch(() => undefined));
  }

  private here(): void {
    const me = { user: { name: this.name } };
    this.line.awareness.setLocalState(me);
    window.addEventListener("pageshow", (event) => event.persisted && this.line.awareness.setLocalState(me));
  }

  private hear(): void {
    const { doc, notes, undo } = this.board;
    doc.on("update", () => this.later());
    notes.observe((event, change) => this.added(event, change));
    undo.on("stack-item-added", () => this.later());
    undo.on("stack-item-popped", () => this.later());
    this.root.addEventListener("submit", (event) => this.sent(event));
    this.root.addEventListener("click", (event) => this.clicked(event));
    this.root.addEventListener("keydown", (event) => this.pressed(event));
    this.root.addEventListener("pointerdown", keepRow);
    if (this.canWrite) {
      drags(this.root, (id, block, before) => {
        const place = this.board.move(id, block, before);
        this.tell(this.word("moved", { block: this.view.title(block), place }));
      });
    }
  }

  /** Take over from the server's page once there is something to show: the line's, or one's own. */
  private begins(): boolean {
    if (this.isLive) return true;
    if (!this.line.isSynced && !(this.hasKept && this.board.notes.size > 0)) return false;
    this.isLive = true;
    this.root.classList.add("is-live");
    this.root.querySelectorAll<HTMLElement>("[data-undo], [data-session]").forEach((one) => (one.hidden = false));
    const unnamed = this.find<HTMLInputElement>("[data-act=unnamed]");
    const held = sessionStorage.getItem("unnamed");
    if (unnamed && held !== null) unnamed.checked = held === "1";
    this.unnamed();
    return true;
  }

  private later(): void {
    this.frame ||= window.setTimeout(() => {
      this.frame = 0;
      const began = performance.now();
      this.show();
      this.pause = Math.max(FRAME, 2 * (performance.now() - began));
    }, this.pause);
  }

  private show(): void {
    this.state();
    if (!this.begins()) return;
    if (this.asked !== this.board.round) void this.askBallot();
    this.view.show(this.ballot);
    this.acts?.refresh();
    const { undo } = this.board;
    const [back, again] = [this.find<HTMLButtonElement>("[data-act=undo]"), this.find<HTMLButtonElement>("[data-act=redo]")];
    if (back) back.disabled = undo.undoStack.length === 0;
    if (again) again.disabled = undo.redoStack.length === 0;
    this.present();
  }

  // what the line says

  private state(): void {
    const badge = this.find("[data-state]");
    if (!badge) return;
    const { line } = this;
    const isSaved = line.isSaved;
    const open = isSaved || !this.canWrite ? "saved" : "saving";
    const is = line.end || (line.isOpen && line.isSynced ? open : line.tries > 0 ? "offline" : "opening");
    badge.hidden = is === "saved" && !this.canWrite;
    if (badge.dataset["is"] !== is) {
      badge.dataset["is"] = is;
      const name = { out: "signed_out", gone: "gone", refused: "refused" }[is as string] ?? is;
      badge.textContent = this.word(name);
      if (is === "out") badge.append(" ", this.signIn());
      if (is === "gone") void forget(this.key, location.pathname);
      if (is === "refused") void this.refused();
      if (line.end || is === "offline") this.tell(this.word(name), false); // the badge shows it
    }
    if (this.me && this.isLive) noteUnsaved(this.key, !isSaved && line.end !== "gone");
  }

  /** The server will never take what this device holds: show it, and let it go of it. */
  private async refused(): Promise<void> {
    const shown = this.find("[data-refused]");
    if (!shown) return;
    const title = (block: string): string => this.view.title(block);
    const letGo = async (held: () => void): Promise<void> => {
      await this.kept?.destroy(); // its own way to drop does not wait until that is done
      if (this.kept) await drop(this.key, held);
      noteUnsaved(this.key, false);
    };
    const { showRefused } = await import("./refused");
    await showRefused(shown, this.board, this.root.dataset["line"] ?? "", this.words, title, letGo);
  }

  private signIn(): HTMLElement {
    const link = document.createElement("a");
    link.href = `/sign-in?next=${encodeURIComponent(location.pathname)}`;
    link.textContent = this.word("sign_in");
    return link;
  }

  private told(kind: string): void {
    const isShut = kind === "readonly" || kind === "closed";
    if (this.canWrite ? isShut : kind === "writable") window.location.reload();
    else if (kind === "full") this.tell(this.word("full"));
    else if (kind.startsWith("round")) this.asked = -1;
  }

  private present(): void {
    const names = [...this.line.awareness.getStates().entries()]
      .filter(([client]) => client !== this.line.awareness.clientID)
      .map(([, state]) => (state as { user?: { name?: string } }).user?.name ?? "")
      .filter((name) => name !== "" && name !== this.name);
    const others = [...new Set(names)].sort();
    const all = this.me ? [...others, this.word("you")] : others;
    const text = others.length > 0 ? this.word("here", { names: all.join(", ") }) : this.word("here_alone");
    say(this.find("[data-here]"), this.line.isOpen && this.me ? text : "");
  }

  private added(event: Y.YMapEvent<unknown>, change: Y.Transaction): void {
    if (change.local || change.origin !== this.line || !this.isLive) return;
    for (const [id, one] of event.changes.keys) {
      const note = one.action === "add" ? this.board.note(id) : undefined;
      if (!note) continue;
      const name = note.name ? "added" : "added_unnamed";
      const values = { name: note.name, block: this.view.title(note.block), text: short(note.text) };
      if (this.fresh.length === 0) window.setTimeout(() => this.tellFresh(), GATHER);
      this.fresh.push([id, this.word(name, values)]);
    }
  }

  private tellFresh(): void {
    const fresh = this.fresh.splice(0);
    this.tell(fresh.length === 1 ? fresh[0]![1] : this.word("added_many", { n: fresh.length }));
    const marked = fresh.map(([id]) => this.view.element(id));
    marked.forEach((one) => one?.classList.add("is-new"));
    window.setTimeout(() => marked.forEach((one) => one?.classList.remove("is-new")), NEW);
  }

  // what is done here

  private sent(event: SubmitEvent): void {
    const form = event.target as HTMLFormElement;
    const act = form.dataset["act"] ?? "";
    if (!this.isLive || form.closest("dialog")) return;
    const value = (event.submitter as HTMLButtonElement | null)?.value ?? "";
    if (act === "add") this.add(form);
    else if (act === "timer") this.board.timer(value === "timer" ? 60 * Number(new FormData(form).get("minutes")) : 0);
    else if (act === "vote" || act.startsWith("round-")) void this.ask(form, event.submitter);
    else if (this.isOffline) this.tell(this.word("needs_line"));
    else return;
    event.preventDefault();
  }

  private add(form: HTMLFormElement): void {
    const given = new FormData(form);
    const field = form.querySelector("textarea")!;
    const text = field.value.trim();
    if (!text) return field.focus();
    const block = String(given.get("block"));
    const isNamed = !given.get("unnamed");
    const author = isNamed ? { by: this.me, name: this.name } : { by: null, name: "" };
    this.board.undo.stopCapturing();
    this.board.add(block, text, String(given.get("colour") || "paper"), author);
    field.value = "";
    field.focus();
    this.tell(this.word("put_down", { block: this.view.title(block) }));
  }

  private clicked(event: MouseEvent): void {
    const at = event.target instanceof Element ? event.target : null;
    const open = at?.closest<HTMLElement>("[data-open]");
    if (open && this.acts && this.isLive && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      this.board.undo.stopCapturing();
      this.acts.open(open.closest<HTMLElement>("[data-note]")?.dataset["note"] ?? "");
    }
    else if (this.isOffline && at?.closest("a[href]")) {
      event.preventDefault();
      const dialog = at.closest("dialog")?.querySelector("[data-acts-told]");
      if (dialog) say(dialog, this.word("needs_line"));
      else this.tell(this.word("needs_line"));
    }
    const act = at?.closest<HTMLElement>("[data-act]")?.dataset["act"];
    if (act === "undo" || act === "redo") this.takeBack(act);
    else if (act === "unnamed") this.unnamed();
  }

  private takeBack(act: "undo" | "redo"): void {
    if (this.board.undo[act]()) this.tell(this.word(act === "undo" ? "undone" : "redone"));
  }

  private get isOffline(): boolean {
    return this.find("[data-state]")?.dataset["is"] === "offline";
  }

  /** The choice for the whole visit; each note can still choose for itself. */
  private unnamed(): void {
    const chosen = this.isUnnamed;
    sessionStorage.setItem("unnamed", chosen ? "1" : "0");
    this.root.querySelectorAll<HTMLInputElement>(".add [name=unnamed]").forEach((one) => (one.checked = chosen));
  }

  private pressed(event: KeyboardEvent): void {
    const at = event.target as HTMLElement;
    if (event.key === "Enter" && at.matches(".add textarea") && !event.shiftKey && !event.isComposing && !COARSE.matches) {
      event.preventDefault();
      (at.closest("form") as HTMLFormElement).requestSubmit();
    }
    const isArrow = event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown");
    const id = isArrow ? at.closest<HTMLElement>("[data-note]")?.dataset["note"] : undefined;
    const note = id && this.isLive && this.canWrite ? this.board.note(id) : undefined;
    if (note) {
      event.preventDefault();
      const place = this.board.moveTo(note.id, note.block, event.key === "ArrowUp" ? "up" : "down");
      this.tell(this.word("moved", { block: this.view.title(note.block), place }));
    }
    const key = event.ctrlKey || event.metaKey ? event.key.toLowerCase() : "";
    // A field that is empty has nothing of its own to take back: somebody has just added a note.
    const isField = at.matches("input:not([type=checkbox], [type=radio]), textarea") && (at as HTMLInputElement).value !== "";
    if ((key === "z" || key === "y") && this.canWrite && this.isLive && !isField && !at.closest("dialog")) {
      event.preventDefault();
      this.takeBack(key === "y" || event.shiftKey ? "redo" : "undo");
    }
    const menu = event.key === "Escape" ? at.closest<HTMLDetailsElement>("details.menu[open]") : null;
    if (menu) {
      menu.open = false;
      menu.querySelector("summary")?.focus();
    }
  }

  // votes and time

  private async askBallot(): Promise<void> {
    this.asked = this.board.round;
    if (!this.me) return;
    const was = this.ballot.round;
    try {
      const answer = await fetch(`${this.root.dataset["url"]}/votes`, { headers: { Accept: "application/json" } });
      if (answer.ok) this.take((await answer.json()) as Ballot);
      if (was && !this.ballot.round) this.tell(this.word("votes_closed"));
    } catch {
      window.setTimeout(() => (this.asked = -1), 3000);
    }
  }

  private async ask(form: HTMLFormElement, button: HTMLElement | null): Promise<void> {
    const given = new FormData(form, button);
    try {
      const answer = await fetch(this.root.dataset["url"] ?? "", {
        method: "POST",
        headers: { Accept: "application/json" },
        body: new URLSearchParams([...given].map(([name, value]) => [name, String(value)])),
      });
      const said = (await answer.json()) as Ballot & { message?: string };
      if (answer.ok) this.take(said);
      else this.tell(said.message ?? "");
    } catch {
      this.tell(this.word("votes_offline"));
    }
  }

  private take(ballot: Ballot): void {
    this.ballot = ballot;
    const line = this.find("[data-votes]");
    if (line) {
      line.hidden = !ballot.round || !this.canWrite;
      line.textContent = this.word("votes_open", { left: ballot.left, each: ballot.each });
    }
    const [open, close] = [this.find("[data-act=round-open]"), this.find("[data-act=round-close]")];
    if (open) open.hidden = Boolean(ballot.round);
    if (close) close.hidden = !ballot.round;
    this.later();
  }

  private time(): void {
    const ends = this.isLive ? this.board.timerEnds : 0;
    if (!this.isLive) return;
    const left = Math.ceil((ends - Date.now()) / 1000);
    const shown = this.find("[data-time]");
    if (!ends || left < -30) return say(shown, "");
    const time = `${Math.floor(Math.max(0, left) / 60)}:${String(Math.max(0, left) % 60).padStart(2, "0")}`;
    say(shown, left > 0 ? this.word("time_left", { time }) : this.word("time_up"));
    if (left <= 0 && this.warned !== -ends) {
      this.warned = -ends;
      this.tell(this.word("time_up"));
    } else if (left > 0 && left <= 60 && left > 50 && this.warned !== ends) {
      this.warned = ends;
      this.tell(this.word("minute_left"));
    }
  }
}

/** Leave what opens below a field open until the press that leaves it is done: else that misses. */
function keepRow(): void {
  const row = document.activeElement?.closest<HTMLElement>(".add");
  if (!row) return;
  row.classList.add("is-kept");
  const done = (): void => void window.setTimeout(() => row.classList.remove("is-kept"));
  for (const end of ["pointerup", "pointercancel"]) window.addEventListener(end, done, { once: true });
}
