"use client";

import dynamic from "next/dynamic";
import type { BandChartProps } from "./band-chart-view";

const BandChartView = dynamic(() => import("./band-chart-view").then((module) => module.BandChartView), { ssr: false });

/** Lines over days in front of a shade that says what is usual. The drawing code is loaded with the first chart. */
export function BandChart(props: BandChartProps) {
  return (
    <div className="relative" style={{ height: props.height ?? 240 }}>
      <BandChartView {...props} />
    </div>
  );
}
