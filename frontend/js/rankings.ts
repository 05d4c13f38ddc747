/** A ranking that is weighed anew at once; once the hand rests, its intervals and groups are drawn anew too. */
import { places, USUAL, Weighing, type Model, type Spread } from "./weighing";

interface Group {
  units: number[];
  rank: number[];
  low: (number | null)[];
  high: (number | null)[];
  first: string[];
  score: string[];
  bands: number[];
  titles: string[];
}

interface Data extends Model {
  top: string[];
  decimals: number;
  names: string[];
  groups: Record<string, Group>;
  words: Record<string, string>;
}

/** Where cities are shown: a score and a place for each of the group. */
interface Shown {
  group: Group;
  place: number[];
  found: ArrayLike<number>;
  changed: boolean;
}

/** What is written or drawn anew in the row of a city. */
interface Row {
  row: HTMLTableRowElement;
  place: Element | null;
  score: Element | null;
  moved: Element | null;
  span: Element | null;
  first: Element | null;
  draw: Element;
  now?: SVGElement;
  was?: SVGElement;
  bar?: SVGElement | undefined;
  home: number; // where it lies in the table, in pixels
  shift: number; // how far from there it is shown while weights move
}

const HIGH = 28;
const REST = 150; // milliseconds without a move before intervals are drawn anew
const QUIET = 400; // and before the result is read out, and rows lie where they are shown
const SLICE = 8; // milliseconds of drawing at a time: a frame has 16
const AROUND = 80; // pixels above and below the window in which rows follow a moving weight

/** The places on the axis, and which of them a narrow screen leaves out: as kernel/charts/ranks.py. */
function ticks(of: number): [number, boolean][] {
  const step = of <= 12 ? 2 : of <= 40 ? 5 : of <= 120 ? 20 : 50;
  const found: [number, boolean][] = [[1, false]];
  for (let place = step; place < of; place += step) {
    if (place > 1 && place <= of - Math.floor((step + 1) / 2)) found.push([place, Math.floor(place / step) % 2 === 1]);
  }
  if (of > 1) found.push([of, false]);
  return found;
}

function short(value: number): string {
  return value.toFixed(1).replace(/\.0$/, "");
}

class Ranking {
  private readonly weighing: Weighing;
  private readonly own: HTMLElement | null;
  private readonly back: HTMLElement | null;
  private readonly sliders: HTMLInputElement[];
  private readonly boxes: HTMLInputElement[];
  private readonly digits: Intl.NumberFormat;
  private readonly shares: Intl.NumberFormat;
  private rows = new Map<string, Row>();
  private resting = 0;
  private quiet = 0;
  private turn = 0; // of moves: what was drawn for an earlier one is not shown
  private asked: AbortController | undefined;
  private drawn: Group | undefined;
  private slots: number[] = []; // where rows lie in the table, from above
  private seen: [number, number] = [0, 0]; // what the window shows of the table

  constructor(
    private readonly form: HTMLFormElement,
    private readonly data: Data,
    private table: HTMLTableElement,
  ) {
    this.weighing = new Weighing(data);
    this.own = document.querySelector("[data-own]");
    this.back = form.querySelector("[data-back]");
    this.sliders = [...form.querySelectorAll<HTMLInputElement>("input[type=range]")];
    this.boxes = [...form.querySelectorAll<HTMLInputElement>("input[name=on]")];
    const lang = document.documentElement.lang || "en";
    const { decimals } = data;
    this.digits = new Intl.NumberFormat(lang, { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
    this.shares = new Intl.NumberFormat(lang, { maximumFractionDigits: 1 });
    this.adopt(table);
    form.addEventListener("input", () => this.redraw());
    form.addEventListener("change", () => this.redraw());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.redraw();
    });
    this.back?.addEventListener("click", (event) => {
      event.preventDefault();
      this.reset();
    });
    this.back?.toggleAttribute("hidden", !this.isChanged());
    this.tell();
    const group = this.data.groups[this.among()];
    // While nobody has moved anything, so that the first move costs no more than the next.
    if (group && !this.isChanged()) window.setTimeout(() => this.drawn ?? this.prepare(group), REST);
  }

