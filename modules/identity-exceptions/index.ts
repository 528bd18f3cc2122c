export { ExceptionGroup, type ExceptionGroupProps } from "./exception-group";
export { ExceptionUser, type ExceptionUserProps } from "./exception-user";
