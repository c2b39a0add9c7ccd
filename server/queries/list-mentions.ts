import "server-only";
import type { MentionDto } from "@/contracts/teamwork";
import type { Actor } from "@/core/permissions/actor";
import { reader } from "@/server/transact";

const MAX_MENTIONS = 100;

/** The newest comments that mention the actor, on items that they may still see. */
export async function listMentions(
  actor: Actor,
  { unreadOnly }: { readonly unreadOnly: boolean },
): Promise<MentionDto[]> {
  const rows = await reader.query<Omit<MentionDto, "id" | "at"> & { id: bigint; at: Date }>(
    `SELECT m.id, i.item_no AS "itemNo", a.display_name AS by, k.body, m.created_at AS at, m.read_at IS NOT NULL AS "isRead"
     FROM mentions m JOIN suspense_comments k ON k.id = m.comment_id JOIN suspense_items i ON i.id = k.item_id
     JOIN users a ON a.id = k.author_id LEFT JOIN merchants s ON s.id = i.merchant_id
     WHERE m.user_id = $1::bigint AND ($2::text[] IS NULL OR s.merchant_no = ANY ($2)) AND (NOT $3 OR m.read_at IS NULL)
     ORDER BY m.id DESC LIMIT ${MAX_MENTIONS}`,
    [actor.userId, actor.scope, unreadOnly],
  );
  return rows.map(({ id, at, ...row }) => ({ ...row, id: `${id}`, at: at.toISOString() }));
}
