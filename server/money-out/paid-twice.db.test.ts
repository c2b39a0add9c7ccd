import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { proposeRepayout } from "@/server/commands/propose-repayout";
import { recordBounce } from "@/server/commands/record-bounce";
import { reader } from "@/server/transact";
import { approveAs } from "@/tests/approval-fixture";
import { asSystem } from "@/tests/command-context";
import { accepted, by, type Desk } from "@/tests/desk-fixture";
import { addPayees, askFor, channelSays, lastAttemptOf, openPayoutDesk, payoutOf } from "@/tests/payout-fixture";
import { type Attempt, listAttempts } from "./attempts";
import { hearAnswer } from "./hear-answer";

/** A channel that calls an attempt failed and pays it later, while another attempt of the same payout is paid as well. */
let desk: Desk;
beforeAll(async () => {
  desk = await openPayoutDesk();
});
afterAll(() => desk.db.drop());

/** A payout whose first attempt has failed. */
async function payOutFailing(): Promise<string> {
  const [payee = ""] = await addPayees(desk, "M1", 1);
  const { payoutNo } = accepted(await askFor(desk.people.maker, { amountMinor: 700n, payee }));
  await channelSays(desk, payoutNo, "CHANNEL");
  return payoutNo;
}
async function payAgain(payoutNo: string): Promise<void> {
  const { version: expectedVersion } = await payoutOf(payoutNo);
  const commandId = randomUUID();
  const wish = { commandId, payoutNo, expectedVersion, choice: "REPAY", channel: "wechat", reason: "failed" } as const;
  const asked = accepted(await proposeRepayout(by(desk.people.maker, commandId), wish));
  accepted(await approveAs(desk.people.finance, asked.approvalNo));
}
/** The channel says of the first attempt that it was paid after all. */
async function payLate(payoutNo: string): Promise<void> {
  const [first] = await listAttempts(reader, "PAYOUT", payoutNo);
  if (first) accepted(await hearAnswer(first, { source: "CALLBACK", outcome: success(first) }));
}
function success({ amountMinor, asset }: Attempt) {
  return {
    kind: "SUCCEEDED",
    channelNo: "C",
    amountMinor,
    asset,
    happenedAt: new Date("2026-11-20T05:00:00Z"),
  } as const;
}
async function casesOf(payoutNo: string) {
  return reader.query<{ kind: string; outNo: string; outNos: string[] | null }>(
    `SELECT kind, out_no AS "outNo", (SELECT array_agg(no ORDER BY no) FROM jsonb_array_elements_text(detail->'outNos') AS no) AS "outNos"
     FROM money_cases WHERE object_no = $1 AND status = 'OPEN' ORDER BY id`,
    [payoutNo],
  );
}
async function outNosOf(payoutNo: string): Promise<string[]> {
  return (await listAttempts(reader, "PAYOUT", payoutNo)).map(({ outNo }) => outNo);
}

it("a failed attempt is paid after another one was: twice, by these two", async () => {
  const payoutNo = await payOutFailing();
  await payAgain(payoutNo);
  await channelSays(desk, payoutNo, "SUCCEEDED");
  expect(await casesOf(payoutNo)).toEqual([]);
  await payLate(payoutNo);
  await payLate(payoutNo);
  const outNos = await outNosOf(payoutNo);
  expect(await casesOf(payoutNo)).toEqual([{ kind: "PAID_TWICE", outNo: outNos[0], outNos: outNos.sort() }]);
  expect((await payoutOf(payoutNo)).status).toBe("SUCCEEDED");
});

it("a failed attempt is paid while another one is under way, which is paid then: twice, by these two", async () => {
  const payoutNo = await payOutFailing();
  await payAgain(payoutNo);
  await payLate(payoutNo);
  const [first = "", second = ""] = await outNosOf(payoutNo);
  const late = { kind: "LATE_SUCCESS", outNo: first, outNos: null };
  expect(await casesOf(payoutNo)).toEqual([late]);
  await channelSays(desk, payoutNo, "SUCCEEDED");
  await payLate(payoutNo);
  expect(await casesOf(payoutNo)).toEqual([late, { kind: "PAID_TWICE", outNo: first, outNos: [first, second].sort() }]);
});

it("both words in one moment: one case, in whichever order they were taken", async () => {
  for (let round = 0; round < 10; round += 1) {
    const payoutNo = await payOutFailing();
    await payAgain(payoutNo);
    const second = await lastAttemptOf(payoutNo);
    await desk.db.ownerPool.query(
      "UPDATE money_attempts SET status = 'SENT', sends = 1, version = version + 1 WHERE id = $1",
      [second.id],
    );
    await Promise.all([
      payLate(payoutNo),
      hearAnswer(second, { source: "RESPONSE", outcome: success(second) }).then(accepted),
    ]);
    expect((await casesOf(payoutNo)).filter(({ kind }) => kind === "PAID_TWICE")).toHaveLength(1);
  }
});

async function bounce(payoutNo: string): Promise<void> {
  const { outNo } = await lastAttemptOf(payoutNo);
  accepted(await recordBounce(asSystem(), { outNo, on: "2026-11-20", reason: "account closed" }));
}

it("money that has come back is not there twice", async () => {
  const payoutNo = await payOutFailing();
  await payAgain(payoutNo);
  await channelSays(desk, payoutNo, "SUCCEEDED");
  await bounce(payoutNo);
  await payLate(payoutNo);
  expect((await casesOf(payoutNo)).map(({ kind }) => kind)).toEqual(["LATE_SUCCESS"]);
});

it("a payment that failed and one that was paid are no case", async () => {
  const payoutNo = await payOutFailing();
  await payAgain(payoutNo);
  await channelSays(desk, payoutNo, "SUCCEEDED");
  await bounce(payoutNo);
  await payAgain(payoutNo);
  await channelSays(desk, payoutNo, "SUCCEEDED");
  expect(await casesOf(payoutNo)).toEqual([]);
});
