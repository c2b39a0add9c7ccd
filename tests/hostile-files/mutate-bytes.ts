import type { Random } from "@/tests/random";

/** A change to a file's bytes; the random numbers decide where. */
export type Mutation = (bytes: Uint8Array, random: Random) => Uint8Array;

const LAST_BYTES = 2_048;

function splice(bytes: Uint8Array, at: number, length: number, insert: Uint8Array): Uint8Array {
  return Buffer.concat([bytes.subarray(0, at), insert, bytes.subarray(at + length)]);
}

const NOTHING = new Uint8Array(0);
const utf8 = (text: string) => new TextEncoder().encode(text);

/** Bytes that are text in no encoding, or that some decoders let pass. */
const FOREIGN_BYTES: readonly Uint8Array[] = [
  Uint8Array.of(0),
  Uint8Array.of(0xff),
  Uint8Array.of(0x80, 0x20),
  Uint8Array.of(0xc0, 0xaf),
  Uint8Array.of(0xed, 0xa0, 0x80),
  Uint8Array.of(0xf4, 0x90, 0x80, 0x80),
  Uint8Array.of(0x81, 0x30, 0x81),
  Uint8Array.of(0xfe, 0xff),
  Uint8Array.of(0xef, 0xbb, 0xbf),
  Uint8Array.of(0x1a),
  Uint8Array.of(0x0d),
];

/** Ways to write a number that are no plain decimal, or that are and look odd. */
const ODD_NUMBERS = [
  "1e3",
  "1.23E+10",
  "-0.00",
  "+5.00",
  "１２.３０",
  "12.345",
  "1,234.56",
  "￥12.30",
  "(5.00)",
  "0x10",
  "NaN",
  "Infinity",
  "",
  " ",
  "99999999999999999999",
  "-1.00",
  "00000000000000000001.00",
  ".5",
  "5.",
  "1.00 2.00",
];

const HOSTILE_NAMES = ["__proto__", "constructor", "toString", "hasOwnProperty", "", "手续费", "Type", "net"];

/** Lines with their ends, as bytes; the positions are those of the first byte of each. */
function lineStarts(bytes: Uint8Array): number[] {
  const starts = [0];
  for (let at = bytes.indexOf(10); at >= 0 && at + 1 < bytes.length; at = bytes.indexOf(10, at + 1))
    starts.push(at + 1);
  return starts;
}

function linesOf(bytes: Uint8Array): Uint8Array[] {
  const starts = lineStarts(bytes);
  return starts.map((start, index) => bytes.subarray(start, starts[index + 1] ?? bytes.length));
}

function changeLines(change: (lines: Uint8Array[], random: Random) => Uint8Array[]): Mutation {
  return (bytes, random) => Buffer.concat(change(linesOf(bytes), random));
}

/** Runs of digits with a point or comma in them, and others: where an amount may stand. */
function replaceMatch(bytes: Uint8Array, random: Random, pattern: RegExp, replacement: () => string): Uint8Array {
  const text = Buffer.from(bytes).toString("latin1");
  const found = [...text.matchAll(pattern)];
  if (found.length === 0) return bytes;
  const match = random.pick(found);
  return splice(bytes, match.index, match[0].length, utf8(replacement()));
}