  /** Know the rows of a table. An address may show a few cities only: rows of the others are made of theirs. */
  private adopt(table: HTMLTableElement): void {
    this.table = table;
    this.drawn = undefined;
    const pattern = table.querySelector<HTMLTableRowElement>("tr[data-code]");
    const shown = new Map<string, HTMLTableRowElement>();
    table.querySelectorAll<HTMLTableRowElement>("tr[data-code]").forEach((row) => shown.set(row.dataset["code"] ?? "", row));
    this.rows = new Map();
    this.data.units.forEach((code, at) => {
      const row = shown.get(code) ?? this.copy(pattern, code, this.data.names[at] ?? code);
      if (row) this.rows.set(code, parts(row));
    });
  }

  private copy(pattern: HTMLTableRowElement | null, code: string, name: string): HTMLTableRowElement | null {
    if (!pattern) return null;
    const row = pattern.cloneNode(true) as HTMLTableRowElement;
    row.dataset["code"] = code;
    row.classList.toggle("is-mine", code === this.table.dataset["mine"]);
    const link = row.querySelector("a");
    if (link) {
      link.textContent = name;
      link.href = `${this.form.getAttribute("action") ?? ""}/${encodeURIComponent(code)}`;
    }
    row.querySelector(".where")?.remove();
    return row;
  }

  private off(): Set<string> {
    return new Set(this.boxes.filter((box) => !box.checked).map((box) => box.value));
  }

  private weights(): Float64Array | null {
    const asked = new Map(this.sliders.map((slider) => [slider.dataset["weight"] ?? "", slider.valueAsNumber]));
    return this.weighing.weights(asked, this.off());
  }

  private among(): string {
    return this.form.querySelector<HTMLSelectElement>("select[name=among]")?.value ?? "";
  }

  private isChanged(): boolean {
    return this.sliders.some((slider) => slider.valueAsNumber !== USUAL) || this.off().size > 0;
  }

  private reset(): void {
    this.sliders.forEach((slider) => (slider.value = String(USUAL)));
    this.boxes.forEach((box) => (box.checked = true));
    this.redraw();
    this.sliders[0]?.focus();
  }

  redraw(): void {
    const weights = this.weights();
    this.turn += 1;
    if (this.resting === 0) this.measure(); // all that is read comes before what is written
    window.clearTimeout(this.resting);
    this.resting = 0;
    this.tell();
    if (weights === null) {
      this.say(this.data.words["nothing"] ?? "");
      return;
    }
    const group = this.data.groups[this.among()] ?? this.data.groups[""]!;
    const changed = this.isChanged();
    const found = this.weighing.scores(weights, group.units);
    const place = changed ? places(found) : group.rank;
    const shown = { group, place, found, changed };
    if (group === this.drawn) this.glide(shown);
    else this.settle(shown);
    this.back?.toggleAttribute("hidden", !changed);
    put(this.form.querySelector("summary"), this.data.words[changed ? "weights_own" : "weights"] ?? "");
    this.say(changed ? this.result(group, place) : (this.data.words["same"] ?? ""));
    this.resting = window.setTimeout(() => {
      this.resting = 0;
      history.replaceState(null, "", this.address());
      void this.rest(shown, weights);
    }, REST);
  }

  /** What each criterion makes up of the whole, beside its slider. */
  private tell(): void {
    const off = this.off();
    const counted = this.sliders.map((slider) => {
      const code = slider.dataset["weight"] ?? "";
      const below = this.data.codes.filter((leaf) => leaf !== code && this.isBelow(leaf, code));
      const isOff = off.has(code) || (below.length > 0 && below.every((part) => off.has(part)));
      return isOff ? 0 : ((this.data.weights[code] ?? 0) * slider.valueAsNumber) / USUAL;
    });
    const whole = counted.reduce((sum, one) => sum + one, 0) || 1;
    this.sliders.forEach((slider, at) => {
      const share = this.shares.format((100 * counted[at]!) / whole);
      put(this.form.querySelector(`[data-of="${CSS.escape(slider.id)}"]`), `${share}%`);
      slider.setAttribute("aria-valuetext", (this.data.words["percent"] ?? "{n}%").replace("{n}", share));
    });
  }

