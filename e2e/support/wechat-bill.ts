/**
 * A payment in a WeChat trade bill, or with a number of its own the refund of one: amounts in fen, the fee as the bill
 * writes it, in yuan with five decimals.
 */
export type BillLine = {
  orderNo: string;
  tradeNo: string;
  at: string;
  amountMinor: bigint;
  fee: string;
  refundNo?: string;
};

const HEADER =
  "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额," +
  "微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注";
const FOOTER = "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额";
const FEN_PER_YUAN = 100n;

/**
 * The bytes of a day's bill as WeChat Pay delivers it: UTF-8 with a byte order mark, CRLF, a back-tick before each cell,
 * totals in the last line. `statedMinor` makes the footer claim another sum than the lines have.
 */
export function writeWechatBill(lines: readonly BillLine[], { statedMinor }: { statedMinor?: bigint } = {}): Buffer {
  const sumOf = (some: readonly BillLine[]) => some.reduce((total, line) => total + line.amountMinor, 0n);
  const refunded = yuan(sumOf(lines.filter(isRefund)));
  const fee = lines.reduce((total, line) => total + BigInt(line.fee.replace(".", "")), 0n);
  const stated = yuan(statedMinor ?? sumOf(lines.filter((line) => !isRefund(line))));
  const totals = [`${lines.length}`, stated, refunded, "0.00", feeText(fee), stated, refunded];
  const text = [HEADER, ...lines.map((line) => ticked(cellsOf(line))), FOOTER, ticked(totals), ""].join("\r\n");
  return Buffer.from(`\ufeff${text}`, "utf8");
}

function cellsOf(line: BillLine): string[] {
  const amount = yuan(line.amountMinor);
  const [paid, refunded] = isRefund(line) ? ["0.00", amount] : [amount, "0.00"];
  const who = [
    line.at,
    "wxfeed0000000000aa",
    "1900000109",
    "1900000209",
    "",
    line.tradeNo,
    line.orderNo,
    "oBrowserTest0000000000000aaa",
  ];
  const trade = ["NATIVE", isRefund(line) ? "REFUND" : "SUCCESS", "OTHERS", "CNY", paid, "0.00"];
  const refund = isRefund(line)
    ? [`5030${line.refundNo}`, line.refundNo, refunded, "0.00", "ORIGINAL", "SUCCESS"]
    : ["0", "0", "0.00", "0.00", "", ""];
  return [...who, ...trade, ...refund, "测试商品", "", line.fee, "0.60%", paid, refunded, ""];
}

function isRefund(line: BillLine): line is BillLine & { refundNo: string } {
  return line.refundNo !== undefined;
}

export function yuan(minor: bigint): string {
  return `${minor / FEN_PER_YUAN}.${`${minor % FEN_PER_YUAN}`.padStart(2, "0")}`;
}

function feeText(fee: bigint): string {
  const digits = `${fee}`.padStart(6, "0");
  return `${digits.slice(0, -5)}.${digits.slice(-5)}`;
}

function ticked(cells: readonly string[]): string {
  return cells.map((cell) => `\`${cell}`).join(",");
}
