import "server-only";
import { createHash } from "node:crypto";
import { z } from "zod";

/** Rows of one stream that stand behind one another; the last of `hashes` is that of the row `from + length - 1`. */
export type AnchorSegment = {
  readonly stream: string;
  readonly from: bigint;
  /** Where the first row does not follow the row anchored before it: the hash that it says it follows. */
  readonly prevHash?: string;
  readonly hashes: readonly string[];
};
export type Anchor = {
  readonly no: bigint;
  readonly trail: string;
  /** Which database of which cluster it was written for; see `findPlace`. */
  readonly database: string;
  /** ISO 8601, by the database's clock. */
  readonly at: string;
  /** Hash of the line before; empty for the first. */
  readonly prev: string;
  readonly segments: readonly AnchorSegment[];
};
export type AnchorLine = { readonly anchor: Anchor; readonly text: string; readonly hash: string };

const HASH_BYTES = 32;
const HEX_HASH = /^[0-9a-f]{64}$/;
const END = /^,"hash":"([0-9a-f]{64})"\}$/;
const END_LENGTH = `,"hash":""}`.length + 2 * HASH_BYTES;

const position = z.int().min(1);
const schema = z.object({
  no: position,
  trail: z.uuid(),
  database: z.string(),
  at: z.iso.datetime(),
  prev: z.string().regex(/^([0-9a-f]{64})?$/),
  streams: z.array(
    z.object({
      stream: z.string(),
      from: position,
      to: position,
      head: z.string().regex(HEX_HASH),
      prev: z.string().optional(),
      rows: z.base64url(),
    }),
  ),
});

/**
 * An anchor as one line of JSON without its line break: number, time, hash of the line before, and for each stream that
 * moved its head (`to`, `head`) and the hash of every row since, 32 bytes each, all in base64url. The hash at its end is
 * the SHA-256 of the line as it reads without that hash.
 */
export function composeAnchorLine({ no, trail, database, at, prev, segments }: Anchor): { text: string; hash: string } {
  const streams = segments.map(({ stream, from, prevHash, hashes }) => ({
    stream,
    from: Number(from),
    to: Number(from) + hashes.length - 1,
    head: toHexHash(hashes.at(-1)),
    ...(prevHash === undefined ? {} : { prev: prevHash }),
    rows: Buffer.from(hashes.map(toHexHash).join(""), "hex").toString("base64url"),
  }));
  const body = JSON.stringify({ no: Number(no), trail, database, at, prev, streams });
  const hash = hashText(body);
  return { text: `${body.slice(0, -1)},"hash":"${hash}"}`, hash };
}

/** Null for whatever is not a whole line as `composeAnchorLine` wrote it. */
export function readAnchorLine(text: string): AnchorLine | null {
  const hash = END.exec(text.slice(-END_LENGTH))?.[1];
  const body = `${text.slice(0, -END_LENGTH)}}`;
  if (hash === undefined || hashText(body) !== hash) return null;
  const parsed = schema.safeParse(JSON.parse(body));
  if (!parsed.success) return null;
  const { no, trail, database, at, prev, streams } = parsed.data;
  const segments = streams.map(({ stream, from, prev: prevHash, rows }) => ({
    stream,
    from: BigInt(from),
    ...(prevHash === undefined ? {} : { prevHash }),
    hashes: toHexHashes(Buffer.from(rows, "base64url")),
  }));
  const isWhole = streams.every(({ from, to, head }, index) => {
    const hashes = segments[index]?.hashes ?? [];
    return hashes.length === to - from + 1 && hashes.at(-1) === head;
  });
  return isWhole ? { anchor: { no: BigInt(no), trail, database, at, prev, segments }, text, hash } : null;
}

function hashText(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** What a row holds in place of a hash cannot be written as one; nothing that is one will ever equal zeros. */
function toHexHash(hash: string | undefined): string {
  return hash !== undefined && HEX_HASH.test(hash) ? hash : "0".repeat(2 * HASH_BYTES);
}

function toHexHashes(bytes: Buffer): string[] {
  const hashes: string[] = [];
  for (let start = 0; start < bytes.length; start += HASH_BYTES) {
    hashes.push(bytes.toString("hex", start, start + HASH_BYTES));
  }
  return hashes;
}
