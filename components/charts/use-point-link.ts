import { useRouter } from "next/navigation";
import type { ChartPoint } from "./types";

/** Opens the rows behind a point of a chart, by its place; a place without a point or without rows opens nothing. */
export function usePointLink(points: readonly ChartPoint[]): (place: unknown) => void {
  const router = useRouter();
  return (place) => {
    const href = points[Number(place)]?.href;
    if (href) router.push(href);
  };
}
