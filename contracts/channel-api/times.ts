import { z } from "zod";

const BEIJING_OFFSET_MS = 8 * 3_600_000;

/** RFC 3339 with its offset, as WeChat Pay writes instants: `2026-11-21T19:00:00+08:00`. */
export const rfc3339Wire = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

/** Beijing's wall clock without an offset, as Alipay writes instants: `2026-11-21 19:00:00`, some with milliseconds. */
export const beijingWire = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(\.\d{1,3})?$/, "an instant is written yyyy-MM-dd HH:mm:ss")
  .transform((text, context) => {
    const instant = new Date(`${text.replace(" ", "T")}+08:00`);
    if (!Number.isNaN(instant.getTime())) return instant;
    context.addIssue({ code: "custom", message: "there is no such day or time" });
    return z.NEVER;
  });

export function toRfc3339Wire(instant: Date): string {
  return `${shiftToBeijing(instant).replace(" ", "T")}+08:00`;
}

export function toBeijingWire(instant: Date): string {
  return shiftToBeijing(instant);
}

function shiftToBeijing(instant: Date): string {
  return new Date(instant.getTime() + BEIJING_OFFSET_MS).toISOString().slice(0, 19).replace("T", " ");
}
