import "server-only";
import { decideAdoption } from "@/core/reconciliation/decide-adoption";
import { accept } from "@/core/result";
import { defineCommand } from "@/server/command";
import { enqueue } from "@/server/outbox/enqueue";
import { type AdoptedStatus, adoptStatuses } from "@/server/reconciliation/adopt";
import { type Adoptable, listAdoptable, toAdoptionFacts } from "@/server/reconciliation/adoptable";
import { findCurrentPolicy } from "@/server/store/adoption-policies";

/**
 * Books what the channel calls done and we call open, where the approved policy says so; asked for after every batch that
 * found such a difference. The day is then run again, which finds both sides agreed, closes the items and leaves the books
 * with the channel. Without a policy it does nothing.
 */
export const adoptByPolicy = defineCommand<{ readonly channel: string }, { adopted: string[] }>({
  action: "status.adopt",
  permission: "reconciliation.run",
  object: ({ channel }) => ({ type: "channel", no: channel }),
  toHashed: ({ channel }) => ({ channel }),
  seconds: 300,
  async effect(tx, { channel }) {
    const policy = await findCurrentPolicy(tx);
    if (!policy) return accept({ adopted: [] });
    const agreed = (await listAdoptable(tx, channel)).filter(
      (one) => decideAdoption(toAdoptionFacts(one), policy.rules) === "AUTOMATIC",
    );
    const wanted = agreed.flatMap((one) => toWanted(one, policy.version));
    const adopted = await adoptStatuses(tx, wanted);
    const nos = new Set(adopted.map((one) => one.no));
    // Later days that have a batch are run again behind the first one.
    const [first] = agreed
      .filter((one) => one.no !== null && nos.has(one.no))
      .map((one) => one.settlesOn)
      .sort();
    if (first !== undefined) await enqueue(tx, "reconciliation.rerun", { channel, date: first });
    return accept({ adopted: [...nos] });
  },
});

function toWanted(one: Adoptable, policyVersion: number): AdoptedStatus[] {
  const { itemKind, no, orderNo, ourStatus, channelId, matchKey, channelNo, itemNo, occurredAt: at } = one;
  if (no === null || orderNo === null || ourStatus === null) return [];
  const common = { no, at, orderNo, channelId, matchKey, channelNo, itemNo, fromStatus: ourStatus };
  const ground = { policyVersion };
  return itemKind === "PAYMENT"
    ? [{ ...common, ground, itemKind, status: "PAID" }]
    : [{ ...common, ground, itemKind, status: "SUCCEEDED" }];
}
