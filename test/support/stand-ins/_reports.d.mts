/** Each report with findings or without any; `image` is the name that the report bears. */
export const veracodePipeline: (withFindings: boolean) => Buffer;
export const veracodeAgent: (withFindings: boolean) => Buffer;
export const veracodeIssues: (withFindings: boolean) => readonly unknown[];
export const fortify: (withFindings: boolean) => Buffer;
export const aqua: (withFindings: boolean, image: string) => Buffer;
export const aquaConsole: (withFindings: boolean, image: string) => Buffer;
export const acunetix: (withFindings: boolean) => Buffer;
