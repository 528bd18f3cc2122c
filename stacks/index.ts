import { audit } from "./audit";
import { baseline } from "./baseline";
import { bootstrap } from "./bootstrap";
import { compliance } from "./compliance";
import type { StackDefinition } from "./definition";
import { delivery } from "./delivery";
import { detection } from "./detection";
import { edge } from "./edge";
import { network } from "./network";

export { createApp, type PortcullisApp, type PortcullisAppProps } from "./app";
export { BaseStack } from "./base";
export { type StackDefinition, type StackProps } from "./definition";
export { resourceNotes, sideFile, sideFileName, stackNote, type ResourceNote, type StackNote } from "./side-file";
export { versions } from "./versions";

/** Every kind of stack, in the order in which people read them; one line a stack. */
export const stackDefinitions: readonly StackDefinition[] = [
  bootstrap,
  baseline,
  audit,
  network,
  compliance,
  detection,
  edge,
  delivery,
];
