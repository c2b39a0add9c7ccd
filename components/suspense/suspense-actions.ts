import type { ServerCommand } from "@/components/refusal/use-command";
import type { SuspenseStatus } from "@/core/suspense/item";

type Worked = { itemNo: string; status: SuspenseStatus; version: number };

/** What the pages hand in, since components know no server: each answers with its outcome or a refusal. */
export type SuspenseActions = {
  readonly claim: ServerCommand<Worked>;
  readonly release: ServerCommand<Worked>;
  readonly comment: ServerCommand<Worked>;
  readonly snooze: ServerCommand<Worked>;
  readonly wake: ServerCommand<Worked>;
  readonly handOver: ServerCommand<Worked & { to: string }>;
  readonly readNotes: ServerCommand<{ mentions: number; handOvers: number }>;
  readonly propose: ServerCommand<{ itemNo: string; approvalNo: string; requiredRoles: string[] }>;
  readonly reopen: ServerCommand<{ itemNo: string; approvalNo: string; requiredRoles: string[] }>;
  readonly withdraw: ServerCommand<{ approvalNo: string }>;
};
