import "server-only";
import type { ServiceLevelDto } from "@/contracts/claim-views";
import type { ServiceLevelsPageDto, ServiceLevelVersionDto } from "@/contracts/service-levels";
import { scaleOf } from "@/core/money/format-money";
import { toDecimalString } from "@/core/money/parse-money";
import { invariant } from "@/core/result";
import { reader } from "@/server/transact";

/** Older versions stay in the database and are not listed. */
const MAX_VERSIONS = 50;

type LevelRaw = Omit<ServiceLevelDto, "key" | "channel" | "fromMinor"> & {
  id: bigint;
  channelCode: string | null;
  channelName: string | null;
  fromMinor: bigint;
};

/** The service levels in force, the most telling first, with what they have promised for. `today`: the accounting day. */
export async function listServiceLevels(today: string): Promise<ServiceLevelDto[]> {
  const rows = await reader.query<LevelRaw>(
    `SELECT l.id, l.kind, l.direction, c.code AS "channelCode", c.name AS "channelName", l.asset, l.from_minor AS "fromMinor",
            l.severity, l.bank_days AS "bankDays", coalesce(i.open, 0) AS open, coalesce(i.overdue, 0) AS overdue
     FROM service_levels l LEFT JOIN channels c ON c.id = l.channel_id
     LEFT JOIN (
       SELECT service_level_id, count(*)::int AS open, count(*) FILTER (WHERE due_on < $1::date)::int AS overdue
       FROM suspense_items WHERE status NOT IN ('RESOLVED', 'AUTO_RESOLVED') AND NOT is_test GROUP BY 1
     ) AS i ON i.service_level_id = l.id
     WHERE l.until_version IS NULL
     ORDER BY l.channel_id IS NULL, c.code, l.kind NULLS LAST, l.direction DESC NULLS LAST, l.asset NULLS LAST, l.from_minor DESC`,
    [today],
  );
  return rows.map(({ id, channelCode, channelName, fromMinor, ...row }) => ({
    ...row,
    key: `${id}`,
    channel: channelCode === null ? null : { no: channelCode, name: channelName ?? channelCode },
    fromMinor: `${fromMinor}`,
  }));
}

/** The levels in force with their history, and the request for others that waits, if any. */
export async function getServiceLevelsPage(today: string): Promise<ServiceLevelsPageDto> {
  const [levels, history, [waiting], [earlier]] = await Promise.all([
    listServiceLevels(today),
    listVersions(),
    reader.query<{ approvalNo: string }>(
      `SELECT approval_no AS "approvalNo" FROM approvals WHERE object_type = 'service_levels' AND status = 'PENDING'`,
    ),
    reader.query<ServiceLevelsPageDto["earlier"]>(
      `SELECT count(*)::int AS open, count(*) FILTER (WHERE i.due_on < $1::date)::int AS overdue
       FROM suspense_items i JOIN service_levels l ON l.id = i.service_level_id
       WHERE i.status NOT IN ('RESOLVED', 'AUTO_RESOLVED') AND NOT i.is_test AND l.until_version IS NOT NULL`,
      [today],
    ),
  ]);
  const [newest] = history;
  invariant(newest && earlier, "the first version of the service levels is given with the desk");
  return {
    version: newest.version,
    levels: levels.map((level) => ({ ...level, from: typedOf(level) })),
    earlier,
    history,
    waitingNo: waiting?.approvalNo ?? null,
  };
}

/** The amount as a person would type it; empty where the level has none. */
function typedOf({ asset, fromMinor }: ServiceLevelDto): string {
  return asset === null || fromMinor === "0" ? "" : toDecimalString(BigInt(fromMinor), scaleOf(asset));
}

type VersionRaw = Omit<ServiceLevelVersionDto, "approvedAt"> & { approvedAt: Date };

async function listVersions(): Promise<ServiceLevelVersionDto[]> {
  const raws = await reader.query<VersionRaw>(
    `SELECT v.version, v.reason, u.display_name AS "madeBy", v.approved_at AS "approvedAt", a.approval_no AS "approvalNo",
            (SELECT string_agg(k.display_name, ', ' ORDER BY d.id) FROM approval_decisions d JOIN users k ON k.id = d.checker_id
             WHERE d.approval_id = a.id) AS "checkedBy"
     FROM service_level_versions v LEFT JOIN users u ON u.id = v.made_by LEFT JOIN approvals a ON a.id = v.approval_id
     ORDER BY v.version DESC LIMIT ${MAX_VERSIONS}`,
  );
  return raws.map((raw) => ({ ...raw, approvedAt: raw.approvedAt.toISOString() }));
}
