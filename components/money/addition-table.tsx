import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import { ScrollRegion } from "@/components/ui/scroll-region";

export type AdditionTerm = {
  readonly key: string;
  /** What is done with the amount: nothing, plus, minus, or the line's result. */
  readonly sign: "" | "+" | "−" | "=";
  readonly name: ReactNode;
  readonly hint?: ReactNode;
  readonly count?: ReactNode;
  readonly amountOf: (asset: string) => ReactNode;
  /** A line above it, as under a written addition. */
  readonly isSum?: boolean;
  readonly className?: string;
};

type AdditionTableProps = {
  caption: string;
  termHeader: string;
  countHeader?: string;
  assets: readonly string[];
  terms: readonly AdditionTerm[];
};

/** An addition as one writes it on paper: signs to the left, digits under digits, a line above each sum. */
export function AdditionTable({ caption, termHeader, countHeader, assets, terms }: AdditionTableProps) {
  return (
    <ScrollRegion label={caption}>
      <table className="w-full border-collapse text-sm">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr className="border-line border-b text-muted text-xs">
            <th scope="col" className="h-8 pr-3 pl-4 text-left font-medium">
              {termHeader}
            </th>
            {countHeader ? (
              <th scope="col" className="px-3 text-right font-medium">
                {countHeader}
              </th>
            ) : null}
            {assets.map((asset) => (
              <th key={asset} scope="col" className="px-3 text-right font-medium last:pr-4">
                {asset}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {terms.map((term) => (
            <tr key={term.key} className={cn("hover:bg-hover", term.isSum && "font-semibold", term.className)}>
              <th scope="row" className={cn("py-1.5 pr-3 pl-4 text-left align-top", term.isSum ? "" : "font-normal")}>
                <span className="flex gap-1">
                  <span className="tabular w-4 shrink-0 text-muted">{term.sign}</span>
                  <span className="min-w-0">
                    {term.name}
                    {term.hint ? <span className="block font-normal text-muted text-xs">{term.hint}</span> : null}
                  </span>
                </span>
              </th>
              {countHeader ? <td className={cn(NUMBER, term.isSum && SUM)}>{term.count}</td> : null}
              {assets.map((asset) => (
                <td key={asset} className={cn(NUMBER, term.isSum && SUM)}>
                  {term.amountOf(asset)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

const NUMBER = "tabular px-3 py-1.5 text-right align-top last:pr-4";
const SUM = "border-ink/60 border-t";
