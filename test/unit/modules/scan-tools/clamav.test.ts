import { clamav } from "../../../../modules/scan-tools/tools/clamav";

test("version, address and what the gate demands agree", () => {
  expect(clamav.downloads).toMatchObject([{ url: expect.stringContaining(`clamav-${clamav.version}/clamav-${clamav.version}.linux.x86_64.deb`), sha256: expect.stringMatching(/^[0-9a-f]{64}$/) }]);
  expect(clamav.reports).toMatchObject([{ minimumVersion: clamav.version, minimumRules: 500_000, subject: "digest", kind: "malware" }]);
});

test("no limit of the scanner is left at its default, and what is over one is reported", () => {
  const command = clamav.scan({ pipeline: "castle-prod-orders", languages: ["node"], settings: {} }).find((line) => line.includes("clamscan "));
  for (const option of ["--max-filesize=0", "--max-scansize=0", "--max-files=0", "--max-scantime=0", "--max-recursion=100", "--max-dir-recursion=1000", "--alert-exceeds-max=yes", "--alert-encrypted-archive=yes"]) expect(command).toContain(option);
});
