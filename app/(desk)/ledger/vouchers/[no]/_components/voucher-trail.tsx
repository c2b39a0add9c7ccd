import Link from "next/link";
import { useTranslations } from "next-intl";
import { LINK_CLASS } from "@/components/object/object-link";
import type { VoucherDto } from "@/contracts/ledger-views";

/** What the audit trail holds of the command that posted the voucher. */
export function VoucherTrail({ audit }: { audit: NonNullable<VoucherDto["audit"]> }) {
  const enums = useTranslations("enums");
  if (audit.length === 0) return "—";
  return (
    <ul className="flex flex-col gap-0.5">
      {audit.map((event) => {
        const key = `auditAction.${event.action}`;
        const query = new URLSearchParams({ objectType: event.objectType, objectNo: event.objectNo });
        return (
          <li key={event.id}>
            <Link href={`/audit?${query}`} prefetch={false} className={LINK_CLASS}>
              {enums.has(key) ? enums(key) : event.action}
            </Link>
          </li>
        );
      })}
    </ul>
  );
}
