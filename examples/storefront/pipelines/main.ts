import { App } from "cdktf";
import { accounts } from "./platform";
import { AccessStack, PipelinesStack } from "./stacks";

const app = new App();
for (const account of accounts) new AccessStack(app, `storefront-access-${account.name}`, account);
new PipelinesStack(app, "storefront-pipelines");
app.synth();
