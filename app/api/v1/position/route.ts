import { answerPositionGet } from "@/server/rest/position-api";

export const GET = answerPositionGet;
