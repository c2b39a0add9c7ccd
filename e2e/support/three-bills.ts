import { desk } from "../fixtures/test";
import { fileOf } from "./small-channel";
import type { DroppedFile } from "./statements-page";
import { writeWechatBill, yuan } from "./wechat-bill";

const LINES = 1_500;
const AMOUNT_MINOR = 1_000n;

/** Channels of three formats; the demo company has one of WeChat's and of Alipay's already, so only Stripe's is plain. */
export async function setUpThreeChannels(): Promise<void> {
  const of = (code: string, name: string, format: string) => ({
    code,
    name,
    format,
    bankAccount: `R-${code.toUpperCase()}`,
  });
  const channels = [
    of("drop-wechat", "Drop WeChat", "wechat-trade"),
    of("drop-alipay", "Drop Alipay", "alipay-trade"),
    of("drop-stripe", "Drop Stripe", "stripe-payout"),
  ];
  await desk("channel", "set", fileOf({ channels }), "--json");
}

/** A day's file of each, large enough to be seen on its way. */
export function writeThreeBills(day: string): DroppedFile[] {
  const numbers = Array.from({ length: LINES }, (_, index) => `${day.replaceAll("-", "")}${index}`);
  const csv = (name: string, text: string | Buffer): DroppedFile => ({
    name,
    mimeType: "text/csv",
    buffer: Buffer.from(text),
  });
  return [
    csv("wechat-day.csv", wechatBill(numbers, day)),
    csv("alipay-day.csv", alipayBill(numbers, day)),
    csv("stripe-day.csv", stripeReport(numbers, day)),
  ];
}

function wechatBill(numbers: readonly string[], day: string): Buffer {
  return writeWechatBill(
    numbers.map((no) => ({
      orderNo: `W${no}`,
      tradeNo: `4200${no}`,
      at: `${day} 12:00:00`,
      amountMinor: AMOUNT_MINOR,
      fee: "0.06000",
    })),
  );
}

const ALIPAY_HEADER =
  "支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,服务费（元）,分润（元）,备注";

function alipayBill(numbers: readonly string[], day: string): string {
  const amount = yuan(AMOUNT_MINOR);
  const at = `${day} 12:00:00`;
  const rows = numbers.map((no) => {
    const head = [`2026${no}`, `A${no}`, "交易", "测试", at, at, "", "", "", "", "a***@example.com", amount, amount];
    return [...head, "0.00", "0.00", "0.00", "0.00", "0.00", "", "0.00", "0.00", "", "-0.06", "0.00", ""].join(",");
  });
  const sum = yuan(AMOUNT_MINOR * BigInt(numbers.length));
  return [
    "#支付宝业务明细查询",
    "#账号：[20880000000000000156]",
    `#起始日期：[${day} 00:00:00]   终止日期：[${day} 23:59:59]`,
    "#-----------------------------------------业务明细列表----------------------------------------",
    ALIPAY_HEADER,
    ...rows,
    "#-----------------------------------------业务明细列表结束------------------------------------",
    `#交易合计：${numbers.length}笔，商家实收共${sum}元，商家优惠共0.00元`,
    "#退款合计：0笔，商家实收退款共0.00元，商家优惠退款共0.00元",
    `#导出时间：[${day} 23:59:59]`,
    "",
  ].join("\r\n");
}

function stripeReport(numbers: readonly string[], day: string): string {
  const header =
    "automatic_payout_id,automatic_payout_effective_at_utc,balance_transaction_id,created_utc,currency,gross,fee,net,reporting_category,source_id,charge_id,payment_metadata[order_id]";
  const row = (id: string, gross: string, fee: string, net: string, category: string, order: string) =>
    `po_1,${day} 00:00:00,txn_${id},${day} 01:00:00,usd,${gross},${fee},${net},${category},${id},${id},${order}`;
  const payments = numbers.map((no) => row(`ch_${no}`, "10.00", "0.30", "9.70", "charge", `S${no}`));
  const paidOut = yuan(970n * BigInt(numbers.length));
  return [header, ...payments, row("po_1", `-${paidOut}`, "0.00", `-${paidOut}`, "payout", ""), ""].join("\n");
}
