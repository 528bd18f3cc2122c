export { launcherOf, tarGzOf, tarOf, zipOf, type Contents } from "./archives";
export { misbehaving, type Misbehaviour } from "./behaviours";
export { runBuild, type BuildOptions, type BuildResult, type Objects, type RecordedCall } from "./build";
export { packedPortcullis, type Packed } from "./package";
export { findProgram } from "./programs";
export { execution, judge, pinnedTo, pipeline, placeOf, runScan, variablesOf, type Judged, type ScanOptions } from "./scan";
export { artifactOf, checkoutOf, commitFiles, git, shallowCloneOf } from "./source";
