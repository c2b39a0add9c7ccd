import { useFormatter } from "next-intl";

const KIB = 1024;

/** Says a size in bytes as people read it. */
export function useFileSize(): (bytes: number) => string {
  const format = useFormatter();
  return (bytes) =>
    bytes < KIB * KIB
      ? format.number(Math.ceil(bytes / KIB), { style: "unit", unit: "kilobyte" })
      : format.number(bytes / KIB / KIB, { style: "unit", unit: "megabyte", maximumFractionDigits: 1 });
}
