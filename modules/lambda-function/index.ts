export { archiveOf } from "./archive";
export { LambdaFunction, logGroupOf, type LambdaFunctionProps } from "./lambda-function";
