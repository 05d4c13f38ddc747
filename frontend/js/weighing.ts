/** The arithmetic of a ranking that is weighed anew, as engines/composite does it: weighted means from the
 * criteria up to the index, missing values left out; ties share the best place; intervals, shares of first
 * places and groups from draws of weights around those asked for. */

export interface Model {
  units: string[];
  codes: string[];
  values: (number | null)[][];
  parents: Record<string, string>;
  weights: Record<string, number>;
  levels: Record<string, number>;
  noises: [number, number[]][] | null; // a share, and the levels that it concerns: none for all
  seed: number;
  scale: number;
  index: string;
}

/** Where units could as well stand; by their order in what was asked, null without a score. */
export interface Spread {
  low: (number | null)[];
  high: (number | null)[];
  first: (number | null)[];
  group: (number | null)[];
}

export const USUAL = 100;
const CLOSE = 1e-12; // scores that differ by this part of the greater are equal, as in the engine
const SURE = 0.9; // ranks.SURE
const LOW = 0.05;
const HIGH = 0.95;
const DRAWS = 400;

/** A tree of criteria, laid out for quick sums: columns are criteria, then what is made of them, upwards. */
export class Weighing {
  readonly columns: string[];
  private readonly usual: Float64Array;
  private readonly nodes: { at: number; below: number[] }[];
  private readonly table: Float64Array; // units by columns; NaN where missing

  constructor(private readonly model: Model) {
    const above = Object.keys(model.parents).filter((code) => !model.codes.includes(code));
    above.sort((one, other) => (model.levels[one] ?? 0) - (model.levels[other] ?? 0));
    this.columns = [...model.codes, ...above];
    const at = new Map(this.columns.map((code, column) => [code, column]));
    this.usual = Float64Array.from(this.columns, (code) => model.weights[code] ?? 0);
    this.nodes = above.map((code) => ({
      at: at.get(code)!,
      below: this.columns.filter((part) => model.parents[part] === code).map((part) => at.get(part)!),
    }));
    this.table = new Float64Array(model.units.length * this.columns.length).fill(NaN);
    model.values.forEach((row, unit) => {
      row.forEach((value, column) => (this.table[unit * this.columns.length + column] = value ?? NaN));
    });
  }

  /** Return the weight of every column; null where nothing counts. */
  weights(asked: Map<string, number>, off: Set<string>): Float64Array | null {
    const found = this.usual.map((usual, at) => {
      const code = this.columns[at]!;
      return off.has(code) ? 0 : (usual * (asked.get(code) ?? USUAL)) / USUAL;
    });
    for (const { at, below } of this.nodes) {
      if (below.some((part) => found[part]! > 0)) continue;
      if (this.columns[at] === this.model.index) return null;
      found[at] = 0;
    }
    return found;
  }

  /** Return the index of some units, NaN where nothing that counts is known. */
  scores(weights: Float64Array, units: number[], into = new Float64Array(units.length)): Float64Array {
    const width = this.columns.length;
    const top = width - 1;
    units.forEach((unit, nth) => {
      const row = unit * width;
      for (const { at, below } of this.nodes) {
        let sum = 0;
        let whole = 0;
        for (const part of below) {
          const share = weights[part]!;
          const known = this.table[row + part]!;
          if (share === 0 || Number.isNaN(known)) continue;
          sum += share * known;
          whole += share;
        }
        this.table[row + at] = whole > 0 ? sum / whole : NaN;
      }
      into[nth] = this.table[row + top]! * this.model.scale;
    });
    return into;
  }

  /** Draw weights around those asked for, and say where units could stand; a step for each draw. */
  *spread(weights: Float64Array, units: number[]): Generator<undefined, Spread> {
    const plain = this.scores(weights, units);
    const known = units.map((_unit, nth) => nth).filter((nth) => !Number.isNaN(plain[nth]!));
    const some = known.map((nth) => units[nth]!);
    const order = ordered(plain, known).map((nth) => known.indexOf(nth));
    const random = numbers(this.model.seed);
    const levels = this.columns.map((code) => this.model.levels[code] ?? 0);
    const moved = new Float64Array(weights.length);
    const scores = new Float64Array(some.length);
    const drawn: Uint16Array[] = [];
    const sorted = [...order];
    for (let draw = 0; draw < DRAWS; draw++) {
      moved.set(weights);
      for (const [share, concerned] of this.model.noises ?? []) {
        for (let at = 0; at < moved.length; at++) {
          const by = 1 + share * (2 * random() - 1);
          if (concerned.length === 0 || concerned.includes(levels[at]!)) moved[at]! *= by;
        }
      }
      this.scores(moved, some, scores);
      sorted.sort((one, other) => scores[other]! - scores[one]!);
      drawn.push(Uint16Array.from(shared(scores, sorted)));
      yield;
    }
    return summary(drawn, order, known, units.length);
  }
}

/** Return places from 1, the best; equal scores share the best place; NaN without a score. */
export function places(found: ArrayLike<number>): number[] {
  const known = Array.from(found, (_score, at) => at).filter((at) => !Number.isNaN(found[at]!));
  const place = Array.from(found, () => NaN);
  const shares = shared(found, ordered(found, known));
  known.forEach((at) => (place[at] = shares[at]!));
  return place;
}

function ordered(found: ArrayLike<number>, some: number[]): number[] {
  return [...some].sort((one, other) => found[other]! - found[one]!);
}

/** Return the place of every score of an order from the best. */
function shared(found: ArrayLike<number>, order: number[]): number[] {
  const place = new Array<number>(found.length).fill(0);
  let best = 1;
  order.forEach((at, nth) => {
    const now = found[at]!;
    const before = nth ? found[order[nth - 1]!]! : NaN;
    if (nth && before - now > CLOSE * Math.max(Math.abs(before), Math.abs(now))) best = nth + 1;
    place[at] = best;
  });
  return place;
}

/** Numbers from 0 to 1 that are the same each time (mulberry32). */
function numbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Return intervals, shares of first places and groups, as `ranks.spread`, `firsts` and `alike` do. */
function summary(drawn: Uint16Array[], order: number[], known: number[], of: number): Spread {
  const empty = (): (number | null)[] => new Array<number | null>(of).fill(null);
  const found: Spread = { low: empty(), high: empty(), first: empty(), group: empty() };
  const nth = (share: number): number => Math.ceil(share * drawn.length - 1e-9) - 1;
  known.forEach((at, unit) => {
    const had = Uint16Array.from(drawn, (place) => place[unit]!).sort();
    found.low[at] = had[nth(LOW)]!;
    found.high[at] = had[nth(HIGH)]!;
    found.first[at] = had.filter((place) => place === 1).length / drawn.length;
  });
  let [leader, group] = [order[0] ?? 0, 1];
  for (const unit of order) {
    let above = 0;
    for (const place of drawn) above += place[leader]! < place[unit]! ? 1 : place[leader] === place[unit] ? 0.5 : 0;
    if (above / drawn.length > SURE) [leader, group] = [unit, group + 1];
    found.group[known[unit]!] = group;
  }
  return found;
}
