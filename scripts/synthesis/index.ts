export { digestOf, readDeclared, readFiles, readTree, sha256, synthesisedFiles, type ResourceNote, type StackNote, type Tree } from "./tree";
export { synthesiseInto, withSynthesis } from "./synthesise";
export { nearest, selectStacks } from "./select";
