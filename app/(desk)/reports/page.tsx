import { redirect } from "next/navigation";
import { REPORTS } from "@/contracts/report-views";

/** The first of the reports. */
export default function ReportsPage(): never {
  redirect(`/reports/${REPORTS[0]}`);
}
