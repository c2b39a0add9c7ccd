import { useTranslations } from "next-intl";
import { ObjectLink } from "@/components/object/object-link";
import type { PayoutDetailDto } from "@/contracts/payout-views";

/** Why somebody looks at a payout, as items of a list; the payouts that it may be the double of stand behind their reason. */
export function LookItems({ looks, twinNos }: Pick<PayoutDetailDto, "looks" | "twinNos">) {
  const t = useTranslations("payouts");
  return looks.map((look) => (
    <li key={look}>
      {t(`look.${look}`)}
      {look === "LOOKS_DOUBLE" ? (
        <span className="flex flex-wrap gap-x-3">
          {twinNos.map((no) => (
            <ObjectLink key={no} kind="payout" no={no} className="underline" />
          ))}
        </span>
      ) : null}
    </li>
  ));
}
