import { unzipSync } from "fflate";
import { wholeOf, type Source } from "../source";
import { UnreadableReport } from "../unreadable";
import { demandSize, largestWhole, sizeText } from "./text";

/** Most entries of an archive. */
const mostEntries = 20_000;
/** Most bytes of all entries that are taken, unpacked. */
const mostUnpacked = 4 * largestWhole;
/** A text packs to a tenth or so; what claims more than this is a bomb. */
const highestRatio = 200;

/** A name that leaves the folder it would be unpacked to, on any system. Nothing is unpacked here, but others will. */
const leavesItsFolder = (name: string): boolean => /^(?:[/\\]|[A-Za-z]:)/.test(name) || name.split(/[/\\]/).includes("..") || name.includes("\0");

/**
 * Entries of a zip that are wanted, by name.
 * @throws UnreadableReport `unsafe` for a bomb and for names that leave their folder, of any entry
 */
export const readZip = (source: Source, isWanted: (name: string) => boolean): Readonly<Record<string, Uint8Array>> => {
  demandSize(source, largestWhole);
  let unpacked = 0;
  let entries = 0;
  try {
    return unzipSync(wholeOf(source), {
      filter: ({ name, size, originalSize }) => {
        entries += 1;
        if (entries > mostEntries) throw new UnreadableReport("unsafe", `the archive has more than ${mostEntries} entries`);
        if (leavesItsFolder(name)) throw new UnreadableReport("unsafe", "the archive has an entry whose name leaves its folder");
        if (!isWanted(name)) return false;
        unpacked += originalSize;
        if (unpacked > mostUnpacked || originalSize > Math.max(size, 1024) * highestRatio) throw new UnreadableReport("unsafe", `an entry of the archive unpacks to ${sizeText(originalSize)} from ${sizeText(size)}`);
        return true;
      },
    });
  } catch (error) {
    if (error instanceof UnreadableReport) throw error;
    throw new UnreadableReport("malformed", "the archive is damaged or cut off", { cause: error });
  }
};
