import "server-only";
import { findAsset } from "@/core/money/assets";
import { accept, type Refusal, type Result, refuse } from "@/core/result";
import type { StatementFormat, StatementLine } from "@/core/statements/statement";
import { appendAudit } from "@/server/audit/append-audit";
import { defineCommand } from "@/server/command";
import { findChannelMapping } from "@/server/statements/find-channel-mapping";
import { type KeptFile, KeptWriter } from "@/server/statements/kept-writer";
import { type ReadStatement, readStatement, type StatementProgress } from "@/server/statements/read-statement";
import { type LineStore, openLineStore } from "@/server/statements/store-lines";
import { type ChannelRow, findChannel } from "@/server/store/channels";
import { nextDocumentNo } from "@/server/store/document-numbers";
import type { DbTransaction } from "@/server/transact";

export type StatementUpload = {
  readonly path: string;
  readonly fileName: string;
  readonly channel: string;
  /** The settlement date, where the file does not carry it; otherwise it has to agree. */
  readonly settlesOn: string | null;
  readonly onProgress?: (progress: StatementProgress) => void;
  /** Made anew for every attempt of the transaction. */
  readonly guide?: () => ImportGuide;
};

/** What a job that imports has to say meanwhile. Whatever it throws ends the import and leaves nothing. */
export type ImportGuide = {
  /** Gets the lines before they are staged; the next are not read before it resolves. */
  readonly seen: (lines: readonly StatementLine[]) => Promise<void>;
  /** The settlement date that the lines themselves tell, where neither the file nor the upload does. */
  readonly dayOfLines: () => string | null;
  /** Called when everything was checked and nothing is visible yet; after it the import may not be stopped. */
  readonly beforePromote: (tx: DbTransaction) => Promise<void>;
};

/** Sums are minor units; `refunds.amountMinor` is positive, `feeMinor` is what the channel keeps (returned fees negative). */
export type StatementImported = {
  statementNo: string;
  format: StatementFormat;
  channel: string;
  settlesOn: string;
  version: number;
  duplicate: boolean;
  sha256: string;
  payments: { count: number; amountMinor: string };
  refunds: { count: number; amountMinor: string };
  feeMinor: string;
  lines: number;
  /** The same sums for each asset apart: those above add up whatever the lines are in. */
  byAsset: StatementByAsset[];
};

export type StatementByAsset = {
  asset: string;
  payments: { count: number; amountMinor: string };
  refunds: { count: number; amountMinor: string };
  feeMinor: string;
  lines: number;
};

type StatementRow = { id: bigint; statement_no: string; version: number; settles_on: string; content_sha256: string };

/**
 * Reads, checks and stores one channel statement in one transaction: a file that is refused leaves nothing behind. The
 * same content again, under whatever name or wrapping, changes nothing; other content for a day that is known becomes
 * its next version and supersedes it.
 */
export const importStatement = defineCommand<StatementUpload, StatementImported>({
  action: "statement.import",
  permission: "statement.import",
  object: ({ channel, fileName }) => ({ type: "statement", no: `${channel}:${fileName}` }),
  toHashed: ({ path, fileName, channel, settlesOn }) => ({ path, fileName, channel, settlesOn }),
  seconds: 900,
  async effect(tx, upload) {
    const channel = await findChannel(tx, upload.channel);
    if (!channel) return refuse("channel_unknown", `Channel ${upload.channel} is not known; set it up first.`);
    const keep = await KeptWriter.open();
    try {
      return await readAndStore(tx, channel, upload, keep);
    } finally {
      await keep.close();
    }
  },
});

async function readAndStore(
  tx: DbTransaction,
  channel: ChannelRow,
  upload: StatementUpload,
  keep: KeptWriter,
): Promise<Result<StatementImported>> {
  const mapping = await findChannelMapping(tx, channel);
  if (!mapping.ok) return mapping;
  const guide = upload.guide?.();
  const store = await openLineStore(tx, channel, upload.settlesOn);
  const dated = upload.settlesOn === null ? {} : { settlesOn: upload.settlesOn };
  const options = { ...dated, keep, mapping: mapping.value };
  const add = async (lines: readonly StatementLine[]) => {
    await guide?.seen(lines);
    await store.add(lines);
  };
  const reading = readStatement(upload.path, upload.fileName, add, upload.onProgress, options);
  // Left open, the COPY would keep the connection from ever rolling back.
  const read = await reading.catch(async (error: unknown) => {
    await store.abort();
    throw error;
  });
  await store.close();
  if (!read.ok) return read;
  const unknown = read.value.byAsset.find(({ asset }) => findAsset(asset) === null);
  if (unknown) return refuseAsset(unknown.asset);
  const given = upload.settlesOn ?? (read.value.settlesOn === null ? (guide?.dayOfLines() ?? null) : null);
  const settlesOn = decideSettlesOn(channel, read.value, given);
  if (!settlesOn.ok) return settlesOn;
  await guide?.beforePromote(tx);
  return storeStatement(tx, channel, read.value, settlesOn.value, upload.fileName, { store, keep });
}

/** A file may be in any currency; the books take the ones that they know the decimals of. */
function refuseAsset(asset: string): { ok: false; refusal: Refusal } {
  const message = `The file has lines in ${asset}, which the books do not keep. Nothing was imported.`;
  return refuse("statement_asset_unknown", message, { asset });
}

