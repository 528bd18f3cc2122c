import { z } from "zod";
import { environmentSchema } from "../../environments/schema";

/** Where the JSON Schema lies, relative to the repository. */
export const schemaPath = "environments/environment.schema.json";

/** The JSON Schema of an environment file for editors, as text; generated, so that zod stays the one source. */
export const environmentSchemaDocument = (): string =>
  `${JSON.stringify({ title: "Environment of Portcullis", ...z.toJSONSchema(environmentSchema, { io: "input" }) }, null, 2)}\n`;
