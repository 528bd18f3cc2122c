import { environments } from "../../../environments";
import { Checkout } from "../../support/checkout";
import { quickBootstrap } from "../../support/quick-bootstrap";
jest.setTimeout(300_000);
test("try", async () => {
  const t0 = Date.now();
  const lap = (w: string) => process.stdout.write(`${w} ${Date.now() - t0}\n`);
  const checkout = new Checkout({ isCompiled: true });
  lap("clone " + checkout.folder);
  try {
    const s = await checkout.portcullis("emulator", "start");
    lap("emulator " + s.stdout + s.stderr);
    await quickBootstrap(environments[0]!, await checkout.endpoint());
    lap("bootstrap");
    const p = await checkout.portcullis("promote", "--emulator", "--to", "dev", "--stack", "edge");
    lap("promoted " + p.code + p.stdout.slice(0, 300) + p.stderr);
    const q = await checkout.portcullis("promote", "--emulator", "--to", "dev", "--stack", "edge");
    lap("promoted " + q.code + q.stderr);
  } finally {
    await checkout.remove();
    lap("removed");
  }
});