/** The settlement date of what was read: the file's own or the one given, which have to agree where both are there. */
export function decideSettlesOn(
  channel: Pick<ChannelRow, "code" | "format">,
  read: { readonly format: string; readonly settlesOn: string | null },
  given: string | null,
): Result<string> {
  if (read.format !== channel.format) {
    return refuse(
      "statement_format_differs",
      `This is a ${read.format} file, but channel ${channel.code} delivers ${channel.format}. Choose the right channel.`,
      { format: read.format, channel: channel.code, expected: channel.format },
    );
  }
  if (read.settlesOn && given && read.settlesOn !== given) {
    return refuse(
      "statement_date_disagrees",
      `The file is for ${read.settlesOn}, but ${given} was given. Leave the date out or correct it.`,
      { fileOn: read.settlesOn, givenOn: given },
    );
  }
  const settlesOn = read.settlesOn ?? given;
  if (settlesOn) return accept(settlesOn);
  return refuse("statement_date_missing", "The file does not say which day it is for. Give its settlement date.");
}

async function storeStatement(
  tx: DbTransaction,
  channel: ChannelRow,
  read: ReadStatement,
  settlesOn: string,
  fileName: string,
  { store, keep }: { store: LineStore; keep: KeptWriter },
): Promise<Result<StatementImported>> {
  await tx.query("SELECT pg_advisory_xact_lock(hashtext('statement'), $1::int)", [Number(channel.id)]);
  const current = await tx.query<StatementRow>(
    `SELECT id, statement_no, version, settles_on, content_sha256 FROM statements
     WHERE channel_id = $1 AND superseded_by IS NULL AND (settles_on = $2 OR (content_sha256 = $3 AND line_count > 0))`,
    [channel.id, settlesOn, read.contentSha256],
  );
  const sameDay = current.find((statement) => statement.settles_on === settlesOn);
  if (sameDay?.content_sha256 === read.contentSha256) {
    await store.discard();
    return accept(toImported(channel, read, sameDay.statement_no, settlesOn, sameDay.version, true));
  }
  const elsewhere = current.find((statement) => statement.settles_on !== settlesOn);
  if (elsewhere) {
    return refuse(
      "statement_known_for_other_day",
      `The same lines were imported for ${elsewhere.settles_on} as ${elsewhere.statement_no}. Check the date.`,
      { settlesOn: elsewhere.settles_on, statementNo: elsewhere.statement_no },
    );
  }
  const version = (sameDay?.version ?? 0) + 1;
  const statementNo = await nextDocumentNo(tx, "statement", settlesOn);
  await insertStatement(tx, {
    id: store.statementId,
    channel,
    read,
    settlesOn,
    fileName,
    version,
    statementNo,
    supersedes: sameDay?.id ?? null,
    kept: await keep.promote(),
  });
  await store.promote(settlesOn);
  const imported = toImported(channel, read, statementNo, settlesOn, version, false);
  await appendAudit(tx, {
    action: "statement.imported",
    objectType: "statement",
    objectNo: statementNo,
    detail: imported,
  });
  return accept(imported);
}

type NewStatement = {
  readonly id: bigint;
  readonly channel: ChannelRow;
  readonly read: ReadStatement;
  readonly settlesOn: string;
  readonly fileName: string;
  readonly version: number;
  readonly statementNo: string;
  readonly supersedes: bigint | null;
  readonly kept: KeptFile;
};

async function insertStatement(tx: DbTransaction, statement: NewStatement): Promise<void> {
  const { channel, read, settlesOn } = statement;
  await tx.query("UPDATE statements SET superseded_by = $1 WHERE id = $2", [statement.id, statement.supersedes]);
  await tx.query(
    `INSERT INTO statements (id, statement_no, channel_id, settles_on, version, format, layout, encoding, file_name,
       file_sha256, content_sha256, size_bytes, line_count, payment_count, payment_minor, refund_count, refund_minor,
       fee_minor, footer, imported_by, imported_at, command_id, kept_file, kept_sha256, kept_bytes, mapping_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26)`,
    [
      statement.id,
      statement.statementNo,
      channel.id,
      settlesOn,
      statement.version,
      read.format,
      read.layout,
      read.encoding,
      statement.fileName,
      read.fileSha256,
      read.contentSha256,
      read.sizeBytes,
      read.lines,
      read.payments.count,
      read.payments.amountMinor,
      read.refunds.count,
      read.refunds.amountMinor,
      read.feeMinor,
      JSON.stringify(read.footer),
      tx.context.actor.userId,
      tx.context.now,
      tx.context.commandId,
      statement.kept.name,
      statement.kept.sha256,
      statement.kept.bytes,
      read.mappingId,
    ],
  );
}

function toImported(
  channel: ChannelRow,
  read: ReadStatement,
  statementNo: string,
  settlesOn: string,
  version: number,
  duplicate: boolean,
): StatementImported {
  return {
    statementNo,
    format: read.format,
    channel: channel.code,
    settlesOn,
    version,
    duplicate,
    sha256: read.fileSha256,
    payments: { count: read.payments.count, amountMinor: read.payments.amountMinor.toString() },
    refunds: { count: read.refunds.count, amountMinor: read.refunds.amountMinor.toString() },
    feeMinor: read.feeMinor.toString(),
    lines: read.lines,
    byAsset: toByAsset(read),
  };
}

export function toByAsset(read: Pick<ReadStatement, "byAsset">): StatementByAsset[] {
  return read.byAsset.map(({ asset, payments, refunds, feeMinor, lines }) => ({
    asset,
    payments: { count: payments.count, amountMinor: `${payments.amountMinor}` },
    refunds: { count: refunds.count, amountMinor: `${refunds.amountMinor}` },
    feeMinor: `${feeMinor}`,
    lines,
  }));
}
