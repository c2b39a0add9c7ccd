import "server-only";
import type { OrdersFileLine } from "@/contracts/orders";
import type { AccountOwner, AccountRef } from "@/server/store/accounts";
import { type LockedBalances, lockBalances } from "@/server/store/balances";
import { type ChannelRow, listChannels } from "@/server/store/channels";
import { lockOrders, lockRefunds, type OrderRecord, type RefundRecord } from "@/server/store/order-records";
import type { VoucherDraft } from "@/server/store/post-vouchers";
import type { DbTransaction } from "@/server/transact";

export type MerchantRow = { readonly id: bigint; readonly no: string; readonly policy: "PROPORTIONAL" | "CASH_LAST" };

/** Everything that a chunk of arriving lines is decided on, loaded and locked once, and everything it will write. */
export type ArrivalDesk = {
  readonly now: Date;
  readonly merchants: ReadonlyMap<string, MerchantRow>;
  readonly merchantsById: ReadonlyMap<bigint, MerchantRow>;
  readonly channels: ReadonlyMap<string, ChannelRow>;
  readonly channelsById: ReadonlyMap<bigint, ChannelRow>;
  readonly assets: ReadonlySet<string>;
  readonly orders: Map<string, OrderRecord>;
  readonly refunds: Map<string, RefundRecord>;
  readonly balances: LockedBalances;
  readonly newOrders: Set<OrderRecord>;
  readonly changedOrders: Set<OrderRecord>;
  readonly changedRefunds: Set<RefundRecord>;
  readonly drafts: VoucherDraft[];
  readonly failedRefundNos: string[];
};

/** What a line names; news of what is known already needs no more than the number. */
export type ArrivalReference =
  | Pick<Extract<OrdersFileLine, { type: "order" }>, "type" | "orderNo" | "merchantNo" | "asset">
  | Pick<Extract<OrdersFileLine, { type: "refund" }>, "type" | "orderNo" | "refundNo">
  | { readonly type: "known"; readonly orderNo: string };

export async function openArrivalDesk(tx: DbTransaction, lines: readonly ArrivalReference[]): Promise<ArrivalDesk> {
  const orders = await lockOrders(tx, [...new Set(lines.map((line) => line.orderNo))]);
  const refundNos = lines.flatMap((line) => (line.type === "refund" ? [line.refundNo] : []));
  const refunds = await lockRefunds(tx, [...new Set(refundNos)]);
  const merchantRows = await tx.query<MerchantRow>(
    `SELECT id, merchant_no AS no, marketing_policy AS policy FROM merchants WHERE merchant_no = ANY ($1) OR id = ANY ($2)`,
    [
      [...new Set(lines.flatMap((line) => (line.type === "order" ? [line.merchantNo] : [])))],
      [...new Set([...orders.values()].map((order) => order.merchantId))],
    ],
  );
  const channelRows = await listChannels(tx);
  const assets = await tx.query<{ code: string }>("SELECT code FROM assets WHERE kind = 'CASH'");
  const knownAssets = new Set(assets.map((asset) => asset.code));
  const usedAssets = new Set(
    [
      ...lines.flatMap((line) => (line.type === "order" ? [line.asset] : [])),
      ...[...orders.values()].map((order) => order.asset),
    ].filter((asset) => knownAssets.has(asset)),
  );
  const balances = await lockBalances(
    tx,
    [...usedAssets].flatMap((asset) => touchedAccounts(asset, merchantRows, channelRows)),
  );
  return {
    now: tx.context.now,
    merchants: new Map(merchantRows.map((row) => [row.no, row])),
    merchantsById: new Map(merchantRows.map((row) => [row.id, row])),
    channels: new Map(channelRows.map((row) => [row.code, row])),
    channelsById: new Map(channelRows.map((row) => [row.id, row])),
    assets: knownAssets,
    orders,
    refunds,
    balances,
    newOrders: new Set(),
    changedOrders: new Set(),
    changedRefunds: new Set(),
    drafts: [],
    failedRefundNos: [],
  };
}

/** Every account that captures and refunds of these merchants and channels can move. */
function touchedAccounts(
  asset: string,
  merchants: readonly MerchantRow[],
  channels: readonly ChannelRow[],
): AccountRef[] {
  const company: AccountRef[] = [
    { place: "PLATFORM_MARKETING", asset, owner: {} },
    { place: "REFUND_IN_TRANSIT", asset, owner: {} },
  ];
  const ofMerchants = merchants.flatMap((merchant): AccountRef[] => {
    const owner: AccountOwner = { merchant };
    return [
      { place: "MERCHANT_PENDING", asset, owner },
      { place: "MERCHANT_SETTLEMENT", asset, owner },
      { place: "MERCHANT_MARKETING", asset, owner },
    ];
  });
  const ofChannels = channels.map(
    (channel): AccountRef => ({ place: "CHANNEL_RECEIVABLE", asset, owner: { channel } }),
  );
  return [...company, ...ofMerchants, ...ofChannels];
}
