import { dayWire, instantWire } from "@/contracts/wire";
import { formatAmount } from "@/core/money/format-money";
import { type Balance, findBalance, type PointInTime } from "@/server/queries/find-balance";
import { type DeskCommand, DeskRefusal } from "./command";
import { onlyWord } from "./words";

export const balance: DeskCommand = {
  usage: "balance <account | GL code> [--at T]",
  summary:
    "Shows what is posted, frozen and available on an account, or on all accounts of a GL code and below it. --at T shows what the books held at that instant, every voucher posted by then, whatever day it is dated; --at with a day, what they held at the end of that accounting day.",
  options: { at: { type: "string" } },
  async run(context) {
    const account = onlyWord(context, "The account or GL code");
    const at = parsePoint(context.option("at"));
    await context.pool();
    const [main, ...others] = (await findBalance(account, at)) ?? [];
    if (main === undefined) {
      throw new DeskRefusal({
        code: "account_unknown",
        message: `There is neither an account nor a GL code ${account}.`,
      });
    }
    const otherAssets = others.length > 0 ? { otherAssets: others } : {};
    await context.print(
      { account, ...main, ...otherAssets },
      [main, ...others].map((one) => sentenceOf(account, one)).join("\n"),
    );
    return 0;
  },
};

function parsePoint(text: string | undefined): PointInTime | null {
  if (text === undefined) return null;
  if (dayWire.safeParse(text).success) return { kind: "day", on: text };
  const parsed = instantWire.safeParse(text);
  if (parsed.success) return { kind: "instant", at: parsed.data };
  throw new DeskRefusal({
    code: "instant_malformed",
    message: `"${text}" is neither an instant, written like 2026-11-19T12:00:00+08:00, nor a day, written like 2026-11-19.`,
  });
}

function sentenceOf(account: string, { asset, postedMinor, frozenMinor, availableMinor }: Balance): string {
  const say = (minor: bigint) => formatAmount(minor, asset, "en");
  return `${account}: ${say(postedMinor)} ${asset} posted, ${say(frozenMinor)} frozen, ${say(availableMinor)} available`;
}
