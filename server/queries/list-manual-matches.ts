import "server-only";
import type { ManualMatchDto } from "@/contracts/manual-matches";
import { reader } from "@/server/transact";

const MAX_MATCHES = 200;

type MatchRaw = Omit<ManualMatchDto, "at"> & { at: Date };

/** What people have said about the lines of a channel's day, newest first. */
export async function listManualMatches(channel: string, settlesOn: string): Promise<ManualMatchDto[]> {
  const raws = await reader.query<MatchRaw>(
    `SELECT m.act, c.code AS channel, m.settles_on AS "settlesOn", m.item_kind AS "itemKind", m.match_key AS "matchKey",
            m.as_match_key AS "asMatchKey", m.reason, u.display_name AS by, m.created_at AS at,
            a.approval_no AS "approvalNo",
            m.id = max(m.id) OVER (PARTITION BY m.item_kind, m.match_key) AS counts
     FROM manual_matches m JOIN channels c ON c.id = m.channel_id JOIN users u ON u.id = m.made_by
     LEFT JOIN approvals a ON a.id = m.approval_id
     WHERE c.code = $1 AND m.settles_on = $2 ORDER BY m.id DESC LIMIT ${MAX_MATCHES}`,
    [channel, settlesOn],
  );
  return raws.map((raw) => ({ ...raw, at: raw.at.toISOString() }));
}
