import { randomUUID } from "node:crypto";
import { getPrisma } from "@/server/db";
import type { TransferBook } from "./transfer-book";

/**
 * What one writes first: an interactive transaction of the ORM that reads the balances, inserts the voucher with its
 * entries and updates the balances. Same tables and indexes, as the owner, since the app may not write like this. The
 * accounts are locked in order; without that it would mostly deadlock.
 */
export async function postNaively(book: TransferBook, from: number, to: number): Promise<void> {
  // It cannot pay itself: both of its entries would have one number.
  const other = from === to ? (to + 1) % book.accounts : from;
  const [payer, receiver] = [book.firstAccountId + BigInt(other), book.firstAccountId + BigInt(to)];
  const amountMinor = 5n;
  await getPrisma().$transaction(
    async (tx) => {
      const key = randomUUID();
      const day = new Date("2026-11-21");
      for (const accountId of [payer, receiver].sort((left, right) => (left < right ? -1 : 1))) {
        await tx.$queryRaw`SELECT account_id FROM account_balances WHERE account_id = ${accountId} FOR UPDATE`;
      }
      const balances = await tx.accountBalance.findMany({ where: { accountId: { in: [payer, receiver] } } });
      const voucher = await tx.voucher.create({
        data: {
          accountingOn: day,
          catalogueVersion: 1,
          occurredAt: day,
          commandId: key,
          voucherNo: key,
          event: "profit_share.paid",
          idempotencyKey: key,
          objectType: "bench",
          objectNo: key,
          memo: "",
        },
      });
      const lines = [
        { accountId: payer, side: "DEBIT", changeMinor: -amountMinor },
        { accountId: receiver, side: "CREDIT", changeMinor: amountMinor },
      ];
      await tx.entry.createMany({
        data: lines.map(({ accountId, side, changeMinor }, index) => {
          const held = balances.find((one) => one.accountId === accountId);
          const before = held?.postedMinor ?? 0n;
          return {
            accountingOn: day,
            lineNo: index + 1,
            voucherId: voucher.id,
            accountId,
            accountSeq: (held?.entrySeq ?? 0n) + 1n,
            amountMinor,
            changeMinor,
            balanceBeforeMinor: before,
            balanceAfterMinor: before + changeMinor,
            side,
            asset: "CNY",
          };
        }),
      });
      for (const { accountId, changeMinor } of lines) {
        await tx.accountBalance.update({
          where: { accountId },
          data: { postedMinor: { increment: changeMinor }, entrySeq: { increment: 1n } },
        });
      }
    },
    { maxWait: 60_000, timeout: 60_000 },
  );
}
