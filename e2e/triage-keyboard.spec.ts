import { expect, type Locator, type Page } from "@playwright/test";
import { test } from "./fixtures/test";
import { pressesOn } from "./support/press-shortcut";

const ITEMS = 20;
const MOST_RESOLUTIONS = 8;
const MOST_TABS = 30;
const ACTS = ["take", "comment", "snooze", "propose"] as const;

test("twenty items are worked by keyboard alone", async ({ page, signIn, ownerPool }) => {
  test.slow();
  await page.addInitScript(() => {
    // Set anew by each page, and there is only one: the queue is never left.
    Object.assign(window, { mouseEvents: 0 });
    for (const name of ["pointerdown", "pointermove", "mousedown", "wheel", "touchstart"]) {
      addEventListener(
        name,
        () => Object.assign(window, { mouseEvents: Reflect.get(window, "mouseEvents") + 1 }),
        true,
      );
    }
  });
  await signIn("operator");
  await page.goto("/suspense?status=unassigned");
  await expect(page.getByRole("gridcell", { name: /^SU\d+$/ }).first()).toBeVisible();
  const press = pressesOn(page);
  await press("next");

  const worked = new Set<string>();
  for (let nth = 0; nth < ITEMS; nth += 1) {
    const itemNo = await focusedItem(page);
    expect(worked, `${itemNo} comes once`).not.toContain(itemNo);
    worked.add(itemNo);
    await test.step(`${ACTS[nth % ACTS.length]} ${itemNo}`, async () => {
      await work(page, itemNo, ACTS[nth % ACTS.length] ?? "take");
    });
  }
  expect(await page.evaluate(() => Reflect.get(window, "mouseEvents"))).toBe(0);
  const { rows } = await ownerPool.query<{ acts: number }>(
    `SELECT count(DISTINCT object_no)::int AS acts FROM audit_events
     WHERE object_type = 'suspense' AND object_no = ANY ($1) AND actor_login = 'operator' AND outcome = 'DONE'`,
    [[...worked]],
  );
  expect(rows[0]?.acts).toBe(ITEMS);
});

test("y and d put their questions to who checks one of these proposals", async ({ page, signIn, ownerPool }) => {
  const press = pressesOn(page);
  const { rows } = await ownerPool.query<{ no: string; role: string }>(
    `SELECT approval_no AS no, required_roles[1] AS role FROM approvals a JOIN users u ON u.id = a.maker_id
     WHERE a.status = 'PENDING' AND u.login = 'operator' ORDER BY a.id DESC LIMIT 1`,
  );
  await signIn(rows[0]?.role === "FINANCE_LEAD" ? "lead" : "finance");
  await page.goto(`/approvals/${rows[0]?.no}`);
  await expect(page.getByRole("button", { name: /^Approve/ })).toBeEnabled();
  const question = page.getByRole("dialog");
  // The page is there before it listens to keys.
  await expect(async () => {
    if (!(await question.isVisible())) await press("approve");
    await expect(question).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await page.keyboard.press("Escape");
  await expect(question).toBeHidden();
  await press("reject");
  await expect(question).toBeVisible();
});

/** Does one act and waits until the desk has gone on to another item. */
async function work(page: Page, itemNo: string, act: (typeof ACTS)[number]): Promise<void> {
  const press = pressesOn(page);
  if (act === "take") {
    await press("assign");
    await expect(page.getByText(`${itemNo} is yours`)).toBeVisible();
    return leave(page, itemNo);
  }
  await press("open");
  const panel = page.getByRole("dialog", { name: itemNo });
  await expect(panel.getByRole("list", { name: "History" })).toBeVisible();
  if (act === "snooze") {
    await press("snooze");
    await tabTo(page, page.getByRole("textbox", { name: "What is it waiting for?" }));
    await page.keyboard.type("The channel answers on Monday.");
    await page.keyboard.press("ControlOrMeta+Enter");
  } else {
    await press("comment");
    await expect(panel.getByRole("textbox", { name: "Comment" })).toBeFocused();
    await page.keyboard.type("Seen in the channel's portal.");
    await page.keyboard.press("ControlOrMeta+Enter");
    await expect(panel.getByRole("list", { name: "History" })).toContainText("Seen in the channel's portal.");
    await page.keyboard.press("Escape");
    if (act === "propose") await propose(page, itemNo);
    else await press("nextItem");
  }
  await leave(page, itemNo);
  await press("closePanel");
  await expect(page.getByRole("dialog")).toHaveCount(0);
}

/** The dialog opens with what is suggested; arrows choose another resolution where that one is not to be had. */
async function propose(page: Page, itemNo: string): Promise<void> {
  await pressesOn(page)("propose");
  const dialog = page.getByRole("dialog", { name: `Propose a resolution for ${itemNo}` });
  const send = dialog.getByRole("button", { name: "Send for approval" });
  await expect(dialog).toBeVisible();
  await tabTo(page, dialog.getByRole("textbox", { name: "Reason" }));
  await page.keyboard.type("As the channel says.");
  for (let tries = 0; tries < MOST_RESOLUTIONS && !(await isSoonEnabled(send)); tries += 1) {
    const checked = dialog.getByRole("radio", { checked: true });
    await tabTo(page, (await checked.count()) > 0 ? checked : dialog.getByRole("radio").first());
    await page.keyboard.press("ArrowDown");
  }
  await tabTo(page, send);
  await page.keyboard.press("Enter");
  await expect(dialog).toBeHidden();
}

function isSoonEnabled(button: Locator): Promise<boolean> {
  return expect(button)
    .toBeEnabled({ timeout: 4_000 })
    .then(
      () => true,
      () => false,
    );
}

/** By the Tab key, as somebody without a mouse gets there. */
async function tabTo(page: Page, place: Locator): Promise<void> {
  await expect(place).toBeVisible();
  for (let tabs = 0; tabs < MOST_TABS; tabs += 1) {
    if (await place.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  await expect(place).toBeFocused();
}

async function focusedItem(page: Page): Promise<string> {
  const row = page.getByRole("row").filter({ has: page.locator(":focus") });
  const text = await row.getByRole("gridcell", { name: /^SU\d+$/ }).textContent();
  return text ?? "";
}

async function leave(page: Page, itemNo: string): Promise<void> {
  await expect.poll(() => focusedItem(page)).not.toBe(itemNo);
}