  private isBelow(leaf: string, pillar: string): boolean {
    for (let above = this.data.parents[leaf]; above; above = this.data.parents[above]) {
      if (above === pillar) return true;
    }
    return false;
  }

  private measure(): void {
    const rows = [...this.table.querySelectorAll<HTMLTableRowElement>("tr[data-code]")];
    this.slots = rows.map((row) => row.offsetTop);
    rows.forEach((row, at) => {
      const one = this.rows.get(row.dataset["code"] ?? "");
      if (one) one.home = this.slots[at]!;
    });
    const { top } = this.table.getBoundingClientRect();
    this.seen = [-top - AROUND, innerHeight - top + AROUND];
  }

  /** While weights move, rows change places by a transform alone, and only those in the window: no layout of the
   * table. Where they lie, their groups and their intervals follow once the hand rests. */
  private glide(shown: Shown): void {
    const { group, place, found, changed } = shown;
    const isOld = this.data.noises?.length !== 0;
    const isSeen = (top: number): boolean => top >= this.seen[0] && top <= this.seen[1];
    inPlaces(group, changed ? place : null).forEach((nth, slot) => {
      const one = this.rowOf(group, nth);
      const top = this.slots[slot];
      if (!one || top === undefined) return;
      const isThere = isSeen(top);
      if (!isThere && !isSeen(one.home + one.shift)) return;
      if (one.shift !== top - one.home) {
        one.shift = top - one.home;
        one.row.style.transform = one.shift ? `translateY(${one.shift}px)` : "";
      }
      if (isThere) this.patch(group, nth, place[nth]!, changed ? found[nth]! : NaN);
      if (isThere && isOld) one.row.classList.add("is-old");
    });
    this.label(changed, isOld);
  }

  /** Lay all rows out where they belong, in the groups given or, without, as one. */
  private settle({ group, place, found, changed }: Shown, spread: Spread | null = null): void {
    if (group !== this.drawn) this.prepare(group);
    const order = inPlaces(group, changed ? place : null, spread?.group);
    const isOld = changed && !spread && this.data.noises?.length !== 0;
    const bands = new Map<number, number[]>();
    for (const nth of order) {
      const one = this.rowOf(group, nth);
      if (!one) continue;
      if (one.shift) one.row.style.transform = "";
      one.shift = 0;
      one.row.classList.toggle("is-old", isOld);
      this.patch(group, nth, place[nth]!, changed ? found[nth]! : NaN);
      if (changed) one.row.dataset["score"] = String(found[nth]);
      else delete one.row.dataset["score"];
      if (spread) this.bar(group, nth, spread.low[nth]!, spread.high[nth]!, this.share(spread.first[nth]!));
      else if (!changed) this.bar(group, nth, group.low[nth]!, group.high[nth]!, group.first[nth]!);
      const band = changed ? (spread?.group[nth] ?? 0) : group.bands[nth]!;
      bands.set(band, [...(bands.get(band) ?? []), nth]);
    }
    this.lay([...bands].map(([band, some], at) => [
      changed ? this.title(band, some.map((nth) => place[nth]!)) : (group.titles[at] ?? ""),
      some.flatMap((nth) => this.rowOf(group, nth)?.row ?? []),
    ]));
    this.label(changed, isOld);
  }

  /** Lay rows out in groups; bodies, and rows that follow each other already, stay where they are. */
  private lay(groups: [string, HTMLTableRowElement[]][]): void {
    const bodies = [...this.table.tBodies];
    groups.forEach(([title, rows], at) => {
      const one = bodies[at] ?? this.table.createTBody();
      if (!one.rows[0]?.classList.contains("g")) one.prepend(head());
      put(one.rows[0]!.cells[0]!, title);
      inOrder(one, rows);
    });
    bodies.slice(groups.length).forEach((one) => one.remove());
  }

  /** Once the hand rests: where else each city could stand around these weights, and who cannot be told apart. */
  private async rest(shown: Shown, weights: Float64Array): Promise<void> {
    const turn = this.turn;
    if (!shown.changed || this.data.noises?.length === 0) return this.settle(shown);
    if (this.data.noises === null) {
      this.settle(shown);
      return this.askServer();
    }
    const drawing = this.weighing.spread(weights, shown.group.units);
    let step = drawing.next();
    while (!step.done) {
      for (const end = performance.now() + SLICE; !step.done && performance.now() < end; ) step = drawing.next();
      await idle();
      if (turn !== this.turn) return;
    }
    this.dress(shown, step.value);
    await new Promise((go) => setTimeout(go, QUIET - REST));
    if (turn === this.turn) this.settle(shown, step.value);
  }

