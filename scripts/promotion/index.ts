/** Releases, gates, ledger and the way through the environments. */
export { applyBundles } from "./apply";
export { bootstrap, type Bootstrapped, type Confirm } from "./bootstrap";
export { openBundle, type Bundle } from "./bundle";
export { describeHolder } from "./environment-lock";
export { brokenLedger, Ledger } from "./ledger";
export { environmentNamed, forgetEmulatorAccounts, openLedger, openOperation, organisationStore, stateStore, type Operation } from "./operation";
export { plan, type Planned } from "./plan";
export { promote, type Promotion } from "./promote";
export { retire, type Kept, type RetiredStack } from "./retire";
export type { PromotedStack } from "./run";
export { lastEvents, newestVerified } from "./standing";
export type { BundleMeta, LedgerEntry, Release, SynthesisedStack, Verdict } from "./types";
export { unlock } from "./unlock";
