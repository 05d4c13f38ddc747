/** What the server did not take of what was written here: shown, copied, and let go of. */
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import * as sync from "y-protocols/sync";
import * as Y from "yjs";
import { lineTo } from "./line";
import { Board, type Note } from "./model";

export interface Lost {
  texts: string[]; // notes and comments, as somebody would copy them
  others: number; // places, colours, groups, what was taken off
}

/** Return what the server's board would say beyond what it says, had it taken what is here. */
export function lost(here: Board, there: Board, title: (block: string) => string, comment: string): Lost {
  const found: Lost = { texts: [], others: 0 };
  const both = new Board(); // what others changed or took off meanwhile is nobody's loss
  for (const one of [here, there]) Y.applyUpdate(both.doc, Y.encodeStateAsUpdate(one.doc));
  for (const note of both.all()) {
    const theirs = there.note(note.id);
    if (theirs?.text !== note.text) found.texts.push(`${title(note.block)}: ${note.text}`);
    if (theirs && beside(theirs) !== beside(note)) found.others += 1;
  }
  const groups = new Map(there.allGroups().map((one) => [one.id, one]));
  for (const group of both.allGroups()) {
    if (groups.get(group.id)?.title !== group.title) found.texts.push(`${title(group.block)}: ${group.title}`);
  }
  const said = new Set(there.comments.keys());
  for (const one of [...both.said().values()].flat()) {
    if (!said.has(one.id)) found.texts.push(`${comment}: ${one.text}`);
  }
  found.others += there.all().filter((one) => !both.note(one.id)).length;
  return found;
}

function beside(note: Note): string {
  return JSON.stringify({ ...note, text: "", votes: 0 });
}

/** Ask the server for the board as it has it. */
function asked(path: string): Promise<Board> {
  const board = new Board();
  const socket = new WebSocket(lineTo(path));
  socket.binaryType = "arraybuffer";
  return new Promise((done, fail) => {
    socket.onopen = () => {
      const encoder = encoding.createEncoder();
      encoding.writeVarUint(encoder, 0);
      sync.writeSyncStep1(encoder, board.doc);
      socket.send(encoding.toUint8Array(encoder) as Uint8Array<ArrayBuffer>);
    };
    socket.onmessage = (event) => {
      const decoder = decoding.createDecoder(new Uint8Array(event.data as ArrayBuffer));
      if (decoding.readVarUint(decoder) !== 0) return;
      const kind = sync.readSyncMessage(decoder, encoding.createEncoder(), board.doc, null);
      if (kind !== sync.messageYjsSyncStep2) return;
      done(board);
      socket.close();
    };
    socket.onclose = () => fail(new Error("the line ended"));
  });
}

/** Show what was not taken, and what can be done about it. */
export async function showRefused(
  shown: HTMLElement,
  here: Board,
  path: string,
  words: Record<string, string>,
  title: (block: string) => string,
  drop: (held: () => void) => Promise<void>,
): Promise<void> {
  const text = shown.querySelector<HTMLTextAreaElement>("textarea")!;
  const told = shown.querySelector<HTMLElement>("[role=status]")!;
  const say = (name: string): void => void (told.textContent = words[name] ?? "");
  const copy = shown.querySelector<HTMLButtonElement>("[data-do=copy]")!;
  const again = shown.querySelector<HTMLButtonElement>("[data-do=again]")!;
  again.addEventListener("click", () => window.location.reload());
  shown.querySelector("[data-do=drop]")!.addEventListener("click", () => {
    say("refused_dropping");
    drop(() => say("refused_held")).then(() => window.location.reload(), () => say("refused_kept"));
  });
  copy.addEventListener("click", () => {
    text.select();
    const done = navigator.clipboard?.writeText(text.value) ?? Promise.reject(new Error("no clipboard"));
    done.then(() => say("refused_copied")).catch(() => say("refused_select"));
  });
  shown.hidden = false;
  shown.querySelector("h2")?.focus();
  try {
    const there = await asked(path);
    const show = (): void => {
      const found = lost(here, there, title, words["comment"] ?? "");
      text.value = found.texts.join("\n\n");
      text.hidden = copy.hidden = found.texts.length === 0;
      const others = words[found.others === 1 ? "refused_other" : "refused_others"] ?? "";
      shown.querySelector("[data-of=others]")!.textContent = found.others ? others.replace("{n}", String(found.others)) : "";
    };
    show();
    here.doc.on("update", show);
  } catch {
    say("refused_unknown");
  }
}
