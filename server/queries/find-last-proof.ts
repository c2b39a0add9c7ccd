import "server-only";
import { z } from "zod";
import type { ProofCheckDto, ProofDto } from "@/contracts/audit-views";
import { getPrisma } from "@/server/db";

const checks = z.array(
  z.object({ name: z.string(), ok: z.boolean(), figure: z.union([z.string(), z.number()]).nullish() }),
);

/** The checks of a kept proof as pages show them. */
export function toProofChecks(kept: unknown): ProofCheckDto[] {
  return checks.parse(kept).map((check) => ({ name: check.name, isOk: check.ok, figure: `${check.figure ?? ""}` }));
}

/** What the newest full proof found, or null before the first. */
export async function findLastProof(): Promise<ProofDto | null> {
  const row = await getPrisma().proof.findFirst({
    where: { kind: "FULL" },
    select: { ranAt: true, ok: true, checks: true },
    orderBy: { id: "desc" },
  });
  if (!row) return null;
  return { ranAt: row.ranAt.toISOString(), isOk: row.ok, checks: toProofChecks(row.checks) };
}
