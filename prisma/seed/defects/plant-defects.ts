import { DEMO_CHANNELS } from "../demo-channels";
import type { Facts } from "../demo-types";
import type { DemoWorld } from "../demo-world";
import { mergeFacts } from "../facts";
import type { Random } from "../random";
import { plantDayCut } from "./day-cut";
import type { DefectSite } from "./defect-site";
import { plantDuplicateNextDay, plantDuplicatePayment, plantDuplicateRefund } from "./duplicates";
import {
  plantAsset,
  plantPaymentAmount,
  plantPaymentFee,
  plantPaymentStatus,
  plantRefundAmount,
  plantRefundFee,
  plantRefundStatus,
} from "./mismatches";
import { plantLongPayment, plantLongRefund, plantShortPayment, plantShortRefund } from "./one-sided";

/** Every kind on every day and channel, `rounds` times; the variants of a kind take turns. */
export function plantDefects(world: DemoWorld, random: Random, rounds: number): Facts {
  const pieces: Facts[] = [];
  for (const [dayIndex, day] of world.days.entries()) {
    for (const [channelIndex, { config }] of DEMO_CHANNELS.entries()) {
      for (let round = 0; round < rounds; round += 1) {
        const stream = random.fork(`${day}/${config.code}/${round}`);
        const turn = dayIndex + channelIndex + round;
        pieces.push(plantOneOfEach({ world, random: stream, channel: config, day, turn }));
      }
    }
  }
  return mergeFacts(pieces);
}

function plantOneOfEach(site: DefectSite): Facts {
  const { turn } = site;
  const pieces = [
    plantLongPayment(site),
    plantShortPayment(site),
    turn % 2 === 0 ? plantShortRefund(site) : plantLongRefund(site),
    inTurn(turn, [
      () => plantPaymentAmount(site, "higher"),
      () => plantPaymentAmount(site, "lower"),
      () => plantRefundAmount(site),
    ]),
    turn % 4 === 3 ? plantRefundStatus(site) : plantPaymentStatus(site, turn),
    inTurn(turn, [
      () => plantPaymentFee(site, "more"),
      () => plantPaymentFee(site, "less"),
      () => plantRefundFee(site),
    ]),
    turn % 3 === 2 ? plantDuplicateRefund(site) : plantDuplicatePayment(site),
    plantDayCut(site, "ours-first"),
    plantDayCut(site, "channel-first"),
  ];
  if (turn % 2 === 1) pieces.push(plantDuplicateNextDay(site));
  // The only one of the demo's formats whose lines name a currency.
  if (site.channel.format === "wechat-trade") pieces.push(plantAsset(site));
  return mergeFacts(pieces);
}

function inTurn(turn: number, variants: readonly [() => Facts, ...(() => Facts)[]]): Facts {
  return (variants[turn % variants.length] ?? variants[0])();
}
