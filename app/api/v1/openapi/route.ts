import { toOpenApi } from "@/contracts/rest/openapi";
import { PAYOUT_OPERATIONS } from "@/contracts/rest/payout-operations";
import { POSITION_OPERATIONS } from "@/contracts/rest/position-operations";
import { REFUND_OPERATIONS } from "@/contracts/rest/refund-operations";

/** Says nothing of anybody's data, so that whoever builds against it needs no key. */
export function GET(): Response {
  return Response.json(toOpenApi([...REFUND_OPERATIONS, ...PAYOUT_OPERATIONS, ...POSITION_OPERATIONS]));
}
