import "server-only";
import type { z } from "zod";
import type { PageDto, RowCountDto } from "@/contracts/wire";
import type { Actor } from "@/core/permissions/actor";
import type { Permission } from "@/core/permissions/permissions";
import { admit } from "@/server/admit";
import { problem } from "@/server/problem";

export const MAX_PAGE_ROWS = 200;

/** A keyset-paged GET for a grid: `?cursor=&limit=` and the list's own filters. The list scopes its rows to the actor. */
export function defineGridRoute<Filters, Row>(definition: {
  readonly permission: Permission;
  readonly filters: z.ZodType<Filters>;
  readonly list: (
    actor: Actor,
    filters: Filters,
    page: { cursor: string | null; limit: number },
  ) => Promise<PageDto<Row>>;
  /** For lists that count apart (`?counted=1`): the rows are there before anybody counts. */
  readonly count?: (actor: Actor, filters: Filters) => Promise<RowCountDto>;
}): (request: Request) => Promise<Response> {
  return async (request) => {
    const admission = await admit(definition.permission);
    if (!admission.ok) return admission.answer;
    const { cursor = null, limit = "100", counted, ...given } = Object.fromEntries(new URL(request.url).searchParams);
    const filters = definition.filters.safeParse(
      Object.fromEntries(Object.entries(given).filter(([, value]) => value !== "")),
    );
    const rows = Math.min(Math.max(Number.parseInt(limit, 10) || 100, 1), MAX_PAGE_ROWS);
    if (!filters.success)
      return problem(400, "filter_invalid", filters.error.issues[0]?.message ?? "A filter is wrong.");
    if (counted === "1" && definition.count) return answer(await definition.count(admission.actor, filters.data));
    const page = await definition.list(admission.actor, filters.data, { cursor: cursor || null, limit: rows });
    return answer(page);
  };
}

function answer(body: PageDto<unknown> | RowCountDto): Response {
  return Response.json(body, { headers: { "Cache-Control": "private, no-store" } });
}
