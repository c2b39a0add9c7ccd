import "server-only";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createReadStream, createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";
import { maskCardBytes } from "@/core/statements/mask-card-bytes";
import type { StatementProblem } from "@/core/statements/statement";
import { toCsv, toCsvCell } from "@/core/to-csv";
import { findMappedChannel } from "@/server/statements/find-channel-mapping";
import { openKeptFolder } from "@/server/statements/kept-folder";
import { readStatement } from "@/server/statements/read-statement";
import { findNewestMapping, type MappingVersion } from "@/server/store/statement-mappings";
import { reader } from "@/server/transact";
import { type RefusedLocale, sayRefusedLine } from "./say-refused-line";

type RefusedFile = {
  readonly path: string;
  readonly fileName: string;
  readonly settlesOn: string | null;
  readonly channel: string | null;
};

const PRIVATE_FILE = 0o600;
const CSV_CHARS = 64 * 1024;
const HEADER = ["line", "column", "code", "reason", "byte_offset", "raw", "raw_hex"];

/**
 * Reads a refused file once more, to its end, and writes every line that it is refused for into a file of its own: the
 * import stops at the first hundred, and whoever has to ask the channel needs them all. Null where no line is to blame.
 */
export async function keepRefusedLines(file: RefusedFile): Promise<{ name: string; count: number } | null> {
  const name = `${randomUUID()}.refused.ndjson.gz`;
  const path = join(await openKeptFolder(), name);
  const gzip = createGzip({ level: 1 });
  const written = pipeline(gzip, createWriteStream(path, { flags: "wx", mode: PRIVATE_FILE }));
  // Thrown where it is awaited.
  written.catch(() => undefined);
  const rows = new RefusedRows();
  const drain = async () => {
    if (!gzip.write(rows.drain())) await Promise.race([once(gzip, "drain"), written]);
  };
  const keep = { add: drain, finish: drain };
  const dated = file.settlesOn === null ? {} : { settlesOn: file.settlesOn };
  const options = { ...dated, keep, onProblem: rows.take, mapping: await mappingOf(file.channel) };
  await readStatement(file.path, file.fileName, async () => undefined, undefined, options);
  gzip.end(rows.drain());
  await written;
  if (rows.count > 0) return { name, count: rows.count };
  await rm(path, { force: true });
  return null;
}

/** The mapping by which the refused import read the file; it is refused by the newest one, whichever that is by now. */
async function mappingOf(code: string | null): Promise<MappingVersion | null> {
  const channel = await findMappedChannel(reader, code);
  return channel && findNewestMapping(reader, channel.id);
}

/** The kept lines as CSV in somebody's language, unpacked and worded while they are read. */
export async function streamRefusedLines(name: string, locale: RefusedLocale): Promise<AsyncIterable<Uint8Array>> {
  const kept = createReadStream(join(await openKeptFolder(), name)).pipe(createGunzip());
  // What was kept before is CSV already, in English.
  return name.endsWith(".csv.gz") ? kept : toCsvLines(kept, locale);
}

async function* toCsvLines(kept: Readable, locale: RefusedLocale): AsyncGenerator<Uint8Array> {
  let text = toCsv(HEADER, []);
  for await (const row of createInterface({ input: kept, crlfDelay: Number.POSITIVE_INFINITY })) {
    const { lineNo, column, code, reason, why, byteOffset, raw, hex } = JSON.parse(row) as KeptProblem;
    const said = why ? sayRefusedLine(why, locale) : reason;
    const cells = [`${lineNo}`, column ?? "", code, said, `${byteOffset}`, raw, hex];
    text += `${cells.map(toCsvCell).join(",")}\r\n`;
    if (text.length < CSV_CHARS) continue;
    yield Buffer.from(text);
    text = "";
  }
  yield Buffer.from(text);
}

/** How a refused line is kept: one object a line, its reason in no language. */
type KeptProblem = StatementProblem & { readonly hex: string };

/** Collects lines until they are drained. */
class RefusedRows {
  count = 0;
  private text = "";

  readonly take = (problem: StatementProblem, bytes: Uint8Array): void => {
    this.count += 1;
    const masked = Buffer.from(bytes);
    maskCardBytes(masked, () => false);
    const kept: KeptProblem = { ...problem, hex: masked.toString("hex") };
    this.text += `${JSON.stringify(kept)}\n`;
  };

  drain(): string {
    const { text } = this;
    this.text = "";
    return text;
  }
}
