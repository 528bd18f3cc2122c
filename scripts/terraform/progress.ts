import logUpdate from "log-update";
import type { ProgressEvent, ProgressListener } from "./types";

export interface Progress {
  readonly listener: ProgressListener;
  /** One line that stays. */
  note(text: string): void;
  /** Clears the live lines; nothing is shown afterwards. */
  close(): void;
}

export interface ProgressOptions {
  /** Live lines or plain ones; default: whether the stream is a terminal. */
  readonly isTerminal?: boolean;
}

/** A stack at work. */
interface Running {
  readonly phase: ProgressEvent["phase"];
  readonly since: number;
  /** Resources at work, in order of their start: address → action. */
  readonly resources: ReadonlyMap<string, string>;
}

const redrawMilliseconds = 500;

/** Shows what Terraform does on a stream, never stdout: one live line a stack on a terminal, plain lines elsewhere. */
export function createProgress(stream: NodeJS.WritableStream, options: ProgressOptions = {}): Progress {
  const isTerminal = options.isTerminal ?? (stream as { readonly isTTY?: boolean }).isTTY === true;
  return isTerminal ? liveProgress(stream) : plainProgress(stream);
}

function plainProgress(stream: NodeJS.WritableStream): Progress {
  let isOpen = true;
  const note = (text: string) => isOpen && stream.write(`${text}\n`);
  return {
    listener: (event) => {
      const line = plainLine(event);
      if (line !== undefined) note(line);
    },
    note,
    close: () => {
      isOpen = false;
    },
  };
}

function liveProgress(stream: NodeJS.WritableStream): Progress {
  const live = logUpdate.create(stream);
  const running = new Map<string, Running>();
  const draw = () => (running.size === 0 ? live.clear() : live([...running].map(([stack, at]) => liveLine(stack, at, Date.now(), width(stream))).join("\n")));
  const timer = setInterval(draw, redrawMilliseconds);
  timer.unref();
  let isOpen = true;
  const note = (text: string) => {
    if (!isOpen) return;
    live.clear();
    stream.write(`${text}\n`);
    draw();
  };
  return {
    listener: (event) => {
      if (!isOpen) return;
      const next = advance(running.get(event.stack), event);
      if (next) running.set(event.stack, next);
      else running.delete(event.stack);
      const line = isLasting(event) ? plainLine(event) : undefined;
      if (line === undefined) draw();
      else note(line);
    },
    note,
    close: () => {
      isOpen = false;
      clearInterval(timer);
      live.clear();
    },
  };
}

/** What stays on a terminal: changes of resources and ends, not that something began. */
const isLasting = (event: ProgressEvent) => event.kind !== "start" && event.kind !== "resource-start" && !(event.kind === "done" && event.phase !== "apply" && event.phase !== "destroy");

function advance(before: Running | undefined, event: ProgressEvent): Running | undefined {
  if (event.kind === "done" || event.kind === "failed") return undefined;
  const at: Running = before?.phase === event.phase ? before : { phase: event.phase, since: Date.now() - event.seconds * 1000, resources: new Map() };
  if (event.address === undefined) return at;
  const resources = new Map(at.resources);
  if (event.kind === "resource-start") resources.set(event.address, event.action ?? "");
  else resources.delete(event.address);
  return { ...at, resources };
}

const width = (stream: NodeJS.WritableStream): number => (stream as { readonly columns?: number }).columns ?? 80;

/** `prod-network  apply  create aws_vpc.main and 3 more  12 s`, cut to the width of the terminal. */
function liveLine(stack: string, at: Running, now: number, columns: number): string {
  const [first, ...others] = at.resources;
  const work = first === undefined ? "" : `${first[1]} ${first[0]}${others.length > 0 ? ` and ${others.length} more` : ""}`;
  const end = `  ${seconds((now - at.since) / 1000)}`;
  const start = `${stack}  ${at.phase}  ${work}`;
  const room = Math.max(10, columns - 1 - end.length);
  return (start.length > room ? `${start.slice(0, room - 1)}…` : start) + end;
}

const pastTense: Readonly<Record<string, string>> = { create: "created", update: "updated", delete: "destroyed", remove: "removed", read: "read", replace: "replaced", import: "imported" };

/** Undefined for what a log does not need: that a resource began, or was looked at. */
function plainLine(event: ProgressEvent): string | undefined {
  const head = `${event.stack}: ${event.phase}`;
  const after = ` (${seconds(event.seconds)})`;
  switch (event.kind) {
    case "start":
      return head;
    case "done":
      return `${head} done${after}`;
    case "failed":
      return `${head} failed${event.message ? `: ${event.message}` : ""}${after}`;
    case "note":
      return `${head}: ${event.message ?? ""}`;
    case "resource-done":
      return event.action === "refresh" || event.action === "read" ? undefined : `${head}: ${event.address} ${pastTense[event.action ?? ""] ?? "done"}${after}`;
    case "resource-error":
      return `${head}: ${event.address} failed${after}`;
    case "resource-start":
      return undefined;
  }
}

const seconds = (value: number): string => `${Math.round(value)} s`;
