import { listNewest } from "../control/list-books";
import { answer, type Delivery, deliver, type HttpRequest } from "../http/exchange";
import { moodRuleInput } from "../moods/mood-book";
import type { Sandbox } from "../sandbox";
import { listBillDays } from "../statements/list-bill-days";
import { renderPage } from "./render-page";
import { chooseLanguage } from "./words";

const ENTRIES_SHOWN = 50;
const HEADERS = {
  "content-type": "text/html; charset=utf-8",
  "content-security-policy":
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  "cache-control": "no-store",
  "referrer-policy": "no-referrer",
};

/** The page for people: what the channels have accepted, and the form that chooses their mood. */
export async function servePage(sandbox: Sandbox, request: HttpRequest): Promise<Delivery> {
  const language = chooseLanguage(request.query.get("lang"), request.headers["accept-language"]);
  if (request.method === "POST") return chooseMood(sandbox, request.body, `/?lang=${language}`);
  const { channels, clerk, moods, db, clock } = sandbox;
  const page = renderPage({
    ...{ language, rules: moods.list() },
    channels: [...channels.values()].map(({ code, name }) => ({ code, name, balanceMinor: clerk.balanceOf(code) })),
    entries: await listNewest(sandbox, ENTRIES_SHOWN),
    bills: await listBillDays(db, channels.values(), clock()),
  });
  return deliver(answer(200, page, HEADERS));
}

/** The form's mood takes the place of what was chosen for that channel before; `normal` only takes it away. */
function chooseMood({ moods, channels }: Sandbox, body: string, back: string): Delivery {
  const fields = Object.fromEntries(new URLSearchParams(body));
  if (fields.times === "") delete fields.times;
  const rule = moodRuleInput.safeParse(fields);
  if (!rule.success || (rule.data.channel !== "*" && !channels.has(rule.data.channel)))
    return deliver(answer(400, { message: "There is no such mood or channel." }));
  moods.clear(rule.data.channel);
  if (rule.data.mood !== "normal") moods.add(rule.data);
  return deliver(answer(303, "", { location: back }));
}
