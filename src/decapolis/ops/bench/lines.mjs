// Many people on one board, over any y-websocket server: each types into a note of their own.
// Takes one line of JSON, writes one: how long each letter took to reach everybody else, in ms.
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { readFileSync } from "node:fs";
import WebSocket from "ws";
import * as sync from "y-protocols/sync";
import * as Y from "yjs";

const { address, headers, rate, seconds, warm } = JSON.parse(readFileSync(0, "utf8"));
const BLOCK = { block: "idea", order: 1, by: null, name: "", colour: "paper", group: "", votes: 0 };
const LETTERS = "abcdefghij klmnopqr ";
const PATIENCE = 20_000;
const count = headers.length;
const sentAt = headers.map(() => []); // by writer, by letter
const took = [];
let timed = false;
let delivered = 0;
let expected = 0;

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function until(holds, what) {
  const end = Date.now() + PATIENCE;
  while (!holds()) {
    if (Date.now() > end) throw new Error(`${what}: not in time`);
    await pause(10);
  }
}

class Person {
  constructor(at) {
    this.at = at;
    this.doc = new Y.Doc();
    this.synced = false;
    this.seen = headers.map(() => 0);
    this.socket = new WebSocket(address, { headers: headers[at], perMessageDeflate: false });
    this.socket.binaryType = "arraybuffer";
    this.socket.on("open", () => this.send((out) => sync.writeSyncStep1(out, this.doc)));
    this.socket.on("message", (data) => this.take(new Uint8Array(data)));
    this.socket.on("close", (code) => ended || fail(`closed with ${code}`));
    this.socket.on("error", (error) => fail(String(error)));
    this.doc.on("update", (update, origin) => {
      if (origin !== this) this.send((out) => sync.writeUpdate(out, update));
    });
  }

  send(write) {
    const out = encoding.createEncoder();
    encoding.writeVarUint(out, 0);
    write(out);
    if (encoding.length(out) > 1) this.socket.send(encoding.toUint8Array(out));
  }

  take(data) {
    const source = decoding.createDecoder(data);
    if (decoding.readVarUint(source) !== 0) return;
    this.send((out) => {
      if (sync.readSyncMessage(source, out, this.doc, this) === 1) this.synced = true;
    });
  }

  get texts() {
    const notes = this.doc.getMap("notes");
    return headers.map((_, at) => notes.get(`n${at}`)?.get("text"));
  }

  watch() {
    this.texts.forEach((text, writer) => {
      this.seen[writer] = text.length;
      if (writer !== this.at) text.observe(() => this.count(writer, text.length));
      else this.own = text;
    });
  }

  count(writer, length) {
    const now = performance.now();
    for (let letter = this.seen[writer]; letter < length; letter += 1) {
      delivered += 1;
      if (timed && sentAt[writer][letter]) took.push(now - sentAt[writer][letter]);
    }
    this.seen[writer] = length;
  }

  type() {
    const letter = this.own.length;
    sentAt[this.at][letter] = timed ? performance.now() : 0;
    expected += count - 1;
    this.own.insert(letter, LETTERS[letter % LETTERS.length]);
  }
}

function fail(why) {
  console.error(why);
  process.exit(1);
}

async function type(people, forSeconds) {
  const each = (1000 * count) / rate;
  const end = performance.now() + forSeconds * 1000;
  await Promise.all(
    people.map(async (person, at) => {
      let next = performance.now() + (each * at) / count;
      while (next < end) {
        await pause(Math.max(0, next - performance.now()));
        person.type();
        next += each * (0.5 + Math.random());
      }
    }),
  );
  await until(() => delivered >= expected, `${delivered} of ${expected} letters`);
}

let ended = false;
const people = headers.map((_, at) => new Person(at));
await until(() => people.every(({ synced }) => synced), "everyone there");
people[0].doc.transact(() => {
  for (const at of headers.keys()) {
    const note = new Y.Map([...Object.entries(BLOCK), ["text", new Y.Text("x")]]);
    people[0].doc.getMap("notes").set(`n${at}`, note);
  }
});
await until(() => people.every(({ texts }) => texts.every(Boolean)), "all notes");
people.forEach((person) => person.watch());
await type(people, warm);
timed = true;
await type(people, seconds);
ended = true;
people.forEach(({ socket }) => socket.terminate());
took.sort((one, other) => one - other);
const at = (percent) => took[Math.max(0, Math.ceil((took.length * percent) / 100) - 1)];
const told = { p50: at(50), p95: at(95), p99: at(99), n: took.length };
console.log(JSON.stringify({ ...told, lost: expected - delivered }));
process.exit(0);
