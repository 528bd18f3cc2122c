export { repositoryRoot, sourceOf, type SourceLine } from "./source-trace";
export { controlsOf, inheritedControlsOf, inherits, satisfies, watchedControlsOf, watches, type ControlId } from "./controls";
export { ConstructError } from "./errors";
export { requireReasons, type Unsafe } from "./unsafe";
export { accountRoot, everyone, onlyPrincipals, policyDocument, type ConditionBlock, type Principal, type Statement } from "./policy";
