// Real Yjs clients, driven by lines of JSON: {id, op, ...} in, {id, ...} out.
import * as decoding from "lib0/decoding";
import readline from "node:readline";
import WebSocket from "ws";
import * as Y from "yjs";
import { WebsocketProvider } from "y-websocket";

const SAVED = 4;
const TOLD = 5;
const clients = new Map();
const notes = new Map(); // id -> {client, clock, acked}
const removed = new Set();

class Client {
  constructor({ name, server, board, headers, params }) {
    Object.assign(this, { name, server, board, headers, params: params ?? {} });
    this.told = [];
    this.closed = [];
    this.mine = []; // ids of Yjs under which this browser has written
    this.begin(new Y.Doc());
  }

  begin(doc) {
    const headers = this.headers;
    class Socket extends WebSocket {
      constructor(url, protocols) {
        super(url, protocols, { headers });
      }
    }
    this.doc = doc;
    this.mine.push(doc.clientID);
    this.saved = new Map();
    this.provider = new WebsocketProvider(`${this.server}/live/boards`, this.board, doc, {
      WebSocketPolyfill: Socket,
      params: this.params,
      disableBc: true,
      maxBackoffTime: 300,
    });
    this.provider.messageHandlers[SAVED] = (_encoder, decoder) => {
      this.saved = Y.decodeStateVector(decoding.readVarUint8Array(decoder));
      for (const note of notes.values()) {
        if ((this.saved.get(note.client) ?? 0) >= note.clock) note.acked = true;
      }
    };
    this.provider.messageHandlers[TOLD] = (_encoder, decoder) => {
      this.told.push(JSON.parse(decoding.readVarString(decoder)));
    };
    this.provider.on("connection-close", (event) => this.closed.push(event?.code ?? null));
  }

  get isSaved() {
    const { store } = this.doc;
    return this.mine.every((client) => (this.saved.get(client) ?? 0) >= Y.getState(store, client));
  }

  reload(keeps) {
    const state = Y.encodeStateAsUpdate(this.doc);
    this.provider.destroy();
    const doc = new Y.Doc();
    if (keeps) Y.applyUpdate(doc, state);
    else this.mine = [];
    this.begin(doc);
  }

  root(name) {
    return this.doc.getMap(name);
  }

  get content() {
    return Object.fromEntries(
      ["notes", "groups", "comments", "session"].map((name) => [name, this.root(name).toJSON()]),
    );
  }

  pick(at) {
    const keys = [...this.root("notes").keys()].sort();
    return keys.length ? keys[at % keys.length] : undefined;
  }

  edit({ kind, at, words, key, by, signed }) {
    const held = this.root("notes");
    if (kind === "add") {
      this.doc.transact(() => held.set(key, note(words, at, by, signed)));
      const clock = Y.getState(this.doc.store, this.doc.clientID);
      notes.set(key, { client: this.doc.clientID, clock, acked: false });
      return;
    }
    const id = this.pick(at);
    if (id === undefined) return;
    if (kind === "remove") {
      removed.add(id);
      held.delete(id);
    } else if (kind === "write") {
      const text = held.get(id).get("text");
      text.insert(place(text.toString(), at), words);
    } else if (kind === "cut") {
      const text = held.get(id).get("text");
      text.delete(0, place(text.toString(), 2, true));
    } else if (kind === "move") {
      this.doc.transact(() => {
        held.get(id).set("block", words || "idea");
        held.get(id).set("order", at + 0.5);
      });
    } else if (kind === "comment") {
      this.root("comments").set(key, new Y.Map([["note", id], ["text", words], ["by", null]]));
    } else if (kind === "group") {
      this.root("groups").set(key, new Y.Map([["block", "idea"], ["title", words]]));
      held.get(id).set("group", key);
    } else if (kind === "nest") {
      this.doc.transact(() => {
        let inner = held.get(id).get("links");
        while (inner.get("in")) inner = inner.get("in");
        for (let n = 0; n < (words || 1); n += 1) inner = inner.set("in", new Y.Map());
      });
    } else if (kind === "set") {
      held.get(id).set(key, words);
    }
  }
}

function note(words, order, by, signed) {
  return new Y.Map([
    ["block", "idea"],
    ["order", order],
    ["text", new Y.Text(words)],
    ["by", by ?? null],
    ["name", signed ?? ""],
    ["colour", "paper"],
    ["group", ""],
    ["at", "2026-11-25T12:00:00Z"],
    ["photo", ""],
    ["links", new Y.Map()],
    ["votes", 0],
  ]);
}

/** Return a place in a text as a keyboard reaches it: never within a sign of two halves. */
function place(text, at, isMost) {
  const signs = [...text];
  const many = isMost ? Math.min(at, signs.length) : at % (signs.length + 1);
  return signs.slice(0, many).join("").length;
}

/** Wait until something holds; tell whether it came to be. */
async function until(holds, patience) {
  const end = Date.now() + patience;
  while (Date.now() < end) {
    if (holds()) return true;
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
  return holds();
}

function agree() {
  const all = [...clients.values()];
  const connected = all.every(({ provider, isSaved }) => provider.synced && isSaved);
  return connected && new Set(all.map(({ content }) => JSON.stringify(sorted(content)))).size === 1;
}

function sorted(value) {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key])]),
  );
}

const ops = {
  open: (order) => clients.set(order.name, new Client(order)) && {},
  edit: (order) => clients.get(order.name).edit(order) ?? {},
  off: ({ name }) => clients.get(name).provider.disconnect() ?? {},
  on: ({ name }) => clients.get(name).provider.connect() ?? {},
  reload: ({ name, keeps }) => clients.get(name).reload(keeps) ?? {},
  presence: ({ name, state }) => clients.get(name).provider.awareness.setLocalState(state) ?? {},
  stop_reading: ({ name }) => clients.get(name).provider.ws.pause() ?? {},
  go_on_reading: ({ name }) => clients.get(name).provider.ws.resume() ?? {},
  raw: ({ name, bytes, size }) => {
    const data = size ? new Uint8Array(size) : Uint8Array.from(bytes);
    clients.get(name).provider.ws.send(data);
    return {};
  },
  synced: async ({ name, patience }) => ({
    ok: await until(() => clients.get(name).provider.synced, patience),
  }),
  closed: async ({ name, patience }) => ({
    ok: await until(() => clients.get(name).closed.length > 0, patience),
    codes: clients.get(name).closed,
  }),
  saved: async ({ name, patience }) => ({
    ok: await until(() => clients.get(name).isSaved, patience),
  }),
  agree: async ({ patience }) => ({ ok: await until(agree, patience) }),
  look: ({ name }) => {
    const { content, told, closed, provider, doc } = clients.get(name);
    const states = [...provider.awareness.getStates()].filter(([id]) => id !== doc.clientID);
    return { content, told, closed, here: states.map(([, state]) => state) };
  },
  notes: () => ({
    acked: [...notes].filter(([, note]) => note.acked).map(([id]) => id),
    removed: [...removed],
  }),
  end: () => {
    for (const client of clients.values()) client.provider.destroy();
    clients.clear();
    notes.clear();
    removed.clear();
    return {};
  },
};

process.on("uncaughtException", (error) => console.error(error));
for await (const line of readline.createInterface({ input: process.stdin })) {
  const order = JSON.parse(line);
  Promise.resolve()
    .then(() => ops[order.op](order))
    .catch((error) => ({ error: String(error?.stack ?? error) }))
    .then((answer) => process.stdout.write(`${JSON.stringify({ id: order.id, ...answer })}\n`));
}
process.exit(0);
