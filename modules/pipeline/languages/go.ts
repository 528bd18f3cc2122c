import { quoted } from "../../build-project";
import type { LanguageBuild } from "./language";
import { pythonScript } from "./python-script";

const runner = "v1.13.0";

/** A block of Go's profile is `file:line.column,line.column statements count` (Go documentation, "Coverage profiling support for integration tests"). */
const traceCoverage = `
import re, sys
profile, module, target = sys.argv[1:]
files = {}
with open(profile, encoding="utf-8") as blocks:
    for block in blocks:
        found = re.fullmatch(r"(.+):(\\d+)\\.\\d+,(\\d+)\\.\\d+ \\d+ (\\d+)", block.strip())
        if found:
            lines = files.setdefault(found[1].removeprefix(module + "/"), {})
            for line in range(int(found[2]), int(found[3]) + 1):
                lines[line] = max(lines.get(line, 0), int(found[4]))
with open(target, "w", encoding="utf-8") as trace:
    for file, lines in sorted(files.items()):
        trace.write("\\n".join([f"SF:{file}", *(f"DA:{line},{count}" for line, count in sorted(lines.items())), "end_of_record", ""]))
`;

/** Go modules. Whatever is fetched is compared with go.sum; the test runner with the public checksum database (Go Modules Reference, "Checksum database"). */
export const go: LanguageBuild = {
  runtimes: { golang: "1.25" },
  install: [
    `GOBIN="$TOOLS/bin" GOFLAGS= GOSUMDB=sum.golang.org GONOSUMDB= GOPRIVATE= go install gotest.tools/gotestsum@${runner}`,
    "export GOFLAGS=-mod=readonly",
    "go mod download",
    "go mod verify",
  ],
  quality: ["go vet ./..."],
  test: ({ junit, coverage }) => [
    `if gotestsum --junitfile "$REPORTS/${junit}" -- -coverprofile="$TOOLS/coverage.out" ./...; then exit_code=0; else exit_code=$?; fi`,
    pythonScript(`"$TOOLS/coverage.out" "$(go list -m)" "$REPORTS/${coverage}"`, traceCoverage),
  ],
  package: (folder) => [`mkdir --parents ${quoted(folder)}`, `go build -trimpath -o ${quoted(`${folder}/`)} ./...`],
  runnerVersion: runner,
};
