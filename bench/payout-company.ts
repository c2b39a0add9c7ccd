import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type pg from "pg";
import { channelInput } from "@/contracts/channels";
import { merchantInput } from "@/contracts/merchants";
import { SYSTEM_ACTOR } from "@/core/permissions/actor";
import { invariant } from "@/core/result";
import { recordTopUps } from "@/server/commands/record-top-ups";
import { setChannels } from "@/server/commands/set-channels";
import { setMerchants } from "@/server/commands/set-merchants";
import type { CommandContext } from "@/server/transact";
import { findPort } from "../scripts/run/port";
import { ROOT } from "../scripts/run/root";

export const MERCHANTS = 100;
const FIRST_PORT = 4_690;
const MEANS_MINOR = 100_000_000_000n;

export const asSystem = (): CommandContext => {
  return { actor: SYSTEM_ACTOR, commandId: crypto.randomUUID(), now: new Date() };
};

/** Merchants with money and a bank account each, and a channel with a client. */
export async function openPayoutCompany(owner: pg.Pool): Promise<void> {
  const channel = channelInput.parse({
    code: "wechat",
    name: "WeChat Pay",
    format: "wechat-trade",
    bankAccount: "reserve",
  });
  const merchants = Array.from({ length: MERCHANTS }, (_, index) =>
    merchantInput.parse({ merchantNo: `M${index + 1}`, name: `Shop ${index + 1}` }),
  );
  const results = [
    await setChannels(asSystem(), { channels: [channel] }),
    await setMerchants(asSystem(), { merchants }),
    await recordTopUps(asSystem(), {
      topUps: merchants.map(({ merchantNo }) => ({
        event: "settlement.topped_up" as const,
        merchantNo,
        key: merchantNo,
        bankAccount: "reserve",
        amountMinor: MEANS_MINOR,
        asset: "CNY",
        paidInAt: new Date(),
      })),
    }),
  ];
  invariant(
    results.every((result) => result.ok),
    "the company is set up",
  );
  await owner.query(
    `INSERT INTO merchant_bank_accounts (account_ref, merchant_id, asset, holder, bank, account_no, added_at, payable_from, command_id)
     SELECT 'BA' || lpad(m.id::text, 8, '0'), m.id, 'CNY', m.name, 'ICBC', '62220000' || lpad(m.id::text, 8, '0') || '7',
            now() - interval '9 days', now() - interval '2 days', m.command_id FROM merchants m`,
  );
}

export type BenchSandbox = {
  readonly channelsFile: string;
  readonly pid: number;
  readonly stop: () => Promise<void>;
};

/** The channel simulator in a process of its own, as in life: no pause, no misbehaviour, no callbacks. */
export async function startBenchSandbox(databaseUrl: string, folder: string): Promise<BenchSandbox> {
  const child = spawn(process.execPath, ["--import", "tsx", join(ROOT, "sandbox/main.ts")], {
    env: {
      PATH: process.env.PATH,
      NODE_ENV: "production",
      DESK_DATA_DIR: folder,
      DESK_SANDBOX_DATABASE_URL: databaseUrl,
      DESK_SANDBOX_PORT: `${await findPort(FIRST_PORT)}`,
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = (await once(child.stdout, "data")) as [Buffer];
  const { channelsFile } = JSON.parse(line.toString()) as { channelsFile: string };
  return {
    channelsFile,
    pid: child.pid ?? 0,
    stop: async () => {
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      await ended;
    },
  };
}
