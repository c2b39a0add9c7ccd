import { getClock } from "@/server/clock";
import { proveAndKeep } from "@/server/verify/verify-books";
import type { DeskCommand } from "./command";
import { noWords } from "./words";

export const verify: DeskCommand = {
  usage: "verify [--all-files]",
  summary:
    "Proves the books: vouchers, balances, orders, refunds, suspense, statements, approvals, the audit trail and its anchors, and coverage, all at one instant. Of attached files the newest are read and a part of the others, with --all-files every one. The outcome is kept. Exit code 1 when one proof fails.",
  options: { "all-files": { type: "boolean" } },
  async run(context) {
    noWords(context);
    await context.pool();
    context.progress("Proving the books …");
    const proof = await proveAndKeep(getClock().now(), { allFiles: context.flag("all-files") });
    const lines = proof.checks.map(({ name, ok, figure }) => `${ok ? "ok    " : "FAILED"}  ${name}: ${figure}`);
    await context.print(proof, lines.join("\n"));
    if (proof.ok) return 0;
    const failed = proof.checks.filter((check) => !check.ok).map((check) => check.name);
    await context.complain(`The books do not prove: ${failed.join(", ")}. Stop paying out until it is explained.`);
    return 1;
  },
};
