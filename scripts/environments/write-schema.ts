import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { environmentSchemaDocument, schemaPath } from "./schema-document";

/** Run after a change of environments/schema.ts, from the repository's root: `npm run build && node dist/scripts/environments/write-schema.js`. */
writeFileSync(join(process.cwd(), schemaPath), environmentSchemaDocument());
process.stderr.write(`wrote ${schemaPath}\n`);
