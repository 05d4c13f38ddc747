// Many people on one board, over any y-websocket server: each types into a note of their own.
// Takes one line of JSON, writes one: how long each letter took to reach everybody else, in ms.
//
// All of them share one process, so each is cheap: a letter counts when it arrives, by Yjs' own
// clocks, and what arrived is put together only after the clock has stopped. Then everybody's
// board must read the same. With the process of the server (`pid`, on Linux) its work is told too.
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { readFileSync } from "node:fs";
import WebSocket from "ws";
import * as sync from "y-protocols/sync";
import * as Y from "yjs";

const { address, headers, pid, rate, seconds, warm } = JSON.parse(readFileSync(0, "utf8"));
const BLOCK = { block: "idea", order: 1, by: null, name: "", colour: "paper", group: "", votes: 0 };
const LETTERS = "abcdefghij klmnopqr ";
const PATIENCE = 60_000;
const count = headers.length;
const writers = new Map(); // Yjs' id of a document -> who writes in it
const took = [];
let timed = false;
let delivered = 0;
let expected = 0;

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function until(holds, what) {
  const end = Date.now() + PATIENCE;
  while (!holds()) {
    if (Date.now() > end) throw new Error(`${what()}: not in time`);
    await pause(10);
  }
}

class Person {
  constructor(at) {
    this.at = at;
    this.doc = new Y.Doc(); // holds what this person writes, and nothing of others
    this.arrived = [];
    this.known = new Map(); // of each writer, up to which clock everything has arrived
    this.sentAt = []; // by clock
    this.letters = "";
    this.synced = false;
    writers.set(this.doc.clientID, this);
    this.socket = new WebSocket(address, { headers: headers[at], perMessageDeflate: false });
    this.socket.on("open", () => this.send((out) => sync.writeSyncStep1(out, this.doc)));
    this.socket.on("message", (data) => this.take(data));
    this.socket.on("close", (code) => ended || fail(`closed with ${code}`));
    this.socket.on("error", (error) => fail(String(error)));
    this.doc.on("update", (update) => this.send((out) => sync.writeUpdate(out, update)));
  }

  send(write) {
    if (this.socket.readyState !== WebSocket.OPEN) return;
    const out = encoding.createEncoder();
    encoding.writeVarUint(out, 0);
    write(out);
    this.socket.send(encoding.toUint8Array(out));
  }

  take(data) {
    const now = performance.now();
    const source = decoding.createDecoder(data);
    if (decoding.readVarUint(source) !== 0) return;
    const step = decoding.readVarUint(source);
    const told = decoding.readVarUint8Array(source);
    if (step === 0) this.send((out) => sync.writeSyncStep2(out, this.doc, told));
    else this.arrive(told, now);
    if (step === 1) this.synced = true;
  }

  arrive(update, now) {
    this.arrived.push(update);
    const { from, to } = Y.parseUpdateMeta(update);
    for (const [id, end] of to) {
      const writer = writers.get(id);
      if (writer === undefined || writer === this) continue;
      const known = this.known.get(id) ?? 0;
      if (from.get(id) > known) fail(`something of ${writer.at} is missing before ${from.get(id)}`);
      for (let clock = known; clock < end; clock += 1) {
        const at = writer.sentAt[clock];
        if (at === undefined) continue;
        delivered += 1;
        if (at) took.push(now - at);
      }
      this.known.set(id, Math.max(known, end));
    }
  }

  begin() {
    const note = new Y.Map([...Object.entries(BLOCK), ["text", new Y.Text("x")]]);
    this.doc.getMap("notes").set(`n${this.at}`, note);
    this.text = note.get("text");
    this.clock = Y.getState(this.doc.store, this.doc.clientID);
    this.letters = "x";
  }

  type() {
    const letter = LETTERS[this.letters.length % LETTERS.length];
    this.sentAt[this.clock] = timed ? performance.now() : 0;
    this.clock += 1;
    this.letters += letter;
    expected += count - 1;
    this.text.insert(this.text.length, letter);
  }

  /** Put together what arrived; return what the board reads. */
  get board() {
    const doc = new Y.Doc();
    doc.transact(() => [Y.encodeStateAsUpdate(this.doc), ...this.arrived].forEach((one) => Y.applyUpdate(doc, one)));
    return doc.getMap("notes").toJSON();
  }
}

/** How long the server has worked, in microseconds; Linux counts in hundredths of a second. */
function work() {
  if (!pid) return 0;
  const told = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1).split(" ");
  return (Number(told[11]) + Number(told[12])) * 10_000;
}

function fail(why) {
  console.error(why);
  process.exit(1);
}

async function type(forSeconds) {
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
  await until(() => delivered >= expected, () => `${delivered} of ${expected} letters`);
}

let ended = false;
const people = headers.map((_, at) => new Person(at));
await until(() => people.every(({ synced }) => synced), () => "everyone there");
people.forEach((person) => person.begin());
const all = () => people.every((one) => people.every((other) => one === other || one.known.get(other.doc.clientID) >= other.clock));
await until(all, () => "all notes");
await type(warm);
timed = true;
const before = work();
await type(seconds);
const worked = work() - before;
ended = true;
people.forEach(({ socket }) => socket.terminate());
const wrong = people.filter(({ board }) => people.some(({ at, letters }) => board[`n${at}`]?.text !== letters));
if (wrong.length > 0) fail(`${wrong.length} boards do not read as they were written`);
took.sort((one, other) => one - other);
const at = (percent) => took[Math.max(0, Math.ceil((took.length * percent) / 100) - 1)];
const told = { p50: at(50), p95: at(95), p99: at(99), n: took.length };
console.log(JSON.stringify({ ...told, lost: expected - delivered, worked: worked / took.length }));
process.exit(0);
