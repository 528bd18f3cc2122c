/** What an account already has, held against what its environment declares to own, adopt or leave to another team. */
export { examineAccount, type Examination } from "./examine";
export { describeExamination } from "./report";
