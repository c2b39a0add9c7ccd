import { askedRefundAnswer, postRefundBody, restRefund } from "@/contracts/refunds";
import type { RestOperation } from "./openapi";

export const REFUND_OPERATIONS: readonly RestOperation[] = [
  {
    path: "/api/v1/refunds",
    method: "post",
    id: "askRefund",
    summary: "Asks for a refund of an order. It waits for its checker before anything is sent.",
    scope: "refund.ask",
    body: postRefundBody,
    answer: askedRefundAnswer,
  },
  {
    path: "/api/v1/refunds/{no}",
    method: "get",
    id: "getRefund",
    summary: "A refund and what became of it.",
    scope: "refund.ask",
    answer: restRefund,
  },
];
