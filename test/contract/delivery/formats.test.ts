import { reportFormats } from "../../../modules/scan-tools";
import { readers } from "../../../scripts/findings";

test("pipelines know exactly the formats that the gate reads", () => {
  expect(reportFormats).toEqual(readers.map(({ format }) => format).sort());
});
