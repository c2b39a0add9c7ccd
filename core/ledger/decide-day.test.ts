import { describe, expect, it } from "vitest";
import { decideCloseDay, decideReopenDay, nextDayToClose } from "./decide-day";

const NEVER = { closedThrough: "2000-01-01", firstDay: "2026-11-10" };
const CLOSED = { closedThrough: "2026-11-12", firstDay: "2026-11-10" };
const EMPTY = { closedThrough: "2000-01-01", firstDay: null };
const TODAY = "2026-11-20";

describe("closing a day", () => {
  it("begins with the first day of the book and goes on day by day, with or without vouchers", () => {
    expect(nextDayToClose(NEVER)).toBe("2026-11-10");
    expect(nextDayToClose(CLOSED)).toBe("2026-11-13");
    expect(nextDayToClose(EMPTY)).toBe(null);
    expect(decideCloseDay("2026-11-10", TODAY, NEVER)).toEqual({ ok: true, value: null });
    expect(decideCloseDay("2026-11-13", TODAY, CLOSED)).toEqual({ ok: true, value: null });
  });

  it.each([
    ["2026-11-10", EMPTY, "book_empty"],
    ["2026-11-12", CLOSED, "day_closed_already"],
    ["2026-11-09", NEVER, "day_closed_already"],
    ["2026-11-20", { ...CLOSED, closedThrough: "2026-11-19" }, "day_not_over"],
    ["2026-11-21", CLOSED, "day_not_over"],
    ["2026-11-14", CLOSED, "day_not_next"],
    ["2026-11-11", NEVER, "day_not_next"],
  ])("%s with %o is refused as %s", (day, facts, code) => {
    expect(decideCloseDay(day, TODAY, facts)).toMatchObject({ ok: false, refusal: { code } });
  });
});

describe("reopening a day", () => {
  it("opens it and every closed day after it", () => {
    expect(decideReopenDay("2026-11-12", CLOSED)).toEqual({ ok: true, value: { days: ["2026-11-12"] } });
    const { ok, ...rest } = decideReopenDay("2026-11-10", CLOSED);
    expect(ok).toBe(true);
    expect(rest).toEqual({ value: { days: ["2026-11-10", "2026-11-11", "2026-11-12"] } });
  });

  it.each([
    ["2026-11-10", EMPTY, "book_empty"],
    ["2026-11-13", CLOSED, "day_not_closed"],
    ["2026-11-09", CLOSED, "day_before_book"],
    ["2026-11-10", NEVER, "day_not_closed"],
  ])("%s with %o is refused as %s", (day, facts, code) => {
    expect(decideReopenDay(day, facts)).toMatchObject({ ok: false, refusal: { code } });
  });
});
