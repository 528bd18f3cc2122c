import { BudgetsBudget } from "@cdktf/provider-aws/lib/budgets-budget";
import { Construct } from "constructs";

export interface CostBudgetProps {
  readonly name: string;
  /** US dollars a month. */
  readonly monthlyLimitUsd: number;
  /** Topic that is told; its policy and key admit budgets.amazonaws.com. */
  readonly topicArn: string;
}

/** A forecast says early that a month will be dear; what was spent says so for sure. In per cent of the limit. */
const alarms = [
  { notificationType: "ACTUAL", threshold: 80 },
  { notificationType: "ACTUAL", threshold: 100 },
  { notificationType: "FORECASTED", threshold: 100 },
] as const;

/** What a month of the account may cost. It stops nothing: it tells. An intruder's machines show here as well. */
export class CostBudget extends Construct {
  constructor(scope: Construct, id: string, { name, monthlyLimitUsd, topicArn }: CostBudgetProps) {
    super(scope, id);
    new BudgetsBudget(this, "budget", {
      name,
      budgetType: "COST",
      timeUnit: "MONTHLY",
      limitAmount: String(monthlyLimitUsd),
      limitUnit: "USD",
      notification: alarms.map((alarm) => ({
        ...alarm,
        comparisonOperator: "GREATER_THAN",
        thresholdType: "PERCENTAGE",
        subscriberSnsTopicArns: [topicArn],
      })),
    });
  }
}
