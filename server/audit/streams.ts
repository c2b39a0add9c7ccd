import "server-only";

/**
 * The names of the trail's streams as `streams`, and a null at the end: from one to the next by the index, since streams
 * are few and their rows are many. The beginning of a query.
 */
export const WITH_STREAMS = `
  WITH RECURSIVE streams AS (
    (SELECT stream FROM audit_events ORDER BY stream LIMIT 1)
    UNION ALL
    SELECT (SELECT next.stream FROM audit_events next WHERE next.stream > streams.stream ORDER BY next.stream LIMIT 1)
    FROM streams WHERE streams.stream IS NOT NULL
  )`;
