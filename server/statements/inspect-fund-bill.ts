import "server-only";
import { accept, invariant, type Result } from "@/core/result";
import type { FundFormat } from "@/core/statements/cash-line";
import { decideSettlesOn, type StatementUpload } from "@/server/commands/import-statement";
import type { ChannelRow } from "@/server/store/channels";
import { type BankAccountInspected, toAccountInspected } from "./inspect-bank-statement";
import { readFundBill } from "./read-fund-bill";

/**
 * What a fund bill holds; it cannot be imported, so it has no number, version or twin. `settlesOn` is null where it covers
 * more than a day.
 */
export type FundBillInspected = Omit<BankAccountInspected, "statementNo"> & {
  statementNo: null;
  format: FundFormat;
  channel: string | null;
  settlesOn: string | null;
  version: null;
  duplicate: false;
  sha256: string;
  /** The totals and notices of the bill, and what is unusual about its balances. */
  footer: Record<string, string> | null;
};

/** Reads and checks a fund bill of a channel, or of none that is told, and keeps nothing. */
export async function inspectFundBill(
  { path, fileName, settlesOn: said, onProgress }: Omit<StatementUpload, "channel">,
  format: FundFormat,
  channel: ChannelRow | null,
): Promise<Result<FundBillInspected>> {
  const read = await readFundBill(path, fileName, onProgress);
  if (!read.ok) return read;
  const [account] = read.value.accounts;
  invariant(account, "a fund bill is of one account");
  const own = account.startsOn === account.endsOn ? account.startsOn : null;
  const settlesOn = channel ? decideSettlesOn(channel, { format, settlesOn: own }, said) : accept(own ?? said);
  if (!settlesOn.ok) return settlesOn;
  return accept({
    ...toAccountInspected(account),
    statementNo: null,
    format,
    channel: channel?.code ?? null,
    settlesOn: settlesOn.value,
    version: null,
    duplicate: false,
    sha256: read.value.fileSha256,
    footer: read.value.footer,
  });
}
