import { formatAmount } from "@/core/money/format-money";
import { type BreakRow, findNewestBatchId, listBreaks } from "@/server/queries/list-breaks";
import { reader } from "@/server/transact";
import { type DeskCommand, DeskRefusal } from "./command";
import { noWords, parseDay, requiredOption } from "./words";

export const breaks: DeskCommand = {
  usage: "breaks --channel C --date D",
  summary:
    "Lists the breaks of the newest batch of a channel and statement date; what a later batch explained is gone.",
  options: { channel: { type: "string" }, date: { type: "string" } },
  async run(context) {
    noWords(context);
    const channel = requiredOption(context, "channel");
    const date = parseDay(requiredOption(context, "date"));
    await context.pool();
    let count = 0;
    for await (const row of listBreaks(await getBatchId(channel, date))) {
      count += 1;
      await context.print(row, sentenceOf(row));
    }
    if (count === 0 && !context.json) await context.print(null, `${channel} has no breaks for ${date}.`);
    return 0;
  },
};

async function getBatchId(code: string, date: string): Promise<bigint> {
  const [channel] = await reader.query<{ id: bigint }>("SELECT id FROM channels WHERE code = $1", [code]);
  if (!channel) throw new DeskRefusal({ code: "channel_unknown", message: `Channel ${code} is not known.` });
  const batchId = await findNewestBatchId(channel.id, date);
  if (batchId !== null) return batchId;
  throw new DeskRefusal({ code: "batch_missing", message: `${code} was not reconciled for ${date} yet.` });
}

function sentenceOf({ kind, key, deltaMinor, asset, orderNo, itemNo }: BreakRow): string {
  const order = orderNo === null || orderNo === key ? "" : ` of order ${orderNo}`;
  return `${kind.padEnd(15)} ${formatAmount(deltaMinor, asset, "en").padStart(14)} ${asset}  ${key}${order}  ${itemNo ?? ""}`;
}
