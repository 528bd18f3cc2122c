/** The one Terraform runner: finds Terraform and its providers, runs it, tells what happens, and recovers what a killed apply left. */
export { applyEstimate } from "./apply-estimate";
export type { DeclaredTree } from "./attributes";
export { findTerraform, type TerraformBinary } from "./binary";
export { checkConfiguration, type AllowedProviders } from "./configuration";
export { adoptInit, prepareFolder, type FolderOptions } from "./folder";
export { completed, halfCreated, holderIsDead, inFlight, JournalWriter, ownsLock, readJournal, type Created, type Journal, type JournalHeader, type Touched } from "./journal";
export { forgetInit, initialiseOnce, type KeptInit } from "./kept-init";
export * from "./plan-json";
export { identifyProcess, isGone } from "./process-identity";
export { createProgress, type Progress, type ProgressOptions } from "./progress";
export { findProviderSource, writeCliConfig, type ProviderSource } from "./provider-source";
export { freeDeadLock, recover, recoveryFileName, recoveryOf, type Recovery, type RecoveryInput } from "./recovery";
export { erroredStateFile, TerraformRunner, type RunnerOptions } from "./runner";
export { defaultConcurrency, requireAllDone, runGraph, slots, type Outcome } from "./schedule";
export { StateLockedError, type StateLock } from "./state-lock";
export * from "./types";
