import { randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { accept } from "@/core/result";
import { proposeResume } from "@/server/commands/propose-resume";
import { stopMoneyOut } from "@/server/commands/stop-money-out";
import { draftVoucher, postVouchers } from "@/server/store/post-vouchers";
import { reader, transact } from "@/server/transact";
import { approveAs } from "@/tests/approval-fixture";
import { asSystem, NOON } from "@/tests/command-context";
import { accepted, by, type Desk, openDesk } from "@/tests/desk-fixture";
import { prepareAttempt } from "./attempts";
import { fenceRestored } from "./fence-restored";

let desk: Desk;
let folder = "";
const { env } = vi.hoisted(() => ({ env: { folder: "" } }));
vi.mock("@/server/env", async (original) => {
  const real = await original<typeof import("@/server/env")>();
  return { ...real, getEnv: () => ({ ...real.getEnv(), DESK_DATA_DIR: env.folder }) };
});
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "desk-fence-"));
  env.folder = folder;
  desk = await openDesk();
});
afterAll(async () => {
  await desk.db.drop();
  await rm(folder, { recursive: true });
});

const stopWith = (reason: string) => stopMoneyOut(by(desk.people.maker), { commandId: randomUUID(), reason });
const isStopped = async () =>
  (await reader.query<{ cause: string | null }>("SELECT money_stopped_by() AS cause"))[0]?.cause ?? null;
const resume = (stopId: string) =>
  proposeResume(by(desk.people.finance), { commandId: randomUUID(), stopId, reason: "It was looked into." });
const openStop = async () =>
  (await reader.query<{ id: string }>("SELECT id::text FROM money_stops WHERE resumed_at IS NULL"))[0]?.id ?? "";
async function letGo() {
  const { approvalNo } = accepted(await resume(await openStop()));
  accepted(await approveAs(desk.people.lead, approvalNo));
}
const acceptPayout = () =>
  transact("test.payout", asSystem(), randomUUID(), async (tx) => {
    const merchant = { id: 1n, no: "M1" };
    const draft = draftVoucher({
      event: "payout.accepted",
      key: randomUUID(),
      amounts: { amount: 100n },
      asset: "CNY",
      owner: { merchant },
      on: "2026-11-20",
      occurredAt: NOON,
      objectType: "payout",
      objectNo: "PO1",
    });
    await postVouchers(tx, [draft]);
    return accept(null);
  });

describe("the kill switch", () => {
  it("is pulled by one person with a reason, and refuses every voucher by which money would go out", async () => {
    const { stopId } = accepted(await stopWith("The bank called."));
    expect(await isStopped()).toBe("PERSON");
    expect(await acceptPayout()).toMatchObject({ ok: false, refusal: { code: "money_out_stopped" } });
    expect(await stopWith("Once more.")).toMatchObject({ ok: false, refusal: { code: "money_out_stopped_already" } });
    const own = accepted(await resume(stopId));
    expect(await approveAs(desk.people.finance, own.approvalNo)).toMatchObject({ ok: false });
    accepted(await approveAs(desk.people.lead, own.approvalNo));
    expect(await isStopped()).toBeNull();
    expect((await acceptPayout()).ok).toBe(true);
  });

  it("is let go by nothing but its own executed request", async () => {
    const { stopId } = accepted(await stopWith("The bank called."));
    const pool = globalThis.deskPool;
    const update = "UPDATE money_stops SET resumed_at = now(), version = version + 1 WHERE id = $1";
    await expect(pool?.query(update, [stopId])).rejects.toMatchObject({ code: "CD043" });
    await expect(pool?.query("DELETE FROM money_stops WHERE id = $1", [stopId])).rejects.toThrow();
    await letGo();
    expect(await resume(stopId)).toMatchObject({ ok: false, refusal: { code: "money_out_goes" } });
  });
});

describe("a database that was wound back", () => {
  it("is nobody's alarm the first time, nor as long as it stays the same", async () => {
    expect(await fenceRestored()).toEqual({ fenced: false });
    expect(await fenceRestored()).toEqual({ fenced: false });
  });

  it("stops money until the channels were asked about all that had left", async () => {
    await transact("test.prepare", asSystem(), randomUUID(), async (tx) => {
      const [channel] = await tx.query<{ id: bigint }>("SELECT id FROM channels WHERE code = 'wechat'");
      await prepareAttempt(tx, {
        kind: "PAYOUT",
        objectNo: "PO9",
        operation: "TRANSFER",
        channelId: channel?.id ?? 0n,
        amountMinor: 100n,
        asset: "CNY",
        payeeDigest: "",
      });
      return accept(null);
    });
    const owner = desk.db.ownerPool;
    await owner.query("UPDATE money_attempts SET status = 'SENT', sends = 1, version = version + 1");
    await owner.query("INSERT INTO database_origins (origin) VALUES ('another/1/1')");
    expect(await fenceRestored()).toEqual({ fenced: true });
    expect(await isStopped()).toBe("RESTORE");
    expect(await resume(await openStop())).toMatchObject({ ok: false, refusal: { code: "money_out_unasked" } });
    await transact("test.heard", asSystem(), randomUUID(), async (tx) => {
      await tx.query(
        `INSERT INTO money_answers (attempt_id, source, kind, command_id) SELECT id, 'INQUIRY', 'NOT_FOUND', $1 FROM money_attempts`,
        [tx.context.commandId],
      );
      return accept(null);
    });
    await letGo();
    expect(await fenceRestored()).toEqual({ fenced: false });
  });

  it("is noticed by what this machine has sent from it, too", async () => {
    const [now] = await reader.query<{ origin: string }>("SELECT database_origin() AS origin");
    await writeFile(join(folder, "money-mark.json"), JSON.stringify({ origin: now?.origin, lease: "999999" }));
    expect(await fenceRestored()).toEqual({ fenced: true });
    expect(await isStopped()).toBe("RESTORE");
  });
});
