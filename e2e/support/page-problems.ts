import type { ConsoleMessage, Page } from "@playwright/test";

const FIRST_ERROR_STATUS = 400;
/** A request that the next navigation made pointless; the server was never at fault. */
const GIVEN_UP = "net::ERR_ABORTED";

type Watch = {
  /** Every complaint since the last call, as a sentence each. */
  take: () => string[];
};

/**
 * Listens to everything that a page may complain about: console errors and warnings, faults of its code, requests that
 * failed. `expected` excuses addresses that are meant to answer with an error.
 */
export function watchProblems(page: Page, expected: (url: URL) => boolean = () => false): Watch {
  const problems: string[] = [];
  page.on("console", (message) => {
    if (isComplaint(message) && !isExpected(message.location().url, expected)) {
      problems.push(`console ${message.type()}: ${message.text()}`);
    }
  });
  page.on("pageerror", (error) => problems.push(`page error: ${error.message}`));
  page.on("response", (response) => {
    if (response.status() < FIRST_ERROR_STATUS || isExpected(response.url(), expected)) return;
    problems.push(`${response.status()} ${response.request().method()} ${response.url()}`);
  });
  page.on("requestfailed", (request) => {
    const reason = request.failure()?.errorText ?? "no answer";
    if (reason !== GIVEN_UP) problems.push(`${reason} ${request.method()} ${request.url()}`);
  });
  return { take: () => problems.splice(0) };
}

function isComplaint(message: ConsoleMessage): boolean {
  return message.type() === "error" || message.type() === "warning";
}

function isExpected(address: string, expected: (url: URL) => boolean): boolean {
  return URL.canParse(address) && expected(new URL(address));
}
