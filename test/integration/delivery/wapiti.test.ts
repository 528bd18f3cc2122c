import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { wapiti } from "../../../modules/scan-tools/tools/wapiti";
import { checkoutOf, findProgram, judge, runScan, type BuildResult } from "../../support/delivery/harness";
import { Notebook } from "../findings/notebook";
import { describeWith } from "./deliverable";

const key = "castle-prod-orders/executions/11111111-2222-4333-8444-555555555555/reports/wapiti/wapiti.json";

describeWith("wapiti")("with the real wapiti", () => {
  const source = checkoutOf({ "index.ts": "1" });
  let notebook: Notebook;
  const servers: Server[] = [];
  beforeAll(() => {
    notebook = new Notebook();
  });
  afterAll(() => {
    notebook.remove();
    for (const server of servers) server.close();
  });

  const serve = async (listener: RequestListener): Promise<string> => {
    const server = createServer(listener);
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };
  const scan = (address: string): Promise<BuildResult> => runScan(wapiti, { source, place: { address }, pythonPackages: { wapiti3: { wapiti: findProgram("wapiti")! }, "wapiti3-sources": {} } });

  test("flaws in what runs are seen, and block", async () => {
    const result = await scan((await notebook.serve("flawed")).replace(/\/$/, ""));
    expect(result).toMatchObject({ exitCode: 0 });
    expect(judge(wapiti, result, { source })).toMatchObject({ exitCode: 1, outcome: "block", reasons: expect.arrayContaining(["finding-critical", "finding-high"]) });
    const { looked, rules } = JSON.parse(result.evidence[`${key}.record.json`]!.toString());
    expect(looked).toBeGreaterThan(3);
    expect(rules).toBe(wapiti.reports[0]!.minimumRules);
  });

  test("mended, it passes", async () => {
    const result = await scan((await notebook.serve("fixed")).replace(/\/$/, ""));
    expect(judge(wapiti, result, { source })).toMatchObject({ exitCode: 0, outcome: "pass", reasons: [] });
  });

  test("a redirect to another host is not followed into", async () => {
    const seen: string[] = [];
    const other = await serve((request, response) => {
      seen.push(request.url ?? "");
      response.end("<a href=/secret>secret</a>");
    });
    const address = await serve((_, response) => response.writeHead(302, { location: `${other}/` }).end());
    expect(await scan(address)).toMatchObject({ failedPhase: "BUILD", stderr: expect.stringContaining(`${address} leads to ${other}/, which is not what was to be looked at`), evidence: {} });
    // The question where it leads, and nothing after it.
    expect(seen).toEqual(["/"]);
  });

  test("nothing outside the host is looked at, whatever its pages link to", async () => {
    const seen: string[] = [];
    const other = await serve((request, response) => {
      seen.push(request.url ?? "");
      response.end("other");
    });
    const address = await serve((_, response) => response.setHeader("content-type", "text/html").end(`<a href="${other.replace("127.0.0.1", "localhost")}/there">there</a>`));
    expect(await scan(address)).toMatchObject({ exitCode: 0 });
    expect(seen).toEqual([]);
  });

  test("an application that does not answer fails the build", async () => {
    expect(await scan("http://127.0.0.1:1")).toMatchObject({ failedPhase: "BUILD", stderr: expect.stringMatching(/\S/), evidence: {} });
  });
});
