import { isLocale, LOCALES } from "../../_i18n/locales";
import { loadMessages } from "../../_i18n/messages";

export const dynamic = "force-static";

export function generateStaticParams(): { locale: string }[] {
  return LOCALES.map((locale) => ({ locale }));
}

/** A language's messages. They are nobody's secret, and the address names their content. */
export async function GET(_request: Request, { params }: { params: Promise<{ locale: string }> }): Promise<Response> {
  const { locale } = await params;
  if (!isLocale(locale)) return new Response(null, { status: 404 });
  return Response.json(await loadMessages(locale), {
    headers: { "Cache-Control": "public, max-age=31536000, immutable" },
  });
}
