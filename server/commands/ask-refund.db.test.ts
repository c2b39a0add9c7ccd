import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "@/core/permissions/actor";
import { withdrawApproval } from "@/server/commands/withdraw-approval";
import { reader } from "@/server/transact";
import { verifyBooks } from "@/server/verify/verify-books";
import { approveAs, rejectAs } from "@/tests/approval-fixture";
import { addUser, postedOf } from "@/tests/command-context";
import { accepted, by, type Desk, linesOf, openDesk } from "@/tests/desk-fixture";
import {
  answerRefund,
  askAs,
  PAYEE,
  paid,
  refundAs,
  refundedOf,
  refundRow,
  sendRefund,
  takePaid,
} from "@/tests/refund-fixture";

let desk: Desk;
let service: Actor;
beforeAll(async () => {
  desk = await openDesk();
  service = await addUser(desk.db.ownerPool, "service", "CUSTOMER_SERVICE");
});
afterAll(() => desk.db.drop());

async function voucherOf(key: string): Promise<string | null> {
  const [row] = await reader.query<{ no: string }>("SELECT voucher_no AS no FROM vouchers WHERE idempotency_key = $1", [
    key,
  ]);
  return row?.no ?? null;
}

async function failedChecks(): Promise<string[]> {
  const { checks } = await verifyBooks(reader);
  return checks.filter((check) => !check.ok).map((check) => `${check.name}: ${check.figure}`);
}

describe("a refund by the original route", () => {
  it("is asked for, approved, sent, and paid back", async () => {
    await takePaid([{ orderNo: "P1", cashMinor: 9_500n, merchantCoupon: 500n }]);
    const { refundNo, approvalNo, requiredRoles } = accepted(
      await askAs(service, { orderNo: "P1", amountMinor: 6_000n }),
    );
    expect(requiredRoles).toEqual(["FINANCE"]);
    expect(refundNo).toMatch(/^RF20261120[0-9A-Z]{12}$/);
    expect(await refundRow(refundNo)).toMatchObject({ status: "REQUESTED", route: "ORIGINAL" });
    expect(await refundedOf("P1")).toEqual(["5700", "300"]);
    expect(await voucherOf(`refund-accept:${refundNo}`)).toBeNull();

    const decided = accepted(await approveAs(desk.people.finance, approvalNo));
    expect(decided.outcome).toBe("EXECUTED");
    expect(await linesOf(decided.voucherNo)).toEqual(["D M1-PENDING 6000", "C 2243 5700", "C M1-MARKETING 300"]);
    expect(await refundRow(refundNo)).toMatchObject({ status: "ACCEPTED" });
    expect(
      await reader.query("SELECT out_no, operation, amount_minor, status FROM money_attempts WHERE object_no = $1", [
        refundNo,
      ]),
    ).toEqual([{ out_no: refundNo, operation: "REFUND", amount_minor: 5_700n, status: "WAITING" }]);
    expect(await failedChecks()).toEqual([]);

    await sendRefund(refundNo);
    await answerRefund(refundNo, { kind: "NO_ANSWER", code: "TIMEOUT", message: "" });
    expect(await refundRow(refundNo)).toMatchObject({ status: "UNKNOWN" });
    expect(await failedChecks()).toEqual([]);
    await answerRefund(refundNo, paid(5_700n));
    expect(await refundRow(refundNo)).toMatchObject({ status: "SUCCEEDED", expectedOn: "2026-11-20" });
    expect(await linesOf(await voucherOf(`refund-succeed:${refundNo}`))).toEqual(["D 2243 5700", "C 1122-wechat 5700"]);
    expect(await postedOf("2243")).toBe(0n);
    expect(await failedChecks()).toEqual([]);
  });

  it("that fails for good is taken back, and may be asked for again by another route", async () => {
    await takePaid([{ orderNo: "P2", cashMinor: 4_000n }]);
    const first = await refundAs(service, [desk.people.finance], { orderNo: "P2", amountMinor: 4_000n });
    await sendRefund(first.refundNo);
    await answerRefund(first.refundNo, {
      kind: "FAILED",
      fault: "PAYEE",
      code: "USER_ACCOUNT_ABNORMAL",
      message: "closed",
    });
    expect(await refundRow(first.refundNo)).toMatchObject({ status: "FAILED" });
    expect(await refundedOf("P2")).toEqual(["0"]);
    expect(await failedChecks()).toEqual([]);

    const again = await refundAs(service, [desk.people.finance], {
      orderNo: "P2",
      amountMinor: 4_000n,
      route: "BANK",
      payee: PAYEE,
    });
    const reserve = await postedOf("1002-reserve");
    await sendRefund(again.refundNo);
    await answerRefund(again.refundNo, paid(4_000n));
    expect(await refundRow(again.refundNo)).toMatchObject({ status: "SUCCEEDED", route: "BANK" });
    expect(await linesOf(await voucherOf(`refund-succeed:${again.refundNo}`))).toEqual([
      "D 2243 4000",
      "C 1002-reserve 4000",
    ]);
    expect(await postedOf("1002-reserve")).toBe(reserve - 4_000n);
    expect(await failedChecks()).toEqual([]);
  });

  it("of coupons alone is given back with its approval, and nothing is sent", async () => {
    await takePaid([{ orderNo: "P3", cashMinor: 0n, merchantCoupon: 300n, platformCoupon: 700n }]);
    const { refundNo } = await refundAs(service, [desk.people.finance], { orderNo: "P3", amountMinor: 1_000n });
    expect(await refundRow(refundNo)).toMatchObject({ status: "SUCCEEDED" });
    expect(await reader.query("SELECT 1 FROM money_attempts WHERE object_no = $1", [refundNo])).toEqual([]);
    expect(await failedChecks()).toEqual([]);
  });
});

describe("a request that ends undone gives the legs back", () => {
  it("rejected, and withdrawn by who asked", async () => {
    await takePaid([{ orderNo: "P4", cashMinor: 1_000n }]);
    const rejected = accepted(await askAs(service, { orderNo: "P4", amountMinor: 1_000n }));
    accepted(await rejectAs(desk.people.finance, rejected.approvalNo));
    expect(await refundRow(rejected.refundNo)).toMatchObject({ status: "REFUSED" });
    const withdrawn = accepted(await askAs(service, { orderNo: "P4", amountMinor: 1_000n }));
    const { approvalNo } = withdrawn;
    accepted(await withdrawApproval(by(service), { commandId: "", approvalNo, expectedVersion: 1 }));
    expect(await refundRow(withdrawn.refundNo)).toMatchObject({ status: "REFUSED" });
    expect(await refundedOf("P4")).toEqual(["0"]);
    expect(await failedChecks()).toEqual([]);
  });
});
