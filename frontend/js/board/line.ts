/** The line to the server: y-websocket's messages, and two of our own: what is saved, what is told. */
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { applyAwarenessUpdate, Awareness, encodeAwarenessUpdate, removeAwarenessStates } from "y-protocols/awareness";
import * as sync from "y-protocols/sync";
import * as Y from "yjs";

const SYNC = 0;
const AWARENESS = 1;
const QUERY = 3;
const SAVED = 4;
const TOLD = 5;
const GATHER = 40; // milliseconds in which changes become one message
const FIRST_PAUSE = 400;
const LONGEST_PAUSE = 10_000;
const BEAT = 20_000; // asks whether the line still stands
const DEAD = 45_000; // without a word from the server
const IS_HERE = /^(localhost|127\.|\[::1\])/.test(location.hostname); // reached without a network
const LATE = 10_000; // for what was sent to be saved

/** Why the line ended for good; empty: it did not. */
export type End = "" | "out" | "gone" | "refused";

const ABNORMAL = 1006; // what a browser says of a line that broke
const ENDS: Record<number, End> = { 4401: "out", 4404: "gone", 4400: "refused", 1009: "refused" };

/** The address of a line. */
export function lineTo(path: string): string {
  return `${location.protocol === "https:" ? "wss:" : "ws:"}//${location.host}${path}`;
}

export class Line {
  awareness = new Awareness(new Y.Doc()); // not the board's: nobody is tied to what they write
  isOpen = false;
  isSynced = false; // once: then the page shows what the server has
  end: End = "";
  tries = 0;
  private socket: WebSocket | null = null;
  private waiting: Uint8Array[] = [];
  private saved = new Map<number, number>();
  private heardOf = new Map<number, number>(); // what came over the line: the server has it
  private timers: Record<"flush" | "again" | "beat", number> = { flush: 0, again: 0, beat: 0 };
  private heard = 0;
  private unsavedSince = 0;

  constructor(
    private doc: Y.Doc,
    private path: string,
    private changed: () => void,
    private told: (kind: string) => void,
  ) {
    doc.on("update", (update: Uint8Array, origin: unknown) => {
      if (origin !== this) this.send(update);
      else for (const [client, clock] of Y.parseUpdateMeta(update).to) raise(this.heardOf, client, clock);
      this.changed();
    });
    this.awareness.on("update", ({ added, updated, removed }: Record<string, number[]>, origin: unknown) => {
      if (origin === this) return this.changed();
      const mine = [...(added ?? []), ...(updated ?? []), ...(removed ?? [])];
      this.write(AWARENESS, (encoder) => {
        encoding.writeVarUint8Array(encoder, encodeAwarenessUpdate(this.awareness, mine));
      });
      return this.changed();
    });
    window.addEventListener("online", () => this.again(0));
    window.addEventListener("offline", () => this.drop());
    window.addEventListener("pagehide", () => {
      this.flush();
      removeAwarenessStates(this.awareness, [this.awareness.clientID], "leaves");
    });
    this.timers.beat = window.setInterval(() => this.beat(), BEAT / 4);
    this.open();
  }

  /** Whether the database holds all that was written here, on this page or an earlier one. */
  get isSaved(): boolean {
    if (!this.isSynced || this.waiting.length > 0) return false;
    const here = Y.decodeStateVector(Y.encodeStateVector(this.doc));
    return [...here].every(([client, clock]) => {
      const fromOthers = client === this.doc.clientID ? 0 : (this.heardOf.get(client) ?? 0);
      return Math.max(this.saved.get(client) ?? 0, fromOthers) >= clock;
    });
  }

  private open(): void {
    if (this.socket || this.end) return;
    if (!navigator.onLine && !IS_HERE) {
      this.tries ||= 1; // "online" opens it again
      return this.changed();
    }
    const socket = new WebSocket(lineTo(this.path));
    socket.binaryType = "arraybuffer";
    this.socket = socket;
    socket.onopen = () => {
      this.isOpen = true;
      this.tries = 0;
      this.heard = Date.now();
      this.waiting = []; // the server asks for all that it lacks
      this.write(SYNC, (encoder) => sync.writeSyncStep1(encoder, this.doc));
      const me = this.awareness.getLocalState();
      if (me !== null) this.awareness.setLocalState(me); // news, for those to whom I had left
      this.changed();
    };
    socket.onmessage = (event) => this.take(new Uint8Array(event.data as ArrayBuffer));
    socket.onclose = (event) => this.closed(event.code);
  }

