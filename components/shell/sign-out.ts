/**
 * Ends the session and leads to the sign-in page. The session's own library has a client for this, which would be on every
 * page for one request: it asks for the token that a form of this site carries, and posts it.
 */
export async function signOut(): Promise<void> {
  try {
    const { csrfToken } = (await (await fetch("/api/auth/csrf")).json()) as { csrfToken: string };
    const answer = await fetch("/api/auth/signout", {
      method: "POST",
      body: new URLSearchParams({ csrfToken, json: "true" }),
    });
    if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
    window.location.assign("/sign-in");
  } catch {
    // The same question as a page: whoever wants to leave is not left behind signed in without a word.
    window.location.assign("/api/auth/signout");
  }
}
