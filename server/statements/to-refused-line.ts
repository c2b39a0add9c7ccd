import "server-only";
import type { RefusedImportLineDto } from "@/contracts/imports";
import type { StatementProblem } from "@/core/statements/statement";

/** A line that keeps a file out, as pages show it. */
export function toRefusedLine({ lineNo, column, code, reason, why, raw }: StatementProblem): RefusedImportLineDto {
  return { lineNo, column, code, reason, why, raw };
}
