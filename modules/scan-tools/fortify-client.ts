import type { Download } from "../build-project";

/**
 * The ScanCentral client, which packs source for both Fortify services. The checksum is the one in the vendor's tool definitions
 * (fortify/tool-definitions at 5d80255, internal/cache/sc-client), and equals the one that the vendor's RSA signature there
 * (v1/sc-client.yaml, `rsa_sha256`) holds under the key that fcli carries.
 */
export const scanCentralClient: { readonly version: string; readonly download: Download } = {
  version: "26.2.1",
  download: {
    url: "https://tools.fortify.com/scancentral/Fortify_ScanCentral_Client_26.2.1_x64.zip",
    sha256: "e985e0dfc762fe49c171721f6d618b9f818c72cf5f3cfd645ce644d264b306a5",
    file: "scancentral-client.zip",
  },
};

/** Packs the source as it is, without a build tool: nothing of the application runs. */
export const packageForFortify = (folder: string): readonly string[] => [`"${folder}/bin/scancentral" package --build-tool none --output "$PRIVATE/package.zip"`, `test -s "$PRIVATE/package.zip"`];
