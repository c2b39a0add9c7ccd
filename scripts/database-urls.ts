import { dataFolder, openEmbedded } from "./postgres/embedded";
import { SetupError } from "./postgres/private-files";
import { APP_ROLE } from "./postgres/roles";

/** The database that a command works on, and how to let go of it. */
export type DatabaseUrls = {
  appUrl: string;
  /** Null when only the app's connection is known: enough for everything but `desk setup`. */
  ownerUrl: string | null;
  appRole: string;
  /** Set for the embedded database: the connection that may create databases there. */
  adminUrl: string | null;
  /** Keeps the embedded server up while we run; gives what ends that. A server of your own has its own supervisor. */
  supervise: (say: (sentence: string) => void) => () => Promise<void>;
  release: () => Promise<void>;
};

/** DATABASE_URL's database, or else the embedded one, started when nothing runs it. */
export async function openDatabase(): Promise<DatabaseUrls> {
  const appUrl = process.env.DATABASE_URL || null;
  const ownerUrl = process.env.DATABASE_OWNER_URL || null;
  if (appUrl !== null) {
    return { appUrl, ownerUrl, appRole: roleOf(appUrl), adminUrl: null, supervise: () => nothing, release: nothing };
  }
  if (ownerUrl !== null) {
    throw new SetupError(
      "DATABASE_OWNER_URL is set without DATABASE_URL. Set both, or neither for the embedded database.",
    );
  }
  const embedded = await openEmbedded(dataFolder(), { durable: true });
  const { release, adminUrl, supervise } = embedded;
  return { appUrl: embedded.appUrl, ownerUrl: embedded.ownerUrl, appRole: APP_ROLE, adminUrl, supervise, release };
}

function roleOf(url: string): string {
  const role = URL.canParse(url) ? decodeURIComponent(new URL(url).username) : "";
  if (role === "")
    throw new SetupError(
      "DATABASE_URL must name its role, like postgresql://desk_app:password@host:5432/clearing_desk.",
    );
  return role;
}

function nothing(): Promise<void> {
  return Promise.resolve();
}
