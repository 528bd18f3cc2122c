import type { Location } from "../findings";

const lineText = ({ path, line, endLine }: Location): string => `${path}${line === undefined ? "" : `:${line}`}${endLine === undefined || endLine === line ? "" : `-${endLine}`}`;

/** Where it is, for people: `pom.xml · maven log4j-core@2.14.1`. What a waiver names is `addressOf`. */
export const placeText = (location: Location): string => {
  const { package: dependency, url, method, parameter, resource, path } = location;
  const parts = [
    path === undefined ? "" : lineText(location),
    dependency === undefined ? "" : `${dependency.ecosystem === undefined ? "" : `${dependency.ecosystem} `}${dependency.name}${dependency.version === undefined ? "" : `@${dependency.version}`}`,
    url === undefined ? "" : `${method === undefined ? "" : `${method} `}${url}`,
    parameter === undefined ? "" : `parameter ${parameter}`,
    resource ?? "",
  ];
  return parts.filter((part) => part !== "").join(" · ");
};
