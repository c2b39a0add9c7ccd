import "server-only";
import type { SignatureDto } from "@/contracts/suspense-views";
import { reader } from "@/server/transact";

type DecisionRaw = {
  approvalId: bigint;
  role: string;
  by: string;
  verdict: "APPROVE" | "REJECT";
  note: string;
  at: Date;
};

/** For each request the signatures it asks for, in the order of its roles, with who gave them. */
export async function listSignatures(
  requests: readonly { readonly id: bigint; readonly requiredRoles: readonly string[] }[],
): Promise<Map<bigint, SignatureDto[]>> {
  const decisions = await reader.query<DecisionRaw>(
    `SELECT d.approval_id AS "approvalId", d.as_role AS role, u.display_name AS by, d.verdict, d.note, d.created_at AS at
     FROM approval_decisions d JOIN users u ON u.id = d.checker_id WHERE d.approval_id = ANY ($1)`,
    [requests.map((request) => request.id)],
  );
  return new Map(
    requests.map(({ id, requiredRoles }) => [
      id,
      requiredRoles.map((role) => {
        const given = decisions.find((one) => one.approvalId === id && one.role === role);
        if (!given) return { role, by: null, verdict: null, note: null, at: null };
        return { role, by: given.by, verdict: given.verdict, note: given.note || null, at: given.at.toISOString() };
      }),
    ]),
  );
}
