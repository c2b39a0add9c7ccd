import type { MappingChange } from "@/core/statements/mapping/describe-mapping";
import type { MappingFault } from "@/core/statements/mapping/find-mapping-faults";
import type { StatementMapping } from "@/core/statements/mapping/mapping";
import type { MappingPreview } from "@/core/statements/mapping/preview-mapping";

/** A channel whose files are read by a mapping, with the version that reads the next one; null before the first. */
export type MappingRowDto = {
  readonly channel: string;
  readonly name: string;
  readonly version: number | null;
  readonly approvedAt: string | null;
  readonly madeBy: string | null;
  /** The request that waits for its checker. */
  readonly waitingNo: string | null;
  readonly statements: number;
  readonly lastReadOn: string | null;
};

/** An approved version, with what it changed against the one before, and which statements it has read. */
export type MappingVersionDto = {
  readonly version: number;
  readonly approvalNo: string;
  readonly madeBy: string;
  readonly checkedBy: string;
  readonly approvedAt: string;
  readonly reason: string;
  readonly statements: number;
  readonly changes: readonly MappingChange[];
};

export type MappingPageDto = {
  readonly channel: string;
  readonly name: string;
  readonly timezone: string;
  readonly version: number;
  readonly mapping: StatementMapping | null;
  readonly waitingNo: string | null;
  /** All parts of the approved version, as changes against nothing. */
  readonly parts: readonly MappingChange[];
  readonly versions: readonly MappingVersionDto[];
};

/** What a mapping that is being edited makes of a dropped file. `mapping` is the one that was sent, or the suggested one. */
export type MappingTrialDto = {
  readonly mapping: StatementMapping;
  readonly preview: MappingPreview;
  readonly faults: readonly MappingFault[];
  /** Against the approved version; all parts where there is none. */
  readonly changes: readonly MappingChange[];
};

/** What a request about a mapping would change. */
export type MappingRequestDto = {
  readonly channel: string;
  readonly channelName: string;
  readonly baseVersion: number;
  readonly changes: readonly MappingChange[];
};
