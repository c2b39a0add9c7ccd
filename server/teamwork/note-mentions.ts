import "server-only";
import { accountingDayOf } from "@/core/calendar/settlement-day";
import { accept, type Result, refuse } from "@/core/result";
import { findMentions } from "@/core/teamwork/find-mentions";
import type { SuspenseItemRow } from "@/server/store/suspense-items";
import type { DbTransaction } from "@/server/transact";
import { findColleagues, mayOnItem } from "./colleagues";

/**
 * Tells the people whom a comment mentions. A login that nobody has is plain text; somebody who may not see the item is
 * refused by name, since the writer counts on being read. Answers the logins of those who are told.
 */
export async function noteMentions(
  tx: DbTransaction,
  item: SuspenseItemRow,
  comment: { readonly id: bigint; readonly body: string },
): Promise<Result<string[]>> {
  const { actor, commandId, now } = tx.context;
  const logins = findMentions(comment.body).filter((login) => login !== actor.login);
  if (logins.length === 0) return accept([]);
  const people = await findColleagues(tx, logins, accountingDayOf(now));
  const blind = people.find((person) => !mayOnItem(person, "suspense.view", item.merchantNo));
  if (blind) {
    const message = `${blind.name} (@${blind.login}) may not see this item and would not learn of it. Nothing was written.`;
    return refuse("mentioned_may_not_see", message, { name: blind.name, login: blind.login });
  }
  await tx.query(
    `INSERT INTO mentions (comment_id, user_id, created_at, command_id)
     SELECT $1, unnest($2::bigint[]), $3, $4`,
    [comment.id, people.map(({ id }) => id), now, commandId],
  );
  return accept(people.map(({ login }) => login));
}
