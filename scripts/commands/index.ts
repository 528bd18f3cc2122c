import { apply } from "./apply";
import { assess } from "./assess";
import { bootstrap } from "./bootstrap";
import { check } from "./check";
import type { RegisterCommand } from "./context";
import { controls } from "./controls";
import { doctor } from "./doctor";
import { emulator } from "./emulator";
import { gate } from "./gate";
import { ledger } from "./ledger";
import { list } from "./list";
import { plan } from "./plan";
import { promote } from "./promote";
import { retire } from "./retire";
import { review } from "./review";
import { scan } from "./scan";
import { status } from "./status";
import { synth } from "./synth";
import { unlock } from "./unlock";

/** Every command, in the order in which a newcomer meets them. */
export const commands: readonly RegisterCommand[] = [doctor, list, synth, check, scan, gate, bootstrap, plan, review, apply, promote, status, controls, assess, ledger, unlock, retire, emulator];