  /** Draw intervals where rows are shown; where rows lie, which costs a layout, follows when nothing moves. */
  private dress({ group, place }: Shown, spread: Spread): void {
    inPlaces(group, place).forEach((nth) => {
      const one = this.rowOf(group, nth);
      if (!one?.row.classList.contains("is-old")) return;
      one.row.classList.remove("is-old");
      this.bar(group, nth, spread.low[nth]!, spread.high[nth]!, this.share(spread.first[nth]!));
    });
    this.label(true, false, true);
  }

  private title(band: number, of: number[]): string {
    const { words } = this.data;
    if (band === 0) return words["own"] ?? "";
    const told = words[of.length > 1 ? "group" : "alone"] ?? "";
    const nth = this.nth(of[0]!);
    return told.replace("{n}", String(band)).replace("{first}", String(of[0])).replace("{last}", String(of.at(-1))).replace("{nth}", nth);
  }

  private share(part: number | null): string {
    const { words } = this.data;
    if (part === null) return "";
    if (part === 0) return words["never"] ?? "";
    if (part < 0.01) return words["seldom"] ?? "";
    if (part > 0.99 && part < 1) return words["mostly"] ?? "";
    return `${Math.round(100 * part)}%`;
  }

  /** Say in the key whose places are drawn, and whose intervals. */
  private label(changed: boolean, old: boolean, unlaid = old): void {
    const { words } = this.data;
    const key = this.table.parentElement;
    put(key?.querySelector(".k-now") ?? null, words[changed ? "own" : "published"] ?? "");
    key?.querySelector(".k-was")?.toggleAttribute("hidden", !changed);
    put(key?.querySelector(".k-bars") ?? null, words[old ? "bars_old" : changed && this.data.noises?.length ? "bars_own" : "bars"] ?? "");
    this.table.toggleAttribute("data-old", unlaid);
  }

  private rowOf(group: Group, nth: number): Row | undefined {
    return this.rows.get(this.data.units[group.units[nth]!]!);
  }

  /** Draw what stays while weights move: the axis, and in every row what will be moved. */
  private prepare(group: Group): void {
    const of = group.units.length;
    const marks = ticks(of);
    const grid = marks.map(([one]) => line(across(one, of))).join("");
    this.table.querySelector("thead .axis svg")!.innerHTML = marks.map(([one, far]) => tick(one, across(one, of), far)).join("");
    group.units.forEach((_unit, nth) => {
      const one = this.rowOf(group, nth);
      if (!one) return;
      const look = one.row.classList.contains("is-mine") ? "bar3" : "bar2";
      one.draw.innerHTML = `${grid}<rect class="${look}" y="10" height="8"/>${dot("them")}${dot("pt")}`;
      [one.bar, one.was, one.now] = [".bar2, .bar3", ".them", ".pt"].map((part) => one.draw.querySelector<SVGElement>(part)!);
      one.was!.setAttribute("cx", `${short(across(group.rank[nth]!, of))}%`);
      this.bar(group, nth, group.low[nth]!, group.high[nth]!, group.first[nth]!);
    });
    this.drawn = group;
  }

  /** Draw the interval of a city, and write it. */
  private bar(group: Group, nth: number, low: number | null, high: number | null, first: string): void {
    const one = this.rowOf(group, nth);
    if (!one?.bar) return;
    put(one.span, low === null || high === null ? "" : low === high ? String(low) : `${low}\u2013${high}`);
    put(one.first, first);
    const of = group.units.length;
    const [left, right] = low === null || high === null ? [0, 0] : [across(low, of), across(high, of)];
    const wider = low !== null && low === high ? 0.6 : 0;
    set(one.bar, "x", `${short(left - wider)}%`);
    set(one.bar, "width", `${short(right - left + 2 * wider)}%`);
  }

