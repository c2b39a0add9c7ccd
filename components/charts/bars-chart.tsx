"use client";

import dynamic from "next/dynamic";
import type { BarsChartProps } from "./bars-chart-view";

const BarsChartView = dynamic(() => import("./bars-chart-view").then((module) => module.BarsChartView), { ssr: false });

/** Bars, side by side or stacked. The drawing code is loaded with the first chart. */
export function BarsChart(props: BarsChartProps) {
  return (
    <div className="relative" style={{ height: props.height ?? 240 }}>
      <BarsChartView {...props} />
    </div>
  );
}
