import "server-only";
import type { ChannelFlowDto, MoneyCaseDto, MoneyOutDto, MoneyStopDto } from "@/contracts/money-out";
import type { CaseKind, OutgoingKind } from "@/core/money-out/attempt";
import { findChannelClient } from "@/server/channels/find-channel-client";
import { reader } from "@/server/transact";

type StopRow = Omit<MoneyStopDto, "stoppedAt"> & { stoppedAt: Date };
type FlowRow = {
  channel: string;
  name: string;
  asset: string;
  place: "waiting" | "underWay" | "inDoubt";
  count: number;
  minor: bigint;
  oldestAt: Date;
};
type CaseRow = Omit<MoneyCaseDto, "openedAt" | "amountMinor" | "kind" | "objectKind"> & {
  openedAt: Date;
  minor: bigint;
  kind: CaseKind;
  objectKind: OutgoingKind | null;
};

const STOPS = `
  SELECT s.id::text AS id, s.cause, s.reason, u.display_name AS "stoppedBy", s.stopped_at AS "stoppedAt",
    (SELECT approval_no FROM approvals a WHERE a.object_type = 'money_stop' AND a.object_no = s.id::text AND a.status = 'PENDING') AS "waitingNo"
  FROM money_stops s LEFT JOIN users u ON u.id = s.stopped_by WHERE s.resumed_at IS NULL
  UNION ALL
  SELECT NULL, 'PROOF', '', NULL, raised_at, NULL FROM proof_alarms WHERE cleared_at IS NULL`;
/** Only what is open, of which an object has one at most: the index that says so holds no other. */
const FLOWS = `
  SELECT c.code AS channel, c.name, open.asset, open.place, open.count, open.minor, open."oldestAt" FROM (
    SELECT channel_id, asset, CASE status WHEN 'WAITING' THEN 'waiting' WHEN 'IN_DOUBT' THEN 'inDoubt' ELSE 'underWay' END AS place,
      count(*)::int AS count, sum(amount_minor)::bigint AS minor, min(prepared_at) AS "oldestAt"
    FROM money_attempts WHERE status NOT IN ('SUCCEEDED', 'FAILED') GROUP BY 1, 2, 3) AS open
  JOIN channels c ON c.id = open.channel_id ORDER BY c.code, open.asset`;
const CASES = `
  SELECT k.case_no AS "caseNo", k.kind, c.name AS channel, k.out_no AS "outNo", k.object_kind AS "objectKind",
    k.object_no AS "objectNo", k.amount_minor AS minor, k.asset, k.opened_at AS "openedAt", k.status,
    u.display_name AS "closedBy", k.note, k.version
  FROM money_cases k JOIN channels c ON c.id = k.channel_id LEFT JOIN users u ON u.id = k.closed_by
  WHERE NOT $1 OR k.status = 'OPEN' ORDER BY k.status DESC, k.id DESC LIMIT 200`;

/** What stops money, what is on its way through each channel, and the cases about it, the open ones first, or alone. */
export async function getMoneyOut(onlyOpen: boolean): Promise<MoneyOutDto> {
  const [stops, flows, cases] = await Promise.all([
    reader.query<StopRow>(STOPS),
    reader.query<FlowRow>(FLOWS),
    reader.query<CaseRow>(CASES, [onlyOpen]),
  ]);
  return {
    stops: stops.map((stop) => ({ ...stop, stoppedAt: stop.stoppedAt.toISOString() })),
    flows: toFlows(flows),
    cases: cases.map(({ minor, openedAt, ...one }) => ({
      ...one,
      amountMinor: `${minor}`,
      openedAt: openedAt.toISOString(),
    })),
  };
}

const NOTHING = { count: 0, amountMinor: "0", oldestAt: null };

function toFlows(rows: readonly FlowRow[]): ChannelFlowDto[] {
  const flows = new Map<string, ChannelFlowDto>();
  for (const { channel, name, asset, place, count, minor, oldestAt } of rows) {
    const key = `${channel}/${asset}`;
    const flow = flows.get(key) ?? {
      channel,
      name,
      asset,
      hasClient: findChannelClient(channel) !== null,
      waiting: NOTHING,
      underWay: NOTHING,
      inDoubt: NOTHING,
    };
    flows.set(key, { ...flow, [place]: { count, amountMinor: `${minor}`, oldestAt: oldestAt.toISOString() } });
  }
  return [...flows.values()];
}
