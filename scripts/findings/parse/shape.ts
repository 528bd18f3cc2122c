import type { z } from "zod";
import { UnreadableReport } from "../unreadable";

/** What a report must look like where a reader looks. @throws UnreadableReport that names the place, never the value */
export const shaped = <Schema extends z.ZodType>(schema: Schema, value: unknown, where = ""): z.infer<Schema> => {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = [where, ...(issue?.path ?? []).map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`))].join("").replace(/^\./, "");
  throw new UnreadableReport("malformed", `${path === "" ? "the report" : path} is not what the format has there${issue?.code === "invalid_type" ? ` (expected ${issue.expected})` : ""}`);
};
