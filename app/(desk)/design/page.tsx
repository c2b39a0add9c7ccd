import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PageBody } from "@/components/ui/page-body";
import { PageHeader } from "@/components/ui/page-header";
import { ChartSamples } from "./_components/chart-samples";
import { ColourSamples } from "./_components/colour-samples";
import { ControlSamples } from "./_components/control-samples";
import { FeedbackSamples } from "./_components/feedback-samples";
import { GridSample } from "./_components/grid-sample";
import { MoneySamples } from "./_components/money-samples";
import { OverlaySamples } from "./_components/overlay-samples";
import { SideBySide } from "./_components/side-by-side";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("design"))("title") };
}

/** Everything that pages are built from, in one place. If it is not here, it is not part of the desk yet. */
export default async function DesignPage() {
  const t = await getTranslations("design");
  return (
    <PageBody>
      <PageHeader title={t("title")} description={t("description")} />
      <SideBySide />
      <ControlSamples />
      <FeedbackSamples />
      <MoneySamples />
      <OverlaySamples />
      <ChartSamples />
      <GridSample />
      <ColourSamples />
    </PageBody>
  );
}
