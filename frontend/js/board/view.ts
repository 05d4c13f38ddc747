/** Shows the document: the same markup as the server's, copied from templates of the page. */
import { byOrder, type Board, type Comment, type Note } from "./model";

const LONGEST_NAME = 60; // letters by which a control names its note
const ROOMS: Record<string, string> = { practice: "practices", document: "documents", technology: "technologies" };

export interface Ballot {
  round: number;
  each: number;
  left: number;
  mine: Record<string, number>;
}

export const NO_BALLOT: Ballot = { round: 0, each: 0, left: 0, mine: {} };

export class View {
  private notes = new Map<string, HTMLLIElement>();
  private bunches = new Map<string, HTMLLIElement>();
  private lists: [string, HTMLUListElement][];
  private said = new Map<string, Comment[]>();
  private shape: HTMLTemplateElement;
  private frame: HTMLTemplateElement;

  constructor(
    private root: HTMLElement,
    private board: Board,
    private words: Record<string, string>,
  ) {
    const blocks = [...root.querySelectorAll<HTMLElement>("[data-block]")];
    this.lists = blocks.map((one) => [one.dataset["block"] ?? "", one.querySelector<HTMLUListElement>("[data-list]")!]);
    this.shape = root.querySelector<HTMLTemplateElement>("template[data-shape=note]")!;
    this.frame = root.querySelector<HTMLTemplateElement>("template[data-shape=bunch]")!;
    root.querySelectorAll<HTMLLIElement>("li[data-note]").forEach((one) => this.notes.set(one.dataset["note"]!, one));
  }

  /** The title of a block. */
  title(block: string): string {
    return this.root.querySelector(`#block-${CSS.escape(block)}`)?.textContent ?? "";
  }

  element(id: string): HTMLLIElement | undefined {
    return this.notes.get(id);
  }

  /** Bring the page in step; whoever writes or reads somewhere keeps their place. */
  show(ballot: Ballot): void {
    const focused = document.activeElement;
    const notes = this.board.all();
    this.said = this.board.said();
    const there = new Set(notes.map((one) => one.id));
    const bunched = new Set<string>();
    for (const [block, list] of this.lists) {
      const inside = notes.filter((one) => one.block === block).sort(byOrder);
      place(list, this.items(block, inside, ballot, bunched));
    }
    for (const [id, one] of this.notes) if (!there.has(id)) this.drop(this.notes, id, one);
    for (const [id, one] of this.bunches) if (!bunched.has(id)) this.drop(this.bunches, id, one);
    const lost = focused instanceof HTMLElement && focused !== document.activeElement && focused.isConnected;
    if (lost) focused.focus({ preventScroll: true });
  }

  private drop(held: Map<string, HTMLLIElement>, id: string, one: HTMLLIElement): void {
    if (one.contains(document.activeElement)) {
      one.closest<HTMLElement>("[data-block]")?.querySelector<HTMLElement>("h2")?.focus();
    }
    one.remove();
    held.delete(id);
  }

  private items(block: string, notes: Note[], ballot: Ballot, bunched: Set<string>): HTMLLIElement[] {
    const groups = new Map(this.board.groupsOf(block).map((one) => [one.id, one]));
    const ordered: [number, string, HTMLLIElement][] = [];
    const inGroups = new Map<string, HTMLLIElement[]>();
    for (const note of notes) {
      const shown = this.note(note, ballot);
      const group = groups.get(note.group);
      if (!group) ordered.push([note.order, note.id, shown]);
      else if (inGroups.has(group.id)) inGroups.get(group.id)!.push(shown);
      else {
        inGroups.set(group.id, [shown]);
        ordered.push([group.order, group.id, this.bunch(group.id, group.title)]);
      }
    }
    for (const [id, held] of inGroups) {
      bunched.add(id);
      place(this.bunches.get(id)!.querySelector("ul")!, held);
    }
    // Notes come in their order already, so that only groups must find their place.
    return ordered.sort((one, other) => one[0] - other[0]).map(([, , shown]) => shown);
  }

  private bunch(id: string, title: string): HTMLLIElement {
    let shown = this.bunches.get(id);
    if (!shown) {
      shown = (this.frame.content.cloneNode(true) as DocumentFragment).querySelector("li")!;
      this.bunches.set(id, shown);
    }
    say(shown.querySelector("h3"), title);
    return shown;
  }

