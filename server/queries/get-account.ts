import "server-only";
import type { AccountDto, DelegationDto, TotpDto } from "@/contracts/account-views";
import type { Actor } from "@/core/permissions/actor";
import { PERMISSIONS } from "@/core/permissions/permissions";
import { totpUri } from "@/server/auth/totp";
import { findTotp } from "@/server/store/user-totps";
import { reader } from "@/server/transact";

/** What a person can set up for themselves: their one-time passwords, and who signs in their place. */
export async function getAccount(actor: Actor): Promise<AccountDto> {
  const [totp, delegations, colleagues] = await Promise.all([
    getTotp(actor),
    listDelegations(actor),
    reader.query<{ login: string; name: string }>(
      `SELECT login, display_name AS name FROM users
       WHERE disabled_at IS NULL AND id <> $1
         AND EXISTS (SELECT 1 FROM user_roles WHERE user_id = users.id AND role = ANY ($2)) ORDER BY display_name, id LIMIT 200`,
      [actor.userId, [...PERMISSIONS["approval.decide"].roles]],
    ),
  ]);
  return { totp, delegations, colleagues };
}

async function getTotp({ userId, login }: Actor): Promise<TotpDto> {
  const totp = await findTotp(reader, userId);
  if (userId === null || totp === null) return { state: "NONE" };
  if (totp.isConfirmed) return { state: "CONFIRMED" };
  return { state: "BEGUN", secret: totp.secret, uri: totpUri(login, totp.secret) };
}

type DelegationRaw = Omit<DelegationDto, "id" | "startsAt" | "endsAt"> & { id: bigint; startsAt: Date; endsAt: Date };

/** What is lent and not yet over, by this person or to them. */
async function listDelegations({ userId }: Actor): Promise<DelegationDto[]> {
  const raws = await reader.query<DelegationRaw>(
    `SELECT d.id, lender.display_name AS lender, delegate.display_name AS delegate, d.starts_at AS "startsAt",
            d.ends_at AS "endsAt", d.reason, d.delegator_id = $1 AS "isOwn", now() BETWEEN d.starts_at AND d.ends_at AS "isNow"
     FROM approval_delegations d JOIN users lender ON lender.id = d.delegator_id JOIN users delegate ON delegate.id = d.delegate_id
     WHERE $1 IN (d.delegator_id, d.delegate_id) AND d.revoked_at IS NULL AND d.ends_at > now() ORDER BY d.starts_at, d.id`,
    [userId],
  );
  return raws.map(({ id, startsAt, endsAt, ...raw }) => ({
    ...raw,
    id: `${id}`,
    startsAt: startsAt.toISOString(),
    // The last moment of the last day, so that its date is that day's.
    endsAt: new Date(endsAt.getTime() - 1).toISOString(),
  }));
}
