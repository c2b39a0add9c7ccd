import "server-only";
import { z } from "zod";
import type { ProofDto } from "@/contracts/audit-views";
import { reader } from "@/server/transact";

const checks = z.array(
  z.object({ name: z.string(), ok: z.boolean(), figure: z.union([z.string(), z.number()]).nullish() }),
);

/** What the newest run of every proof found, or null before the first. */
export async function findLastProof(): Promise<ProofDto | null> {
  const [row] = await reader.query<{ ran_at: Date; ok: boolean; checks: unknown }>(
    "SELECT ran_at, ok, checks FROM proofs ORDER BY id DESC LIMIT 1",
  );
  if (!row) return null;
  const parsed = checks.parse(row.checks);
  return {
    ranAt: row.ran_at.toISOString(),
    isOk: row.ok,
    checks: parsed.map((check) => ({ name: check.name, isOk: check.ok, figure: `${check.figure ?? ""}` })),
  };
}
