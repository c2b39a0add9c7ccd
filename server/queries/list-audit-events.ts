import "server-only";
import type { AuditFilters, AuditHeadDto, AuditRowDto } from "@/contracts/audit-views";
import type { PageDto } from "@/contracts/wire";
import type { Json } from "@/core/json";
import { type Actor, SYSTEM_ACTOR } from "@/core/permissions/actor";
import { WITH_STREAMS } from "@/server/audit/streams";
import { readPage, Where } from "@/server/queries/keyset";
import { reader } from "@/server/transact";

type AuditRaw = {
  id: bigint;
  at: Date;
  actor_login: string;
  action: string;
  outcome: "DONE" | "REFUSED";
  object_type: string;
  object_no: string;
  stream: string;
  seq: bigint;
  prev_hash: string;
  hash: string;
  command_id: string | null;
  anchor_no: bigint | null;
  detail: Json;
};

const ROW_NUMBER = /^\d{1,18}$/;

const SELECT = `
  SELECT e.id, e.at, e.actor_login, e.action, e.outcome, e.object_type, e.object_no, e.stream, e.seq, e.prev_hash, e.hash,
         e.command_id, e.detail,
         (SELECT h.anchor_no FROM audit_anchor_heads h WHERE h.stream = e.stream AND h.seq >= e.seq ORDER BY h.seq LIMIT 1) AS anchor_no`;

/** The trail, the newest event first. */
export function listAuditEvents(
  actor: Actor,
  filters: AuditFilters,
  page: { cursor: string | null; limit: number },
): Promise<PageDto<AuditRowDto>> {
  const where = new Where();
  // By the number of who it was: that is what the index knows. The system itself has none.
  if (filters.actor === SYSTEM_ACTOR.login) where.add("e.actor_id IS NULL");
  else if (filters.actor) where.add("e.actor_id = (SELECT id FROM users WHERE login = ?)", filters.actor);
  // A row in its chain is found although somebody has changed what it is about.
  if (filters.seq && ROW_NUMBER.test(filters.seq)) where.add("e.seq = ?", filters.seq);
  else if (filters.seq) where.add("false");
  if (filters.objectType) where.add(filters.seq ? "e.stream = ?" : "e.object_type = ?", filters.objectType);
  if (filters.objectNo) where.add("e.object_no = ?", filters.objectNo);
  if (filters.action) where.add("e.action = ?", filters.action);
  if (filters.outcome) where.add("e.outcome = ?", filters.outcome);
  addAuditScope(where, actor);
  return readPage<AuditRaw, AuditRowDto>({
    select: SELECT,
    from: "audit_events e",
    where,
    keys: ["e.id"],
    casts: ["bigint"],
    direction: "DESC",
    page,
    toRow: toAuditRowDto,
    toKey: (raw) => [`${raw.id}`],
  });
}

/** Who may see some merchants only sees what they did themselves and what was done about those merchants. */
function addAuditScope(where: Where, actor: Actor): void {
  if (actor.scope === null) return;
  where.add(
    `(e.actor_id = ? OR (e.object_type = 'merchant' AND e.object_no = ANY (?))
      OR (e.object_type = 'suspense' AND EXISTS (SELECT 1 FROM suspense_items i JOIN merchants m ON m.id = i.merchant_id
            WHERE i.item_no = e.object_no AND m.merchant_no = ANY (?)))
      OR (e.object_type = 'approval' AND EXISTS (SELECT 1 FROM approvals p JOIN merchants m ON m.id = p.merchant_id
            WHERE p.approval_no = e.object_no AND m.merchant_no = ANY (?))))`,
    actor.userId,
    ...Array(3).fill(actor.scope),
  );
}

function toAuditRowDto(raw: AuditRaw): AuditRowDto {
  return {
    id: `${raw.id}`,
    at: raw.at.toISOString(),
    actor: raw.actor_login,
    action: raw.action,
    outcome: raw.outcome,
    objectType: raw.object_type,
    objectNo: raw.object_no,
    stream: raw.stream,
    seq: `${raw.seq}`,
    prevHash: raw.prev_hash,
    hash: raw.hash,
    commandId: raw.command_id,
    anchorNo: raw.anchor_no === null ? null : `${raw.anchor_no}`,
    detail: flatten(raw.detail, ""),
  };
}

/** `{a: {b: 1}}` reads as `a.b: 1`: a person looks for a name, not for braces. */
function flatten(value: Json | undefined, path: string): [string, string][] {
  if (value === null || value === undefined) return path === "" ? [] : [[path, "—"]];
  if (typeof value !== "object") return [[path, `${value}`]];
  const entries = Array.isArray(value)
    ? value.map((item, index): [string, Json | undefined] => [`${index + 1}`, item])
    : Object.entries(value);
  if (Array.isArray(value) && value.every((item) => typeof item !== "object")) return [[path, value.join(", ") || "—"]];
  return entries.flatMap(([key, item]) => flatten(item, path === "" ? key : `${path}.${key}`));
}

const HEADS = `${WITH_STREAMS}
  SELECT head.stream, head.seq, head.at, head.hash
  FROM streams CROSS JOIN LATERAL (
    SELECT e.stream, e.seq, e.at, e.hash FROM audit_events e WHERE e.stream = streams.stream ORDER BY e.seq DESC LIMIT 1
  ) AS head ORDER BY head.stream`;

/** The last row of every chain: the two columns that, noted elsewhere, make a later change of the trail evident. */
export async function listAuditHeads(): Promise<AuditHeadDto[]> {
  const rows = await reader.query<{ stream: string; seq: bigint; at: Date; hash: string }>(HEADS);
  return rows.map((row) => ({ stream: row.stream, seq: `${row.seq}`, at: row.at.toISOString(), hash: row.hash }));
}