export const MUTATIONS: Readonly<Record<string, Mutation>> = {
  "bytes flipped": (bytes, random) => {
    const flipped = Uint8Array.from(bytes);
    for (let count = 1 + random.below(4); count > 0; count -= 1) {
      const at = random.below(flipped.length);
      flipped[at] = (flipped[at] ?? 0) ^ (1 << random.below(8));
    }
    return flipped;
  },
  "a byte of any value": (bytes, random) =>
    splice(bytes, random.below(bytes.length), 1, Uint8Array.of(random.below(256))),
  "a digit changed": (bytes, random) => replaceMatch(bytes, random, /\d/g, () => `${random.below(10)}`),
  "cut in its last bytes": (bytes, random) =>
    bytes.subarray(0, bytes.length - 1 - random.below(Math.min(LAST_BYTES, bytes.length - 1))),
  "cut anywhere": (bytes, random) => bytes.subarray(0, random.below(bytes.length)),
  "its beginning gone": (bytes, random) => bytes.subarray(random.below(bytes.length)),
  "a piece gone": (bytes, random) => splice(bytes, random.below(bytes.length), 1 + random.below(200), NOTHING),
  "a piece doubled": (bytes, random) => {
    const at = random.below(bytes.length);
    return splice(bytes, at, 0, bytes.slice(at, at + 1 + random.below(200)));
  },
  "foreign bytes": (bytes, random) =>
    splice(bytes, random.below(bytes.length), random.below(2), random.pick(FOREIGN_BYTES)),
  "noise inside": (bytes, random) =>
    splice(
      bytes,
      random.below(bytes.length),
      0,
      Uint8Array.from({ length: 40 }, () => random.below(256)),
    ),
  "a line gone": changeLines((lines, random) => lines.toSpliced(random.below(lines.length), 1)),
  "a line doubled": changeLines((lines, random) => {
    const at = random.below(lines.length);
    return lines.toSpliced(at, 0, ...lines.slice(at, at + 1));
  }),
  "two lines swapped": changeLines((lines, random) => {
    const [left, right] = [random.below(lines.length), random.below(lines.length)];
    const pair = [lines[left] ?? NOTHING, lines[right] ?? NOTHING] as const;
    return lines.map((line, at) => (at === left ? pair[1] : at === right ? pair[0] : line));
  }),
  "a line of another place": changeLines((lines, random) =>
    lines.toSpliced(random.below(lines.length), 1, lines[random.below(lines.length)] ?? NOTHING),
  ),
  "its end lies": changeLines((lines, random) => {
    const at = Math.max(0, lines.length - 1 - random.below(4));
    return lines.map((line, index) =>
      index === at ? replaceMatch(line, random, /\d/g, () => `${random.below(10)}`) : line,
    );
  }),
  "other line ends": (bytes, random) =>
    Buffer.from(
      Buffer.from(bytes)
        .toString("latin1")
        .replaceAll(/\r?\n/g, random.pick(["\n", "\r\n", "\r", "\r\r\n", "\n\n"])),
      "latin1",
    ),
  "an odd number": (bytes, random) =>
    replaceMatch(bytes, random, /-?\d{1,12}[.,]\d{1,12}/g, () => random.pick(ODD_NUMBERS)),
  "an odd number somewhere": (bytes, random) =>
    replaceMatch(bytes, random, /\d{1,40}/g, () => random.pick(ODD_NUMBERS)),
  "a cell of a megabyte": (bytes, random) =>
    splice(
      bytes,
      random.below(bytes.length),
      0,
      Buffer.alloc(1024 * 1024, random.pick(["x", "9", '"', ",", "`", "\n", "<", "&", ":"])),
    ),
  "a hostile name in the header": (bytes, random) =>
    replaceMatch(bytes, random, /[^,\r\n]{1,40}(?=,)/g, () => random.pick(HOSTILE_NAMES)),
  "twice in one file": (bytes) => Buffer.concat([bytes, bytes]),
  "behind a document type": (bytes) => Buffer.concat([utf8(LAUGHS), bytes]),
  "with entities": (bytes) =>
    Buffer.from(
      Buffer.from(bytes)
        .toString("latin1")
        .replace(/<(?=[\w:]*Document)/, `${LAUGHS}<`)
        .replaceAll(/<Ustrd>/g, "<Ustrd>&c;"),
      "latin1",
    ),
  "nested deep": (bytes) =>
    Buffer.from(
      Buffer.from(bytes)
        .toString("latin1")
        .replace(/(?=<[\w:]*Ntry>)/, "<a>".repeat(50_000)),
      "latin1",
    ),
  unchanged: (bytes) => bytes,
};

/** Ten entities of ten entities: a thousand million laughs for whoever expands them. */
const LAUGHS = `<!DOCTYPE a [<!ENTITY a "ha">${["b", "c", "d", "e", "f", "g", "h", "i"]
  .map((name, at) => `<!ENTITY ${name} "${`&${"abcdefgh"[at]};`.repeat(10)}">`)
  .join("")}]>`;
