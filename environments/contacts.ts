import type { EnvironmentInput } from "./schema";

/** Whom AWS tells about security, in every account. Replace it together with organisation.ts. */
export const securityContact: NonNullable<EnvironmentInput["baseline"]>["securityContact"] = {
  name: "Platform security",
  title: "Security team on call",
  email: "security@example.org",
  phone: "+1 555 0100",
};
