import "server-only";
import { accept, type Result, refuse } from "@/core/result";
import { isBankFormat } from "@/core/statements/create-cash-parser";
import { isFundFormat } from "@/core/statements/create-fund-parser";
import {
  decideSettlesOn,
  type StatementImported,
  type StatementUpload,
  toByAsset,
} from "@/server/commands/import-statement";
import { findChannelMapping, MAPPED_FORMAT } from "@/server/statements/find-channel-mapping";
import { type BankStatementInspected, inspectBankStatement } from "@/server/statements/inspect-bank-statement";
import { type ErrorTradesInspected, toErrorTrades } from "@/server/statements/inspect-error-trades";
import { type FundBillInspected, inspectFundBill } from "@/server/statements/inspect-fund-bill";
import { detectUploadedFormat } from "@/server/statements/read-fund-bill";
import { readStatement } from "@/server/statements/read-statement";
import { type ChannelRow, findChannel } from "@/server/store/channels";
import { reader } from "@/server/transact";

/** As an import answers, where nothing was stored: no number, no version. `duplicate` is told for a channel only. */
export type StatementInspected = Omit<StatementImported, "statementNo" | "version" | "channel" | "settlesOn"> & {
  statementNo: null;
  version: null;
  channel: string | null;
  settlesOn: string | null;
  /** What the file holds besides payments and refunds, by kind: signed minor units, positive when given to us. */
  others: { kind: string; asset: string; count: number; netMinor: string }[];
  /** UnionPay's error trades, from the file beside this one; null where there is none. */
  errorTrades: ErrorTradesInspected | null;
};

type Inspection = Omit<StatementUpload, "channel"> & { readonly channel: string | null };

/** Reads and checks a file as an import would, and keeps nothing. Without a channel it needs no database. */
export async function inspectStatement(
  upload: Inspection,
): Promise<Result<StatementInspected | FundBillInspected | BankStatementInspected>> {
  const channel = upload.channel === null ? null : await findChannel(reader, upload.channel);
  // The channel says how its own files are read, whatever they look like.
  if (channel?.format === MAPPED_FORMAT) return inspectPayments(upload, channel);
  const format = await detectUploadedFormat(upload.path, upload.fileName);
  if (!format.ok) return format;
  if (isBankFormat(format.value)) {
    if (upload.channel === null) {
      return inspectBankStatement(format.value, upload.path, upload.fileName, upload.onProgress);
    }
    const message = `This is a bank statement (${format.value}), which no channel delivers. Leave the channel out.`;
    return refuse("statement_is_bank_statement", message, { format: format.value });
  }
  if (channel === null && upload.channel !== null) {
    return refuse("channel_unknown", `Channel ${upload.channel} is not known; set it up first.`);
  }
  return isFundFormat(format.value) ? inspectFundBill(upload, format.value, channel) : inspectPayments(upload, channel);
}

async function inspectPayments(upload: Inspection, channel: ChannelRow | null): Promise<Result<StatementInspected>> {
  const mapping = channel ? await findChannelMapping(reader, channel) : accept(null);
  if (!mapping.ok) return mapping;
  const dated = upload.settlesOn === null ? {} : { settlesOn: upload.settlesOn };
  const options = { ...dated, mapping: mapping.value };
  const read = await readStatement(upload.path, upload.fileName, async () => undefined, upload.onProgress, options);
  if (!read.ok) return read;
  const { format, payments, refunds, feeMinor, lines, fileSha256, contentSha256 } = read.value;
  const settlesOn = channel
    ? decideSettlesOn(channel, read.value, upload.settlesOn)
    : accept(read.value.settlesOn ?? upload.settlesOn);
  if (!settlesOn.ok) return settlesOn;
  return accept({
    statementNo: null,
    format,
    channel: upload.channel,
    settlesOn: settlesOn.value,
    version: null,
    duplicate: channel !== null && (await isStored(channel.id, settlesOn.value, contentSha256)),
    sha256: fileSha256,
    payments: { count: payments.count, amountMinor: `${payments.amountMinor}` },
    refunds: { count: refunds.count, amountMinor: `${refunds.amountMinor}` },
    feeMinor: `${feeMinor}`,
    lines,
    byAsset: toByAsset(read.value),
    others: read.value.others.map((other) => ({ ...other, netMinor: `${other.netMinor}` })),
    errorTrades: read.value.errorTrades ? toErrorTrades(read.value.errorTrades) : null,
  });
}

async function isStored(channelId: bigint, settlesOn: string | null, contentSha256: string): Promise<boolean> {
  const found = await reader.query(
    `SELECT 1 FROM statements WHERE channel_id = $1 AND settles_on = $2 AND content_sha256 = $3 AND superseded_by IS NULL`,
    [channelId, settlesOn, contentSha256],
  );
  return found.length > 0;
}
