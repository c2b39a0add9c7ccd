import { getTranslations } from "next-intl/server";
import { DateTime } from "@/components/money/date-time";
import { Alert } from "@/components/ui/alert";
import { Badge, StatusBadge, TONES } from "@/components/ui/badge";
import { Button, ButtonLink } from "@/components/ui/button";
import { Card, Section } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { ProgressBar } from "@/components/ui/progress-bar";
import { Skeleton } from "@/components/ui/skeleton";
import { Timeline } from "@/components/ui/timeline";

export async function FeedbackSamples() {
  const t = await getTranslations("design");
  return (
    <>
      <div className="grid grid-cols-1 gap-section xl:grid-cols-2">
        <Section title={t("states.title")} description={t("states.description")}>
          <div className="flex flex-col gap-4">
            <div className="flex flex-wrap gap-2">
              {TONES.map((tone) => (
                <StatusBadge key={tone} tone={tone}>
                  {t(`states.${tone}`)}
                </StatusBadge>
              ))}
              <Badge>WeChat Pay</Badge>
            </div>
            <div className="flex flex-col gap-2">
              {TONES.map((tone) => (
                <Alert key={tone} tone={tone} title={t(`alerts.${tone}.title`)}>
                  {t(`alerts.${tone}.text`)}
                </Alert>
              ))}
            </div>
          </div>
        </Section>
        <Section title={t("timeline.title")} description={t("timeline.description")}>
          <HistorySample />
        </Section>
      </div>
      <Section title={t("empty.title")} description={t("empty.description")} plain>
        <EmptySamples />
      </Section>
    </>
  );
}

async function HistorySample() {
  const t = await getTranslations("design");
  const at = (clock: string) => <DateTime at={`2026-11-19T${clock}Z`} seconds />;
  return (
    <div className="flex flex-col gap-5">
      <Timeline
        aria-label={t("timeline.title")}
        items={[
          { key: "1", title: t("timeline.paid"), at: at("01:30:12"), by: "WeChat Pay", tone: "success" },
          {
            key: "2",
            title: t("timeline.broken"),
            at: at("08:02:40"),
            detail: t("timeline.brokenDetail"),
            tone: "danger",
          },
          { key: "3", title: t("timeline.proposed"), at: at("08:31:05"), by: "Li Na", tone: "info" },
          { key: "4", title: t("timeline.waiting"), at: at("08:31:05"), tone: "warning" },
        ]}
      />
      <ProgressBar label={t("timeline.import")} value={642_100} max={1_000_000} note={t("timeline.importNote")} />
      <div className="flex flex-col gap-2">
        <Skeleton className="w-2/3" />
        <Skeleton className="w-1/2" />
      </div>
    </div>
  );
}

async function EmptySamples() {
  const t = await getTranslations("design");
  return (
    <div className="grid gap-4 lg:grid-cols-3">
      <Card>
        <EmptyState
          kind="nothing-yet"
          title={t("empty.nothingYet")}
          description={t("empty.nothingYetText")}
          action={<Button variant="primary">{t("empty.import")}</Button>}
        />
      </Card>
      <Card>
        <EmptyState
          kind="no-match"
          title={t("empty.noMatch")}
          description={t("empty.noMatchText")}
          action={<Button>{t("empty.clear")}</Button>}
        />
      </Card>
      <Card>
        <EmptyState
          kind="all-done"
          title={t("empty.allDone")}
          description={t("empty.allDoneText")}
          action={<ButtonLink href="#grid">{t("empty.seeDone")}</ButtonLink>}
        />
      </Card>
    </div>
  );
}
