import { costPage, estimate, type PricedStack } from "../../../scripts/cost";
import { charges, usage } from "../../../scripts/cost/charges";
import { free } from "../../../scripts/cost/free";
import { environments, organisation } from "../../../environments";
import { createApp, stackDefinitions } from "../../../stacks";
import { inTemporaryFolder, readStack } from "../../support/synth";

const stack = (resources: PricedStack["resources"], region = "eu-central-1"): PricedStack => ({ id: "dev-network", environment: "dev", region, resources });
const monthly = (resources: PricedStack["resources"], region?: string) => estimate([stack(resources, region)])[0]!;

describe("what a stack costs", () => {
  it("keys, alarms, addresses and gateways, by the hour where AWS counts hours", () => {
    expect(monthly({ aws_kms_key: { a: {}, b: {} } }).fixed).toBe(2);
    expect(monthly({ aws_nat_gateway: { a: {} }, aws_eip: { a: {} } }).fixed).toBeCloseTo(0.052 * 730 + 0.005 * 730);
    expect(monthly({ aws_nat_gateway: { a: {} } }, "us-east-1").fixed).toBeCloseTo(0.045 * 730);
  });

  it("an alarm by its metrics", () => {
    expect(monthly({ aws_cloudwatch_metric_alarm: { a: { metric_name: "m" }, b: { metric_query: [{ expression: "a+b" }, { metric: [{}] }, { metric: [{}] }] } } }).fixed).toBeCloseTo(0.3);
  });

  it("an interface endpoint by zones; a gateway endpoint is free", () => {
    expect(monthly({ aws_vpc_endpoint: { a: { vpc_endpoint_type: "Interface", subnet_ids: ["x", "y", "z"] }, b: { vpc_endpoint_type: "Gateway" } } }).fixed).toBeCloseTo(3 * 0.012 * 730);
    expect(monthly({ aws_vpc_endpoint: { b: { vpc_endpoint_type: "Gateway" } } }).lines).toEqual([]);
  });

  it("a Web ACL and each of its rules", () => {
    expect(monthly({ aws_wafv2_web_acl: { a: { rule: [{}, {}, {}] } } }).fixed).toBe(8);
  });

  it("rules of Config by an assumption, apart from what is fixed", () => {
    const pack = { template_body: "Type: AWS::Config::ConfigRule\nType: AWS::Config::ConfigRule" };
    const { fixed, assumed } = monthly({ aws_config_config_rule: { a: {} }, aws_config_conformance_pack: { b: pack } });
    expect([fixed, assumed.toFixed(2)]).toEqual([0, "0.30"]);
  });

  it("by use: named, not summed", () => {
    expect(monthly({ aws_guardduty_detector: { a: {} } })).toMatchObject({ fixed: 0, assumed: 0, byUse: ["aws_guardduty_detector"] });
  });

  it("nothing is guessed: an unknown type, an unknown region", () => {
    expect(() => monthly({ aws_quantum_computer: { a: {} } })).toThrow(/aws_quantum_computer/);
    expect(() => monthly({ aws_kms_key: { a: {} } }, "mars-north-1")).toThrow(/mars-north-1/);
  });

  it("says of each type one thing only", () => {
    const said = [...Object.keys(charges), ...Object.keys(usage), ...free];
    expect(said.filter((type, index) => said.indexOf(type) !== index)).toEqual([]);
  });
});

describe("the page", () => {
  it("sums each environment and dates its prices", () => {
    const page = costPage(estimate([stack({ aws_kms_key: { a: {} }, aws_sns_topic: { a: {} } }), { ...stack({ aws_kms_key: { a: {} } }), environment: "prod" }]));
    expect(page).toContain("| dev | $1.00 | $0.00 | $1.00 |");
    expect(page).toContain("- `aws_sns_topic`: by message");
    expect(page).toMatch(/customer managed key \| .*eu-central-1: \$1\.00.* \| 20\d\d-\d\d \| <https:\/\/aws\.amazon\.com\/kms\/pricing\/> \|/);
    expect(page).not.toContain("NAT gateway");
  });
});

it("what every type of this repository costs has been looked up", () => {
  const unknown = inTemporaryFolder((outdir) => {
    const { app, stacks } = createApp({ organisation, environments, definitions: stackDefinitions, outdir });
    app.synth();
    const types = new Set(stacks.flatMap(({ node }) => Object.keys(readStack(outdir, node.id).resource ?? {})));
    return [...types].filter((type) => !(type in charges) && !(type in usage) && !free.has(type));
  });
  expect(unknown).toEqual([]);
});
