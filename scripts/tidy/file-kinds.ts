/** What kind of file a path names: the rules ask here, so that "a test file" means the same to all of them. */

const SCRIPT = /\.[cm]?[jt]sx?$/;
const TEXT = /\.(md|sql|css|prisma|ya?ml|sh)$|^messages\/.*\.json$/;
const NEXT_FILE =
  /^app\/(.*\/)?(page|layout|template|default|error|global-error|not-found|forbidden|unauthorized|loading)\.tsx$/;
const NEXT_METADATA_FILE = /^app\/(.*\/)?(manifest|robots|sitemap|icon|opengraph-image)\.tsx?$/;
const REQUEST_CONFIG = /^app\/_i18n\/request\.ts$/;

export function isScript(path: string): boolean {
  return SCRIPT.test(path) && path !== "next-env.d.ts";
}

export function isText(path: string): boolean {
  return TEXT.test(path);
}

export function isDeclaration(path: string): boolean {
  return path.endsWith(".d.ts");
}

export function isTest(path: string): boolean {
  return /\.(test|spec)\.tsx?$/.test(path);
}

export function isDatabaseTest(path: string): boolean {
  return /\.db\.test\.tsx?$/.test(path);
}

export function isConfig(path: string): boolean {
  return /\.(config|setup)\.[cm]?[jt]s$/.test(path);
}

/** The files in which the framework or a tool looks for a default export. */
export function needsDefaultExport(path: string): boolean {
  return (
    NEXT_FILE.test(path) ||
    NEXT_METADATA_FILE.test(path) ||
    REQUEST_CONFIG.test(path) ||
    isConfig(path) ||
    isDeclaration(path)
  );
}
