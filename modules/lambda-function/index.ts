export { archiveOf } from "./archive";
export { LambdaFunction, logGroupOf, type CodeObject, type LambdaFunctionProps } from "./lambda-function";