  private patch(group: Group, nth: number, place: number, score: number): void {
    const one = this.rowOf(group, nth);
    if (!one) return;
    const changed = !Number.isNaN(score);
    const was = group.rank[nth]!;
    const of = group.units.length;
    put(one.place, Number.isNaN(place) ? "" : String(place));
    put(one.score, changed ? this.digits.format(score) : group.score[nth]!);
    put(one.moved, changed ? this.moved(was, place) : "");
    set(one.now, "cx", `${short(across(Number.isNaN(place) ? of : place, of))}%`);
    set(one.was, "r", changed && was !== place ? "3.5" : "0");
  }

  private moved(was: number, now: number): string {
    if (Number.isNaN(now) || was === now) return "";
    const words = this.data.words[now < was ? "up" : "down"] ?? "{n}";
    return words.replace("{n}", String(Math.abs(now - was)));
  }

  private result(group: Group, place: number[]): string {
    const { words, names } = this.data;
    const first = group.units.filter((_unit, nth) => place[nth] === 1).map((unit) => names[unit] ?? "");
    const joined = first.length > 1 ? `${first.slice(0, -1).join(", ")} ${words["and"]} ${first.at(-1)}` : (first[0] ?? "");
    const told = [(words[first.length > 1 ? "firsts" : "first"] ?? "").replace("{city}", joined)];
    const mine = this.table.dataset["mine"] ?? "";
    const nth = group.units.findIndex((unit) => this.data.units[unit] === mine);
    if (nth >= 0) {
      const mean = { city: names[group.units[nth]!] ?? "", now: this.nth(place[nth]!), was: this.nth(group.rank[nth]!) };
      told.push((words["mine"] ?? "").replace("{city}", mean.city).replace("{now}", mean.now).replace("{was}", mean.was));
    }
    return told.join(" ");
  }

  private nth(place: number): string {
    if (!document.documentElement.lang.startsWith("en")) return `${place}.`;
    const ends: Record<string, string> = { one: "st", two: "nd", few: "rd", other: "th" };
    return `${place}${ends[new Intl.PluralRules("en", { type: "ordinal" }).select(place)] ?? "th"}`;
  }

  /** Read out what came of it, once the reader pauses. */
  private say(words: string): void {
    window.clearTimeout(this.quiet);
    this.quiet = window.setTimeout(() => {
      if (this.own) this.own.textContent = words;
    }, QUIET);
  }

  /** Where more than weights is in doubt, the server draws; its plot replaces ours. */
  private async askServer(): Promise<void> {
    this.asked?.abort();
    this.asked = new AbortController();
    const turn = this.turn;
    if (!(await fetchPlot(this.address(), this.asked.signal, () => turn === this.turn))) return;
    const table = document.querySelector<HTMLTableElement>("table.ranks");
    if (table) this.adopt(table);
  }

  private address(): string {
    const asked = new URLSearchParams();
    this.sliders.filter((one) => one.valueAsNumber !== USUAL).forEach((one) => asked.set(one.name, one.value));
    this.off().forEach((code) => asked.append("off", code));
    if (this.among()) asked.set("among", this.among());
    const query = asked.toString();
    return location.pathname + (query ? `?${query}` : "");
  }
}

function parts(row: HTMLTableRowElement): Row {
  const of = (name: string): Element | null => row.querySelector(name);
  return {
    row, place: of(".r-place"), score: of(".r-score"), moved: of(".moved"), span: of(".r-span"), first: of(".r-first"),
    draw: of(".draw svg")!, home: 0, shift: 0,
  };
}

/** Return the numbers of units by their place, or as published; among ties by group, then as published. */
function inPlaces(group: Group, place: number[] | null, bands: (number | null)[] = []): number[] {
  const order = group.units.map((_unit, nth) => nth);
  const key = (nth: number): number => place![nth] || Infinity;
  const band = (nth: number): number => bands[nth] ?? 0;
  if (place) order.sort((one, other) => key(one) - key(other) || band(one) - band(other) || one - other);
  return order;
}

/** Return where a place is drawn, in percent of the width. */
function across(place: number, of: number): number {
  return of > 1 ? 2.5 + ((place - 1) * 95) / (of - 1) : 2.5;
}

