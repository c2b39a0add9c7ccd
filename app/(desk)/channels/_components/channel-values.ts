import type { ChannelDto } from "@/contracts/channel-views";
import { type KEYED_BY, type REPEATS, STATEMENT_FORMATS } from "@/contracts/channels";
import { parseDecimalAmount, toDecimalString } from "@/core/money/parse-money";

/** The form's texts. The contract's schema says on the server whether they are a channel. */
export type ChannelValues = {
  code: string;
  name: string;
  format: (typeof STATEMENT_FORMATS)[number];
  timezone: string;
  cutoff: string;
  statementLagDays: string;
  bufferDays: string;
  refundWindowDays: string;
  settles: "NET" | "GROSS";
  remitLagDays: string;
  costBps: string;
  cap: string;
  bankAccount: string;
  keyedBy: (typeof KEYED_BY)[number];
  repeats: (typeof REPEATS)[number];
  comparesFee: "YES" | "NO";
  feeToleranceMinor: string;
};

const NEW_CHANNEL: ChannelValues = {
  code: "",
  name: "",
  format: "wechat-trade",
  timezone: "Asia/Shanghai",
  cutoff: "00:00",
  statementLagDays: "1",
  bufferDays: "1",
  refundWindowDays: "365",
  settles: "NET",
  remitLagDays: "1",
  costBps: "",
  cap: "",
  bankAccount: "",
  keyedBy: "ORDER_NO",
  repeats: "SURPLUS",
  comparesFee: "YES",
  feeToleranceMinor: "0",
};

export function toValues(channel: ChannelDto | null): ChannelValues {
  if (!channel) return NEW_CHANNEL;
  const { code, name, timezone, cutoff, settles, bankAccount, keyedBy, repeats, feeToleranceMinor } = channel;
  return {
    code,
    name,
    format: STATEMENT_FORMATS.find((known) => known === channel.format) ?? NEW_CHANNEL.format,
    timezone,
    cutoff,
    statementLagDays: `${channel.statementLagDays}`,
    bufferDays: `${channel.bufferDays}`,
    refundWindowDays: `${channel.refundWindowDays}`,
    settles,
    remitLagDays: `${channel.remitLagDays}`,
    costBps: channel.costBps === null ? "" : `${channel.costBps}`,
    cap: channel.capMinor === null ? "" : toDecimalString(BigInt(channel.capMinor), CAP_SCALE),
    bankAccount,
    keyedBy,
    repeats,
    comparesFee: channel.comparesFee ? "YES" : "NO",
    feeToleranceMinor,
  };
}

/** What the action takes: whole numbers as numbers, and no rate where the channel's own fees are taken as they come. */
export function toInput(values: ChannelValues): object {
  const { statementLagDays, bufferDays, refundWindowDays, remitLagDays, costBps, cap, comparesFee, ...texts } = values;
  return {
    ...texts,
    comparesFee: comparesFee === "YES",
    statementLagDays: toWholeNumber(statementLagDays),
    bufferDays: toWholeNumber(bufferDays),
    refundWindowDays: toWholeNumber(refundWindowDays),
    remitLagDays: toWholeNumber(remitLagDays),
    costBps: costBps.trim() === "" ? null : toWholeNumber(costBps),
    capMinor: cap.trim() === "" ? null : toMinor(cap),
  };
}

/** Caps are of the yuan. */
const CAP_SCALE = 2;

/** A text that is no amount stays one: the schema refuses it. */
function toMinor(text: string): string {
  const parsed = parseDecimalAmount(text.trim().replaceAll(",", ""), CAP_SCALE);
  return parsed.ok ? `${parsed.value}` : text;
}

/** A text that is no number stays one: the schema refuses it, where a silent zero would be taken. */
function toWholeNumber(text: string): number | string {
  return /^\d{1,6}$/.test(text.trim()) ? Number.parseInt(text, 10) : text;
}
