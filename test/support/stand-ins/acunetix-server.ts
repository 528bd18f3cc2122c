import { acunetix } from "./_reports.mjs";
import { hasKeys, serve, type Answer, type Behaviour, type Request, type Service } from "./service";

const ids = { target: "aaaaaaaa-0000-4000-8000-000000000001", scan: "aaaaaaaa-0000-4000-8000-000000000002", result: "aaaaaaaa-0000-4000-8000-000000000003", export: "aaaaaaaa-0000-4000-8000-000000000004" };
export const exportType = "21111111-1111-1111-1111-111111111111";

const created = (path: string): Answer => ({ status: 201, headers: { Location: `/api/v1/${path}` } });
const halfOf = (bytes: Buffer): Buffer => bytes.subarray(0, Math.floor(bytes.length / 2));
const source = (body: unknown): unknown => (typeof body === "object" && body !== null && "source" in body ? body.source : undefined);

/**
 * Stand-in of Acunetix Premium 24, `/api/v1` (jenkinsci/acunetix-plugin at 3d85ecb, Engine.java; the specification as Explorer1092/acunetix_sdk at
 * 3d739f1 has it: targets, scans, results, exports). Other paths are 404, other keys in a body 400, another key in `X-Auth` 401.
 * @param known addresses that are targets already
 */
export const serveAcunetix = async (behaviour: Behaviour, key: string, known: readonly string[] = []): Promise<Service> => {
  let looks = 0;
  const isWithFindings = behaviour === "findings" || behaviour === "findings-exit-0";
  const report = acunetix(isWithFindings);
  const status = (): string => {
    looks += 1;
    if (behaviour === "time-out") return "processing";
    return looks < 2 ? "processing" : "completed";
  };
  const routes: Readonly<Record<string, (request: Request) => Answer>> = {
    "GET /api/v1/info": () => ({ body: { major_version: "24", minor_version: "10" } }),
    "GET /api/v1/targets": ({ query }) =>
      query.get("c") === "0"
        ? { body: { targets: [{ target_id: "ffffffff-0000-4000-8000-000000000000", address: "https://other.example.org" }], pagination: { count: 1 + known.length, cursors: ["0", "1"] } } }
        : { body: { targets: known.map((address) => ({ target_id: ids.target, address })), pagination: { count: 1 + known.length, cursors: ["1"] } } },
    "POST /api/v1/targets": ({ body }) => (hasKeys(body, "address", "description", "criticality") ? created(`targets/${ids.target}`) : { status: 400 }),
    "POST /api/v1/scans": ({ body }) => {
      if (behaviour === "licence-expired") return { status: 403, body: { code: 3, message: "the license has expired" } };
      return hasKeys(body, "target_id", "profile_id", "schedule", "incremental") ? created(`scans/${ids.scan}`) : { status: 400 };
    },
    [`GET /api/v1/scans/${ids.scan}`]: () => ({ body: { scan_id: ids.scan, current_session: { status: status(), scan_session_id: ids.result } } }),
    [`POST /api/v1/scans/${ids.scan}/abort`]: () => ({ status: 204 }),
    [`GET /api/v1/scans/${ids.scan}/results`]: () => ({ body: { results: [{ result_id: ids.result, scan_id: ids.scan, status: "completed" }], pagination: { count: 1, cursors: ["0"] } } }),
    "POST /api/v1/exports": ({ body }) => (hasKeys(body, "export_id", "source") && hasKeys(source(body), "list_type", "id_list") ? created(`exports/${ids.export}`) : { status: 400 }),
    [`GET /api/v1/exports/${ids.export}`]: () => ({ body: { report_id: ids.export, status: "completed", download: [`/api/v1/reports/download/${ids.export}.xml`] } }),
    [`GET /api/v1/reports/download/${ids.export}.xml`]: () => ({ headers: { "content-type": "application/xml" }, body: behaviour === "no-report" ? Buffer.alloc(0) : behaviour === "half-report" ? halfOf(report) : report }),
  };
  return serve((request) => (request.headers["x-auth"] === key ? routes[`${request.method} ${request.path}`]?.(request) : { status: 401 }));
};
