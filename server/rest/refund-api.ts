import "server-only";
import { postRefundBody } from "@/contracts/refunds";
import { askRefund } from "@/server/commands/ask-refund";
import { defineApiGet, defineApiPost } from "@/server/rest/api-route";
import { findRestRefund } from "@/server/rest/find-rest-refund";

const SCOPE = "refund.ask";

/** Asks for a refund; it waits for its checker like one that was asked for on a page. */
export const answerRefundPost = defineApiPost({
  scope: SCOPE,
  body: postRefundBody,
  run: (context, { orderNo, amount, route = null, payee = null, reason }) =>
    askRefund(context, { commandId: context.commandId, orderNo, ...amount, route, payee, reason }),
  href: ({ refundNo }) => `/api/v1/refunds/${refundNo}`,
});

export const answerRefundGet = defineApiGet({ scope: SCOPE, find: findRestRefund });