  private note(note: Note, ballot: Ballot): HTMLLIElement {
    let shown = this.notes.get(note.id);
    if (!shown?.dataset["live"]) {
      const fresh = (this.shape.content.cloneNode(true) as DocumentFragment).querySelector("li")!;
      fresh.dataset["live"] = "1";
      fresh.dataset["note"] = note.id;
      fresh.id = `note-${note.id}`;
      const open = fresh.querySelector<HTMLAnchorElement>("[data-open]");
      if (open) open.href = `${this.root.dataset["url"]}/notes/${note.id}`;
      const about = fresh.querySelector<HTMLInputElement>("input[name=note]");
      if (about) about.value = note.id;
      shown?.replaceWith(fresh);
      shown = fresh;
      this.notes.set(note.id, shown);
    }
    if (shown.dataset["colour"] !== note.colour) shown.dataset["colour"] = note.colour;
    say(shown.querySelector("[data-of=text]"), note.text);
    shown.querySelectorAll("[data-of=named]").forEach((one) => say(one, short(note.text)));
    say(shown.querySelector("[data-of=by]"), note.name);
    say(shown.querySelector("[data-of=votes]"), this.votes(note.votes));
    this.photo(shown, note.photo);
    this.links(shown, note.links);
    this.comments(shown, note.id);
    vote(shown, note.id, ballot);
    return shown;
  }

  private votes(votes: number): string {
    return votes ? (this.words[votes === 1 ? "votes_one" : "votes_many"] ?? "").replace("{n}", String(votes)) : "";
  }

  private photo(shown: HTMLElement, key: string): void {
    const link = shown.querySelector<HTMLAnchorElement>("[data-of=photo]")!;
    const readsByLink = !this.root.dataset["person"];
    const url = key && !readsByLink ? `${this.root.dataset["url"]}/photos/${encodeURIComponent(key)}` : "";
    link.hidden = !url;
    if (!url || link.getAttribute("href") === url) return;
    link.href = url;
    const image = link.querySelector("img")!;
    const alt = image.alt;
    image.onerror = () => void (image.alt = this.words["photo_away"] ?? alt);
    image.onload = () => void (image.alt = alt);
    image.src = url;
  }

  private links(shown: HTMLElement, links: [string, string][]): void {
    const list = shown.querySelector<HTMLElement>("[data-of=links]")!;
    fill(list, links, ([key, title]) => {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = address(key);
      link.textContent = title;
      item.append(link);
      return item;
    });
  }

  private comments(shown: HTMLElement, note: string): void {
    const list = shown.querySelector<HTMLElement>("[data-of=comments]")!;
    fill(list, this.said.get(note) ?? [], (one) => {
      const item = document.createElement("li");
      if (one.name) {
        const name = document.createElement("b");
        name.textContent = `${one.name}:`;
        item.append(name, " ");
      }
      item.append(one.text);
      return item;
    });
  }
}

/** The address of what a note points to. */
export function address(key: string): string {
  const at = key.indexOf(":");
  return `/${ROOMS[key.slice(0, at)] ?? "library"}/${encodeURIComponent(key.slice(at + 1))}`;
}

export function short(text: string): string {
  const line = text.replace(/\s+/g, " ");
  return line.length > LONGEST_NAME ? `${line.slice(0, LONGEST_NAME - 1)}…` : line;
}

export function say(one: Element | null, text: string): void {
  if (one && one.textContent !== text) one.textContent = text;
}

/** Fill a list anew where it changed. */
export function fill<T>(list: HTMLElement, items: T[], make: (item: T) => HTMLElement): void {
  const mark = JSON.stringify(items);
  if (list.dataset["mark"] === mark) return;
  list.dataset["mark"] = mark;
  list.replaceChildren(...items.map(make));
  list.hidden = items.length === 0;
}

function place(list: HTMLElement, items: HTMLElement[]): void {
  items.forEach((one, at) => {
    if (list.children[at] !== one) list.insertBefore(one, list.children[at] ?? null);
  });
  while (list.children.length > items.length) list.lastElementChild?.remove();
}

function vote(shown: HTMLElement, id: string, ballot: Ballot): void {
  const form = shown.querySelector<HTMLFormElement>("form[data-act=vote]");
  if (!form) return;
  const mine = ballot.mine[id] ?? 0;
  form.hidden = !ballot.round;
  say(form.querySelector("[data-of=mine]"), String(mine));
  const less = form.querySelector<HTMLButtonElement>("[data-of=less]")!;
  const more = form.querySelector<HTMLButtonElement>("[data-of=more]")!;
  less.value = String(Math.max(0, mine - 1));
  more.value = String(mine + 1);
  less.disabled = mine === 0;
  more.disabled = ballot.left === 0;
}