  /** Give the line up at once: a farewell would wait for an answer that cannot come. */
  private drop(): void {
    const socket = this.socket;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
    this.closed(ABNORMAL);
  }

  private closed(code: number): void {
    this.socket = null;
    this.isOpen = false;
    this.tries += 1;
    this.end = ENDS[code] ?? "";
    const others = [...this.awareness.getStates().keys()].filter((one) => one !== this.awareness.clientID);
    removeAwarenessStates(this.awareness, others, this);
    others.forEach((one) => this.awareness.meta.delete(one)); // when the line is back, they are news
    this.changed();
    const pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (this.tries - 1));
    this.again(pause * (0.5 + Math.random() / 2));
  }

  private again(pause: number): void {
    window.clearTimeout(this.timers.again);
    if (!this.end) this.timers.again = window.setTimeout(() => this.open(), pause);
  }

  /** Find out whether the line still stands: a phone that slept does not know. */
  private beat(): void {
    if (!this.isOpen) return;
    const now = Date.now();
    this.unsavedSince = this.isSaved ? 0 : this.unsavedSince || now;
    const isLate = this.unsavedSince > 0 && now - this.unsavedSince > LATE && now - this.heard > LATE;
    if (isLate || now - this.heard > DEAD) {
      this.unsavedSince = 0;
      this.drop();
    } else if (now - this.heard > BEAT) this.write(SYNC, (encoder) => sync.writeSyncStep1(encoder, this.doc));
  }

  private send(update: Uint8Array): void {
    if (!this.isOpen) return;
    this.waiting.push(update);
    this.timers.flush ||= window.setTimeout(() => this.flush(), GATHER);
  }

  private flush(): void {
    window.clearTimeout(this.timers.flush);
    this.timers.flush = 0;
    if (!this.isOpen || this.waiting.length === 0) return;
    const update = Y.mergeUpdates(this.waiting);
    this.waiting = [];
    this.write(SYNC, (encoder) => sync.writeUpdate(encoder, update));
  }

  private write(kind: number, fill: (encoder: encoding.Encoder) => void): void {
    if (this.socket?.readyState !== WebSocket.OPEN) return;
    const encoder = encoding.createEncoder();
    encoding.writeVarUint(encoder, kind);
    fill(encoder);
    this.socket.send(encoding.toUint8Array(encoder) as Uint8Array<ArrayBuffer>);
  }

  private take(data: Uint8Array): void {
    this.heard = Date.now();
    const decoder = decoding.createDecoder(data);
    switch (decoding.readVarUint(decoder)) {
      case SYNC:
        this.takeSync(decoder);
        break;
      case AWARENESS:
        applyAwarenessUpdate(this.awareness, decoding.readVarUint8Array(decoder), this);
        break;
      case QUERY:
        this.write(AWARENESS, (encoder) => {
          const mine = encodeAwarenessUpdate(this.awareness, [this.awareness.clientID]);
          encoding.writeVarUint8Array(encoder, mine);
        });
        break;
      case SAVED:
        this.saved = Y.decodeStateVector(decoding.readVarUint8Array(decoder));
        break;
      case TOLD:
        this.told(kindOf(decoding.readVarString(decoder)));
        break;
    }
    this.changed();
  }

  private takeSync(decoder: decoding.Decoder): void {
    const encoder = encoding.createEncoder();
    encoding.writeVarUint(encoder, SYNC);
    const empty = encoding.length(encoder);
    const kind = sync.readSyncMessage(decoder, encoder, this.doc, this);
    if (kind === sync.messageYjsSyncStep2) this.isSynced = true;
    if (encoding.length(encoder) > empty) this.socket?.send(encoding.toUint8Array(encoder) as Uint8Array<ArrayBuffer>);
  }
}

function raise(held: Map<number, number>, client: number, clock: number): void {
  held.set(client, Math.max(held.get(client) ?? 0, clock));
}

function kindOf(text: string): string {
  try {
    const said = JSON.parse(text) as { kind?: string };
    return said.kind ?? "";
  } catch {
    return "";
  }
}
