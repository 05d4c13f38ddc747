/** The dialog of one note: the forms of its page, done here and at once. */
import type { Board } from "./model";
import { address, fill, say, type View } from "./view";
import type * as Y from "yjs";

const QUIET = 250; // milliseconds after the last letter until the library is asked

export interface Around {
  root: HTMLElement;
  board: Board;
  view: View;
  words: Record<string, string>;
  me: number;
  tell: (text: string) => void;
  author: (isNamed: boolean) => { by: number | null; name: string };
  isSaved: () => boolean;
}

interface Found {
  key: string;
  title: string;
}

export class Acts {
  private id = "";
  private block = ""; // where the note was when it was last looked at
  private dialog: HTMLDialogElement;
  private text: HTMLTextAreaElement;
  private stop: () => void = () => undefined;

  constructor(private around: Around) {
    this.dialog = around.root.querySelector<HTMLDialogElement>("[data-dialog]")!;
    this.text = this.dialog.querySelector<HTMLTextAreaElement>("#note-text")!;
    this.dialog.querySelector<HTMLElement>("[data-save]")!.hidden = true;
    this.dialog.addEventListener("submit", (event) => this.sent(event));
    this.dialog.addEventListener("close", () => this.closed());
    this.dialog.addEventListener("change", (event) => {
      const at = event.target;
      if (at instanceof HTMLInputElement && at.name === "colour") around.board.put(this.id, { colour: at.value });
    });
    this.text.addEventListener("input", () => around.board.type(this.id, this.text.value));
    this.finds();
  }

  open(id: string): void {
    const note = this.around.board.note(id);
    if (!note) return;
    this.id = id;
    this.text.value = note.text;
    this.say("");
    this.dialog.querySelectorAll("form").forEach((one) => one.dataset["act"] !== "edit" && one.reset());
    const unnamed = this.dialog.querySelector<HTMLInputElement>("form[data-act=comment] [name=unnamed]");
    if (unnamed) unnamed.checked = this.around.author(true).by === null;
    this.block = "";
    delete this.dialog.querySelector<HTMLElement>("#note-group")!.dataset["mark"];
    this.follow(id);
    this.refresh();
    this.dialog.showModal();
    this.text.focus();
  }

  /** Keep the text in step while others write in it, and the caret where it is. */
  private follow(id: string): void {
    const text = this.around.board.text(id);
    const heard = (event: Y.YTextEvent): void => {
      if (event.transaction.local && this.text.value === text?.toString()) return;
      let [from, to] = [this.text.selectionStart, this.text.selectionEnd];
      let at = 0;
      for (const part of event.delta) {
        if (part.retain) at += part.retain;
        else if (part.insert) {
          const long = String(part.insert).length;
          if (at <= from) from += long;
          if (at <= to) to += long;
          at += long;
        } else if (part.delete) {
          from -= Math.max(0, Math.min(part.delete, from - at));
          to -= Math.max(0, Math.min(part.delete, to - at));
        }
      }
      this.text.value = text?.toString() ?? "";
      this.text.setSelectionRange(from, to);
    };
    text?.observe(heard);
    this.stop = () => text?.unobserve(heard);
  }

  /** Show what the note is now. */
  refresh(): void {
    const { board, words } = this.around;
    const note = this.id ? board.note(this.id) : undefined;
    if (!note) return this.id ? this.dialog.close() : undefined;
    const colour = this.dialog.querySelector<HTMLInputElement>(`[name=colour][value=${note.colour}]`);
    if (colour) colour.checked = true;
    if (note.block !== this.block) {
      this.dialog.querySelector<HTMLSelectElement>("#note-block")!.value = this.block = note.block;
    }
    this.groups(note.block, note.group);
    const own = this.dialog.querySelector<HTMLElement>("form[data-act=unsign]")!;
    own.hidden = note.by !== this.around.me;
    this.dialog.querySelector<HTMLElement>("form[data-act=photo-off]")!.hidden = !note.photo;
    this.links(note.links);
  }

  /** Offer the groups of its block; what somebody has just chosen stays, unless it is moved. */
  private groups(block: string, group: string): void {
    const groups = this.dialog.querySelector<HTMLSelectElement>("#note-group")!;
    const offered = this.around.board.groupsOf(block);
    const mark = JSON.stringify([group, offered.map((one) => [one.id, one.title])]);
    if (groups.dataset["mark"] === mark) return;
    groups.dataset["mark"] = mark;
    const none = new Option(this.around.words["none"] ?? "", "");
    groups.replaceChildren(none, ...offered.map((one) => new Option(one.title, one.id)));
    groups.value = group;
  }

  private links(links: [string, string][]): void {
    fill(this.dialog.querySelector<HTMLElement>("[data-of=linked]")!, links, ([key, title]) => {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = address(key);
      link.textContent = title;
      const off = button(this.around.words["take_off"] ?? "", title);
      off.addEventListener("click", () => this.around.board.link(this.id, key, ""));
      item.append(link, " ", off);
      return item;
    });
  }

