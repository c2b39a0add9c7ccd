"use client";

import dynamic from "next/dynamic";
import type { LinesChartProps } from "./lines-chart-view";

const LinesChartView = dynamic(() => import("./lines-chart-view").then((module) => module.LinesChartView), {
  ssr: false,
});

/** Lines or areas over days. The drawing code is loaded with the first chart. */
export function LinesChart(props: LinesChartProps) {
  return (
    <div className="relative" style={{ height: props.height ?? 240 }}>
      <LinesChartView {...props} />
    </div>
  );
}
