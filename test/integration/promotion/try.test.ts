import { environments } from "../../../environments";
import { Checkout } from "../../support/checkout";
import { quickBootstrap } from "../../support/quick-bootstrap";
jest.setTimeout(300_000);
test("try", async () => {
  const checkout = new Checkout({ isCompiled: true });
  await checkout.portcullis("emulator", "start");
  await quickBootstrap(environments[0]!, await checkout.endpoint());
  process.stdout.write(`FOLDER ${checkout.folder}\n`);
});
