/** The most days that one report covers: a year and its months before and after. */
export const REPORT_DAYS = 400;
