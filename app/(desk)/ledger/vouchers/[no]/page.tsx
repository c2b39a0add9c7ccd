import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { PageBody } from "@/components/ui/page-body";
import { VoucherSheet } from "@/components/voucher/voucher-sheet";
import { requirePermission } from "@/server/auth/actor";
import { getClock } from "@/server/clock";
import { getEnv } from "@/server/env";
import { findVoucher } from "@/server/queries/get-voucher";
import { VoucherEntries } from "./_components/voucher-entries";
import { VoucherFacts } from "./_components/voucher-facts";
import { VoucherHeader } from "./_components/voucher-header";

type Props = { params: Promise<{ no: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations("ledger");
  return { title: `${t("voucher.sheet")} ${decodeURIComponent((await params).no)}` };
}

export default async function VoucherPage({ params }: Props) {
  const actor = await requirePermission("ledger.view");
  const voucher = await findVoucher(actor, decodeURIComponent((await params).no));
  if (!voucher) notFound();
  return (
    <>
      <PageBody className="print:hidden">
        <VoucherHeader voucher={voucher} roles={actor.roles} />
        <div className="grid items-start gap-section xl:grid-cols-[minmax(0,1fr)_24rem]">
          <VoucherEntries voucher={voucher} />
          <VoucherFacts voucher={voucher} roles={actor.roles} />
        </div>
      </PageBody>
      <VoucherSheet
        voucher={voucher}
        address={`${getEnv().NEXTAUTH_URL ?? ""}/ledger/vouchers/${encodeURIComponent(voucher.voucherNo)}`}
        printedBy={actor.displayName}
        printedAt={getClock().now().toISOString()}
      />
    </>
  );
}
