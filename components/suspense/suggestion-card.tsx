import { Lightbulb } from "lucide-react";
import { useTranslations } from "next-intl";
import { ObjectLink } from "@/components/object/object-link";
import { Button } from "@/components/ui/button";
import type { ResolutionChoice } from "@/contracts/suspense";
import type { SuggestionDto, SuspenseItemDto } from "@/contracts/suspense-views";
import { ResolutionPreview } from "./resolution-preview";

type SuggestionCardProps = {
  item: Pick<SuspenseItemDto, "suggestions" | "preview" | "canPropose">;
  onPropose: (choice: ResolutionChoice) => void;
};

/** What a careful colleague would propose and why, with the voucher it would post; others below in a line each. */
export function SuggestionCard({ item, onPropose }: SuggestionCardProps) {
  const t = useTranslations("suspense");
  const [first, ...others] = item.suggestions;
  if (!first) return null;
  return (
    <section
      aria-labelledby="suggestion"
      className="flex flex-col gap-3 rounded-lg border border-line bg-surface p-card"
    >
      <div className="flex flex-wrap items-start gap-2">
        <Lightbulb aria-hidden className="mt-0.5 size-4 shrink-0 text-accent" />
        <div className="min-w-0 flex-1">
          <h2 id="suggestion" className="font-semibold text-base">
            <SuggestionName suggestion={first} />
          </h2>
          <p className="text-muted text-sm">{t(`reason.${first.reason}`)}</p>
        </div>
        <ProposeButton suggestion={first} isFirst item={item} onPropose={onPropose} />
      </div>
      {item.preview ? <ResolutionPreview preview={item.preview} /> : null}
      {others.map((other) => (
        <div key={`${other.resolution}${other.reason}`} className="flex items-start gap-2 border-line border-t pt-2">
          <p className="min-w-0 flex-1 text-sm">
            <span className="font-medium">
              {t("suggestion.orElse")} <SuggestionName suggestion={other} />
            </span>{" "}
            <span className="text-muted">{t(`reason.${other.reason}`)}</span>
          </p>
          <ProposeButton suggestion={other} isFirst={false} item={item} onPropose={onPropose} />
        </div>
      ))}
    </section>
  );
}

function SuggestionName({ suggestion }: { suggestion: SuggestionDto }) {
  const t = useTranslations("suspense");
  const { resolution, orderNo, counterpartNo } = suggestion;
  if (resolution === null) return t("suggestion.findOut");
  return (
    <>
      {t(`resolution.${resolution}.name`)}
      {orderNo ? (
        <>
          {" "}
          <ObjectLink kind="order" no={orderNo} />
        </>
      ) : null}
      {counterpartNo ? (
        <>
          {" "}
          <ObjectLink kind="suspense" no={counterpartNo} />
        </>
      ) : null}
    </>
  );
}

type ProposeButtonProps = SuggestionCardProps & { suggestion: SuggestionDto; isFirst: boolean };

function ProposeButton({ suggestion, isFirst, item, onPropose }: ProposeButtonProps) {
  const t = useTranslations("suspense");
  const { resolution, orderNo, counterpartNo } = suggestion;
  if (resolution === null || !item.canPropose) return null;
  return (
    <Button
      size="sm"
      variant={isFirst ? "primary" : "secondary"}
      onClick={() => onPropose({ resolution, orderNo, counterpartNo })}
    >
      {t("suggestion.propose")}
    </Button>
  );
}
