import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ButtonLink } from "@/components/ui/button";
import { PageBody } from "@/components/ui/page-body";
import { PageHeader } from "@/components/ui/page-header";
import { requirePermission } from "@/server/auth/actor";
import { may } from "@/server/auth/may";
import { getClock } from "@/server/clock";
import { getDeliveries } from "@/server/queries/get-deliveries";
import { listChannels } from "@/server/queries/list-channels";
import { listImports } from "@/server/queries/list-imports";
import { StatementsDesk } from "./_components/statements-desk";
import {
  answerImportAction,
  cancelImportAction,
  expectDeliveryAction,
  repeatImportAction,
  waiveDeliveryAction,
} from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("statements"))("title") };
}

export default async function StatementsPage() {
  const actor = await requirePermission("statement.view");
  const t = await getTranslations("statements");
  const mappings = await getTranslations("mappings");
  const channels = (await listChannels()).map(({ code, name }) => ({ code, name }));
  const [jobs, deliveries] = await Promise.all([listImports(actor), getDeliveries(getClock().now())]);
  const waiving = { waive: waiveDeliveryAction, expect: expectDeliveryAction };
  return (
    <PageBody>
      <PageHeader
        title={t("title")}
        description={t("description")}
        actions={
          may(actor, "mapping.view") ? <ButtonLink href="/statements/mappings">{mappings("title")}</ButtonLink> : null
        }
      />
      <StatementsDesk
        channels={channels}
        jobs={jobs}
        deliveries={deliveries}
        waiving={may(actor, "delivery.waive") ? waiving : null}
        mayImport={may(actor, "statement.import")}
        actions={{ answer: answerImportAction, cancel: cancelImportAction, repeat: repeatImportAction }}
      />
    </PageBody>
  );
}
