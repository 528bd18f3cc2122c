import { createService } from "./service.mjs";

const service = createService();
service.listen(8080, "0.0.0.0");
// ECS says so before it ends a task: what was begun is answered.
process.once("SIGTERM", () => service.close());
