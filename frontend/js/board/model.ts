/** The document of a board, typed, and every change that this page makes to it. */
import * as Y from "yjs";

export const LOCAL = "here"; // origin of what is written on this page: it can be undone
const TICK = "tick";
const ID_LENGTH = 12;
const LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
export const COLOURS = ["paper", "sun", "sky", "leaf", "clay"];

type Held = Y.Map<unknown>;

export interface Note {
  id: string;
  block: string;
  order: number;
  text: string;
  by: number | null;
  name: string;
  colour: string;
  group: string;
  at: string;
  photo: string;
  links: [string, string][];
  votes: number;
}

export interface Group {
  id: string;
  block: string;
  title: string;
  order: number;
}

export interface Comment {
  id: string;
  note: string;
  text: string;
  name: string;
  at: string;
}

export interface Author {
  by: number | null;
  name: string;
}

export class Board {
  doc = new Y.Doc();
  notes = this.doc.getMap<Held>("notes");
  groups = this.doc.getMap<Held>("groups");
  comments = this.doc.getMap<Held>("comments");
  session = this.doc.getMap("session");
  undo = new Y.UndoManager([this.notes, this.groups, this.comments], {
    trackedOrigins: new Set([LOCAL]),
    captureTimeout: 400,
  });

  constructor() {
    // "Saved" is told by clocks, and what only takes away moves none: a tick moves it.
    this.doc.on("afterTransaction", (change: Y.Transaction) => {
      const me = this.doc.clientID;
      const took = change.local && change.deleteSet.clients.size > 0;
      if (!took || change.beforeState.get(me) !== change.afterState.get(me)) return;
      const tick = Number(this.session.get(TICK) ?? 0);
      queueMicrotask(() => this.doc.transact(() => this.session.set(TICK, tick + 1), TICK));
    });
  }

  private do(change: () => void): void {
    this.doc.transact(change, LOCAL);
  }

  /** All notes of a block, in order. */
  inBlock(block: string): Note[] {
    return this.all()
      .filter((one) => one.block === block)
      .sort(byOrder);
  }

  all(): Note[] {
    return [...this.notes.entries()].filter(([, held]) => held instanceof Y.Map).map(([id, held]) => read(id, held));
  }

  note(id: string): Note | undefined {
    const held = this.notes.get(id);
    return held instanceof Y.Map ? read(id, held) : undefined;
  }

  text(id: string): Y.Text | undefined {
    const text = this.notes.get(id)?.get("text");
    return text instanceof Y.Text ? text : undefined;
  }

  allGroups(): Group[] {
    return [...this.groups.entries()]
      .filter(([, held]) => held instanceof Y.Map)
      .map(([id, held]) => ({
        id,
        block: words(held.get("block")),
        title: words(held.get("title")),
        order: number(held.get("order")),
      }));
  }

  groupsOf(block: string): Group[] {
    return this.allGroups()
      .filter((one) => one.block === block)
      .sort((one, other) => one.order - other.order || compare(one.id, other.id));
  }

  /** What was said, by note, in the order in which it was. */
  said(): Map<string, Comment[]> {
    const found = new Map<string, Comment[]>();
    const all = [...this.comments.entries()]
      .filter(([, held]) => held instanceof Y.Map)
      .map(([id, held]) => ({
        id,
        note: words(held.get("note")),
        text: words(held.get("text")),
        name: held.get("by") ? words(held.get("name")) : "",
        at: words(held.get("at")),
      }))
      .sort((one, other) => compare(one.at, other.at) || compare(one.id, other.id));
    for (const one of all) {
      const held = found.get(one.note);
      if (held) held.push(one);
      else found.set(one.note, [one]);
    }
    return found;
  }

  add(block: string, text: string, colour: string, author: Author): string {
    const id = newId();
    const last = this.inBlock(block).at(-1);
    const held: Held = new Y.Map();
    const values = { block, order: (last?.order ?? 0) + 1, colour, group: "", photo: "", votes: 0, ...author };
    Object.entries(values).forEach(([name, value]) => held.set(name, value));
    held.set("at", new Date().toISOString());
    held.set("text", new Y.Text(text));
    held.set("links", new Y.Map());
    this.do(() => this.notes.set(id, held));
    return id;
  }

