import { DEMO_CHANNELS } from "../demo-channels";
import type { ChannelConfig, StatementFile, StatementLine, StatementTotals } from "../demo-types";
import { compareMoments } from "../moment";
import { keyOf } from "../statement-line";
import { writeAlipayTrade } from "./alipay-trade";
import { totalsOf } from "./statement-totals";
import { writeUnionpayZm } from "./unionpay-zm";
import { writeWechatTrade } from "./wechat-trade";

/** One file per channel and day, also where nothing settled. Lines that settle outside the days are left to later files. */
export function writeStatements(days: readonly string[], lines: readonly StatementLine[]): StatementFile[] {
  const byChannelAndDay = new Map<string, StatementLine[]>();
  for (const line of lines) {
    const place = `${line.channel} ${line.settlesOn}`;
    const ofDay = byChannelAndDay.get(place);
    if (ofDay) ofDay.push(line);
    else byChannelAndDay.set(place, [line]);
  }
  return DEMO_CHANNELS.flatMap(({ config }) =>
    days.map((date) => {
      const ofDay = (byChannelAndDay.get(`${config.code} ${date}`) ?? []).sort(compareLines);
      const totals = totalsOf(ofDay);
      return { channel: config.code, date, totals, ...writeStatement(config, date, ofDay, totals) };
    }),
  );
}

function writeStatement(
  channel: ChannelConfig,
  date: string,
  lines: readonly StatementLine[],
  totals: StatementTotals,
) {
  switch (channel.format) {
    case "wechat-trade":
      return writeWechatTrade(date, lines, totals, channel.costBps);
    case "alipay-trade":
      return writeAlipayTrade(date, lines, totals);
    case "unionpay-zm":
      return writeUnionpayZm(date, lines, totals);
  }
}

/** By time. The key decides among equal times, so that the order never hangs on how the lines were generated. */
function compareLines(left: StatementLine, right: StatementLine): number {
  const byTime = compareMoments(left.at, right.at);
  if (byTime !== 0) return byTime;
  return keyOf(left) < keyOf(right) ? -1 : keyOf(left) > keyOf(right) ? 1 : 0;
}
