import { answer, type Delivery, deliver, type HttpRequest } from "../http/exchange";
import type { Sandbox } from "../sandbox";

export async function servePage(_sandbox: Sandbox, _request: HttpRequest): Promise<Delivery> {
  return deliver(answer(200, "sandbox"));
}
