import type { Application } from "@portcullis-infra/constructs/pipeline";

const connectionArn = "arn:aws:codeconnections:eu-central-1:333333333333:connection/1234abcd-12ab-34cd-56ef-1234567890ab";

/** The pieces that are ours to say: language, target, address, and what starts a pipeline. */
export const applications: readonly Application[] = [
  {
    name: "orders",
    source: { kind: "github", connectionArn, repository: "storefront/orders", branch: "main", trigger: { filePaths: { excludes: ["**/*.md"] } } },
    languages: ["node"],
    target: { kind: "ecs", cluster: "storefront", service: "orders", container: "orders", repository: "orders" },
    address: "https://orders.dev.storefront.example",
    minimumCoverage: 90,
  },
  {
    name: "receipts",
    source: { kind: "github", connectionArn, repository: "storefront/receipts", branch: "main" },
    languages: ["python"],
    target: { kind: "lambda", function: "receipts" },
    address: "https://receipts.dev.storefront.example",
    minimumCoverage: 90,
    tools: ["zap-full"],
  },
];