  /** Make the text read as typed, with the fewest edits. */
  type(id: string, after: string): void {
    const text = this.text(id);
    if (!text) return;
    const before = text.toString();
    let start = 0;
    while (start < before.length && start < after.length && before[start] === after[start]) start += 1;
    if (isHigh(before[start - 1]) || isHigh(after[start - 1])) start -= 1;
    let end = 0;
    const room = Math.min(before.length, after.length) - start;
    while (end < room && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1;
    if (isLow(before[before.length - end]) || isLow(after[after.length - end])) end -= 1;
    this.do(() => {
      if (before.length - end > start) text.delete(start, before.length - end - start);
      if (after.length - end > start) text.insert(start, after.slice(start, after.length - end));
    });
  }

  put(id: string, values: Record<string, unknown>): void {
    const held = this.notes.get(id);
    if (!held) return;
    this.do(() => {
      for (const [name, value] of Object.entries(values)) if (held.get(name) !== value) held.set(name, value);
    });
  }

  /** Move a note before another one of a block, or to the end; return its place there. */
  move(id: string, block: string, before?: string): number {
    const others = this.inBlock(block).filter((one) => one.id !== id);
    const found = before ? others.findIndex((one) => one.id === before) : -1;
    const at = found < 0 ? others.length : found;
    const low = others[at - 1]?.order;
    const high = others[at]?.order;
    const order = low === undefined ? (high ?? 2) - 1 : high === undefined ? low + 1 : (low + high) / 2;
    const note = this.note(id);
    const leaves = note && note.block !== block ? { group: "" } : {};
    this.put(id, { block, order, ...leaves });
    return at + 1;
  }

  /** Move a note to a place that is said in words; return its number. */
  moveTo(id: string, block: string, place: string): number {
    const note = this.note(id);
    if (!note) return 0;
    const others = this.inBlock(block).filter((one) => one.id !== id);
    const stays = note.block === block;
    const now = stays ? this.inBlock(block).findIndex((one) => one.id === id) : others.length;
    const at = { first: 0, up: Math.max(0, now - 1), down: now + 1, last: others.length }[place] ?? others.length;
    return this.move(id, block, others[at]?.id);
  }

  group(id: string, group: string, title: string): string {
    const note = this.note(id);
    if (!note) return "";
    const key = title ? newId() : group;
    this.do(() => {
      if (title) {
        const held: Held = new Y.Map();
        held.set("block", note.block);
        held.set("title", title);
        held.set("order", note.order);
        this.groups.set(key, held);
      }
      this.notes.get(id)?.set("group", key);
    });
    return key;
  }

  comment(note: string, text: string, author: Author): void {
    const held: Held = new Y.Map();
    Object.entries({ note, text, ...author }).forEach(([name, value]) => held.set(name, value));
    held.set("at", new Date().toISOString());
    this.do(() => this.comments.set(newId(), held));
  }

  link(id: string, key: string, title: string): void {
    const held = this.notes.get(id);
    this.do(() => {
      let links = held?.get("links");
      if (!(links instanceof Y.Map)) held?.set("links", (links = new Y.Map()));
      if (title) (links as Held).set(key, title);
      else (links as Held).delete(key);
    });
  }

  remove(id: string): void {
    const said = this.said().get(id) ?? [];
    this.do(() => {
      this.notes.delete(id);
      said.forEach((one) => this.comments.delete(one.id));
    });
  }

  /** Take somebody's own name off a note and off what they said to it. */
  unsign(id: string, me: number): void {
    this.do(() => {
      const own = [...this.comments.values()].filter((one) => one.get("note") === id && one.get("by") === me);
      for (const held of [this.notes.get(id), ...own]) {
        held?.set("by", null);
        held?.set("name", "");
      }
    });
  }

  /** Set the timer for everyone; 0 stops it. */
  timer(seconds: number): void {
    this.doc.transact(() => {
      this.session.set("timer_s", seconds);
      this.session.set("timer_ends", seconds ? new Date(Date.now() + seconds * 1000).toISOString() : "");
    }, "session");
  }

  get timerEnds(): number {
    const ends = Date.parse(words(this.session.get("timer_ends")));
    return Number.isNaN(ends) ? 0 : ends;
  }

  get round(): number {
    return number(this.session.get("round"));
  }
}

function read(id: string, held: Held): Note {
  const links = held.get("links");
  const by = number(held.get("by")) || null;
  const colour = words(held.get("colour"));
  return {
    id,
    block: words(held.get("block")),
    order: number(held.get("order")),
    text: held.get("text") instanceof Y.Text ? (held.get("text") as Y.Text).toString() : words(held.get("text")),
    by,
    name: by ? words(held.get("name")) : "",
    colour: COLOURS.includes(colour) ? colour : "paper",
    group: words(held.get("group")),
    at: words(held.get("at")),
    photo: words(held.get("photo")),
    links: links instanceof Y.Map ? [...links.entries()].map(([key, title]): [string, string] => [key, words(title)]).sort() : [],
    votes: number(held.get("votes")),
  };
}

function words(value: unknown): string {
  return typeof value === "string" ? value : value instanceof Y.Text ? value.toString() : "";
}

function number(value: unknown): number {
  return typeof value === "number" && Number.isFinite(value) ? value : 0;
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

export function byOrder(one: Note, other: Note): number {
  return one.order - other.order || compare(one.at, other.at) || compare(one.id, other.id);
}

function isHigh(letter: string | undefined): boolean {
  return letter !== undefined && letter >= "\ud800" && letter <= "\udbff";
}

function isLow(letter: string | undefined): boolean {
  return letter !== undefined && letter >= "\udc00" && letter <= "\udfff";
}

function newId(): string {
  const dice = crypto.getRandomValues(new Uint8Array(ID_LENGTH));
  return [...dice].map((one) => LETTERS[one % LETTERS.length]).join("");
}
