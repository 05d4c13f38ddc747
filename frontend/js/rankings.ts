/** A ranking that is weighed anew at once. The arithmetic is that of engines/composite: weighted means
 * from the criteria up to the index, missing values left out; ties share the best place. */

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

interface Data {
  units: string[];
  codes: string[];
  values: (number | null)[][];
  parents: Record<string, string>;
  weights: Record<string, number>;
  top: string[];
  scale: number;
  index: string;
  decimals: number;
  names: string[];
  groups: Record<string, Group>;
  words: Record<string, string>;
}

const CLOSE = 1e-12; // scores that differ by this part of the greater are equal, as in the engine
const USUAL = 100;
const HIGH = 28;
const QUIET = 400; // milliseconds without a move before the result is read out

/** Return the index of every unit, NaN where nothing that counts is known; null where nothing counts. */
export function scores(data: Data, asked: Map<string, number>, off: Set<string>): number[] | null {
  const below = new Map<string, string[]>();
  for (const [code, parent] of Object.entries(data.parents)) {
    below.set(parent, [...(below.get(parent) ?? []), code]);
  }
  const weight = new Map<string, number>();
  for (const code of Object.keys(data.parents)) {
    const usual = data.weights[code] ?? 0;
    weight.set(code, off.has(code) ? 0 : (usual * (asked.get(code) ?? USUAL)) / USUAL);
  }
  const counts = (code: string): boolean => {
    const parts = below.get(code);
    if (!parts) return true;
    const some = parts.filter((part) => {
      if (!counts(part)) weight.set(part, 0);
      return (weight.get(part) ?? 0) > 0;
    });
    return some.length > 0;
  };
  if (!counts(data.index)) return null;
  const column = new Map(data.codes.map((code, at) => [code, at]));
  const value = (code: string, row: (number | null)[]): number => {
    const parts = below.get(code);
    if (!parts) return row[column.get(code) ?? -1] ?? NaN;
    let sum = 0;
    let whole = 0;
    for (const part of parts) {
      const share = weight.get(part) ?? 0;
      if (share === 0) continue;
      const known = value(part, row);
      if (Number.isNaN(known)) continue;
      sum += share * known;
      whole += share;
    }
    return whole > 0 ? sum / whole : NaN;
  };
  return data.values.map((row) => value(data.index, row) * data.scale);
}

