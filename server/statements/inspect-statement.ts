import "server-only";
import { accept, type Result, refuse } from "@/core/result";
import { decideSettlesOn, type StatementImported, type StatementUpload } from "@/server/commands/import-statement";
import { readStatement } from "@/server/statements/read-statement";
import { reader } from "@/server/transact";

/** As an import answers, where nothing was stored: no number, no version. `duplicate` is told for a channel only. */
export type StatementInspected = Omit<StatementImported, "statementNo" | "version" | "channel" | "settlesOn"> & {
  statementNo: null;
  version: null;
  channel: string | null;
  settlesOn: string | null;
};

/** Reads and checks a statement file as an import would, and keeps nothing. Without a channel it needs no database. */
export async function inspectStatement(
  upload: Omit<StatementUpload, "channel"> & { readonly channel: string | null },
): Promise<Result<StatementInspected>> {
  const channel = upload.channel === null ? null : await findChannel(upload.channel);
  if (channel === undefined) {
    return refuse("channel_unknown", `Channel ${upload.channel} is not known; set it up first.`);
  }
  const dated = upload.settlesOn === null ? {} : { settlesOn: upload.settlesOn };
  const read = await readStatement(upload.path, upload.fileName, async () => undefined, upload.onProgress, dated);
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
  });
}

type Channel = { id: bigint; code: string; format: string };

async function findChannel(code: string): Promise<Channel | undefined> {
  const [channel] = await reader.query<Channel>("SELECT id, code, format FROM channels WHERE code = $1", [code]);
  return channel;
}

async function isStored(channelId: bigint, settlesOn: string | null, contentSha256: string): Promise<boolean> {
  const found = await reader.query(
    `SELECT 1 FROM statements WHERE channel_id = $1 AND settles_on = $2 AND content_sha256 = $3 AND superseded_by IS NULL`,
    [channelId, settlesOn, contentSha256],
  );
  return found.length > 0;
}
