import "server-only";
import type { BookCheck } from "./book-check";

/** Each version of a calendar is what was approved, or was loaded by the system; the bank days are what they say. */
const CALENDAR: BookCheck = {
  name: "calendar_approved",
  noun: "versions of calendars and days that they make",
  units: `
    SELECT v.calendar || ' version ' || v.version AS name,
           (v.version = 1 OR EXISTS (SELECT 1 FROM calendar_versions b WHERE b.calendar = v.calendar AND b.version = v.version - 1))
           AND CASE WHEN v.calendar = 'CN' AND v.version = 1 THEN true
                    WHEN v.approval_id IS NULL THEN r.actor_id IS NULL AND r.name = 'calendar.load'
                    ELSE a.act = 'CALENDAR' AND a.status = 'EXECUTED' AND a.object_no = v.calendar AND a.object_version + 1 = v.version
                      AND a.maker_id = v.made_by AND (a.payload ->> 'year')::integer = v.year AND a.payload -> 'days' = v.days END AS ok
    FROM calendar_versions v LEFT JOIN approvals a ON a.id = v.approval_id LEFT JOIN receipts r ON r.command_id = v.command_id
    UNION ALL
    SELECT 'bank day ' || coalesce(b.day, k.day), (b.is_open, b.number) IS NOT DISTINCT FROM (k.is_open, k.number)
    FROM bank_days b FULL JOIN known_bank_days k ON k.day = b.day`,
};

export const CALENDAR_CHECKS: readonly BookCheck[] = [CALENDAR];
