import { z } from "zod";
import type { AgeBand, BreakKind } from "@/core/suspense/item";
import type { AbsenceDto, PersonDto, TeamDto } from "./teamwork";
import { teamCodeWire } from "./teamwork";
import type { MoneyDto } from "./wire";

export const loadFilters = z.object({ team: teamCodeWire.optional().catch(undefined) });

export type HeatCellDto = { readonly count: number; readonly amounts: readonly MoneyDto[] };
/** The open queue by kind and age; every cell is exactly what the queue shows under the filters of the same names. */
export type HeatMapDto = {
  readonly rows: readonly {
    readonly kind: BreakKind;
    readonly cells: readonly (HeatCellDto & { readonly band: AgeBand })[];
    readonly total: HeatCellDto;
  }[];
  readonly totals: readonly (HeatCellDto & { readonly band: AgeBand })[];
};
export type PersonLoadDto = {
  /** Null: what nobody has. */
  readonly person: PersonDto | null;
  readonly open: number;
  readonly overdue: number;
  readonly snoozed: number;
  readonly doneToday: number;
};
export type LoadDto = {
  readonly today: string;
  readonly heat: HeatMapDto;
  readonly teams: readonly TeamDto[];
  readonly people: readonly PersonLoadDto[];
  readonly absences: readonly AbsenceDto[];
};
