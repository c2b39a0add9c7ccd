import "server-only";
import type { ChannelOutcome } from "@/core/money-out/channel-outcome";
import { invariant } from "@/core/result";
import type { ChannelAnswer, InquirySubject } from "./channel-inquiry";
import { doubt } from "./channel-verdict";

/** An answer about another number than the one asked about is none, however well it is signed. */
export function speaksOf(askedNo: string, answeredNo: string | undefined, outcome: ChannelOutcome): ChannelOutcome {
  if (askedNo === answeredNo) return outcome;
  return doubt("ANSWER_MISFITS", `The answer speaks of ${answeredNo ?? "no number"}, and ${askedNo} was asked about.`);
}

/** Settled before anything is sent, and the same each time: these channels move CNY alone. */
export function refuseAsset(asset: string): ChannelOutcome | null {
  if (asset === "CNY") return null;
  return {
    kind: "FAILED",
    fault: "CHANNEL",
    code: "ASSET_UNSUPPORTED",
    message: `The channel does not move ${asset}.`,
  };
}

/** A channel that was never connected to has not got the request: the only silence after which nothing is in doubt. */
export function laterUnlessSent(outcome: ChannelOutcome): ChannelOutcome {
  return outcome.kind === "NO_ANSWER" && outcome.code === "NOT_CONNECTED" ? { ...outcome, kind: "LATER" } : outcome;
}

/** Asked right after sending, a channel may not have it yet: only an end is believed rather than what it said before. */
export function believeFinal(asked: ChannelOutcome, said: ChannelOutcome): ChannelOutcome {
  const isEnd = asked.kind === "SUCCEEDED" || asked.kind === "BOUNCED" || asked.kind === "FAILED";
  return isEnd ? asked : said;
}

/** What an attempt's outcome is to an inquiry about an item, whose contract is to throw where there is no answer. */
export function toInquiryAnswer(outcome: ChannelOutcome): ChannelAnswer {
  switch (outcome.kind) {
    case "SUCCEEDED": {
      const { amountMinor, asset, channelNo: tradeNo, happenedAt } = outcome;
      return { kind: "SUCCEEDED", amountMinor, asset, tradeNo, happenedAt };
    }
    case "BOUNCED":
      return { kind: "FAILED" };
    case "FAILED":
    case "PROCESSING":
    case "NOT_FOUND":
      return { kind: outcome.kind };
    case "LATER":
    case "NO_ANSWER":
      throw new Error(`The channel gave no answer (${outcome.code}): ${outcome.message}`);
  }
}

/** The number by which a subject can be asked about; every subject that is asked about has its own. */
export function ownNoOf({ itemKind, orderNo, refundNo }: InquirySubject): string {
  const ownNo = itemKind === "PAYMENT" ? orderNo : refundNo;
  invariant(ownNo, `a ${itemKind.toLowerCase()} without our number cannot be asked about`);
  return ownNo;
}

/** At most so many characters, none of them cut in half. */
export function clip(text: string, characters: number): string {
  return [...text].slice(0, characters).join("");
}
