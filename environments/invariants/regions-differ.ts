import { regionsOf } from "../cidr";
import { EnvironmentError } from "../errors";
import type { Invariant } from "./invariant";

/** A region named twice would give two stacks one id. */
export const regionsDiffer: Invariant = ({ environments }) =>
  environments.flatMap(({ file, environment }) => {
    const regions = regionsOf(environment);
    return regions
      .filter((region, index) => regions.indexOf(region) !== index)
      .map(
        (region) =>
          new EnvironmentError({
            file,
            key: "governedRegions",
            problem: `${region} is named twice${region === environment.homeRegion ? "; it is the home region" : ""}`,
            remedy: `name ${region} once; the home region is governed in any case`,
          }),
      );
  });
