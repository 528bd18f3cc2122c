import { addressOf, type Location } from "../../../scripts/findings";
import { parseFindingWaivers } from "../../../scripts/waivers";
import { readFixture } from "../../support/findings";

const of = (location: Location) => addressOf({ location });

it.each<[string, Location]>([
  ["src/login.ts:12", { path: "src/login.ts", line: 12, endLine: 14 }],
  ["Dockerfile", { path: "Dockerfile" }],
  ["app/package-lock.json log4j@2.14.0", { path: "app/package-lock.json", line: 311, package: { name: "log4j", version: "2.14.0", ecosystem: "npm" } }],
  ["package-lock.json @angular/core", { path: "package-lock.json", package: { name: "@angular/core" } }],
  ["GET https://shop.example.org/search?q&sort parameter=q", { url: "https://shop.example.org/search?sort=1&q=%3Cscript%3E&q=2#top", method: "GET", parameter: "q" }],
  ["https://shop.example.org/", { url: "https://user:hunter2@shop.example.org:443" }],
  ["/relative/path", { url: "/relative/path?token=hunter2" }],
  ["main.tf:4 resource=aws_s3_bucket.logs", { path: "main.tf", line: 4, resource: "aws_s3_bucket.logs" }],
  ["resource=arn:aws:s3:::logs/%2A", { resource: "arn:aws:s3:::logs/*" }],
  ["a%20%22b%22%5C%3F%0A%25.ts:1", { path: 'a "b"\\?\n%.ts', line: 1 }],
])("%s", (address, location) => {
  expect(of(location)).toBe(address);
});

it("is none where a finding has no place", () => {
  expect(of({})).toBeUndefined();
});

it("tells apart what differs, and a blank in a name from a blank between parts", () => {
  expect(of({ path: "a b@1" })).not.toBe(of({ path: "a", package: { name: "b", version: "1" } }));
  expect(of({ path: "a", line: 1 })).not.toBe(of({ path: "a", line: 2 }));
});

it.each(["trivy/misconfigurations_and_secrets.json", "trivy/all_statuses.json"])("of every finding of %s can be copied into a waiver, between double quotes", (name) => {
  const { findings } = readFixture(name);
  expect(findings.length).toBeGreaterThan(0);
  for (const finding of findings) {
    const address = addressOf(finding)!;
    const waiver = `- { id: W, rule: "${finding.tool}:${finding.rule}", address: "${address}", environment: prod, pipeline: shop, reason: because of the test, owner: ann, approver: bob, created: 2026-11-01, expires: 2026-11-02 }`;
    expect(parseFindingWaivers(waiver, "w.yaml")[0]).toMatchObject({ address });
  }
});
