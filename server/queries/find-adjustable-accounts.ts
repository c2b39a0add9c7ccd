import "server-only";
import type { AdjustableAccountDto, RoleChoiceDto } from "@/contracts/adjustment-views";
import type { AccountChoiceQuery, ChoiceKind } from "@/contracts/adjustments";
import { controlOf } from "@/core/adjustments/controlled-subjects";
import { MAX_LINES } from "@/core/adjustments/judge-voucher";
import type { Actor } from "@/core/permissions/actor";
import { KNOWN_ACCOUNT, type KnownAccount, readAccounts } from "@/server/adjustments/read-accounts";
import { likePrefix } from "@/server/queries/like-prefix";
import { reader } from "@/server/transact";

/** More would be no choice: the reader goes on typing. */
const SHOWN = 12;

/**
 * Accounts whose number, subject or owner begins with what was typed. Those that no line may be written to are offered as
 * well, so that the editor can say why.
 */
export async function findAdjustableAccounts(
  actor: Actor,
  { q, nos }: AccountChoiceQuery,
): Promise<{ rows: AdjustableAccountDto[] }> {
  if (nos !== undefined) {
    const wanted = nos.split(",").slice(0, MAX_LINES);
    const known = await readAccounts(reader, actor.scope, wanted);
    return { rows: wanted.flatMap((no) => known.get(no) ?? []).map(toDto) };
  }
  const rows = await reader.query<KnownAccount>(
    `${KNOWN_ACCOUNT}
     WHERE ($2::text[] IS NULL OR m.merchant_no = ANY ($2))
       AND (upper(a.account_no) LIKE upper($1) OR a.gl_code LIKE $1 OR lower(m.name) LIKE lower($1) OR lower(c.name) LIKE lower($1)
            OR lower(g.name_en) LIKE lower($1) OR g.name_zh LIKE $1)
     ORDER BY a.account_no LIMIT ${SHOWN}`,
    [likePrefix(q), actor.scope],
  );
  return { rows: rows.map(toDto) };
}

function toDto({ availableMinor, merchantNo: _, ...account }: KnownAccount): AdjustableAccountDto {
  return { ...account, availableMinor: `${availableMinor}`, control: controlOf(account.glCode) };
}

/** Who can have a role of a template: merchants by number or name, or the bank accounts that we have. */
export async function findRoleChoices(
  actor: Actor,
  { of, q }: { readonly of: ChoiceKind; readonly q: string },
): Promise<{ rows: RoleChoiceDto[] }> {
  const rows =
    of === "merchant"
      ? await reader.query<RoleChoiceDto>(
          `SELECT merchant_no AS no, name FROM merchants
           WHERE ($2::text[] IS NULL OR merchant_no = ANY ($2)) AND (upper(merchant_no) LIKE upper($1) OR lower(name) LIKE lower($1))
           ORDER BY merchant_no LIMIT ${SHOWN}`,
          [likePrefix(q), actor.scope],
        )
      : await reader.query<RoleChoiceDto>(
          `SELECT DISTINCT bank_account AS no, bank_account AS name FROM accounts
           WHERE gl_code = '1002' AND bank_account LIKE $1 ORDER BY 1 LIMIT ${SHOWN}`,
          [likePrefix(q)],
        );
  return { rows };
}