function line(x: number): string {
  return `<line class="grid" x1="${short(x)}%" x2="${short(x)}%" y1="0" y2="${HIGH}"/>`;
}

function tick(place: number, x: number, far: boolean): string {
  return `<text class="t${far ? " far" : ""}" x="${short(x)}%" y="12" text-anchor="middle">${place}</text>`;
}

function dot(look: "them" | "pt"): string {
  return `<circle class="${look}" cy="${HIGH / 2}" r="${look === "pt" ? 4 : 0}"/>`;
}

/** Bring rows into an order; only as few as possible are moved, since each move costs a layout. */
function inOrder(within: HTMLTableSectionElement, rows: HTMLTableRowElement[]): void {
  const wanted = new Set(rows);
  [...within.rows].slice(1).forEach((row) => wanted.has(row) || row.remove());
  if (rows.every((row, at) => row === within.rows[at + 1])) return;
  const held = new Map([...within.rows].map((row, at) => [row, at]));
  const stay = longest(rows.map((row) => held.get(row) ?? -1));
  let next: Node | null = null;
  for (let at = rows.length - 1; at >= 0; at--) {
    if (!stay.has(at)) within.insertBefore(rows[at]!, next);
    next = rows[at]!;
  }
}

/** Return the places of a longest rising run among numbers; those below zero are in none. */
function longest(found: number[]): Set<number> {
  const ends: number[] = []; // of runs by length: the place of the least last number
  const before: number[] = [];
  found.forEach((value, at) => {
    if (value < 0) return;
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (found[ends[middle]!]! < value) low = middle + 1;
      else high = middle;
    }
    before[at] = low ? ends[low - 1]! : -1;
    ends[low] = at;
  });
  const stay = new Set<number>();
  for (let at = ends.at(-1) ?? -1; at >= 0; at = before[at]!) stay.add(at);
  return stay;
}

/** Wait until the browser has nothing better to do. */
function idle(): Promise<unknown> {
  return new Promise((go) => ("requestIdleCallback" in window ? requestIdleCallback(go, { timeout: REST }) : setTimeout(go, 0)));
}

function put(cell: Element | null, words: string): void {
  if (cell && cell.textContent !== words) cell.textContent = words;
}

function set(part: Element | undefined, name: string, value: string): void {
  if (part && part.getAttribute(name) !== value) part.setAttribute(name, value);
}

function head(): HTMLTableRowElement {
  const made = document.createElement("tr");
  made.className = "g";
  const cell = document.createElement("th");
  cell.colSpan = 4;
  cell.scope = "rowgroup";
  made.append(cell);
  return made;
}

/** Put the server's plot of an address in place; false where it did not come, or is not wanted any more. */
async function fetchPlot(address: string, signal: AbortSignal, wanted = () => true): Promise<boolean> {
  const answer = await fetch(address, { headers: { "HX-Request": "true" }, signal }).catch(() => null);
  const markup = answer?.ok ? await answer.text().catch(() => "") : "";
  const plot = document.getElementById("plot");
  if (!markup || !plot || !wanted()) return false;
  plot.outerHTML = markup;
  return true;
}

/** Where the page carries no data, the server weighs and sends the plot. */
function askServer(form: HTMLFormElement): void {
  let timer = 0;
  let asked: AbortController | undefined;
  form.addEventListener("change", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(async () => {
      asked?.abort();
      asked = new AbortController();
      const query = new URLSearchParams(new FormData(form) as unknown as Record<string, string>);
      const address = `${location.pathname}?${query}`;
      if (await fetchPlot(address, asked.signal)) history.replaceState(null, "", address);
    }, QUIET);
  });
}

/** Bring the form of weights to life. */
export function weigh(form: HTMLFormElement): void {
  form.dataset["ready"] = "";
  const all = form.querySelector("details");
  if (all && matchMedia("(min-width: 64rem)").matches) all.open = true; // as it looks there
  form.querySelectorAll<HTMLElement>("[data-plain]").forEach((one) => (one.hidden = true));
  const told = document.getElementById("ranking-data");
  const table = document.querySelector<HTMLTableElement>("table.ranks");
  if (told && table) new Ranking(form, JSON.parse(told.textContent ?? "") as Data, table);
  else askServer(form);
}
