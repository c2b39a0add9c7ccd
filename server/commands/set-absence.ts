import "server-only";
import type { CancelAbsenceInput, SetAbsenceInput } from "@/contracts/teamwork";
import { accountingDayOf, addDays } from "@/core/calendar/settlement-day";
import { isPermitted } from "@/core/permissions/permissions";
import { accept, type Refusal, refuse } from "@/core/result";
import { appendAudit } from "@/server/audit/append-audit";
import { defineCommand } from "@/server/command";
import { colleagueUnknown, findColleagues } from "@/server/teamwork/colleagues";
import type { DbTransaction } from "@/server/transact";

const MAX_ABSENCE_DAYS = 400;

/** Says that somebody is away from one day through another: oneself, or anybody where one shares the work out. */
export const setAbsence = defineCommand<SetAbsenceInput, { login: string }>({
  action: "absence.set",
  permission: "suspense.work",
  object: ({ login }) => ({ type: "absence", no: login }),
  toHashed: ({ login, fromOn, untilOn }) => ({ login, fromOn, untilOn }),
  async effect(tx, { login, fromOn, untilOn }) {
    const { actor, commandId, now } = tx.context;
    const today = accountingDayOf(now);
    if (!maySetFor(tx, login)) return notYours();
    const lastDay = addDays(today, MAX_ABSENCE_DAYS);
    if (untilOn < today || untilOn > lastDay) {
      const message = `An absence ends between today and ${lastDay}. Nothing was changed.`;
      return refuse("absence_day_invalid", message, { lastDay });
    }
    const [person] = await findColleagues(tx, [login], today);
    if (!person || person.isDisabled) return colleagueUnknown(login);
    await tx.query(
      `INSERT INTO absences (user_id, from_on, until_on, set_by, set_at, command_id) VALUES ($1, $2, $3, $4, $5, $6)`,
      [person.id, fromOn, untilOn, actor.userId, now, commandId],
    );
    const detail = { fromOn, untilOn };
    await appendAudit(tx, { action: "absence.set", objectType: "absence", objectNo: login, detail });
    return accept({ login });
  },
});

/** Takes an absence back; who was away is there again at once. */
export const cancelAbsence = defineCommand<CancelAbsenceInput, { login: string }>({
  action: "absence.cancel",
  permission: "suspense.work",
  object: ({ absenceId }) => ({ type: "absence", no: absenceId }),
  toHashed: ({ absenceId }) => ({ absenceId }),
  async effect(tx, { absenceId }) {
    const { actor, now } = tx.context;
    const [absence] = await tx.query<{ login: string; fromOn: string; untilOn: string }>(
      `SELECT u.login, b.from_on AS "fromOn", b.until_on AS "untilOn" FROM absences b JOIN users u ON u.id = b.user_id
       WHERE b.id = $1 AND b.cancelled_at IS NULL FOR UPDATE OF b`,
      [absenceId],
    );
    if (!absence) return refuse("absence_gone", "This absence was taken back already. Nothing was changed.");
    const { login, ...detail } = absence;
    if (!maySetFor(tx, login)) return notYours();
    await tx.query("UPDATE absences SET cancelled_by = $2, cancelled_at = $3 WHERE id = $1", [
      absenceId,
      actor.userId,
      now,
    ]);
    await appendAudit(tx, { action: "absence.cancelled", objectType: "absence", objectNo: login, detail });
    return accept({ login });
  },
});

function maySetFor(tx: DbTransaction, login: string): boolean {
  const { actor } = tx.context;
  return actor.login === login || isPermitted(actor.roles, "suspense.route");
}

function notYours(): { ok: false; refusal: Refusal } {
  return refuse("absence_of_others", "Others' absences are set by who shares out the work. Nothing was changed.");
}
