export { digestOf, readDeclared, readFiles, readTree, synthesisedFiles, type ResourceNote, type StackNote, type Tree } from "./tree";
export { synthesiseInto, withSynthesis } from "./synthesise";
export { nearest, selectStacks } from "./select";
