import { once } from "node:events";
import { createWriteStream } from "node:fs";
import type pg from "pg";
import { feeOf } from "@/core/money/money";
import { toDecimalString } from "@/core/money/parse-money";

/**
 * A made-up day of a WeChat channel: `orders` orders paid on `day` and the statement that lists them, one in a hundred of
 * them broken: missing, of another amount, of another fee, listed twice, or listed and not ours. Every 50th order is
 * given back in full. Both sides follow from an order's place in the day, so neither needs the other.
 */
export type ChannelDay = { readonly channelId: bigint; readonly day: string; readonly orders: number };

export const COST_BPS = 60;
const COMMAND = "00000000-0000-7000-8000-000000000002";
const HEADER =
  "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注";
const TOTALS = "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额";
const WRITE_BYTES = 1 << 20;

type Fate = "plain" | "missing" | "other amount" | "other fee" | "twice" | "not ours";
const FATES: readonly Fate[] = ["missing", "other amount", "other fee", "twice", "not ours"];

function fateOf(place: number): Fate {
  return place % 100 === 7 ? (FATES[Math.floor(place / 100) % FATES.length] ?? "plain") : "plain";
}

function amountAt(place: number): bigint {
  return 100n + ((BigInt(place) * 7_919n) % 99_900n);
}

function numberAt(day: string, place: number): string {
  return `O${day.replaceAll("-", "")}${String(place).padStart(10, "0")}`;
}

function tradeNoAt(day: string, place: number): string {
  const scattered = Math.imul(place, 2_654_435_761) >>> 0;
  return `42000023${day.replaceAll("-", "")}${String(scattered).padStart(12, "0")}`;
}

const yuan = (minor: bigint) => toDecimalString(minor, 2);
const clock = (second: number) => new Date(second * 1_000).toISOString().slice(11, 19);

/** Puts the day's orders there, as arrivals leave them, without their vouchers. */
export async function fillOrders(owner: pg.Pool, { channelId, day, orders }: ChannelDay): Promise<void> {
  const stamp = day.replaceAll("-", "");
  await owner.query(
    "INSERT INTO receipts (command_id, name, input_hash, outcome) VALUES ($1, 'bench.open', '', '{}') ON CONFLICT DO NOTHING",
    [COMMAND],
  );
  await owner.query("SELECT ensure_month($1)", [day]);
  await owner.query(
    `INSERT INTO orders (ordered_on, channel_id, match_key, order_no, merchant_id, asset, due_minor, channel_minor, status,
       channel_trade_no, paid_at, expected_on, booked_by, content_hash, seen_statuses, command_id)
     SELECT $1::date, $2, no, no, (SELECT min(id) FROM merchants), 'CNY', minor, minor, 'PAID', 'T' || no,
            $1::date + interval '4 hours', $1::date, 'ARRIVAL', md5(no), ARRAY['PAID'], $4
     FROM (SELECT 'O' || $5 || lpad(n::text, 10, '0') AS no, 100 + (n * 7919) % 99900 AS minor
           FROM generate_series(0::bigint, $3::bigint - 1) AS n
           WHERE NOT (n % 100 = 7 AND (n / 100) % 5 = 4)) AS made`,
    [day, channelId, orders, COMMAND, stamp],
  );
  await owner.query(
    `INSERT INTO refunds (refund_no, order_no, merchant_id, channel_id, match_key, asset, amount_minor, channel_minor,
       leg_amounts, status, origin, succeeded_at, expected_on, content_hash, seen_statuses, command_id)
     SELECT 'R' || no, 'O' || no, (SELECT min(id) FROM merchants), $2, 'R' || no, 'CNY', minor, minor, ARRAY[minor],
            'SUCCEEDED', 'ARRIVAL', $1::date + interval '5 hours', $1::date, md5(no), ARRAY['SUCCEEDED'], $4
     FROM (SELECT $5 || lpad(n::text, 10, '0') AS no, 100 + (n * 7919) % 99900 AS minor
           FROM generate_series(0::bigint, $3::bigint - 1, 50) AS n) AS made`,
    [day, channelId, orders, COMMAND, stamp],
  );
  await owner.query("ANALYZE orders, refunds");
}

type Sums = { lines: number; amount: bigint; refund: bigint; fee: bigint };

function lineAt(
  day: string,
  place: number,
  sums: Sums,
  change: { amount: bigint; fee: bigint },
  refunded: boolean,
): string {
  const amount = amountAt(place) + change.amount;
  const fee = feeOf(refunded ? -amount : amount, COST_BPS) + change.fee;
  const no = numberAt(day, place);
  const at = clock(place % 86_400);
  sums.lines += 1;
  sums.fee += fee;
  if (refunded) sums.refund += amount;
  else sums.amount += amount;
  const back = refunded
    ? [`5000${no}`, `R${no.slice(1)}`, yuan(amount), "0.00", "ORIGINAL", "SUCCESS"]
    : ["0", "0", "0.00", "0.00", "", ""];
  const cells = [
    ...[`${day} ${at}`, "wx8888888888888888", "1900000109", "0", "", tradeNoAt(day, place), no],
    ...["oUpF8uMuAJO_M2pxb1Q9zNjWeS6o", "NATIVE", refunded ? "REFUND" : "SUCCESS", "OTHERS", "CNY"],
    ...[refunded ? "0.00" : yuan(amount), "0.00", ...back, "测试商品", ""],
    ...[`${yuan(fee)}000`, "0.60%", refunded ? "0.00" : yuan(amount)],
    ...[refunded ? yuan(amount) : "0.00", ""],
  ];
  return `\`${cells.join(",`")}\n`;
}

/** Writes the day's statement; answers how many lines it has. Memory stays flat. */
export async function writeStatement(path: string, { day, orders }: Omit<ChannelDay, "channelId">): Promise<number> {
  const out = createWriteStream(path);
  const sums: Sums = { lines: 0, amount: 0n, refund: 0n, fee: 0n };
  let text = `\ufeff${HEADER}\n`;
  for (let place = 0; place < orders; place += 1) {
    const fate = fateOf(place);
    if (fate !== "missing") {
      const change = { amount: fate === "other amount" ? 50n : 0n, fee: fate === "other fee" ? 7n : 0n };
      text += lineAt(day, place, sums, change, false);
      if (fate === "twice") text += lineAt(day, place, sums, change, false);
    }
    if (place % 50 === 0) text += lineAt(day, place, sums, { amount: 0n, fee: 0n }, true);
    if (text.length < WRITE_BYTES) continue;
    if (!out.write(text)) await once(out, "drain");
    text = "";
  }
  const { lines, amount, refund, fee } = sums;
  const totals = [String(lines), yuan(amount), yuan(refund), "0.00", `${yuan(fee)}000`, yuan(amount), yuan(refund)];
  out.end(`${text}${TOTALS}\n\`${totals.join(",`")}\n`);
  await once(out, "finish");
  return lines;
}
