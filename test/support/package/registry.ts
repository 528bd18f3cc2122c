import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

interface Manifest {
  readonly name: string;
  readonly version: string;
}

/**
 * An npm registry for the versions of one package, as an organisation has one for its own scope (npm registry API, "Package metadata"). It can be
 * given further versions while it runs.
 */
export class PackageRegistry {
  private readonly versions = new Map<string, { readonly manifest: Manifest; readonly bytes: Buffer }>();
  private readonly server: Server;

  private constructor() {
    this.server = createServer(({ url = "" }, response) => {
      // npm would keep what it is told, for the next registry that happens to get this port.
      response.setHeader("cache-control", "no-store");
      const [, version] = /\/([^/]+)\.tgz$/.exec(url) ?? [];
      const packed = version === undefined ? undefined : this.versions.get(version);
      if (packed) response.end(packed.bytes);
      else if (version === undefined) response.setHeader("content-type", "application/json").end(JSON.stringify(this.metadata()));
      else response.writeHead(404).end();
    });
  }

  public static async start(): Promise<PackageRegistry> {
    const registry = new PackageRegistry();
    await new Promise<void>((resolve) => registry.server.listen(0, "127.0.0.1", resolve));
    return registry;
  }

  public get address(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/`;
  }

  /** @param file what `npm pack` has made */
  public publish(file: string): void {
    const manifest: Manifest = JSON.parse(execFileSync("tar", ["--extract", "--gzip", "--to-stdout", "--file", file, "package/package.json"], { encoding: "utf8" }));
    this.versions.set(manifest.version, { manifest, bytes: readFileSync(file) });
  }

  public stop(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private metadata(): object {
    const published = [...this.versions.values()];
    const dist = (version: string, bytes: Buffer) => ({ tarball: `${this.address}${version}.tgz`, integrity: `sha512-${createHash("sha512").update(bytes).digest("base64")}` });
    return {
      name: published[0]?.manifest.name,
      "dist-tags": { latest: published.at(-1)?.manifest.version },
      versions: Object.fromEntries(published.map(({ manifest, bytes }) => [manifest.version, { ...manifest, dist: dist(manifest.version, bytes) }])),
    };
  }
}
