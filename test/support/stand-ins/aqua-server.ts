import { aquaConsole } from "./_reports.mjs";
import { hasKeys, serve, type Answer, type Behaviour, type Request, type Service } from "./service";

const token = "session-of-the-stand-in";

/**
 * Stand-in of the Aqua console's API (DefectDojo/django-DefectDojo at 7cfa159, "Aqua"; aquasecurity/terraform-provider-aquasec, client/assurance_policy.go:
 * log in, read a policy, scan an image of a registry, ask for its status, fetch the result).
 * @param isPolicyDynamic whether the policy asks for dynamic threat analysis
 */
export const serveAqua = async (behaviour: Behaviour, { registry, image, policy, isPolicyDynamic = true }: { readonly registry: string; readonly image: string; readonly policy: string; readonly isPolicyDynamic?: boolean }): Promise<Service> => {
  let looks = 0;
  const isWithFindings = behaviour === "findings" || behaviour === "findings-exit-0";
  const report = aquaConsole(isWithFindings, image);
  const place = `/api/v1/scanner/registry/${encodeURIComponent(registry)}/image/${encodeURIComponent(image)}`;
  const status = (): string => {
    looks += 1;
    return behaviour === "time-out" || looks < 2 ? "In Progress" : "Scanned";
  };
  const routes: Readonly<Record<string, (request: Request) => Answer>> = {
    [`GET /api/v2/assurance_policy/image/${policy}`]: () => ({ body: { name: policy, enabled: true, dta_enabled: isPolicyDynamic } }),
    [`POST ${place}/scan`]: () => (behaviour === "licence-expired" ? { status: 402, body: { message: "the license has expired" } } : { status: 201, body: { status: "Sent To Scan" } }),
    [`GET ${place}/status`]: () => ({ body: { status: status() } }),
    [`GET ${place}/scan_result`]: () => ({ body: behaviour === "no-report" ? Buffer.alloc(0) : behaviour === "half-report" ? report.subarray(0, Math.floor(report.length / 2)) : report }),
  };
  return serve((request) => {
    if (request.method === "POST" && request.path === "/api/v1/login") return hasKeys(request.body, "id", "password") ? { body: { token } } : { status: 401 };
    return request.headers.authorization === `Bearer ${token}` ? routes[`${request.method} ${request.path}`]?.(request) : { status: 401 };
  });
};
