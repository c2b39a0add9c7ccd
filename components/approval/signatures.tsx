import { Check, CircleDashed, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { DateTime } from "@/components/money/date-time";
import type { SignatureDto } from "@/contracts/suspense-views";

/** Each signature that a request asks for: who gave it and when, or that it is missing. */
export function Signatures({ signatures }: { signatures: readonly SignatureDto[] }) {
  const t = useTranslations("approvals");
  const shell = useTranslations("shell");
  return (
    <ul className="flex flex-col gap-1.5 text-sm">
      {signatures.map(({ role, by, verdict, note, at }) => (
        <li key={role} className="flex items-start gap-2">
          <SignatureIcon verdict={verdict} />
          <span className="min-w-0">
            <span className="font-medium">{shell(`role.${role}`)}</span>
            {by ? <> · {by}</> : <span className="text-muted"> · {t("signature.missing")}</span>}
            {at ? (
              <span className="text-muted text-xs">
                {" "}
                {t(verdict === "REJECT" ? "signature.rejected" : "signature.approved")} <DateTime at={at} />
              </span>
            ) : null}
            {note ? <span className="block text-muted">{note}</span> : null}
          </span>
        </li>
      ))}
    </ul>
  );
}

export function SignatureIcon({ verdict }: { verdict: SignatureDto["verdict"] }) {
  if (verdict === "APPROVE") return <Check aria-hidden className="mt-0.5 size-4 shrink-0 text-success" />;
  if (verdict === "REJECT") return <X aria-hidden className="mt-0.5 size-4 shrink-0 text-danger" />;
  return <CircleDashed aria-hidden className="mt-0.5 size-4 shrink-0 text-faint" />;
}
