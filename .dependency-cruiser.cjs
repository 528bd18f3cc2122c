/**
 * The arrows of docs/architecture.md, so that the picture stays true:
 *   environments <- stacks -> modules; policies and scripts read what synth wrote; nobody reaches around a folder's index.
 */

const rule = (name, comment, from, to) => ({ name, severity: "error", comment, from, to });

/** Files that hold only contracts between rooms: types, and the errors and constants that belong to them. */
const contracts = {
  environments: "^environments/(index|schema|organisation|names|errors)\\.ts$",
  scripts: "^scripts/[^/]+/(index|types|plan-json|model|waiver|store|context)\\.ts$",
};

module.exports = {
  forbidden: [
    rule("no-cycles", "Two files that need each other are one file, or a third is missing. Types may refer to each other.",
      {}, { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } }),
    rule("no-unresolvable", "An import that leads nowhere. The SDK of a Lambda function is the one that its runtime brings.",
      { pathNot: "^modules/[^/]+/lambda/index\\.mjs$" }, { couldNotResolve: true }),

    rule("environments-depend-on-nothing", "What differs between environments knows nothing of what is built from it.",
      { path: "^environments/" }, { path: "^(stacks|modules|policies|scripts|test|main\\.ts)" }),
    rule("modules-take-props", "A module takes props: it never reads an environment, a stack or the command.",
      { path: "^modules/" }, { path: "^(environments|stacks|scripts|test|main\\.ts)" }),
    rule("stacks-know-no-command", "A stack is a function of its environment and the repository.",
      { path: "^stacks/" }, { path: "^(scripts|test|main\\.ts)" }),
    rule("policies-judge-views", "A rule sees a resource view and nothing else: so it judges constructs and plans alike.",
      { path: "^policies/" }, { path: "^(environments|stacks|modules|scripts|test|main\\.ts)" }),
    rule("scripts-read-what-synth-wrote", "The command reads cdktf.out, never the constructs.",
      { path: "^scripts/" }, { path: "^(stacks|modules|test|main\\.ts)" }),
    rule("commands-are-the-edge", "A command parses arguments and prints; no library calls one. `npm start` is a command with an entry of its own.",
      { path: "^scripts/", pathNot: "^scripts/(commands/|start/|cli\\.ts)" }, { path: "^scripts/commands/", pathNot: "^scripts/commands/context\\.ts$" }),

    rule("environments-by-their-face", "Reach an environment through environments/index.ts or a contract file.",
      { pathNot: "^(environments|test)/" }, { path: "^environments/", pathNot: contracts.environments }),
    rule("modules-by-their-face", "Reach a module through its index.",
      { path: "^modules/([^/]+)/" }, { path: "^modules/[^/]+/", pathNot: "^modules/($1/|[^/]+/index\\.ts$)" }),
    rule("modules-by-their-face-from-outside", "Reach a module through its index. main.ts imports the source trace before anything else, alone.",
      { pathNot: "^modules/" }, { path: "^modules/[^/]+/", pathNot: ["^modules/[^/]+/index\\.ts$", "^modules/core/source-trace\\.ts$"] }),
    rule("rooms-by-their-face", "Reach a room of scripts/ through its index or a contract file.",
      { path: "^scripts/([^/]+)/" }, { path: "^scripts/[^/]+/", pathNot: ["^scripts/$1/", contracts.scripts, "^scripts/commands/(operate|output)\\.ts$"] }),
    rule("rooms-by-their-face-from-outside", "Reach a room of scripts/ through its index or a contract file.",
      { path: "^scripts/[^/]+\\.ts$", pathNot: "^scripts/cli\\.ts$" }, { path: "^scripts/[^/]+/", pathNot: contracts.scripts }),

    rule("published-needs-little", "The published command runs without cdktf and the bindings: they are devDependencies. Pages of modules are written in a checkout only.",
      { path: "^(scripts|policies|environments)/", pathNot: "^scripts/module-pages/" }, { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["type-only"] }),
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(dist|cdktf\\.out|\\.portcullis)/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "require", "node", "default", "types"] },
  },
};
