import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { describeDatabaseFunctions } from "./list-database-functions";

/** `npm run functions`: writes docs/database-functions.md. */
writeFileSync(resolve(import.meta.dirname, "../docs/database-functions.md"), describeDatabaseFunctions());