/** Return places from 1, the best; equal scores share the best place; NaN without a score. */
export function places(found: number[]): number[] {
  const order = found.map((_score, at) => at).filter((at) => !Number.isNaN(found[at]!));
  order.sort((one, other) => found[other]! - found[one]!);
  const place = found.map(() => NaN);
  let shared = 1;
  order.forEach((at, nth) => {
    const now = found[at]!;
    const before = nth ? found[order[nth - 1]!]! : NaN;
    if (nth && before - now > CLOSE * Math.max(Math.abs(before), Math.abs(now))) shared = nth + 1;
    place[at] = shared;
  });
  return place;
}

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
  private readonly rows = new Map<string, HTMLTableRowElement>();
  private readonly table: HTMLTableElement;
  private readonly own: HTMLElement | null;
  private readonly back: HTMLElement | null;
  private readonly digits: Intl.NumberFormat;
  private readonly shares: Intl.NumberFormat;
  private timer = 0;
  private drawn: Group | undefined;
  private body: HTMLTableSectionElement | undefined; // while weights are the reader's own

  constructor(
    private readonly form: HTMLFormElement,
    private readonly data: Data,
    table: HTMLTableElement,
  ) {
    this.table = table;
    this.own = document.querySelector("[data-own]");
    this.back = form.querySelector("[data-back]");
    const lang = document.documentElement.lang || "en";
    const { decimals } = data;
    this.digits = new Intl.NumberFormat(lang, { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
    this.shares = new Intl.NumberFormat(lang, { maximumFractionDigits: 1 });
    // An address may show a few cities only: the rows of the others are made of theirs.
    const pattern = table.querySelector<HTMLTableRowElement>("tr[data-code]");
    const shown = new Map<string, HTMLTableRowElement>();
    table.querySelectorAll<HTMLTableRowElement>("tr[data-code]").forEach((row) => shown.set(row.dataset["code"] ?? "", row));
    data.units.forEach((code, at) => {
      const row = shown.get(code) ?? this.copy(pattern, code, data.names[at] ?? code);
      if (row) this.rows.set(code, row);
    });
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

  private get sliders(): HTMLInputElement[] {
    return [...this.form.querySelectorAll<HTMLInputElement>("input[type=range]")];
  }

  private get boxes(): HTMLInputElement[] {
    return [...this.form.querySelectorAll<HTMLInputElement>("input[name=on]")];
  }

  private asked(): Map<string, number> {
    return new Map(this.sliders.map((slider) => [slider.dataset["weight"] ?? "", slider.valueAsNumber]));
  }

  private off(): Set<string> {
    return new Set(this.boxes.filter((box) => !box.checked).map((box) => box.value));
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
    const found = scores(this.data, this.asked(), this.off());
    this.tell();
    if (found === null) {
      this.say(this.data.words["nothing"] ?? "");
      return;
    }
    const group = this.data.groups[this.among()] ?? this.data.groups[""]!;
    const changed = this.isChanged();
    const place = changed ? places(group.units.map((unit) => found[unit]!)) : group.rank;
    this.draw(group, place, found, changed);
    this.back?.toggleAttribute("hidden", !changed);
    this.say(changed ? this.result(group, place) : (this.data.words["same"] ?? ""));
    history.replaceState(null, "", this.address());
  }

  /** What each criterion makes up of the whole, beside its slider. */
  private tell(): void {
    const off = this.off();
    const counted = this.sliders.map((slider) => {
      const code = slider.dataset["weight"] ?? "";
      const parts = this.data.codes.filter((leaf) => leaf !== code && this.isBelow(leaf, code));
      const isOff = off.has(code) || (parts.length > 0 && parts.every((part) => off.has(part)));
      return isOff ? 0 : ((this.data.weights[code] ?? 0) * slider.valueAsNumber) / USUAL;
    });
    const whole = counted.reduce((sum, one) => sum + one, 0) || 1;
    this.sliders.forEach((slider, at) => {
      const share = this.shares.format((100 * counted[at]!) / whole);
      const shown = this.form.querySelector(`[data-of="${CSS.escape(slider.id)}"]`);
      if (shown) shown.textContent = `${share}%`;
      slider.setAttribute("aria-valuetext", (this.data.words["percent"] ?? "{n}%").replace("{n}", share));
    });
  }

  private isBelow(leaf: string, pillar: string): boolean {
    for (let above = this.data.parents[leaf]; above; above = this.data.parents[above]) {
      if (above === pillar) return true;
    }
    return false;
  }

  private draw(group: Group, place: number[], found: number[], changed: boolean): void {
    const of = group.units.length;
    const at = (one: number): number => (of > 1 ? 2.5 + ((one - 1) * 95) / (of - 1) : 2.5);
    if (group !== this.drawn) this.prepare(group, at);
    const order = group.units.map((_unit, nth) => nth);
    if (changed) order.sort((one, other) => (place[one] || Infinity) - (place[other] || Infinity) || one - other);
    const bands = new Map<number, HTMLTableRowElement[]>();
    for (const nth of order) {
      const unit = group.units[nth]!;
      const row = this.rows.get(this.data.units[unit]!);
      if (!row) continue;
      this.patch(row, group, nth, place[nth]!, changed ? found[unit]! : NaN, at);
      const band = changed ? 0 : group.bands[nth]!;
      bands.set(band, [...(bands.get(band) ?? []), row]);
    }
    const key = this.table.parentElement;
    const now = key?.querySelector(".k-now");
    if (now) now.textContent = this.data.words[changed ? "own" : "published"] ?? "";
    key?.querySelector(".k-was")?.toggleAttribute("hidden", !changed);
    const titles = changed ? [this.data.words["own"] ?? ""] : group.titles;
    if (changed && this.body?.isConnected) {
      inOrder(this.body, bands.get(0) ?? []);
      return;
    }
    const bodies = [...bands.values()].map((rows, nth) => body(titles[nth] ?? "", rows));
    this.body = changed ? bodies[0] : undefined;
    this.table.querySelectorAll("tbody").forEach((old) => old.remove());
    this.table.append(...bodies);
  }

  /** Draw what stays while weights move: the axis, and the interval of every city. */
  private prepare(group: Group, at: (one: number) => number): void {
    const marks = ticks(group.units.length);
    const grid = marks.map(([one]) => line(at(one))).join("");
    this.table.querySelector("thead .axis svg")!.innerHTML = marks.map(([one, far]) => tick(one, at(one), far)).join("");
    group.units.forEach((unit, nth) => {
      const row = this.rows.get(this.data.units[unit]!);
      if (!row) return;
      const [low, high] = [group.low[nth] ?? null, group.high[nth] ?? null];
      const mine = row.classList.contains("is-mine");
      const ring = dot("them", at(group.rank[nth]!), 3.5);
      row.querySelector(".draw svg")!.innerHTML = grid + interval(low, high, at, mine) + ring + dot("pt", at(group.rank[nth]!), 4);
      put(row, "r-span", low === null ? "" : low === high ? String(low) : `${low}\u2013${high}`);
      put(row, "r-first", group.first[nth]!);
    });
    this.drawn = group;
  }

  private patch(
    row: HTMLTableRowElement,
    group: Group,
    nth: number,
    place: number,
    score: number,
    at: (one: number) => number,
  ): void {
    const changed = !Number.isNaN(score);
    const was = group.rank[nth]!;
    put(row, "r-place", Number.isNaN(place) ? "" : String(place));
    put(row, "r-score", changed ? this.digits.format(score) : group.score[nth]!);
    put(row, "moved", changed ? this.moved(was, place) : "");
    if (changed) row.dataset["score"] = String(score);
    else delete row.dataset["score"];
    row.querySelector(".pt")?.setAttribute("cx", `${short(at(Number.isNaN(place) ? group.units.length : place))}%`);
    row.querySelector(".them")?.setAttribute("r", changed && was !== place ? "3.5" : "0");
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
    const parts = [(words[first.length > 1 ? "firsts" : "first"] ?? "").replace("{city}", joined)];
    const mine = this.table.dataset["mine"] ?? "";
    const nth = group.units.findIndex((unit) => this.data.units[unit] === mine);
    if (nth >= 0) {
      const told = { city: names[group.units[nth]!] ?? "", now: this.nth(place[nth]!), was: this.nth(group.rank[nth]!) };
      parts.push((words["mine"] ?? "").replace("{city}", told.city).replace("{now}", told.now).replace("{was}", told.was));
    }
    return parts.join(" ");
  }

  private nth(place: number): string {
    if (!document.documentElement.lang.startsWith("en")) return `${place}.`;
    const ends: Record<string, string> = { one: "st", two: "nd", few: "rd", other: "th" };
    return `${place}${ends[new Intl.PluralRules("en", { type: "ordinal" }).select(place)] ?? "th"}`;
  }

  /** Read out what came of it, once the reader pauses. */
  private say(words: string): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      if (this.own) this.own.textContent = words;
    }, QUIET);
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

function line(x: number): string {
  return `<line class="grid" x1="${short(x)}%" x2="${short(x)}%" y1="0" y2="${HIGH}"/>`;
}

function tick(place: number, x: number, far: boolean): string {
  return `<text class="t${far ? " far" : ""}" x="${short(x)}%" y="12" text-anchor="middle">${place}</text>`;
}

function dot(look: string, x: number, radius: number): string {
  return Number.isNaN(x) ? "" : `<circle class="${look}" cx="${short(x)}%" cy="${HIGH / 2}" r="${radius}"/>`;
}

function interval(low: number | null, high: number | null, at: (one: number) => number, mine: boolean): string {
  if (low === null || high === null) return "";
  const [left, right] = low === high ? [at(low) - 0.6, at(high) + 0.6] : [at(low), at(high)];
  return `<rect class="${mine ? "bar3" : "bar2"}" x="${short(left)}%" width="${short(right - left)}%" y="10" height="8"/>`;
}

/** Bring rows into an order; only those that are out of it are moved, since each move costs a layout. */
function inOrder(within: HTMLTableSectionElement, rows: HTMLTableRowElement[]): void {
  const wanted = new Set(rows);
  [...within.rows].slice(1).forEach((row) => wanted.has(row) || row.remove());
  let next = within.rows[0]?.nextElementSibling ?? null;
  for (const row of rows) {
    if (row === next) next = next.nextElementSibling;
    else within.insertBefore(row, next);
  }
}

function put(row: HTMLTableRowElement, name: string, words: string): void {
  const cell = row.querySelector(`.${name}`);
  if (cell && cell.textContent !== words) cell.textContent = words;
}

function body(title: string, rows: HTMLTableRowElement[]): HTMLTableSectionElement {
  const made = document.createElement("tbody");
  const row = made.insertRow();
  row.className = "g";
  const head = document.createElement("th");
  head.colSpan = 4;
  head.scope = "rowgroup";
  head.textContent = title;
  row.append(head);
  made.append(...rows);
  return made;
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
      const answer = await fetch(address, { headers: { "HX-Request": "true" }, signal: asked.signal }).catch(() => null);
      const plot = document.getElementById("plot");
      if (!answer?.ok || !plot) return;
      plot.outerHTML = await answer.text();
      history.replaceState(null, "", address);
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
