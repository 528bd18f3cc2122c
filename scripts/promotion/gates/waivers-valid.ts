import { blockFor, type Gate } from "./gate";

export const waiversValid: Gate = {
  id: "waivers-valid",
  judge: ({ waived }) => {
    const problems = waived?.problems ?? [];
    return blockFor(
      problems.filter(({ blocks }) => blocks).map(({ text, remedy }) => ({ id: "waivers-valid", text, remedy })),
      problems.filter(({ blocks }) => !blocks).map(({ text, remedy }) => ({ name: "waiver-warning", value: `${text} ${remedy}` })),
    );
  },
};
