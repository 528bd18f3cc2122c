export { AccountSettings, type AccountSettingsProps, type PrimaryContact, type SecurityContact } from "./account-settings";
export { CostBudget, type CostBudgetProps } from "./cost-budget";
