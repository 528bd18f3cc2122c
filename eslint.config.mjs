import tseslint from "typescript-eslint";

/**
 * What a compiler cannot see. Arrows between folders are held by .dependency-cruiser.cjs; here are habits that have bitten.
 * Each restriction says why, because whoever meets it should learn something.
 */

const barrel = (name) => ({ name, message: `Import ${name}/lib/<resource>: the barrel costs 3 to 4 seconds and 500 MB per process.` });

const imports = [
  "error",
  {
    paths: [
      barrel("@cdktf/provider-aws"),
      barrel("@cdktf/provider-github"),
      { name: "child_process", message: "Write node:child_process." },
      {
        name: "node:child_process",
        importNames: ["exec", "execSync"],
        message: "They go through a shell, where a name can become a command. Use spawn or execFile with an array of arguments.",
      },
      {
        name: "@cdktf/provider-aws/lib/data-aws-iam-policy-document",
        message: "Write policies by JSON.stringify: rules can read them at synth, and a plan does not defer them.",
      },
    ],
    patterns: [
      { group: ["cdktf/lib/*", "constructs/lib/*"], message: "No deep imports: the source has to run on cdktf's fork unchanged." },
    ],
  },
];

/** Their statements are typed `any` in the bindings. */
const webAclResources = ["wafv2-web-acl", "wafv2-rule-group"].map((name) => ({
  name: `@cdktf/provider-aws/lib/${name}`,
  message: "Use modules/web-acl: statements are typed there.",
}));

const everywhere = [
  {
    selector: 'Property:matches([key.name="shell"], [key.value="shell"]):not([value.value=false])',
    message: "No shell: a name from a pull request could become a command. Give spawn an array of arguments.",
  },
  {
    selector: 'MemberExpression[object.name="Fn"][property.name="jsonencode"]',
    message: "Write policies by JSON.stringify: rules cannot parse Fn.jsonencode at synth.",
  },
];

/** Synth is a function of the repository: two synths of one commit are byte-identical on any machine. */
const hermetic = [
  { selector: 'MemberExpression[object.name="process"][property.name="env"]', message: "Synth reads no environment variable." },
  { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: "Synth reads no clock." },
  { selector: 'MemberExpression[object.name="Date"][property.name="now"]', message: "Synth reads no clock." },
  { selector: 'MemberExpression[object.name="Math"][property.name="random"]', message: "Synth is deterministic." },
  { selector: 'CallExpression[callee.name="fetch"]', message: "Synth reaches no network." },
];

const rawStatements = [
  {
    selector: 'Property[key.name=/^(statement|[a-z_]+_statement)$/][value.type="ObjectExpression"]',
    message: "WAF statements are typed any and passed through as they are: build them with modules/web-acl/statements.",
  },
];

/** Whatever judges a date is passed a Clock (scripts/clock.ts), so that a test can say what day it is. */
const clockPassed = [
  { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: "Take a Clock: a gate that judges dates is passed one." },
  { selector: 'MemberExpression[object.name="Date"][property.name="now"]', message: "Take a Clock, or performance.now() to measure time." },
];

/** Without await the test ends before the promise does, and passes whatever happens. */
const awaited = [
  {
    selector: 'ExpressionStatement > CallExpression:matches([callee.object.property.name=/^(rejects|resolves)$/], [callee.object.object.property.name=/^(rejects|resolves)$/])',
    message: "Await or return it: the test would end before the promise does.",
  },
];

export default tseslint.config(
  { ignores: ["dist/", "cdktf.out/", ".portcullis/", "coverage/", "node_modules/"] },
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  {
    rules: {
      eqeqeq: "error",
      "no-console": "error",
      "no-eval": "error",
      "no-var": "error",
      "prefer-const": "error",
      "no-restricted-imports": imports,
      "no-restricted-syntax": ["error", ...everywhere],
    },
  },
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.recommended],
    rules: { "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", ignoreRestSiblings: true }] },
  },
  {
    // Linting by types costs seconds for every file that imports the bindings; promises live in the command alone.
    files: ["scripts/**/*.ts"],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": "error",
      "@typescript-eslint/await-thenable": "error",
    },
  },
  {
    files: ["main.ts", "environments/**/*.ts"],
    rules: { "no-restricted-syntax": ["error", ...everywhere, ...hermetic] },
  },
  {
    // Environment files are found by the order of promotion, and a fault in one is thrown while it is read: both need require.
    files: ["main.ts", "environments/index.ts"],
    rules: { "@typescript-eslint/no-require-imports": "off" },
  },
  {
    files: ["stacks/**/*.ts", "modules/**/*.ts"],
    rules: { "no-restricted-syntax": ["error", ...everywhere, ...hermetic, ...rawStatements] },
  },
  {
    // A variable of type any passes both the type and the selector: the resources themselves are the module's alone.
    files: ["stacks/**/*.ts", "modules/**/*.ts"],
    ignores: ["modules/web-acl/**"],
    rules: { "no-restricted-imports": ["error", { ...imports[1], paths: [...imports[1].paths, ...webAclResources] }] },
  },
  {
    files: ["modules/web-acl/statements/**/*.ts", "modules/web-acl/statements.ts"],
    rules: { "no-restricted-syntax": ["error", ...everywhere, ...hermetic] },
  },
  {
    files: ["policies/**/*.ts", "scripts/{promotion,waivers,policies,review,gate}/**/*.ts"],
    rules: { "no-restricted-syntax": ["error", ...everywhere, ...clockPassed] },
  },
  { files: ["test/**/*.ts"], rules: { "no-restricted-syntax": ["error", ...everywhere, ...awaited] } },
  // Programs that run before anything is installed, and benchmarks, speak to a person on the console.
  { files: ["**/*.mjs", "**/*.cjs", "bench/**", "portcullis"], rules: { "no-console": "off" } },
);
