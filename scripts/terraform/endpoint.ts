import { connect } from "node:net";
import { toolError } from "../errors";
import { endpointFault } from "./diagnostics";
import type { Session } from "./types";

const connectTimeoutMilliseconds = 3_000;

/**
 * Asks whether an emulator still listens, before Terraform finds out in ten seconds of its own attempts. AWS is not asked.
 * @throws PortcullisError (failed) `endpoint-unreachable`
 */
export async function requireEndpoint(session: Session): Promise<void> {
  if (session.endpoint === undefined) return;
  const { hostname, port, protocol } = new URL(session.endpoint);
  const answers = await new Promise<boolean>((resolve) => {
    const socket = connect({ host: hostname.replace(/^\[|\]$/g, ""), port: Number(port || (protocol === "https:" ? 443 : 80)), timeout: connectTimeoutMilliseconds });
    const end = (isOpen: boolean) => {
      socket.destroy();
      resolve(isOpen);
    };
    socket.once("connect", () => end(true));
    socket.once("error", () => end(false));
    socket.once("timeout", () => end(false));
  });
  if (!answers) throw toolError(endpointFault(session));
}
