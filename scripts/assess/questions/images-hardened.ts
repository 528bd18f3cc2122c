import { answerOf, type Question } from "../answer";
import { resourcesOf } from "../sources";

/** EC2 Image Builder User Guide, "Manage pipeline schedules": a pipeline without schedule builds when somebody remembers. */
export const imagesHardened: Question = {
  id: "images-hardened",
  text: "Are machine images hardened and fresh?",
  ask: (sources) => {
    const each = sources.environments.map(({ name }) => ({ name, pipelines: resourcesOf(sources, name, "aws_imagebuilder_image_pipeline") }));
    const without = each.filter(({ pipelines }) => pipelines.length === 0).map(({ name }) => name);
    const isScheduled = (values: Readonly<Record<string, unknown>>): boolean => values["schedule"] !== undefined && values["status"] !== "DISABLED";
    const idle = each.flatMap(({ pipelines }) => pipelines.filter(({ values }) => !isScheduled(values)));
    return answerOf(
      each.flatMap(({ name, pipelines }) => pipelines.filter(({ values }) => isScheduled(values)).map(({ address }) => ({ statement: `${name}: machine images are built on a schedule.`, source: address }))),
      [
        ...(without.length > 0 ? [{ problem: `No pipeline builds machine images in ${without.join(", ")}.`, remedy: "Declare an image pipeline with hardening components, or record why no machine is run from an image." }] : []),
        ...idle.map(({ address }) => ({ problem: `${address} has no schedule: its images grow old.`, remedy: "Give it one." })),
      ],
    );
  },
};
