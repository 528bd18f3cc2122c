export { BuildProject, buildImage, buildLogGroupOf, type BuildProjectProps } from "./build-project";
export { buildspecText, type Buildspec, type Runtime, type TestReport, type TestReportFormat } from "./buildspec";
export { throughBucket, type ArtifactAccess, type BuildNetwork } from "./permissions";
export { download, exported, keepingExitCode, quoted, type Download } from "./shell";
