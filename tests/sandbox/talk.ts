import type { ChannelClient } from "@/server/channels/channel-client";
import { loadChannelClients } from "@/server/channels/load-channel-clients";
import type { TestSandbox } from "../sandbox-fixture";

export const STYLES = ["wechat", "alipay", "unionpay"] as const;
export const PAYEE = { holder: "张三 Zhang", bank: "工商银行", accountNo: "6222020012345678" };

let count = 0;

/** A business number that no test of this run has used. */
export function newNo(): string {
  count += 1;
  return `N${process.pid}x${count}`;
}

/** The desk's own clients of a sandbox. */
export function clientsOf(sandbox: TestSandbox, now: () => Date = () => new Date()): (code: string) => ChannelClient {
  const clients = loadChannelClients(sandbox.channelsFile, now);
  return (code) => {
    const found = clients.get(code);
    if (found === undefined) throw new Error(`no client of ${code}`);
    return found;
  };
}

export function transferOf(outNo: string, amountMinor = 12_345n, payee = PAYEE) {
  return { outNo, amountMinor, asset: "CNY", payee, purpose: "货款 settlement" };
}

export function refundOf(outNo: string, orderNo: string, amountMinor = 5_000n, orderMinor = 10_000n) {
  return { outNo, orderNo, channelTradeNo: null, orderMinor, amountMinor, asset: "CNY", reason: "退货" };
}
