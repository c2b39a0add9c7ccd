import "server-only";

/** RFC 9457 problem details with a stable code. */
export function problem(status: number, code: string, title: string, details: readonly string[] = []): Response {
  return Response.json(
    { type: "about:blank", status, code, title, details },
    { status, headers: { "Content-Type": "application/problem+json" } },
  );
}
