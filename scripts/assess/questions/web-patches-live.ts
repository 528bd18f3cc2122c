import { stalenessOf } from "../../gate";
import { answerOf, type Gap, type Proof, type Question } from "../answer";
import { resourcesOf, type Sources } from "../sources";

/** Only what AWS WAF itself was seen to do counts as live: a rule that is declared in count mode stops nobody. */
const observed = (sources: Sources): { readonly proofs: readonly Proof[]; readonly gaps: readonly Gap[] } => {
  const production = sources.environments.filter(({ isProduction }) => isProduction).map(({ name }) => name);
  const again = `./portcullis gate patches ${production[0]} --format json`;
  if (sources.patches === undefined) return { proofs: [], gaps: [{ problem: "Nobody has looked which rules of AWS WAF block now.", remedy: `Look, and name the file: \`${again} > patches.json\`, --virtual-patches patches.json.` }] };
  const { file, evidence } = sources.patches;
  if (!production.includes(evidence.environment)) return { proofs: [], gaps: [{ problem: `What was observed is of ${evidence.environment}, which is not production.`, remedy: `Look there: \`${again}\`.` }] };
  const stale = stalenessOf(evidence, sources.clock);
  if (stale !== undefined) return { proofs: [], gaps: [{ problem: `What was observed is ${stale}.`, remedy: `Look again: \`${again}\`.` }] };
  const where = `${file}${evidence.place === "emulator" ? ", of the embedded AWS" : ""}`;
  const [blocking, idle] = [evidence.patches.filter(({ mode }) => mode === "block" || mode === "managed"), evidence.patches.filter(({ mode }) => mode !== "block" && mode !== "managed")];
  return {
    proofs: blocking.map(({ id, mode }) => ({ statement: `${evidence.environment}: the rule ${id} ${mode === "managed" ? "does what its vendor's group does" : "blocks"}.`, source: where })),
    gaps: [...idle.map(({ id, mode }) => ({ problem: `${evidence.environment}: the rule ${id} only does this: ${mode}.`, remedy: "Let it block once its samples show no rightful request." })), ...(evidence.patches.length === 0 ? [{ problem: `${evidence.environment}: no rule stands in a Web ACL.`, remedy: "Promote the stack edge." }] : [])],
  };
};

export const webPatchesLive: Question = {
  id: "web-patches-live",
  text: "Are patches of the web application firewall live?",
  ask: (sources) => {
    const declared = sources.environments.map(({ name }) => ({ name, webAcls: resourcesOf(sources, name, "aws_wafv2_web_acl") }));
    const missing = declared.filter(({ webAcls }) => webAcls.length === 0).map(({ name }) => ({ problem: `${name}: no Web ACL is declared.`, remedy: "Declare the stack edge." }));
    const { proofs, gaps } = observed(sources);
    return answerOf([...declared.flatMap(({ name, webAcls }) => webAcls.map(({ address }) => ({ statement: `${name}: a Web ACL is declared.`, source: address }))), ...proofs], [...missing, ...gaps]);
  },
};
