import "server-only";
import { z } from "zod";
import type { ProofDto } from "@/contracts/audit-views";
import { getPrisma } from "@/server/db";

const checks = z.array(
  z.object({ name: z.string(), ok: z.boolean(), figure: z.union([z.string(), z.number()]).nullish() }),
);

/** What the newest run of every proof found, or null before the first. */
export async function findLastProof(): Promise<ProofDto | null> {
  const row = await getPrisma().proof.findFirst({
    select: { ranAt: true, ok: true, checks: true },
    orderBy: { id: "desc" },
  });
  if (!row) return null;
  const parsed = checks.parse(row.checks);
  return {
    ranAt: row.ranAt.toISOString(),
    isOk: row.ok,
    checks: parsed.map((check) => ({ name: check.name, isOk: check.ok, figure: `${check.figure ?? ""}` })),
  };
}
