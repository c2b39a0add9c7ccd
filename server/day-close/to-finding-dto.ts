import "server-only";
import type { CloseLineDto, DayChecklistDto, FindingDto } from "@/contracts/day-close";
import { blockingOf, CLOSE_LINES, type CloseFinding, differenceOf, stateOfLine } from "@/core/day-close/findings";

export function toFindingDto(finding: CloseFinding): FindingDto {
  return { ...finding, difference: differenceOf(finding), isInTheWay: blockingOf([finding]).length > 0 };
}

/** A checklist as pages show it: line by line, and apart from that what stands in the way. */
export function toChecklistDto(findings: readonly CloseFinding[]): DayChecklistDto {
  const all = findings.map(toFindingDto);
  const lines = CLOSE_LINES.map((line): CloseLineDto => {
    return { line, state: stateOfLine(findings, line), findings: all.filter((finding) => finding.line === line) };
  });
  return { lines, blocking: all.filter(({ isInTheWay }) => isInTheWay) };
}
