import "server-only";
import { invariant } from "@/core/result";
import type { Outgoing } from "@/server/money-out/outgoing";

const later = async (): Promise<never> => invariant(false, "refunds are not sent yet") as never;

export const refundOutgoing: Outgoing = { instruct: later, succeeded: later, failed: later, doubted: later };
