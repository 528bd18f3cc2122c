import { CloudwatchDashboard } from "@cdktf/provider-aws/lib/cloudwatch-dashboard";
import { Construct } from "constructs";
import type { PipelineModel } from "./model";

export interface DeliveryDashboardProps {
  readonly name: string;
  readonly region: string;
  readonly pipelines: readonly Pick<PipelineModel, "name" | "projects">[];
}

interface Widget {
  readonly type: "metric";
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** Width of the whole dashboard, and height of one row, in CloudWatch's units. */
const columns = 24;
const rowHeight = 6;

/** Metrics that one widget shows at most (CloudWatch User Guide, "CloudWatch quotas"). */
const mostMetrics = 500;

const widget = (x: number, y: number, title: string, region: string, metrics: readonly (readonly string[])[], stat: "Sum" | "Maximum"): Widget => ({
  type: "metric",
  x,
  y,
  width: columns / 3,
  height: rowHeight,
  properties: { title, region, stat, period: 3600, view: "timeSeries", metrics: metrics.slice(0, mostMetrics) },
});

const row = ({ name, projects }: DeliveryDashboardProps["pipelines"][number], index: number, region: string): readonly Widget[] => {
  const y = index * rowHeight;
  const ofProjects = (metric: string) => projects.map((project) => ["AWS/CodeBuild", metric, "ProjectName", project.name]);
  return [
    widget(0, y, `${name}: failed executions`, region, [["AWS/CodePipeline", "FailedPipelineExecutions", "PipelineName", name]], "Sum"),
    widget(columns / 3, y, `${name}: failed builds`, region, ofProjects("FailedBuilds"), "Sum"),
    widget((2 * columns) / 3, y, `${name}: longest builds, in seconds`, region, ofProjects("Duration"), "Maximum"),
  ];
};

/**
 * The pipelines of an account at a glance: a row each with what failed and what takes long.
 *
 * @example
 * new DeliveryDashboard(scope, "dashboard", {
 *   name: "castle-prod-delivery",
 *   region: "eu-central-1",
 *   pipelines: [{ name: "castle-prod-orders", projects: [] }],
 * });
 */
export class DeliveryDashboard extends Construct {
  constructor(scope: Construct, id: string, { name, region, pipelines }: DeliveryDashboardProps) {
    super(scope, id);
    new CloudwatchDashboard(this, "dashboard", {
      dashboardName: name,
      dashboardBody: JSON.stringify({ widgets: pipelines.flatMap((pipeline, index) => row(pipeline, index, region)) }),
    });
  }
}
