import "server-only";
import type { ChannelInquiry } from "./channel-inquiry";

/**
 * The channels that can be asked, by their code. None yet: no channel's client is configured, and items say that their
 * channel was not asked.
 */
export const INQUIRY_CLIENTS: ReadonlyMap<string, ChannelInquiry> = new Map();
