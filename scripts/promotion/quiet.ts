import type { ProgressListener } from "../terraform";

/** Milliseconds without a word of any resource after which an apply only waits: the provider asks AWS now and then, and computes nothing. */
const quietAfter = 3000;

/**
 * Watches an apply, and says once when its provider has begun to wait for AWS, as it does 55 s for an S3 lifecycle configuration, 25 s
 * for an SQS queue and 10 s for a KMS key.
 * @returns the listener to be told instead, and `end` for when the apply has ended
 */
export const watchForQuiet = (listener: ProgressListener, stack: string, onQuiet: () => void): { readonly listener: ProgressListener; readonly end: () => void } => {
  let timer: NodeJS.Timeout | undefined;
  return {
    listener: (event) => {
      if (event.stack === stack && event.phase === "apply" && event.kind.startsWith("resource-")) {
        clearTimeout(timer);
        timer = setTimeout(onQuiet, quietAfter);
      }
      listener(event);
    },
    end: () => clearTimeout(timer),
  };
};
