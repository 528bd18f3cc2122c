import { veracodeIssues } from "./_reports.mjs";
import { serve, type Answer, type Behaviour, type Request, type Service } from "./service";

export const workspace = "cccccccc-0000-4000-8000-000000000001";
const project = "cccccccc-0000-4000-8000-000000000002";

const page = (list: string, all: readonly unknown[], { query }: Request): Answer => {
  const [size, number] = [1, Number(query.get("page"))];
  return { body: { _embedded: { [list]: all.slice(number * size, (number + 1) * size) }, page: { size, number, total_elements: all.length, total_pages: Math.ceil(all.length / size) } } };
};

/** As the header is written: an id without the prefix of its region, a time of now, 32 digits of nonce, 64 of signature. */
const isSigned = (header: string | undefined, id: string): boolean => {
  const [, given, time] = /^VERACODE-HMAC-SHA-256 id=([0-9a-f]+),ts=(\d{13}),nonce=[0-9a-f]{32},sig=[0-9a-f]{64}$/.exec(header ?? "") ?? [];
  return given === id && Math.abs(Date.now() - Number(time)) < 60_000;
};

/**
 * Stand-in of Veracode's SCA REST API, `/srcclr/v3` (paths and parameters as veracode/veracode-api-py has them in sca.py; pages as in
 * test/fixtures/findings/veracode_sca). Each page holds one entry, so that whoever reads the first page alone misses the rest.
 * @param isStale the list is of an older scan, which found nothing
 */
export const serveVeracode = async (behaviour: Behaviour, { id, projectName, isStale = false }: { readonly id: string; readonly projectName: string; readonly isStale?: boolean }): Promise<Service> => {
  const isWithFindings = (behaviour === "findings" || behaviour === "findings-exit-0") && !isStale;
  const others = [{ id: "dddddddd-0000-4000-8000-000000000000", name: `${projectName}-too` }];
  const routes: Readonly<Record<string, (request: Request) => Answer>> = {
    [`GET /srcclr/v3/workspaces/${workspace}/projects`]: (request) => page("projects", [...others, { id: project, name: projectName }], request),
    [`GET /srcclr/v3/workspaces/${workspace}/issues`]: (request) => (request.query.get("project_id") === project ? page("issues", veracodeIssues(isWithFindings), request) : { status: 400 }),
  };
  return serve((request) => (isSigned(request.headers.authorization, id) ? routes[`${request.method} ${request.path}`]?.(request) : { status: 401 }));
};
