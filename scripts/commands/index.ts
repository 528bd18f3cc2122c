import { apply } from "./apply";
import { bootstrap } from "./bootstrap";
import { check } from "./check";
import type { RegisterCommand } from "./context";
import { controls } from "./controls";
import { doctor } from "./doctor";
import { emulator } from "./emulator";
import { ledger } from "./ledger";
import { list } from "./list";
import { plan } from "./plan";
import { promote } from "./promote";
import { retire } from "./retire";
import { review } from "./review";
import { status } from "./status";
import { synth } from "./synth";

/** Every command, in the order in which a newcomer meets them. */
export const commands: readonly RegisterCommand[] = [doctor, list, synth, check, bootstrap, plan, review, apply, promote, status, controls, ledger, retire, emulator];
