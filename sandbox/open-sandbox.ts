import { mkdir } from "node:fs/promises";
import pg from "pg";
import { BILL_PATH, serveAlipay, serveAlipayBill } from "./alipay/serve-alipay";
import { openClerk } from "./books/clerk";
import { startCourier } from "./callbacks/courier";
import type { ChannelPlan, SandboxChannel } from "./channel";
import type { Clock } from "./clock";
import { CONTROLS } from "./control/serve-control";
import { answer, type Delivery, deliver, type HttpRequest } from "./http/exchange";
import { listen } from "./http/listen";
import { ensureKeys } from "./keys/channel-keys";
import { createMoodBook } from "./moods/mood-book";
import { servePage } from "./page/serve-page";
import type { Pauses, Sandbox } from "./sandbox";
import { createBills } from "./statements/bills";
import { prepareStore } from "./store/prepare-store";
import { serveWechat } from "./wechat/serve-wechat";

export type SandboxSettings = {
  /** A database of the sandbox's own, whose owner it is. */
  readonly databaseUrl: string;
  /** Where the keys lie, and are made. */
  readonly folder: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly channels: readonly ChannelPlan[];
  /** Callbacks go to this address with a slash and the channel's code behind it; null for none. */
  readonly callbacksTo: string | null;
  readonly clock: Clock;
  readonly seed: string;
  readonly pauses: Pauses;
  readonly rules: SandboxRules;
  readonly maxSkewMs: number | null;
  readonly onFault: (error: unknown) => void;
  /** The books are no longer this process's own: it has to end. */
  readonly onLost: (error: unknown) => void;
};

export type SandboxRules = {
  readonly maxRefunds: number;
  readonly refundSpacingMs: number;
  readonly settleAfterMs: number;
  readonly bounceAfterMs: number;
  readonly lateMs: number;
  readonly adoptsOrders: boolean;
  readonly openingMinor: bigint;
};

export type OpenedSandbox = {
  readonly port: number;
  readonly address: string;
  readonly sandbox: Sandbox;
  readonly close: () => Promise<void>;
};

const POOL_MAX = 8;

export async function openSandbox(settings: SandboxSettings): Promise<OpenedSandbox> {
  const { clock, onFault } = settings;
  const channels = new Map((await equipChannels(settings)).map((channel) => [channel.code, channel]));
  const db = new pg.Pool({
    connectionString: settings.databaseUrl,
    max: POOL_MAX,
    application_name: "clearing-desk sandbox",
  });
  db.on("error", onFault);
  const letGo = await prepareStore(db, settings.databaseUrl, settings.onLost);
  const courier = startCourier({ db, clock, channels, onFault });
  const clerk = await openClerk({
    ...{ db, clock, seed: () => settings.seed, onCallbacks: () => courier.wake() },
    channels: new Map(
      [...channels].map(([code, { limits, callbackUrl, lateMs }]) => {
        return [code, { limits, lateMs, hasCallbacks: callbackUrl !== null }];
      }),
    ),
  });
  let address = "";
  const sandbox: Sandbox = {
    ...{ db, clock, channels, clerk, courier, onFault },
    ...{ pauses: settings.pauses, maxSkewMs: settings.maxSkewMs },
    moods: createMoodBook(settings.seed),
    bills: createBills(),
    address: () => address,
  };
  const { port, close } = await listen(settings.port, (request) => serve(sandbox, request), onFault);
  address = `http://127.0.0.1:${port}`;
  return {
    ...{ port, address, sandbox },
    close: async () => {
      await close();
      await courier.stop();
      await letGo();
      await db.end();
    },
  };
}

/** The channels with their keys, which are made where there are none. */
export async function equipChannels(settings: SandboxSettings): Promise<SandboxChannel[]> {
  await mkdir(settings.folder, { recursive: true, mode: 0o700 });
  return Promise.all(settings.channels.map((plan) => equip(settings, plan)));
}

async function equip(settings: SandboxSettings, plan: ChannelPlan): Promise<SandboxChannel> {
  const { maxRefunds, refundSpacingMs, settleAfterMs, bounceAfterMs, lateMs, adoptsOrders, openingMinor } =
    settings.rules;
  const { keys } = await ensureKeys(settings.folder, plan.code);
  const { refundWindowDays } = plan;
  return {
    ...plan,
    ...{ keys, lateMs },
    limits: { refundWindowDays, maxRefunds, refundSpacingMs, settleAfterMs, bounceAfterMs, adoptsOrders, openingMinor },
    callbackUrl: settings.callbacksTo === null ? null : `${settings.callbacksTo}/${plan.code}`,
  };
}

async function serve(sandbox: Sandbox, request: HttpRequest): Promise<Delivery> {
  const { path, method } = request;
  if (path.startsWith("/v3/")) return serveWechat(sandbox, request);
  if (path === "/gateway.do" && method === "POST") return serveAlipay(sandbox, request);
  if (path.startsWith(BILL_PATH)) return serveAlipayBill(sandbox, request);
  const control = CONTROLS.get(`${method} ${path}`);
  if (control !== undefined) return control(sandbox, request);
  if (path === "/" || path === "/moods") return servePage(sandbox, request);
  return deliver(answer(404, { message: "There is nothing here." }));
}
