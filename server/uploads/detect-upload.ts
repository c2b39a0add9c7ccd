import "server-only";
import type { Refusal } from "@/core/result";
import { isBankFormat, isCashFormat } from "@/core/statements/create-cash-parser";
import { MAPPED_FORMAT } from "@/server/statements/find-channel-mapping";
import { openStatementFile } from "@/server/statements/open-statement-file";
import { readsByMapping } from "@/server/statements/reads-by-mapping";
import { reader } from "@/server/transact";

export type DetectedUpload = {
  readonly format: string | null;
  /** The channel whose file this is, where only one delivers the format or it was named. */
  readonly channel: string | null;
  readonly refusal: Refusal | null;
};

/** Files of these may be what a channel of its own mapping delivers. */
const UNKNOWN: readonly string[] = ["statement_format_unknown", "statement_header_english"];

/** What a received file is, by its first bytes, and which channel it is from. A named channel is taken at its word here. */
export async function detectUpload(path: string, fileName: string, channel: string | null): Promise<DetectedUpload> {
  const opened = await openStatementFile(path, fileName);
  if (opened.ok) await opened.value.close();
  // A file that its channel knows how to read need not be one of the formats that are known by their content.
  if (channel !== null) return { format: opened.ok ? opened.value.format : null, channel, refusal: null };
  if (await readsByMapping(path, fileName)) return { format: MAPPED_FORMAT, channel: null, refusal: null };
  if (!opened.ok) {
    const isMapped = UNKNOWN.includes(opened.refusal.code) && (await mayBeMapped(path, fileName));
    if (isMapped) return { format: MAPPED_FORMAT, channel: null, refusal: null };
    return { format: null, channel: null, refusal: withoutLines(opened.refusal) };
  }
  const { format } = opened.value;
  const channels = await reader.query<{ code: string }>("SELECT code FROM channels WHERE format = $1 ORDER BY id", [
    format,
  ]);
  const [only, ...others] = channels;
  if (only) return { format, channel: others.length === 0 ? only.code : null, refusal: null };
  if (isCashFormat(format)) {
    const message = `This is a ${format} file: it lists what moved on an account and no payments of a channel. Nothing was imported; upload it on the page Bank.`;
    const code = isBankFormat(format) ? "statement_is_bank_statement" : "statement_is_fund_bill";
    return { format, channel: null, refusal: { code, message, params: { format } } };
  }
  const message = `No channel delivers ${format} files. Set one up, or choose the channel that this file is from.`;
  return { format, channel: null, refusal: { code: "statement_channel_missing", message, params: { format } } };
}

/** Whether the file could be one that a channel's mapping reads. Which channel's, a person or the sender has to say. */
async function mayBeMapped(path: string, fileName: string): Promise<boolean> {
  const channels = await reader.query("SELECT 1 FROM channels WHERE format = $1 LIMIT 1", [MAPPED_FORMAT]);
  const opened = channels.length > 0 ? await openStatementFile(path, fileName, () => MAPPED_FORMAT) : null;
  if (!opened?.ok) return false;
  await opened.value.close();
  return true;
}

function withoutLines({ code, message, params }: Refusal): Refusal {
  return { code, message, ...(params ? { params } : {}) };
}