  private closed(): void {
    this.stop();
    const open = this.around.view.element(this.id)?.querySelector<HTMLElement>("[data-open]");
    this.id = "";
    open?.focus(); // the note may stand elsewhere now
    this.dialog.querySelector<HTMLElement>("[data-of=found]")!.replaceChildren();
  }

  private say(text: string): void {
    say(this.dialog.querySelector("[data-acts-told]"), text);
  }

  private sent(event: SubmitEvent): void {
    const form = event.target as HTMLFormElement;
    if (form.method === "dialog") return;
    event.preventDefault();
    const given = new FormData(form);
    const value = (name: string): string => String(given.get(name) ?? "").trim();
    const { board, view, words } = this.around;
    switch (form.dataset["act"]) {
      case "edit":
        this.dialog.close();
        break;
      case "move": {
        const place = board.moveTo(this.id, value("block"), value("place"));
        const moved = (words["moved"] ?? "").replace("{block}", view.title(value("block")));
        this.say(moved.replace("{place}", String(place)));
        break;
      }
      case "group": {
        const key = board.group(this.id, value("group"), value("title"));
        form.reset();
        const note = board.note(this.id);
        const title = board.groupsOf(note?.block ?? "").find((one) => one.id === key)?.title;
        this.say(title ? (words["grouped"] ?? "").replace("{group}", title) : (words["no_group"] ?? ""));
        this.refresh();
        break;
      }
      case "comment":
        if (!value("comment")) break;
        board.comment(this.id, value("comment"), this.around.author(!given.get("unnamed")));
        form.querySelector<HTMLTextAreaElement>("textarea")!.value = "";
        break;
      case "photo":
        void this.photo(form, given);
        break;
      case "photo-off":
        board.put(this.id, { photo: "" });
        break;
      case "unsign":
        board.unsign(this.id, this.around.me);
        break;
      case "remove":
        this.remove();
        break;
    }
  }

  private remove(): void {
    const { board, root, tell, words } = this.around;
    const block = board.note(this.id)?.block ?? "";
    board.remove(this.id);
    this.dialog.close();
    tell(words["removed"] ?? "");
    root.querySelector<HTMLElement>(`#block-${CSS.escape(block)}`)?.focus();
  }

  /** Send a photo; the server puts it on the note, which must be there first. */
  private async photo(form: HTMLFormElement, given: FormData): Promise<void> {
    const { words, root } = this.around;
    if (!(given.get("photo") as File).size) return;
    if (!this.around.isSaved()) return this.say(words["photo_offline"] ?? "");
    this.say(words["photo_saving"] ?? "");
    try {
      const answer = await fetch(`${root.dataset["url"]}/notes/${this.id}`, {
        method: "POST",
        headers: { Accept: "application/json" },
        body: given,
      });
      const said = (await answer.json()) as { message: string };
      this.say(said.message);
      if (answer.ok) form.reset();
    } catch {
      this.say(words["photo_offline"] ?? "");
    }
  }

  /** Ask the library while somebody types what to link. */
  private finds(): void {
    const field = this.dialog.querySelector<HTMLInputElement>("#note-find")!;
    const list = this.dialog.querySelector<HTMLElement>("[data-of=found]")!;
    let timer = 0;
    field.addEventListener("input", () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(() => void this.ask(field.value.trim(), list), QUIET);
    });
  }

  private async ask(asked: string, list: HTMLElement): Promise<void> {
    const { root, words } = this.around;
    if (asked.length < 2) return list.replaceChildren();
    try {
      const url = `${root.dataset["url"]}/find?q=${encodeURIComponent(asked)}`;
      const answer = await fetch(url, { headers: { Accept: "application/json" } });
      const { found } = (await answer.json()) as { found: Found[] };
      this.say(found.length ? "" : (words["nothing_found"] ?? ""));
      list.hidden = false;
      list.replaceChildren(...found.map((one) => this.offer(one, list)));
    } catch {
      this.say(words["find_offline"] ?? "");
    }
  }

  private offer(one: Found, list: HTMLElement): HTMLElement {
    const item = document.createElement("li");
    const take = button(one.title, "");
    take.addEventListener("click", () => {
      this.around.board.link(this.id, one.key, one.title);
      list.replaceChildren();
      const field = this.dialog.querySelector<HTMLInputElement>("#note-find")!;
      field.value = "";
      field.focus();
      this.say(this.around.words["link_added"] ?? "");
    });
    item.append(take);
    return item;
  }
}

function button(words: string, about: string): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "plain";
  made.textContent = words;
  if (about) {
    const unseen = document.createElement("span");
    unseen.className = "unseen";
    unseen.textContent = `: ${about}`;
    made.append(unseen);
  }
  return made;
}
