import { amountInEnglish } from "@/core/money/amount-in-english";
import { amountInWords } from "@/core/money/amount-in-words";

/** An amount of CNY written out in both languages, whichever the page is in: the merchant's copy has to serve both. */
export function InWords({ amountMinor }: { amountMinor: string }) {
  const minor = BigInt(amountMinor);
  return (
    <>
      <span lang="zh-CN">{amountInWords(minor)}</span>
      <span lang="en">{amountInEnglish(minor)}</span>
    </>
  );
}
